"""A file of daily readings, checked line by line before anything is written, then staged in a temporary table.

Columns: `record_date` (YYYY-MM-DD), `user_id`, `power_consumption` (kWh; empty = missing). Plain or gzip.
"""

from __future__ import annotations

import csv
import gzip
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TextIO

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.errors import DomainError

COLUMNS = ["record_date", "user_id", "power_consumption"]
MAX_FAULTS = 10
_ENERGY = re.compile(r"^\d{1,11}(\.\d{1,3})?$")
_EXTERNAL_ID = re.compile(r"^[\w-]{1,40}$", re.ASCII)


class UnreadableFile(DomainError):
    """The file cannot be taken in; nothing was written. The details name the first faulty lines."""

    code = "readings_file"


@dataclass(frozen=True)
class Staged:
    """What lies in the temporary tables `staged_readings` and `staged_series` of this connection."""

    rows: int
    series: int
    missing: int
    first_day: date
    last_day: date
    constant_series: int


def stage_file(path: Path) -> Staged:
    """Check the file and copy it into the temporary tables, which live until the connection closes.

    Raises `UnreadableFile` when the file is absent, has other columns, a faulty line, or a day twice.
    """
    with tempfile.TemporaryFile("w+", encoding="ascii") as clean:
        _check_lines(path, clean)
        clean.seek(0)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS staged_readings")
            cursor.execute(
                "CREATE TEMPORARY TABLE staged_readings (day date, external_id varchar(40), energy numeric(14,3))"
            )
            cursor.copy_expert("COPY staged_readings FROM STDIN", clean)
            cursor.execute("CREATE INDEX ON staged_readings (day)")
            cursor.execute("DROP TABLE IF EXISTS staged_series")
            cursor.execute(
                "CREATE TEMPORARY TABLE staged_series AS SELECT external_id, avg(energy) AS mean,"
                " COALESCE(min(energy) = max(energy) AND count(energy) > 1, false) AS is_constant,"
                " NULL::bigint AS account_id"
                " FROM staged_readings GROUP BY external_id"
            )
            cursor.execute("ANALYZE staged_readings")
            cursor.execute("ANALYZE staged_series")
    _refuse_repeated_days()
    return _summary()


def _check_lines(path: Path, clean: TextIO) -> None:
    faults: list[str] = []
    days: dict[str, bool] = {}
    try:
        with _open(path) as file:
            for number, (day, external_id, energy) in enumerate(_lines(file), start=2):
                fault = _fault(day, external_id, energy, days)
                if fault:
                    faults.append(_("line %(number)d: %(fault)s") % {"number": number, "fault": fault})
                    if len(faults) >= MAX_FAULTS:
                        break
                clean.write(f"{day}\t{external_id}\t{energy or chr(92) + 'N'}\n")
    except (OSError, EOFError, UnicodeError, csv.Error) as error:
        raise UnreadableFile(
            _("The file %(name)s cannot be read: %(error)s") % {"name": path.name, "error": error}
        ) from error
    if faults:
        raise UnreadableFile(
            ngettext(
                "The file %(name)s has a faulty line, nothing was taken in: %(faults)s",
                "The file %(name)s has faulty lines, nothing was taken in: %(faults)s",
                len(faults),
            )
            % {"name": path.name, "faults": "; ".join(faults)},
            details={"faults": faults},
        )


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _lines(file: IO[str]) -> Iterator[tuple[str, str, str]]:
    rows = csv.reader(file)
    header = next(rows, [])
    if [name.strip().lower() for name in header] != COLUMNS:
        raise UnreadableFile(
            _("The file must have the columns %(wanted)s, not %(found)s.")
            % {"wanted": ", ".join(COLUMNS), "found": ", ".join(header) or _("none")}
        )
    for row in rows:
        if row:
            day, external_id, energy = (*row, "", "", "")[:3] if len(row) <= 3 else ("", "", "")
            yield day.strip(), external_id.strip(), energy.strip()


def _fault(day: str, external_id: str, energy: str, days: dict[str, bool]) -> str:
    known = days.get(day)
    if known is None:
        known = days[day] = _is_plausible_day(day)
    if not known:
        return _("record_date is not a day such as 2016-09-30")
    if not _EXTERNAL_ID.match(external_id):
        return _("user_id is empty or too long")
    if energy and not _ENERGY.match(energy):
        return _("power_consumption is not an amount of kWh")
    return ""


def _is_plausible_day(text: str) -> bool:
    try:
        return date(2000, 1, 1) <= date.fromisoformat(text) < date(2100, 1, 1) and len(text) == 10
    except ValueError:
        return False


def _refuse_repeated_days() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_id, day FROM staged_readings GROUP BY external_id, day HAVING count(*) > 1"
            " ORDER BY 1, 2 LIMIT %s",
            [MAX_FAULTS],
        )
        twice = [f"{external_id} {day}" for external_id, day in cursor.fetchall()]
    if twice:
        raise UnreadableFile(
            _("The file gives a day of a series twice, nothing was taken in: %(twice)s")
            % {"twice": ", ".join(twice)},
            details={"twice": twice},
        )


def _summary() -> Staged:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) - count(energy), min(day), max(day) FROM staged_readings")
        rows, missing, first_day, last_day = cursor.fetchone()
        if not rows:
            raise UnreadableFile(_("The file holds no reading."))
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE is_constant) FROM staged_series")
        series, constant_series = cursor.fetchone()
    return Staged(rows, series, missing, first_day, last_day, constant_series)


def staged_gaps(limit: int = 1000) -> list[tuple[str, date]]:
    """(external id, day) of the missing readings, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_id, day FROM staged_readings WHERE energy IS NULL ORDER BY external_id, day LIMIT %s",
            [limit],
        )
        return [(external_id, day) for external_id, day in cursor.fetchall()]
