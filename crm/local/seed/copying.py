"""Fast set-based writing for demo builders: one COPY per table, ids taken from the sequences beforehand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class CopyBuffer:
    """Collects rows of one model and copies them in. Columns that a row leaves out take the field's default."""

    def __init__(self, model: type[models.Model], *, with_id: bool = False) -> None:
        self.model = model
        self.table = model._meta.db_table
        fields = [
            field
            for field in model._meta.concrete_fields
            if (with_id or not field.primary_key) and not field.generated
        ]
        self.columns = [str(field.column) for field in fields]
        self._defaults = {str(field.column): _text(field.get_default()) for field in fields}
        self._buffer = io.StringIO()
        self.rows = 0

    def add(self, **values: Any) -> None:
        """Add a row, by column names (`account_id`, not `account`)."""
        unknown = values.keys() - self._defaults.keys()
        if unknown:
            raise KeyError(f"{self.table} has no column {', '.join(sorted(unknown))}")
        row = self._defaults | {column: _text(value) for column, value in values.items()}
        self._buffer.write("\t".join(row[column] for column in self.columns) + "\n")
        self.rows += 1

    def flush(self) -> int:
        """Copy what was collected; return the number of rows. Needs a transaction for deferred constraints."""
        rows, self.rows = self.rows, 0
        if rows:
            self._buffer.seek(0)
            names = ", ".join(f'"{column}"' for column in self.columns)
            with connection.cursor() as cursor:
                cursor.copy_expert(f'COPY "{self.table}" ({names}) FROM STDIN', self._buffer)
        self._buffer = io.StringIO()
        return rows


def next_values(sequence: str, count: int) -> list[int]:
    """The next `count` values of a sequence, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [row[0] for row in cursor.fetchall()]


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` new rows of a model."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return next_values(cursor.fetchone()[0], count)


def flush_all(buffers: Iterable[CopyBuffer]) -> Mapping[str, int]:
    """Copy several buffers in their order, the referenced tables first; rows by table."""
    return {buffer.table: buffer.flush() for buffer in buffers}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, DateRange | DateTimeTZRange):
        lower, upper = (_text(end) if end is not None else "" for end in (value.lower, value.upper))
        return f"[{lower},{upper})"
    if isinstance(value, date):  # a datetime is one too; both print as PostgreSQL reads them
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "{" + ",".join(_text(item) for item in value) + "}"
    if isinstance(value, int | Decimal):
        return str(value)
    raise TypeError(f"no COPY form for {type(value).__name__}")
