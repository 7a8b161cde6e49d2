"""What an operation writes later goes in one statement, before anybody reads, and in the name of who left it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from crm.audit.models import Change, Entry
from crm.audit.operation import SYSTEM, add_later, change_later, operation, reading_aside, write_now
from crm.errors import InvalidInput
from crm.org.enums import DepartmentKind
from crm.org.models import Department, District, TeamDuty
from tests.factories.org import make_company
from tests.statements import Statements

pytestmark = pytest.mark.django_db

COMPANY = {"name": "C", "name_en": "C", "kind": DepartmentKind.COMPANY, "path": "/C/"}


def team(code: str) -> Department:
    whole = Department.objects.get_or_create(code="C", defaults=COMPANY)[0]
    return Department(code=code, name=code, name_en=code, kind=DepartmentKind.TEAM, parent=whole, path=f"/{code}/")


@operation("test.found_team")
def found_team(*, tree: dict[str, Department], actor, now) -> Department:
    """A team with its district and its duty, and a department renamed: rows of three tables."""
    made = Department(code="T1", name="T1", name_en="T1", kind=DepartmentKind.TEAM, parent=tree["C"], path="/T1/")
    add_later([made])
    add_later([District(code="1", name="1", department=made), District(code="2", name="2", department=tree["GS"])])
    add_later([TeamDuty(role="R9", department=made, team=made)])
    tree["C"].name_en = "renamed"
    change_later(tree["C"], ["name_en"])
    assert made.pk is None
    write_now()
    assert made.pk is not None
    return made


def test_rows_of_several_tables_are_one_statement(now: datetime) -> None:
    tree = make_company()
    with Statements() as made:
        found = found_team(tree=tree, actor=SYSTEM, now=now)
    assert [one for one in made.cost.statements if "crm_org" in one][1:] == []
    assert (
        District.objects.get(code="1").department_id == found.pk == TeamDuty.objects.get(team=found).department_id
    )
    assert District.objects.get(code="2").department_id == tree["GS"].pk
    assert Department.objects.get(code="C").name_en == "renamed"
    tables = Change.objects.filter(operation="test.found_team").values_list("table_name", "action")
    assert sorted(tables) == [
        ("crm_org_department", "I"),
        ("crm_org_department", "U"),
        *[("crm_org_district", "I")] * 2,
        ("crm_org_teamduty", "I"),
    ]


@operation("test.inside")
def inside(*, actor, now) -> None:
    add_later([team("INNER")])


@operation("test.around")
def around(*, actor, now) -> None:
    before, after = team("BEFORE"), team("AFTER")
    add_later([before])
    inside(actor=actor, now=now)
    add_later([after])


def test_each_row_bears_the_name_of_the_operation_that_left_it(now: datetime) -> None:
    team("C")  # and with it the company
    around(actor=SYSTEM, now=now)
    codes = dict(Department.objects.values_list("pk", "code"))
    entries = dict(Entry.objects.values_list("pk", "operation"))
    changes = Change.objects.filter(action="I", operation__startswith="test.")
    by = {codes[one.row_id]: (one.operation, entries[one.entry_id]) for one in changes}
    outer, inner = ("test.around",) * 2, ("test.inside",) * 2
    assert by == {"BEFORE": outer, "INNER": inner, "AFTER": outer}


@operation("test.read_between")
def read_between(*, actor, now) -> list[bool]:
    made = team("T1")
    add_later([made])
    with reading_aside():
        seen = [Department.objects.filter(code="T1").exists()]
    return [*seen, Department.objects.filter(code="T1").exists()]


def test_who_reads_finds_it_written_unless_he_says_that_it_does_not_matter(now: datetime) -> None:
    make_company()
    assert read_between(actor=SYSTEM, now=now) == [False, True]


@operation("test.take_back")
def take_back(*, actor, now) -> None:
    kept, dropped, written = team("KEPT"), team("DROPPED"), team("WRITTEN")
    add_later([kept])
    for one, is_sent in ((dropped, False), (written, True)):
        with suppress(RuntimeError), transaction.atomic():
            add_later([one])
            if is_sent:
                write_now()
            raise RuntimeError


def test_what_is_taken_back_was_never_written(now: datetime) -> None:
    team("C")  # and with it the company
    take_back(actor=SYSTEM, now=now)
    assert set(Department.objects.values_list("code", flat=True)) == {"C", "KEPT"}


@operation("test.make_room")
def make_room(*, one: Department, fresh: Department, actor, now) -> None:
    for place, held in enumerate(Department.objects.exclude(pk=one.pk)):
        held.name_en = f"{place}"
        change_later(held, ["name_en"])
    one.code, one.name = "OLD", "old"
    change_later(one, ["code"])
    change_later(one, ["name"])
    add_later([fresh])


def test_a_changed_row_makes_room_for_a_new_one(now: datetime) -> None:
    tree = make_company()
    fresh = team("GS")
    fresh.path = "/new/"
    make_room(one=tree["GS"], fresh=fresh, actor=SYSTEM, now=now)
    assert Department.objects.get(code="OLD").pk == tree["GS"].pk != Department.objects.get(code="GS").pk
    assert Department.objects.filter(name_en__in=[str(place) for place in range(50)]).count() > 1


@contextmanager
def in_words() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise InvalidInput({"code": "taken"}) from error


@operation("test.found_again")
def found_again(*, actor, now) -> None:
    made = team("T1")
    add_later([made], refusing=in_words())


def test_what_the_database_refuses_is_told_in_words_and_leaves_nothing(now: datetime) -> None:
    team("C")  # and with it the company
    found_again(actor=SYSTEM, now=now)
    with pytest.raises(InvalidInput) as refused, transaction.atomic():
        found_again(actor=SYSTEM, now=now)
    assert refused.value.errors == {"code": ["taken"]}
    assert Entry.objects.count() == 1


def test_what_is_too_long_is_refused_and_not_cut(now: datetime) -> None:
    tree = make_company()
    for one in tree.values():
        one.name_en = "x" * 81

    @operation("test.rename_too_long")
    def rename(*, actor, now) -> None:
        for one in tree.values():
            change_later(one, ["name_en"])

    with pytest.raises(DatabaseError), transaction.atomic():
        rename(actor=SYSTEM, now=now)


def test_the_same_row_read_twice_is_stored_twice(now: datetime) -> None:
    tree = make_company()

    @operation("test.rename_twice")
    def rename(*, actor, now) -> None:
        for name in ("first", "second"):
            held = Department.objects.get(pk=tree["C"].pk)
            held.name_en = name
            with reading_aside():
                change_later(held, ["name_en"])
        one, other = (Department.objects.get(pk=tree["GS"].pk) for _ in range(2))
        one.name_en, other.name = "one", "other"
        change_later(one, ["name_en"])
        change_later(other, ["name"])

    rename(actor=SYSTEM, now=now)
    assert Department.objects.get(code="C").name_en == "second"
    both = Department.objects.get(code="GS")
    assert (both.name_en, both.name) == ("one", "other")


def test_outside_an_operation_it_happens_at_once() -> None:
    tree = make_company()
    fresh = team("T1")
    add_later([fresh])
    tree["C"].name_en = "at once"
    change_later(tree["C"], ["name_en"])
    write_now()
    assert fresh.pk == Department.objects.get(code="T1").pk
    assert Department.objects.get(code="C").name_en == "at once"
