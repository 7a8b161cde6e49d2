"""Rows that were changed in memory, stored in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def store_rows(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Store these fields of rows of one table, which exist; plain values, no expressions.

    As `bulk_update`, which composes a CASE with a branch for each row in each column: that costs more than storing.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    marks = ", ".join(f"%s::{field.cast_db_type(connection)}" for field in fields)
    columns = [connection.ops.quote_name(field.column) for field in fields]
    changes = ", ".join(f"{column} = new.{column}" for column in columns[1:])
    values = ", ".join([f"({marks})"] * len(rows))
    params = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {connection.ops.quote_name(meta.db_table)} AS old SET {changes}"  # noqa: S608 names of columns
            f" FROM (VALUES {values}) AS new ({', '.join(columns)}) WHERE old.{columns[0]} = new.{columns[0]}",
            params,
        )
