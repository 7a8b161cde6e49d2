"""Several small reads in one statement.

A handful of rows of each of several tables cost more in statements composed, sent and planned than in rows. Here
each query set becomes one JSON array of a single row, and the models are built from it by their own fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import RangeField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

Model = type[models.Model]

_FROM = "SELECT coalesce(json_agg({}), '[]')::text FROM ({}) AS t"


def read_together(*querysets: models.QuerySet[Any]) -> list[list[Any]]:
    """The rows of each query set, in one statement; plain ones, of whole rows of one table, of a few rows each."""
    wanted: list[tuple[Model, bool]] = []
    columns: list[str] = []
    params: list[Any] = []
    for rows in querysets:
        try:
            sql, own = rows_as_json(rows)
        except EmptyResultSet:
            sql, own = "", ()
        if sql:
            columns.append(sql)
            params += own
        wanted.append((rows.model, bool(sql)))
    texts = iter(_read(columns, params))
    return [rows_from_json(model, next(texts)) if asked else [] for model, asked in wanted]


def prefetch_together(record: models.Model, *relations: str) -> None:
    """Let `record.<relation>.all()` give its rows without another query, as `prefetch_related` does; one query for
    all relations that have not been read yet."""
    known = record.__dict__.get("_prefetched_objects_cache", {})
    missing = [name for name in relations if name not in known]
    if missing:
        found = read_together(*(getattr(record, name).all() for name in missing))
        for name, rows in zip(missing, found, strict=True):
            remember_rows(record, name, rows)


def remember_rows(record: models.Model, relation: str, rows: list[Any]) -> None:
    """Let `record.<relation>.all()` give these rows, as if they had been prefetched."""
    link: Any = record._meta.get_field(relation)
    for row in rows:
        setattr(row, link.field.name, record)
    kept: Any = getattr(record, relation).all()
    kept._result_cache, kept._prefetch_done = rows, True
    cache: Any = record.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[relation] = kept


def join_rows(rows: Iterable[models.Model], relation: str, found: Mapping[Any, models.Model]) -> None:
    """Let `row.<relation>` give what has been read of it already; what was not `found` is read when it is asked."""
    for row in rows:
        field: Any = row._meta.get_field(relation)
        key = getattr(row, field.attname)
        if key in found:
            field.set_cached_value(row, found[key])


def rows_as_json(rows: models.QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """SQL: the rows of a query set as the text of one JSON array; and its parameters. Raises EmptyResultSet."""
    sql, params = rows.query.sql_with_params()
    return f"({_FROM.format(row_as_json(rows.model, 't'), sql)})", params


def rows_from_json(model: Model, text: str) -> list[Any]:
    """The rows that `rows_as_json` gave."""
    return [row_from_json(model, values) for values in json.loads(text, parse_float=Decimal)]


def row_as_json(model: Model, alias: str) -> str:
    """SQL: the columns of a row as a JSON array, in the order of the fields; a range as its field reads it."""
    return f"json_build_array({', '.join(_column(field, alias) for field in model._meta.concrete_fields)})"


def row_from_json(model: Model, values: Iterable[Any]) -> models.Model:
    """The row that `row_as_json` gave."""
    fields = model._meta.concrete_fields
    read = [None if value is None else field.to_python(value) for field, value in zip(fields, values, strict=True)]
    return model.from_db(connection.alias, [field.attname for field in fields], read)


def _read(columns: list[str], params: list[Any]) -> tuple[str, ...]:
    if not columns:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(columns), params)
        found: tuple[str, ...] = cursor.fetchone() or ()
    return found


def _column(field: models.Field[Any, Any], alias: str) -> str:
    name = f'{alias}."{field.column}"'
    if isinstance(field, RangeField):
        return f"json_build_object('lower', lower({name}), 'upper', upper({name}), 'bounds', '[)')::text"
    return name
