"""Set-based writing for importers: judge staged rows by SQL, and insert them as records of a model.

The names of tables and columns come from code, never from a file; values that are not columns of the
staging table are parameters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

MANY_ROWS = 1000
"""From so many rows written at once the planner is told of them before the next statement."""


def reject_staged(
    staged: str, batch_id: int, lines: str, column: str, reason: str, params: Sequence[Any] = ()
) -> int:
    """Move the rows whose line the query `lines` yields from good to bad, because of `column`; how many."""
    errors = json.dumps([{"column": column, "reason": reason}], ensure_ascii=False)
    verdicts = f"SELECT found.line, %s::jsonb AS errors FROM ({lines}) found"  # noqa: S608
    return _settle(staged, batch_id, verdicts, [errors, *params])


def reject_with(staged: str, batch_id: int, verdicts: str, params: Sequence[Any] = ()) -> int:
    """Likewise with the errors of each row: `verdicts` yields `line` and `errors` (jsonb)."""
    return _settle(staged, batch_id, verdicts, params)


def _settle(staged: str, batch_id: int, verdicts: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH verdict AS ({verdicts}),"  # noqa: S608
            f" gone AS (DELETE FROM {staged} s USING verdict v WHERE s.line = v.line RETURNING s.line, v.errors)"
            " UPDATE crm_imports_importrow r SET state = 'B', record_id = NULL, errors = gone.errors"
            " FROM gone WHERE r.batch_id = %s AND r.line = gone.line",
            [*params, batch_id],
        )
        return cursor.rowcount


def settle_unchanged(staged: str, batch_id: int, found: str, params: Sequence[Any] = ()) -> int:
    """Rows that are records already: `found` yields `line` and the id of the record."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (line, record_id) AS ({found}),"  # noqa: S608
            f" gone AS (DELETE FROM {staged} s USING found f WHERE s.line = f.line RETURNING s.line, f.record_id)"
            " UPDATE crm_imports_importrow r SET state = 'U', record_id = gone.record_id"
            " FROM gone WHERE r.batch_id = %s AND r.line = gone.line",
            [*params, batch_id],
        )
        return cursor.rowcount


def insert_from(model: type[models.Model], source: str, values: Mapping[str, str], **constants: Any) -> int:
    """Insert a row of `model` for every row of `source`; how many.

    `values` maps columns to SQL expressions over `source`, `constants` to values; what neither names gets the
    field's default.
    """
    columns, expressions, params = [], [], []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if field.generated or (field.primary_key and column not in values):
            continue
        columns.append(f'"{column}"')
        if column in values:
            expressions.append(values[column])
            continue
        default = constants[column] if column in constants else field.get_default()
        expressions.append(f"%s::{field.db_type(connection)}")
        params.append(field.get_db_prep_save(default, connection))
    unknown = (values.keys() | constants.keys()) - {str(f.column) for f in model._meta.concrete_fields}
    if unknown:
        raise KeyError(f"{model._meta.db_table} has no column {', '.join(sorted(unknown))}")
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)})'  # noqa: S608
            f" SELECT {', '.join(expressions)} FROM {source}",
            params,
        )
        written = cursor.rowcount
    if written >= MANY_ROWS:
        analyze(model._meta.db_table)
    return written


def analyze(*tables: str) -> None:
    """Tell the planner what was just written. A table that had been emptied counts as empty until somebody does."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(f'"{table}"' for table in tables))


def sequence_of(model: type[models.Model]) -> str:
    """The sequence of a model's keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return str(cursor.fetchone()[0])
