"""Brings daily readings in: every month of the file is one set-based write, restartable and safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError
from crm.org.permissions import require
from metering.enums import BatchState, ReadingQuality
from metering.models import ReadingBatch, ReadingSource
from metering.operations.change_readings import complete_change_readings
from metering.operations.partitions import create_partitions
from metering.operations.sources import assign_sources
from metering.operations.use import refresh_account_use
from metering.partitions import months_between, next_month, partition_name
from metering.staging import Staged, stage_file, staged_gaps

Progress = Callable[[ReadingBatch], None]


class ImportRunning(DomainError):
    """Another import of readings is under way."""

    code = "import_running"
    status = 409


def import_daily_readings(
    *, path: Path, source: str, actor: Actor, now: datetime, progress: Progress | None = None
) -> ReadingBatch:
    """Load a file of daily energy (kWh) into the readings of the accounts that its series belong to.

    The whole file is checked before the first write. New readings are added, changed ones corrected (the audit
    log keeps the old value), equal ones left alone; a missing value is reported and gets no row. Each month is
    one operation of its own, so that progress shows and a killed run is simply run again.
    Raises `UnreadableFile`, `TooFewAccounts`, `ImportRunning`; none of them leaves a reading.
    """
    require(actor, "metering.import_readings")
    with _only_one_at_a_time():
        staged = stage_file(path)
        assign_sources(source=source, actor=actor, now=now)
        create_partitions(first=staged.first_day, last=staged.last_day, actor=actor, now=now)
        batch = open_batch(source=source, file_name=path.name, staged=staged, actor=actor, now=now)
        try:
            for month in months_between(staged.first_day, staged.last_day):
                batch = load_month(batch=batch, month=month, actor=actor, now=now)
                if progress:
                    progress(batch)
        except Exception as error:
            close_batch(batch=batch, state=BatchState.FAILED, error=repr(error)[:500], actor=actor, now=now)
            raise
        known = list(ReadingSource.objects.filter(source=source).values_list("account_id", flat=True))
        refresh_account_use(account_ids=known, actor=actor, now=now)
        complete_change_readings(actor=actor, now=now)
        return close_batch(batch=batch, state=BatchState.DONE, actor=actor, now=now)


@operation("metering.open_reading_batch")
def open_batch(*, source: str, file_name: str, staged: Staged, actor: Actor, now: datetime) -> ReadingBatch:
    """Note that an import begins, with what the file holds."""
    batch = ReadingBatch.objects.create(
        source=source,
        file_name=file_name[:200],
        started_at=now,
        rows_total=staged.rows,
        missing=staged.missing,
        constant_series=staged.constant_series,
        gaps=[[external_id, day.isoformat()] for external_id, day in staged_gaps()],
    )
    about(batch)
    return batch


@operation("metering.load_readings")
def load_month(*, batch: ReadingBatch, month: date, actor: Actor, now: datetime) -> ReadingBatch:
    """Write one month of the staged file and count what was new, corrected and left alone."""
    bounds: dict[str, date | int | str] = {
        "first": month,
        "last": next_month(month),
        "batch": batch.pk,
        "constant": ReadingQuality.CONSTANT.value,
        "good": ReadingQuality.GOOD.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, bounds)
        rows = cursor.fetchone()[0]
        cursor.execute(_INSERT, bounds)
        inserted = cursor.rowcount
        if inserted:  # without statistics of the new rows the planner joins them one by one
            cursor.execute(f'ANALYZE "{partition_name(month)}"')
        cursor.execute(_CORRECT, bounds)
        updated = cursor.rowcount
    ReadingBatch.objects.filter(pk=batch.pk).update(
        rows_done=F("rows_done") + rows, inserted=F("inserted") + inserted, updated=F("updated") + updated
    )
    batch.refresh_from_db()
    about(batch, month=f"{month:%Y-%m}", inserted=inserted, updated=updated)
    return batch


@operation("metering.close_reading_batch")
def close_batch(
    *, batch: ReadingBatch, state: BatchState, actor: Actor, now: datetime, error: str = ""
) -> ReadingBatch:
    """Note how the import ended. The finishing time is the database's clock: `now` is when it began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        finished_at = max(cursor.fetchone()[0], batch.started_at)
    ReadingBatch.objects.filter(pk=batch.pk).update(state=state, finished_at=finished_at, error=error)
    batch.refresh_from_db()
    about(batch, state=state)
    return batch


class _only_one_at_a_time:  # noqa: N801 - reads as a statement where it is used
    """Holds a lock of the session for the whole run, over all its transactions."""

    KEY = "metering.import_daily_readings"

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [self.KEY])
            if not cursor.fetchone()[0]:
                raise ImportRunning(_("Another import of readings is running; start this one when it has ended."))

    def __exit__(self, *exception: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [self.KEY])


_COUNT = "SELECT count(*) FROM staged_readings WHERE day >= %(first)s AND day < %(last)s"

# The quality belongs to the series, not to the day: a series that never changes is suspect as a whole.
_MONTH = """
  SELECT q.account_id, s.day, s.energy,
         CASE WHEN q.is_constant THEN %(constant)s ELSE %(good)s END AS quality
    FROM staged_readings s
    JOIN staged_series q USING (external_id)
   WHERE s.day >= %(first)s AND s.day < %(last)s AND s.energy IS NOT NULL
"""

_INSERT = f"""
INSERT INTO metering_reading (account_id, day, energy, quality, batch_id)
SELECT account_id, day, energy, quality, %(batch)s FROM ({_MONTH}) month ORDER BY account_id, day
ON CONFLICT (account_id, day) DO NOTHING
"""  # noqa: S608

_CORRECT = f"""
UPDATE metering_reading r SET energy = month.energy, quality = month.quality, batch_id = %(batch)s
  FROM ({_MONTH}) month
 WHERE r.account_id = month.account_id AND r.day = month.day AND r.day >= %(first)s AND r.day < %(last)s
   AND (r.energy, r.quality) IS DISTINCT FROM (month.energy, month.quality)
"""  # noqa: S608
