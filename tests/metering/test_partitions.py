"""Months of readings: made ahead, made once, and made late without losing a row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from crm.audit.operation import SYSTEM
from customers.book.models import SupplyAccount
from metering.models import Reading
from metering.operations.partitions import create_next_partitions, create_partitions
from metering.partitions import months_between, next_month
from metering.tasks import make_partitions


def rows_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, count(*) FROM metering_reading GROUP BY 1")
        return dict(cursor.fetchall())


def read(account: SupplyAccount, day: date, energy: str = "5") -> None:
    Reading.objects.create(account=account, day=day, energy=Decimal(energy))


def test_months_between_crosses_the_year() -> None:
    assert list(months_between(date(2026, 11, 30), date(2027, 1, 1))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)


def test_a_month_without_partition_is_not_refused(accounts: list[SupplyAccount]) -> None:
    read(accounts[0], date(2031, 5, 7))
    assert rows_by_table() == {"metering_reading_default": 1}


def test_a_month_made_late_takes_its_rows_out_of_the_default(accounts: list[SupplyAccount], now: datetime) -> None:
    read(accounts[0], date(2031, 5, 31))
    read(accounts[0], date(2031, 6, 1))
    made = create_partitions(first=date(2031, 5, 1), last=date(2031, 5, 31), actor=SYSTEM, now=now)
    assert made == ["metering_reading_203105"]
    assert rows_by_table() == {"metering_reading_203105": 1, "metering_reading_default": 1}
    assert set(Reading.objects.values_list("day", flat=True)) == {date(2031, 5, 31), date(2031, 6, 1)}


def test_the_job_keeps_a_hundred_days_ahead_and_repeats_itself_harmlessly(db: None, now: datetime) -> None:
    assert create_next_partitions(actor=SYSTEM, now=now) == [
        "metering_reading_202611",
        "metering_reading_202612",
        "metering_reading_202701",
        "metering_reading_202702",
        "metering_reading_202703",
    ]
    assert create_next_partitions(actor=SYSTEM, now=now) == []


def test_the_task_runs_the_job(db: None) -> None:
    assert make_partitions() >= 4
    assert make_partitions() == 0


def test_the_partitions_hold_the_same_rules(accounts: list[SupplyAccount], now: datetime) -> None:
    create_partitions(first=date(2031, 5, 1), last=date(2031, 5, 31), actor=SYSTEM, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, contype::text, count(*) FROM pg_constraint"
            " WHERE conrelid IN ('metering_reading_203105'::regclass, 'metering_reading_default'::regclass)"
            " AND contype IN ('c', 'f', 'p') GROUP BY 1, 2 ORDER BY 1, 2"
        )
        rows = cursor.fetchall()
    assert rows == [
        ("metering_reading_203105", "c", 1),
        ("metering_reading_203105", "f", 2),
        ("metering_reading_203105", "p", 1),
        ("metering_reading_default", "c", 1),
        ("metering_reading_default", "f", 2),
        ("metering_reading_default", "p", 1),
    ]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_corrected_or_deleted_reading_leaves_its_old_value_in_the_audit_log(
    accounts: list[SupplyAccount], verb: str
) -> None:
    read(accounts[0], date(2031, 5, 7), "5")
    readings = Reading.objects.filter(account=accounts[0])
    if verb == "update":
        readings.update(energy=Decimal("6"))
    else:
        readings.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, old->>'energy' FROM crm_audit_change WHERE table_name = 'metering_reading'")
        assert cursor.fetchall() == [("U" if verb == "update" else "D", "5.000")]
