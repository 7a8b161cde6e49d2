"""The frame of every write: who, what, which rows; a refusal leaves nothing; ledgers refuse change."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from crm.audit.models import Change, Entry, Reveal
from crm.audit.operation import SYSTEM, about, operation, record_reveal
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@operation("test.rename_all")
def rename_all(*, name: str, fail: bool = False, actor, now) -> None:
    department = Department.objects.order_by("pk").first()
    about(department, reason="because", to=name)
    Department.objects.update(name_en=name)
    if fail:
        raise RuntimeError("refused")


@operation("test.outer")
def outer(*, actor, now) -> None:
    rename_all(name="inner", actor=actor, now=now)
    Department.objects.filter(code="C").update(name_en="outer")


def test_bulk_update_is_recorded_row_by_row_with_actor_and_entry(now: datetime) -> None:
    tree = make_company()
    clerk = make_staff("1001", tree["GS-H"])
    rename_all(name="X", actor=clerk, now=now)
    entry = Entry.objects.get(operation="test.rename_all")
    assert (entry.actor_id, entry.actor_number, entry.reason, entry.details) == (
        clerk.pk,
        "1001",
        "because",
        {"to": "X"},
    )
    changes = Change.objects.filter(entry_id=entry.pk)
    assert changes.count() == Department.objects.count()
    one = changes.get(row_id=tree["GS"].pk)
    assert (one.action, one.actor_id, one.old, one.new) == (
        "U",
        clerk.pk,
        {"name_en": "Gusu"},
        {"name_en": "X"},
    )


def test_a_refused_operation_leaves_neither_rows_nor_entry(now: datetime) -> None:
    tree = make_company()
    with pytest.raises(RuntimeError):
        rename_all(name="X", fail=True, actor=SYSTEM, now=now)
    assert not Entry.objects.exists()
    assert Department.objects.get(pk=tree["GS"].pk).name_en == "Gusu"


def test_an_inner_operation_names_its_parent_and_gives_the_actor_back(now: datetime) -> None:
    tree = make_company()
    outer(actor=make_staff("1001", tree["GS-H"]), now=now)
    inner, parent = Entry.objects.get(operation="test.rename_all"), Entry.objects.get(operation="test.outer")
    assert inner.parent_id == parent.pk
    assert Change.objects.filter(entry_id=parent.pk, row_id=tree["C"].pk, action="U").count() == 1


@operation("test.one_refused")
def one_refused(*, actor, now) -> None:
    rename_all(name="first", actor=actor, now=now)
    with pytest.raises(RuntimeError), transaction.atomic():
        rename_all(name="second", fail=True, actor=actor, now=now)
    with transaction.atomic():
        Department.objects.filter(code="C").update(name_en="after")
    rename_all(name="third", actor=actor, now=now)
    with connection.cursor() as cursor:  # without parameters the settings go before it
        cursor.execute("UPDATE crm_org_department SET name_en = 'last, 100%' WHERE code = 'C'")


def test_each_row_bears_its_own_operation_though_one_of_them_was_taken_back(now: datetime) -> None:
    tree = make_company()
    before = Change.objects.latest("pk").pk
    one_refused(actor=make_staff("1001", tree["GS-H"]), now=now)
    Department.objects.filter(code="C").update(name_en="nobody")
    entries = dict(Entry.objects.values_list("pk", "operation"))
    changes = Change.objects.filter(pk__gt=before, row_id=tree["C"].pk, action="U").order_by("pk")
    assert [(row.new["name_en"], row.operation, entries.get(row.entry_id or 0, "")) for row in changes] == [
        ("first", "test.rename_all", "test.rename_all"),
        ("after", "test.one_refused", "test.one_refused"),
        ("third", "test.rename_all", "test.rename_all"),
        ("last, 100%", "test.one_refused", "test.one_refused"),
        ("nobody", "", ""),
    ]
    assert sorted(entries.values()) == ["test.one_refused", "test.rename_all", "test.rename_all"]


def test_the_settings_travel_with_the_rows_that_need_them(now: datetime, django_assert_num_queries) -> None:
    """Two inner operations and a row of the outer one: numbers, find and write twice, write, entries."""
    clerk = make_staff("1001", make_company()["GS-H"])

    @operation("test.twice")
    def twice(*, actor, now) -> None:
        rename_all(name="one", actor=actor, now=now)
        rename_all(name="two", actor=actor, now=now)
        Department.objects.filter(code="C").update(name_en="outer")

    with django_assert_num_queries(10):  # a savepoint, its release and nobody: this test is a transaction
        twice(actor=clerk, now=now)
    assert Entry.objects.count() == 3


def test_copy_and_delete_are_recorded(now: datetime) -> None:
    tree = make_company()
    row = Department.objects.create(
        code="TMP", name="临时", kind=DepartmentKind.TEAM, parent=tree["GS"], path="/temporary/"
    )
    pk = row.pk
    row.delete()
    actions = list(
        Change.objects.filter(table_name="crm_org_department", row_id=pk)
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == ["I", "D"]
    assert Change.objects.get(row_id=pk, action="D", table_name="crm_org_department").old["code"] == "TMP"


@pytest.mark.parametrize("table", ["crm_audit_entry", "crm_audit_change", "crm_audit_reveal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_ledgers_refuse_change(table: str, statement: str, now: datetime) -> None:
    department = make_company()["GS"]
    record_reveal(subject=department, field_name="name", reason="核对", actor=make_staff("1", department), now=now)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_a_reveal_needs_a_reason_and_is_kept(now: datetime) -> None:
    department = make_company()["GS"]
    person = make_staff("1", department)
    with pytest.raises(ValueError, match="reason"):
        record_reveal(subject=department, field_name="name", reason="  ", actor=person, now=now)
    record_reveal(subject=department, field_name="name", reason="客户来电核对", actor=person, now=now)
    assert Reveal.objects.get().reason == "客户来电核对"


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        rename_all(name="x", actor=SYSTEM, now=datetime(2026, 1, 1))  # noqa: DTZ001


def test_passwords_and_sign_ins_are_left_out(now: datetime) -> None:
    clerk = make_staff("1001", make_company()["GS-H"])
    last = Change.objects.latest("pk").pk
    clerk.last_login = now
    clerk.set_password("Another-Pass-2026")
    clerk.save()
    assert list(Change.objects.filter(pk__gt=last).values_list("table_name", "old", "new")) == []
    clerk.name = "新名"
    clerk.save()
    change = Change.objects.order_by("pk").last()
    assert change is not None
    assert change.new == {"name": "新名"}
    clerk.delete()
    gone = Change.objects.filter(action="D", table_name="crm_org_staff").get()
    assert "password" not in gone.old
