"""A file attaches to customers within reach of who hands it in; what another department knows stays its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from crm.audit.operation import SYSTEM
from crm.imports.enums import BatchState, RowState
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations import apply_batch, check_batch, open_batch, undo_batch
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import Customer, DuplicatePair, SupplyAccount
from customers.book.operations import merge_customers
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.import_files import account_row, write_csv
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db: None, tmp_path: Path, settings: LazySettings) -> dict[str, Department]:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_company()


@pytest.fixture
def person(tree: dict[str, Department]) -> Staff:
    return make_staff("B001", tree["YQ"], Role.R16)


@pytest.fixture
def elsewhere(tree: dict[str, Department]) -> Staff:
    return make_staff("B002", tree["GS"], Role.R16)


def take_in(path: Path, rows: list[list[str]], person: Staff, now: datetime) -> ImportBatch:
    with write_csv(path, rows).open("rb") as file:
        batch = open_batch(kind="accounts", file=file, name=path.name, actor=person, now=now)
    check_batch(batch_id=batch.pk, mapping=batch.mapping, actor=person, now=now)
    return apply_batch(batch_id=batch.pk, actor=person, now=now)


def same_person(index: int, of: list[str], *, district: str, name: str = "") -> list[str]:
    """Another account of the person of a row."""
    row = account_row(index, district=district)
    row[1], row[2], row[12] = name or of[1], of[2], name or of[1]
    return row


def test_a_customer_of_another_department_gets_a_second_record(
    tmp_path: Path, person: Staff, elsewhere: Staff, now: datetime
) -> None:
    first = account_row(1, district="320508")
    take_in(tmp_path / "a.csv", [first], elsewhere, now)
    rows = [same_person(index, first, district="320571") for index in (2, 3)]
    batch = take_in(tmp_path / "b.csv", rows, person, now)
    assert (batch.rows_good, batch.rows_bad) == (2, 0)
    theirs, ours = Customer.objects.order_by("pk")
    assert (theirs.accounts.count(), ours.accounts.count()) == (1, 2)
    assert (theirs.id_kind, theirs.id_hash) == (ours.id_kind, ours.id_hash)
    compare(now)
    assert pair_of(theirs, ours).rules == ["ID_NUMBER"]


def test_another_departments_name_is_not_told(
    tmp_path: Path, person: Staff, elsewhere: Staff, now: datetime
) -> None:
    first = account_row(1, district="320508")
    take_in(tmp_path / "a.csv", [first], elsewhere, now)
    batch = take_in(tmp_path / "b.csv", [same_person(2, first, district="320571", name="王改名")], person, now)
    assert (batch.rows_good, batch.rows_bad) == (1, 0)
    own = take_in(tmp_path / "c.csv", [same_person(3, first, district="320571", name="王又名")], person, now)
    assert (own.rows_good, own.rows_bad) == (0, 1)
    (bad,) = ImportRow.objects.filter(batch=own, state=RowState.BAD)
    assert [problem["column"] for problem in bad.problems()] == ["id_number"]


def test_one_of_several_own_records_is_taken_and_the_same_file_changes_nothing(
    tmp_path: Path, person: Staff, elsewhere: Staff, now: datetime
) -> None:
    first = account_row(1, district="320508")
    second, third = (same_person(index, first, district="320571") for index in (2, 3))
    take_in(tmp_path / "a.csv", [first], elsewhere, now)
    take_in(tmp_path / "b.csv", [second], person, now)
    take_in(tmp_path / "c.csv", [third], person, now)
    assert Customer.objects.count() == 2
    for _ in range(2):
        again = take_in(tmp_path / "d.csv", [second, third], person, now)
        assert (again.rows_good, again.rows_unchanged) == (0, 2)
    assert (Customer.objects.count(), SupplyAccount.objects.count()) == (2, 3)


def test_a_merged_customer_is_passed_by(tmp_path: Path, person: Staff, now: datetime) -> None:
    first = account_row(1)
    take_in(tmp_path / "a.csv", [first], person, now)
    gone = Customer.objects.get()
    stays = make_firm(SupplyAccount.objects.get().department)
    choices = {"name": "merged", "id_number": "merged"}
    merge_customers(
        survivor_id=stays.pk, merged_id=gone.pk, reason="同一客户", choices=choices, actor=SYSTEM, now=now
    )
    take_in(tmp_path / "b.csv", [same_person(2, first, district="320571")], person, now)
    assert SupplyAccount.objects.order_by("-pk")[0].customer == stays


def test_an_import_with_possible_duplicates_can_be_undone(
    tmp_path: Path, person: Staff, elsewhere: Staff, now: datetime
) -> None:
    first = account_row(1, district="320508")
    take_in(tmp_path / "a.csv", [first], elsewhere, now)
    batch = take_in(tmp_path / "b.csv", [same_person(2, first, district="320571")], person, now)
    compare(now)
    assert DuplicatePair.objects.count() == 1
    assert undo_batch(batch_id=batch.pk, actor=person, now=now).state == BatchState.UNDONE
    assert not DuplicatePair.objects.exists()
    assert Customer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_customer_is_not_merged_away_under_an_import(
    tmp_path: Path, tree: dict[str, Department], now: datetime
) -> None:
    person = make_staff("B001", tree["YQ"], Role.R16)
    first = account_row(1)
    take_in(tmp_path / "a.csv", [first], person, now)
    gone, stays = Customer.objects.get(), make_firm(tree["YQ"])
    merged = Event()

    def merge() -> None:
        try:
            merge_customers(survivor_id=stays.pk, merged_id=gone.pk, reason="同一客户", actor=SYSTEM, now=now)
        finally:
            merged.set()
            connection.close()

    with transaction.atomic():
        take_in(tmp_path / "b.csv", [same_person(2, first, district="320571")], person, now)
        other = Thread(target=merge)
        other.start()
        assert not merged.wait(timeout=1), "the merge did not wait for the import"
    other.join(timeout=120)
    assert SupplyAccount.objects.filter(customer=stays).count() == 3
    assert not SupplyAccount.objects.filter(customer=gone).exists()
