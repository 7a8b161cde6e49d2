"""Accounts out of a file: good rows in, bad rows back, nothing twice, and back again."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.audit.models import Entry
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.imports.enums import BatchState, RowState
from crm.imports.errors import BatchBusy, BuiltOn, UnreadableFile
from crm.imports.models import ColumnMemory, ImportBatch, ImportRow
from crm.imports.operations import (
    apply_batch,
    check_batch,
    discard_batch,
    open_batch,
    request_check,
    request_undo,
    undo_batch,
)
from crm.imports.tasks import run_batch
from crm.org.enums import Role
from crm.org.models import Staff
from customers.book.enums import TemporaryKind
from customers.book.models import Customer, Meter, MeteringPoint, MeterInstallation, SupplyAccount, SupplyPoint
from customers.book.models.search import SearchTerm
from customers.book.numbers import ACCOUNT_SEQUENCE, account_number_for, allocate_account_numbers
from customers.book.operations import lock_account_for_change
from customers.book.sealed import hash_of, tail_hash_of
from metering.models import AccountUse
from tests.factories.import_files import HEADER, account_row, write_csv, write_xlsx
from tests.factories.org import make_company, make_staff


@pytest.fixture
def person(db: None, settings: Any, tmp_path: Path) -> Staff:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_staff("B001", make_company()["YQ"], Role.R16)


def hand_in(path: Path, person: Staff, now: datetime) -> ImportBatch:
    with path.open("rb") as file:
        return open_batch(kind="accounts", file=file, name=path.name, actor=person, now=now)


def check(path: Path, person: Staff, now: datetime) -> ImportBatch:
    batch = hand_in(path, person, now)
    return check_batch(batch_id=batch.pk, mapping=batch.mapping, actor=person, now=now)


def take_in(path: Path, person: Staff, now: datetime) -> ImportBatch:
    return apply_batch(batch_id=check(path, person, now).pk, actor=person, now=now)


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    return batch.rows_good, batch.rows_bad, batch.rows_unchanged


def errors(batch: ImportBatch) -> dict[int, list[str]]:
    rows = ImportRow.objects.filter(batch=batch, state=RowState.BAD)
    return {row.line: [problem["column"] for problem in row.problems()] for row in rows}


def changed(index: int, **cells: str) -> list[str]:
    row = account_row(index)
    for name, cell in cells.items():
        row[HEADER.index(name)] = cell
    return row


@pytest.mark.parametrize("kind", ["csv", "gb18030", "xlsx"])
def test_accounts_come_in_with_supply_point_and_meter(
    tmp_path: Path, person: Staff, now: datetime, kind: str
) -> None:
    rows = [account_row(index) for index in range(5)]
    if kind == "xlsx":
        path = write_xlsx(tmp_path / "a.xlsx", rows)
    else:
        path = write_csv(tmp_path / "a.csv", rows, encoding="gb18030" if kind == "gb18030" else "utf-8-sig")
    batch = take_in(path, person, now)
    assert counts(batch) == (5, 0, 0)
    assert batch.state == BatchState.DONE
    account = SupplyAccount.objects.get(account_number=rows[0][0])
    account.full_clean()
    assert account.department == person.department
    assert account.customer.id_hash == hash_of(rows[0][2])
    assert account.customer.id_tail_hash == tail_hash_of(rows[0][2])
    assert {term.kind for term in SearchTerm.objects.filter(account_id=account.pk)} >= set("NACPM")
    assert account.capacity_periods.get().contract_capacity == account.contract_capacity == 8
    point = SupplyPoint.objects.get(account=account)
    installation = MeterInstallation.objects.get(account=account)
    assert installation.metering_point.supply_point == point
    assert installation.meter.asset_number == rows[0][11]
    assert installation.meter.reserved_for == account
    assert account.contacts.get().phone == rows[0][13]
    row = ImportRow.objects.get(batch=batch, record_id=account.pk)
    assert row.label == account.account_number
    assert not Path(batch.path or "gone").exists()


def test_an_id_number_is_nowhere_kept_in_clear(tmp_path: Path, person: Staff, now: datetime) -> None:
    row = account_row(1)
    batch = take_in(write_csv(tmp_path / "a.csv", [row, changed(2, 证件号码="320508198001010000")]), person, now)
    assert counts(batch) == (1, 1, 0)
    with connection.cursor() as cursor:
        for table in ("crm_imports_importrow", "crm_imports_importbatch", "crm_audit_change", "book_customer"):
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE ANY(%s)",
                [[f"%{row[2]}%", "%320508198001010000%"]],
            )
            assert cursor.fetchone() == (0,), table


def test_the_same_file_twice_changes_nothing(tmp_path: Path, person: Staff, now: datetime) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(index) for index in range(20)])
    take_in(path, person, now)
    before = [*SupplyAccount.objects.order_by("pk").values()], Customer.objects.count(), Meter.objects.count()
    again = take_in(path, person, now)
    assert counts(again) == (0, 0, 20)
    assert before == (
        [*SupplyAccount.objects.order_by("pk").values()],
        Customer.objects.count(),
        Meter.objects.count(),
    )
    row = ImportRow.objects.filter(batch=again).order_by("line")[0]
    assert SupplyAccount.objects.get(pk=row.record_id).account_number == row.label


def test_each_bad_row_names_its_column(tmp_path: Path, person: Staff, now: datetime) -> None:
    take_in(write_csv(tmp_path / "before.csv", [account_row(90), account_row(91)]), person, now)
    bad = {
        "account_number": changed(1, 户号="12345"),
        "name": changed(2, 用户名称=""),
        "id_number": changed(3, 证件号码="320508198001010000"),
        "district": changed(4, 行政区="320508"),
        "account_class": changed(5, 用户分类="不知道"),
        "voltage": changed(6, 供电电压="KV10"),
        "contract_capacity": changed(7, 合同容量="-3"),
        "energised_on": changed(8, 送电日期="2099-01-01"),
        "meter_asset_number": changed(9, 电能表资产编号="3.2E+21"),
        "contact_phone": changed(10, 联系电话="110"),
        "address": changed(90, 用电地址="别处"),
    }
    rows = [*bad.values(), account_row(11), changed(12, 户号=account_row(11)[0])]
    rows += [changed(13, 电能表资产编号=account_row(91)[11]), changed(14, 证件号码=account_row(91)[2])]
    batch = take_in(write_csv(tmp_path / "a.csv", rows), person, now)
    found = errors(batch)
    assert {line: names[0] for line, names in found.items() if line < 13} == dict(enumerate(bad, start=2))
    assert found[14] == ["account_number"]
    assert found[15] == ["meter_asset_number"]
    assert found[16] == ["id_number"]
    assert counts(batch) == (1, len(rows) - 1, 0)
    assert SupplyAccount.objects.count() == 3


TEMPORARY = [*HEADER, "临时用电标志", "临时用电到期日期"]


def temporary(index: int, flag: str, until: str, **cells: str) -> list[str]:
    return [*changed(index, **cells), flag, until]


def test_temporary_supplies_come_in_with_their_last_day(tmp_path: Path, person: Staff, now: datetime) -> None:
    """TMP_FLAG and TMP_DATE; the nightly run starts their term (T13)."""
    rows = [
        temporary(1, "01", "2027-03-31"),
        temporary(2, "无表临时用电", "2026-12-31", 电能表资产编号=""),
        temporary(3, "否", ""),
        temporary(4, "", ""),
    ]
    path = write_csv(tmp_path / "a.csv", rows, header=TEMPORARY)
    assert counts(take_in(path, person, now)) == (4, 0, 0)
    found = [SupplyAccount.objects.get(account_number=row[0]) for row in rows]
    assert [(one.temporary, one.temporary_until) for one in found] == [
        (TemporaryKind.METERED, date(2027, 3, 31)),
        (TemporaryKind.UNMETERED, date(2026, 12, 31)),
        (TemporaryKind.PERMANENT, None),
        (TemporaryKind.PERMANENT, None),
    ]
    for one in found:
        one.full_clean()
    points = MeteringPoint.objects.filter(account__in=found).order_by("account_id")
    assert [one.is_metered for one in points] == [True, False, True, True]
    assert not MeterInstallation.objects.filter(account=found[1]).exists()
    assert Meter.objects.count() == 3
    assert counts(take_in(path, person, now)) == (0, 0, 4), "the same file again changes nothing"
    later = write_csv(tmp_path / "b.csv", [temporary(1, "01", "2028-03-31"), account_row(3)], header=TEMPORARY)
    assert errors(take_in(later, person, now)) == {2: ["temporary_until"]}, "a change needs a case"


def test_what_is_wrong_with_a_temporary_supply_names_its_column(
    tmp_path: Path, person: Staff, now: datetime
) -> None:
    wrong = {
        "temporary_until": [
            temporary(1, "01", ""),
            temporary(2, "03", "2027-03-31"),
            temporary(3, "01", "2027-02-30"),
            temporary(4, "01", "2001-01-01"),
        ],
        "temporary": [temporary(5, "", "2027-03-31"), temporary(6, "也许", "2027-03-31")],
        "meter_asset_number": [
            temporary(7, "02", "2027-03-31"),
            temporary(8, "01", "2027-03-31", 电能表资产编号=""),
        ],
    }
    rows = [row for found in wrong.values() for row in found]
    batch = take_in(write_csv(tmp_path / "a.csv", rows, header=TEMPORARY), person, now)
    named = [column for column, found in wrong.items() for _ in found]
    assert errors(batch) == {line: [column] for line, column in enumerate(named, start=2)}
    assert not SupplyAccount.objects.exists()


def test_another_departments_district_is_an_error_of_its_row(tmp_path: Path, person: Staff, now: datetime) -> None:
    path = write_csv(
        tmp_path / "a.csv", [account_row(1), account_row(2, district="320508"), account_row(3, district="火星")]
    )
    assert errors(check(path, person, now)) == {3: ["district"], 4: ["district"]}


def test_two_accounts_of_one_person_share_the_customer(tmp_path: Path, person: Staff, now: datetime) -> None:
    first = account_row(1)
    second = changed(2, 证件号码=first[2], 用户名称=first[1])
    batch = take_in(write_csv(tmp_path / "a.csv", [first, second]), person, now)
    assert counts(batch) == (2, 0, 0)
    assert Customer.objects.get().accounts.count() == 2


def test_an_import_is_undone_and_may_be_done_again(tmp_path: Path, person: Staff, now: datetime) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(index) for index in range(10)])
    take_in(write_csv(tmp_path / "other.csv", [account_row(50)]), person, now)
    batch = take_in(path, person, now)
    for _ in range(2):
        undone = undo_batch(batch_id=batch.pk, actor=person, now=now)
    assert undone.state == BatchState.UNDONE
    assert [a.account_number for a in SupplyAccount.objects.all()] == [account_row(50)[0]]
    assert Customer.objects.count() == Meter.objects.count() == SupplyPoint.objects.count() == 1
    assert counts(take_in(path, person, now)) == (10, 0, 0)


def test_an_import_on_which_something_was_built_stays(tmp_path: Path, person: Staff, now: datetime) -> None:
    batch = take_in(write_csv(tmp_path / "a.csv", [account_row(1), account_row(2)]), person, now)
    account = SupplyAccount.objects.first()
    assert account is not None
    account.contracts.create(number="HT1", contract_type="03", term="[2026-01-01,)")
    with pytest.raises(BuiltOn):
        undo_batch(batch_id=batch.pk, actor=person, now=now)
    account.contracts.all().delete()
    lock_account_for_change(account_id=account.pk, case_number="C1", actor=person, now=now)
    with pytest.raises(BuiltOn):
        undo_batch(batch_id=batch.pk, actor=person, now=now)
    assert SupplyAccount.objects.count() == 2
    assert ImportBatch.objects.get(pk=batch.pk).state == BatchState.DONE


def test_what_somebody_has_worked_on_since_stays_and_the_others_go(
    tmp_path: Path, person: Staff, now: datetime
) -> None:
    rows = [account_row(index) for index in range(6)]
    rows[5][1:3] = rows[4][1:3]  # two accounts of one customer
    batch = take_in(write_csv(tmp_path / "a.csv", rows), person, now)
    by_number = SupplyAccount.objects.in_bulk([row[0] for row in rows], field_name="account_number")
    changed, built_on, installed = (by_number[rows[index][0]] for index in (0, 1, 2))
    lock_account_for_change(account_id=changed.pk, case_number="C1", actor=person, now=now)
    built_on.contracts.create(number="HT1", contract_type="03", term="[2026-01-01,)")
    Meter.objects.filter(asset_number=rows[2][11]).update(maker="国电南瑞")
    with pytest.raises(BuiltOn) as refusal:
        undo_batch(batch_id=batch.pk, actor=person, now=now)
    assert refusal.value.details["count"] == 3
    assert SupplyAccount.objects.count() == 6

    undone = undo_batch(batch_id=batch.pk, keep_changed=True, actor=person, now=now)
    assert (undone.state, undone.rows_kept) == (BatchState.UNDONE, 3)
    assert set(SupplyAccount.objects.values_list("pk", flat=True)) == {changed.pk, built_on.pk, installed.pk}
    assert Customer.objects.count() == Meter.objects.count() == MeterInstallation.objects.count() == 3
    assert set(SearchTerm.objects.values_list("account_id", flat=True)) == {changed.pk, built_on.pk, installed.pk}
    kept = ImportRow.objects.filter(batch=batch, state=RowState.KEPT)
    assert {row.label for row in kept} == {rows[index][0] for index in (0, 1, 2)}
    assert counts(take_in(write_csv(tmp_path / "b.csv", rows[3:]), person, now)) == (3, 0, 0)


def test_what_was_computed_from_records_does_not_hold_them(tmp_path: Path, person: Staff, now: datetime) -> None:
    batch = take_in(write_csv(tmp_path / "a.csv", [account_row(1)]), person, now)
    AccountUse.objects.create(account=SupplyAccount.objects.get(), through_month=now.date())
    undo_batch(batch_id=batch.pk, actor=person, now=now)
    assert not SupplyAccount.objects.exists()


def test_a_large_import_is_undone_by_a_worker_and_stays_when_that_fails(
    tmp_path: Path, person: Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.imports.operations.undo.AT_ONCE_ROWS", 1)
    batch = take_in(write_csv(tmp_path / "a.csv", [account_row(1), account_row(2)]), person, now)
    account = SupplyAccount.objects.order_by("pk")[0]
    lock_account_for_change(account_id=account.pk, case_number="C1", actor=person, now=now)
    assert request_undo(batch_id=batch.pk, actor=person, now=now).state == BatchState.UNDOING
    run_batch(batch.pk, "undo")
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert account.account_number in batch.error
    request_undo(batch_id=batch.pk, keep_changed=True, actor=person, now=now)
    run_batch(batch.pk, "undo-rest")
    batch.refresh_from_db()
    assert (batch.state, batch.rows_kept, batch.error) == (BatchState.UNDONE, 1, "")


def test_an_old_import_stays(tmp_path: Path, person: Staff, now: datetime) -> None:
    batch = take_in(write_csv(tmp_path / "a.csv", [account_row(1)]), person, now)
    with pytest.raises(BuiltOn):
        undo_batch(batch_id=batch.pk, actor=person, now=now + timedelta(days=31))


def test_a_batch_is_one_departments_and_one_roles(tmp_path: Path, person: Staff, now: datetime) -> None:
    batch = check(write_csv(tmp_path / "a.csv", [account_row(1)]), person, now)
    hall = person.department
    stranger = make_staff("B002", type(hall).objects.get(code="GS"), Role.R16)
    clerk = make_staff("B003", hall, Role.R1)
    for actor, refusal in ((stranger, OutOfScope), (clerk, NotPermitted)):
        for step in (check_batch, apply_batch, undo_batch, discard_batch):
            with pytest.raises(refusal):
                step(batch_id=batch.pk, actor=actor, now=now)


def test_steps_are_safe_to_repeat_and_keep_their_order(tmp_path: Path, person: Staff, now: datetime) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(1)])
    batch = hand_in(path, person, now)
    with pytest.raises(BatchBusy):
        apply_batch(batch_id=batch.pk, actor=person, now=now)
    for _ in range(2):
        check_batch(batch_id=batch.pk, actor=person, now=now)
    for _ in range(2):
        batch = apply_batch(batch_id=batch.pk, actor=person, now=now)
    assert SupplyAccount.objects.count() == 1
    assert Entry.objects.filter(operation="book.import_accounts").count() == 1
    with pytest.raises(BatchBusy):
        discard_batch(batch_id=batch.pk, actor=person, now=now)


def test_a_crash_that_empties_the_staging_table_costs_nothing(tmp_path: Path, person: Staff, now: datetime) -> None:
    batch = check(write_csv(tmp_path / "a.csv", [account_row(1)]), person, now)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE crm_imports_staged_{batch.pk}")
    assert counts(apply_batch(batch_id=batch.pk, actor=person, now=now)) == (1, 0, 0)
    assert SupplyAccount.objects.count() == 1


def test_columns_are_found_by_their_words_and_remembered(tmp_path: Path, person: Staff, now: datetime) -> None:
    odd = ["编号甲", *HEADER[1:]]
    path = write_csv(tmp_path / "a.csv", [account_row(1)], header=odd)
    batch = hand_in(path, person, now)
    assert "account_number" not in batch.mapping
    with pytest.raises(InvalidInput) as refusal:
        request_check(batch_id=batch.pk, mapping=batch.mapping, actor=person, now=now)
    assert list(refusal.value.errors) == ["account_number"]
    request_check(batch_id=batch.pk, mapping={**batch.mapping, "account_number": 0}, actor=person, now=now)
    assert ColumnMemory.objects.get().words["编号甲"] == "account_number"
    assert hand_in(path, person, now).mapping["account_number"] == 0


def test_a_refused_file_leaves_nothing(tmp_path: Path, person: Staff, now: datetime, settings: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("户号\n苏州电力公司\n".encode() + "苏州电力公司".encode("gb18030"))
    with pytest.raises(UnreadableFile):
        hand_in(path, person, now)
    assert not ImportBatch.objects.exists()
    assert not [*Path(settings.MEDIA_ROOT).rglob("*.csv")]


def test_new_numbers_pass_over_imported_ones(tmp_path: Path, person: Staff, now: datetime) -> None:
    [last] = allocate_account_numbers()
    following = [account_number_for(int(last[2:9]) + step) for step in (1, 2)]
    take_in(
        write_csv(tmp_path / "a.csv", [changed(i, 户号=number) for i, number in enumerate(following)]), person, now
    )
    assert int(allocate_account_numbers()[0][2:9]) == int(last[2:9]) + 3, ACCOUNT_SEQUENCE


def test_the_command_checks_and_takes_in(tmp_path: Path, person: Staff, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(1), account_row(2, district="火星")])
    call_command("import_accounts", str(path), "--check", "--by", "B001")
    assert SupplyAccount.objects.count() == 0
    call_command("import_accounts", str(path))
    assert SupplyAccount.objects.count() == 1
    assert "district" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_accounts", str(tmp_path / "absent.csv"))


@pytest.mark.django_db(transaction=True)
def test_two_people_with_the_same_file_at_once(tmp_path: Path, settings: Any, now: datetime) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    tree = make_company()
    people = [make_staff(f"B00{n}", tree["YQ"], Role.R16) for n in (1, 2)]
    path = write_csv(tmp_path / "a.csv", [account_row(index) for index in range(50)])
    batches = [check(path, person, now) for person in people]
    barrier, failures = threading.Barrier(2), []

    def run(batch: ImportBatch, person: Staff) -> None:
        try:
            barrier.wait(120)
            apply_batch(batch_id=batch.pk, actor=person, now=now)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(batches, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert SupplyAccount.objects.count() == Meter.objects.count() == 50
    assert sorted(counts(ImportBatch.objects.get(pk=batch.pk)) for batch in batches) == [(0, 0, 50), (50, 0, 0)]
