"""Rows on their way: the kept rows and a typed staging table of the batch's own, both written by COPY.

The staging table is not logged (a crash empties it; the file is still there to be read again) and is
dropped when the batch ends.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.db import connection

from crm.imports.importers import Importer

FLUSH_ROWS = 5000


def staged_table(batch_id: int) -> str:
    """The name of a batch's staging table."""
    return f"crm_imports_staged_{int(batch_id)}"


def create_staged(importer: Importer, batch_id: int) -> None:
    """Make the table anew, with line, record and the importer's columns."""
    columns = ", ".join(f'"{name}" {sql}' for name, sql in importer.staged_columns())
    drop_staged(batch_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE UNLOGGED TABLE {staged_table(batch_id)} (line integer, record_id bigint, {columns})"
        )


def drop_staged(batch_id: int) -> None:
    """Throw the table away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {staged_table(batch_id)}")


def staged_exists(batch_id: int) -> bool:
    """Whether the table is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [staged_table(batch_id)])
        return bool(cursor.fetchone()[0])


class RowWriter:
    """Collects rows and copies them in, a few thousand at a time, so that memory stays flat.

    COPY's CSV form, because Python writes it fastest: an empty text stays empty, anything else empty is NULL.
    """

    def __init__(self, importer: Importer, batch_id: int) -> None:
        columns = importer.staged_columns()
        self.batch_id = batch_id
        self.sequence = importer.record_sequence
        self._values = itemgetter(*(name for name, _ in columns))
        names = ", ".join(f'"{name}"' for name in ("line", "record_id", *(name for name, _ in columns)))
        texts = ", ".join(f'"{name}"' for name, sql in columns if sql.startswith("varchar"))
        self._copies = (
            "COPY crm_imports_importrow (batch_id, line, state, label, raw, errors, record_id)"
            " FROM STDIN (FORMAT csv, FORCE_NOT_NULL (label))",
            f"COPY {staged_table(batch_id)} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))",
        )
        self._ids: list[int] = []
        self._begin()

    def good(self, line: int, raw: Sequence[Any], label: str, values: dict[str, Any]) -> None:
        """A row that may become a record; `values` has every staged column."""
        record = self._next_id()
        self._keep((self.batch_id, line, "G", label, _json(raw), None, record))
        self._stage((line, record, *self._values(values)))
        self._count()

    def bad(self, line: int, raw: Sequence[Any], label: str, errors: Sequence[tuple[str, str]]) -> None:
        """A row that goes back."""
        problems = _json([{"column": column, "reason": reason} for column, reason in errors])
        self._keep((self.batch_id, line, "B", label.replace("\x00", ""), _json(raw), problems, None))
        self._count()

    def flush(self) -> None:
        """Copy what was collected."""
        with connection.cursor() as cursor:
            for statement, buffer in zip(self._copies, self._buffers, strict=True):
                buffer.seek(0)
                cursor.copy_expert(statement, buffer)
        self._begin()

    def _begin(self) -> None:
        self._buffers, self._rows = (io.StringIO(), io.StringIO()), 0
        self._keep, self._stage = (csv.writer(buffer, lineterminator="\n").writerow for buffer in self._buffers)

    def _count(self) -> None:
        self._rows += 1
        if self._rows >= FLUSH_ROWS:
            self.flush()

    def _next_id(self) -> int:
        if not self._ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [self.sequence, FLUSH_ROWS]
                )
                self._ids = [row[0] for row in cursor.fetchall()][::-1]
        return self._ids.pop()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")
