"""A file of readings comes in whole or not at all, twice without doubling, and says what is missing."""

from __future__ import annotations

import os
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import NotPermitted
from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import SupplyAccount
from metering.enums import BatchState, ReadingQuality
from metering.management.commands.import_readings import FILE, VARIABLE
from metering.models import Reading, ReadingBatch, ReadingSource
from metering.operations.readings import ImportRunning, import_daily_readings
from metering.operations.sources import TooFewAccounts
from metering.staging import UnreadableFile
from tests.factories.org import make_staff
from tests.metering.conftest import MakeFile

LINES = (
    "2016-01-30,7,100",
    "2016-01-31,7,120",
    "2016-02-01,7,",
    "2016-02-02,7,90.5",
    "2016-01-30,8,1",
    "2016-01-31,8,1",
    "2016-02-01,8,1",
    "2016-02-02,8,1",
)


def load(path: Path, now: datetime) -> ReadingBatch:
    return import_daily_readings(path=path, source="test", actor=SYSTEM, now=now)


def assert_nothing_written() -> None:
    assert not Reading.objects.exists()
    assert not ReadingBatch.objects.exists()
    assert not ReadingSource.objects.exists()


@pytest.mark.usefixtures("accounts")
class TestImport:
    def test_brings_in_every_value_and_reports_the_gap(self, make_file: MakeFile, now: datetime) -> None:
        batch = load(make_file(*LINES), now)
        assert batch.state == BatchState.DONE
        assert (batch.rows_total, batch.rows_done) == (8, 8)
        assert (batch.inserted, batch.updated, batch.unchanged, batch.missing) == (7, 0, 0, 1)
        assert batch.gaps == [["7", "2016-02-01"]]
        assert batch.constant_series == 1
        assert batch.finished_at is not None
        assert Reading.objects.count() == 7

    def test_largest_series_goes_to_the_largest_account(
        self, make_file: MakeFile, now: datetime, accounts: list[SupplyAccount]
    ) -> None:
        load(make_file(*LINES), now)
        home, shop, works = accounts
        assert set(ReadingSource.objects.values_list("external_id", "account_id")) == {
            ("7", works.pk),
            ("8", shop.pk),
        }
        assert list(Reading.objects.filter(account=works).order_by("day").values_list("day", "energy")) == [
            (date(2016, 1, 30), Decimal("100")),
            (date(2016, 1, 31), Decimal("120")),
            (date(2016, 2, 2), Decimal("90.5")),
        ]
        assert not Reading.objects.filter(account=home).exists()

    def test_a_series_that_never_changes_is_marked(
        self, make_file: MakeFile, now: datetime, accounts: list[SupplyAccount]
    ) -> None:
        load(make_file(*LINES), now)
        _home, shop, works = accounts
        qualities = Reading.objects.order_by("quality").values_list("account_id", "quality").distinct()
        assert list(qualities) == [(shop.pk, ReadingQuality.CONSTANT), (works.pk, ReadingQuality.GOOD)]

    def test_second_run_adds_nothing(self, make_file: MakeFile, now: datetime) -> None:
        path = make_file(*LINES)
        load(path, now)
        before = list(Reading.objects.order_by("account_id", "day").values())
        batch = load(path, now)
        assert (batch.inserted, batch.updated, batch.unchanged, batch.missing) == (0, 0, 7, 1)
        assert list(Reading.objects.order_by("account_id", "day").values()) == before
        assert ReadingSource.objects.count() == 2

    def test_a_changed_value_is_corrected_and_the_old_one_kept_in_the_audit_log(
        self, make_file: MakeFile, now: datetime
    ) -> None:
        load(make_file(*LINES), now)
        batch = load(make_file("2016-01-31,7,125", "2016-02-01,7,77", "2016-02-02,7,90.5"), now)
        assert (batch.inserted, batch.updated, batch.unchanged, batch.missing) == (1, 1, 1, 0)
        assert Reading.objects.get(day=date(2016, 1, 31), energy=125).batch_id == batch.pk
        assert Reading.objects.get(day=date(2016, 1, 30), energy=100).batch_id != batch.pk
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT old->>'energy', new->>'energy' FROM crm_audit_change"
                " WHERE table_name = 'metering_reading' AND action = 'U'"
            )
            assert cursor.fetchall() == [("120.000", "125.000")]

    def test_makes_the_months_it_needs(self, make_file: MakeFile, now: datetime) -> None:
        load(make_file(*LINES), now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tableoid::regclass::text, count(*) FROM metering_reading GROUP BY 1 ORDER BY 1")
            assert cursor.fetchall() == [("metering_reading_201601", 4), ("metering_reading_201602", 3)]

    def test_each_step_is_an_audited_operation(self, make_file: MakeFile, now: datetime) -> None:
        load(make_file(*LINES), now)
        steps = Entry.objects.filter(operation__startswith="metering.").order_by("id")
        assert list(steps.values_list("operation", flat=True)) == [
            "metering.assign_reading_sources",
            "metering.create_partitions",
            "metering.open_reading_batch",
            "metering.load_readings",
            "metering.load_readings",
            "metering.refresh_account_use",
            "metering.complete_change_readings",
            "metering.close_reading_batch",
        ]

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("2016-02-30,7,5", "record_date"),
            ("1899-01-01,7,5", "record_date"),
            ("20160101,7,5", "record_date"),
            ("2016-01-01,,5", "user_id"),
            ("2016-01-01,7,-5", "power_consumption"),
            ("2016-01-01,7,abc", "power_consumption"),
            ("2016-01-01,7,1e9", "power_consumption"),
            ("2016-01-01,7,5,6", "record_date"),
            ("2016-01-30,7,3", "2016-01-30"),
        ],
    )
    def test_a_faulty_line_is_named_and_nothing_is_written(
        self, make_file: MakeFile, now: datetime, line: str, complaint: str
    ) -> None:
        with pytest.raises(UnreadableFile) as refusal:
            load(make_file(*LINES, line), now)
        assert complaint in str(refusal.value)
        assert_nothing_written()

    def test_a_faulty_line_is_counted_as_an_editor_counts(self, make_file: MakeFile, now: datetime) -> None:
        with pytest.raises(UnreadableFile) as refusal:
            load(make_file("2016-01-01,7,5", "2016-01-02,7,x"), now)
        assert "3" in refusal.value.details["faults"][0]

    @pytest.mark.parametrize("header", ["day,user,kwh", "record_date,user_id", ""])
    def test_other_columns_are_refused(self, make_file: MakeFile, now: datetime, header: str) -> None:
        with pytest.raises(UnreadableFile):
            load(make_file(*LINES, header=header), now)
        assert_nothing_written()

    def test_no_reading_at_all_is_refused(self, make_file: MakeFile, now: datetime) -> None:
        with pytest.raises(UnreadableFile):
            load(make_file(), now)
        assert_nothing_written()

    def test_a_file_that_is_not_what_its_name_says_is_refused(self, tmp_path: Path, now: datetime) -> None:
        (tmp_path / "text.csv.gz").write_bytes(b"record_date,user_id,power_consumption\n")
        (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
        for name in ("text.csv.gz", "bytes.csv", "absent.csv"):
            with pytest.raises(UnreadableFile):
                load(tmp_path / name, now)
        assert_nothing_written()

    def test_more_series_than_accounts_writes_nothing(self, make_file: MakeFile, now: datetime) -> None:
        with pytest.raises(TooFewAccounts) as refusal:
            load(make_file(*(f"2016-01-01,{series},5" for series in range(5))), now)
        assert refusal.value.details["left_over"] == 2
        assert_nothing_written()

    def test_somebody_without_the_role_is_refused(
        self, make_file: MakeFile, now: datetime, company: dict[str, Department]
    ) -> None:
        clerk = make_staff("r1", company["GS-H"], Role.R1)
        with pytest.raises(NotPermitted):
            import_daily_readings(path=make_file(*LINES), source="test", actor=clerk, now=now)
        assert_nothing_written()

    def test_a_second_import_at_the_same_time_is_refused(self, make_file: MakeFile, now: datetime) -> None:
        parameters = connection.get_connection_params()
        other = psycopg2.connect(
            **{key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}
        )
        try:
            held = other.cursor()
            held.execute("SELECT pg_advisory_lock(hashtext('metering.import_daily_readings'))")
            with pytest.raises(ImportRunning):
                load(make_file(*LINES), now)
            assert_nothing_written()
            held.execute("SELECT pg_advisory_unlock_all()")
            assert load(make_file(*LINES), now).inserted == 7
        finally:
            other.close()

    def test_command_says_what_came_in(self, make_file: MakeFile) -> None:
        out = StringIO()
        call_command("import_readings", path=make_file(*LINES), stdout=out)
        report = out.getvalue()
        assert "8 rows" in report
        assert "7 new, 0 corrected, 0 unchanged, 1 missing" in report
        assert "1 series never change" in report
        assert "gap: series 7, 2016-02-01" in report

    def test_command_finds_the_folder_by_environment(
        self, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / FILE).parent.mkdir()
        make_file(*LINES).rename(tmp_path / FILE)
        monkeypatch.setenv(VARIABLE, str(tmp_path))
        call_command("import_readings", stdout=StringIO())
        assert Reading.objects.count() == 7


def test_command_without_a_file_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give --path or set"):
        call_command("import_readings", path=tmp_path, stdout=StringIO())


def real_file() -> Path | None:
    """The enterprises' real readings, where this machine has them."""
    folders = [Path(os.environ[VARIABLE])] if os.environ.get(VARIABLE) else []
    folders.append(settings.BASE_DIR.parent / "shared" / "data")
    return next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_real_file_twice(now: datetime) -> None:
    path = real_file()
    if path is None:
        pytest.skip(f"the real readings are not here: set {VARIABLE} to the folder that holds {FILE.parent}")
    call_command("seed_demo", accounts=1050, only=["book"], stdout=StringIO())
    batch = load(path, now)
    assert (batch.rows_total, batch.missing, batch.inserted) == (639_000, 12, 638_988)
    assert batch.constant_series == 55
    assert len(batch.gaps) == 12
    assert ["218", "2015-07-28"] in batch.gaps
    again = load(path, now)
    assert (again.inserted, again.updated, again.unchanged) == (0, 0, 638_988)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT account_id), min(day), max(day) FROM metering_reading")
        assert cursor.fetchone() == (638_988, 1000, date(2015, 1, 1), date(2016, 9, 30))
