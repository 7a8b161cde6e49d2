"""Monthly partitions of the table of readings.

A reading of a month without partition falls into the default one, so nothing is ever refused; making the month
later moves its rows out of there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection

TABLE = "metering_reading"
DEFAULT = f"{TABLE}_default"


def month_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from that of `first` to that of `last`, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)


def partition_name(month: date) -> str:
    """`metering_reading_202611`."""
    return f"{TABLE}_{month:%Y%m}"


def ensure_partitions(first: date, last: date) -> list[str]:
    """Make the partitions of these months that are missing; return the names of the new ones.

    Must run in a transaction. Two callers at once wait for each other.
    """
    wanted = {partition_name(month): month for month in months_between(first, last)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TABLE])
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = %s::regclass",
            [TABLE],
        )
        present = {row[0] for row in cursor.fetchall()}
        missing = [name for name in wanted if name not in present]
        for name in missing:
            _attach_month(cursor, name, wanted[name])
    return missing


def _attach_month(cursor: object, name: str, month: date) -> None:
    """Make the month beside the table, move its rows out of the default partition, then attach it."""
    bounds = {"first": month.isoformat(), "last": next_month(month).isoformat()}
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(f'CREATE TABLE "{name}" (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)')
    execute(
        f"WITH moved AS (DELETE FROM {DEFAULT} WHERE day >= %(first)s AND day < %(last)s RETURNING *)"  # noqa: S608
        f' INSERT INTO "{name}" SELECT * FROM moved',
        bounds,
    )
    execute(f'ALTER TABLE {TABLE} ATTACH PARTITION "{name}" FOR VALUES FROM (%(first)s) TO (%(last)s)', bounds)
