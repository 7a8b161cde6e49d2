"""Rows that were made or changed in memory, stored in one statement, however many tables they are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, models

Model = type[models.Model]

_COUNT = "SELECT count(*) FROM"


def store_rows(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Store these fields of rows of one table, which exist; plain values, no expressions.

    As `bulk_update`, which composes a CASE with a branch for each row in each column: that costs more than storing.
    """
    if rows:
        sql, params = _update(rows, tuple(names))
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


@dataclass
class _Insert:
    """New rows of one table that are inserted together: the keys that they get are `(SELECT id FROM name)`."""

    name: str
    model: Model
    rows: list[models.Model]
    # Whether others of the statement point to its one row.
    is_pointed_at: bool = False


@dataclass(frozen=True)
class Parts:
    """SQL of somebody's own that is sent along: parts of a WITH, one or more, and what is to be learnt from them.

    The names of the parts are nobody else's. `answer` is one column; its value goes to `take`.
    """

    sql: str
    params: Sequence[Any]
    answer: str
    take: Callable[[Any], None]


@dataclass(eq=False)
class Writes:
    """New and changed rows, collected to be sent as one statement.

    Their values are those that they have when they are sent. A row may point to one that is new as well and was
    added before. No expressions; no keys that conflict.
    """

    _new: list[models.Model] = field(default_factory=list)
    _changed: dict[tuple[Model, Any], tuple[models.Model, dict[str, None]]] = field(default_factory=dict)
    _parts: list[Parts] = field(default_factory=list)
    _refusing: list[AbstractContextManager[None]] = field(default_factory=list)
    _then: list[Callable[[], None]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self._new or self._changed or self._parts)

    def add(
        self,
        rows: Iterable[models.Model],
        *,
        refusing: AbstractContextManager[None] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Rows to be inserted, within `refusing`; they have their keys when `then` is called."""
        self._new.extend(rows)
        self._refusing += [refusing] if refusing is not None else []
        self._then += [then] if then is not None else []

    def change(self, row: models.Model, names: Iterable[str]) -> bool:
        """A row whose fields are to be stored; a row that is still to be inserted is as it is. False: it has been
        read twice and changed in both places, and what has been collected must be sent first."""
        if any(one is row for one in self._new):
            return True
        held, fields = self._changed.setdefault((type(row), row.pk), (row, {}))
        if held is not row:
            return False
        fields.update(dict.fromkeys(names))
        return True

    def add_parts(self, parts: Parts) -> None:
        """SQL that is sent along."""
        self._parts.append(parts)

    def send(self) -> None:
        """Store it all, and give the new rows their keys."""
        if not self:
            return
        self._point()
        inserts, changes = self._inserts(), self._changes()
        with ExitStack() as stack:
            for one in self._refusing:
                stack.enter_context(one)
            answers = _execute(inserts, changes, self._parts)
        for insert, found in zip(inserts, answers, strict=False):
            for row, key in zip(insert.rows, found, strict=True):
                row.pk = key
                row._state.adding, row._state.db = False, connection.alias
        self._point()
        for then in self._then:
            then()
        for parts, answer in zip(self._parts, answers[len(inserts) :], strict=True):
            parts.take(answer)

    def _point(self) -> None:
        """Let new rows bear the keys of what they point to, where it has got its key since."""
        for row in self._new:
            for one in _links(type(row)):
                target = row._state.fields_cache.get(one.name)
                if target is not None and row.__dict__[one.attname] is None:
                    row.__dict__[one.attname] = getattr(target, one.target_field.attname)

    def _inserts(self) -> list[_Insert]:
        """The new rows by table; a row that others point to stands alone, before them."""
        targets = {id(target) for row in self._new for target in _new_targets(row)}
        inserts: list[_Insert] = []
        place: dict[int, int] = {}
        last: dict[Model, int] = {}
        for row in self._new:
            after = max((place[id(target)] for target in _new_targets(row)), default=-1)
            fitting = last.get(type(row), -1)
            if id(row) in targets or fitting <= after:
                inserts.append(_Insert(f"new{len(inserts)}", type(row), [row], id(row) in targets))
                place[id(row)] = len(inserts) - 1
                if id(row) not in targets:
                    last[type(row)] = len(inserts) - 1
            else:
                inserts[fitting].rows.append(row)
        return inserts

    def _changes(self) -> list[tuple[Model, str, list[Any]]]:
        groups: dict[tuple[Model, tuple[str, ...]], list[models.Model]] = {}
        for (model, _key), (row, names) in self._changed.items():
            groups.setdefault((model, tuple(names)), []).append(row)
        return [(model, *_update(rows, names)) for (model, names), rows in groups.items()]


def _execute(inserts: list[_Insert], changes: list[tuple[Model, str, list[Any]]], others: list[Parts]) -> list[Any]:
    """Send the statement; returns the keys of the rows of each insert, then what the other parts answer."""
    names = {id(one.rows[0]): one.name for one in inserts if one.is_pointed_at}
    composed = [_insert(one, names, [model for model, _sql, _params in changes]) for one in inserts]
    params = [param for _model, _sql, own in changes for param in own]
    params += [param for _sql, own in composed for param in own]
    params += [param for one in others for param in one.params]
    is_plain = len(inserts) + len(changes) == 1 and not others
    if is_plain:
        sql = composed[0][0] if inserts else changes[0][1]
    else:
        parts = [f"change{at} AS ({sql} RETURNING 1)" for at, (_model, sql, _params) in enumerate(changes)]
        parts += [f"{one.name} AS ({sql})" for one, (sql, _params) in zip(inserts, composed, strict=True)]
        parts += [one.sql for one in others]
        asked = [f"ARRAY({_keys_of(one.model, one.name)})" for one in inserts] + [one.answer for one in others]
        sql = f"WITH {', '.join(parts)} SELECT {', '.join(asked) or '1'}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        if not inserts and not others:
            return []
        return [[key for (key,) in cursor.fetchall()]] if is_plain else list(cursor.fetchone() or ())


def _insert(insert: _Insert, names: dict[int, str], changed: list[Model]) -> tuple[str, list[Any]]:
    """The rows of one insert. Where rows of the same table change, those make room first (a unique index)."""
    has_key = insert.rows[0].pk is not None
    columns = _columns(insert.model, has_key)
    table, key = connection.ops.quote_name(insert.model._meta.db_table), _quoted(insert.model._meta.pk)
    into = f"INSERT INTO {table} ({', '.join(_quoted(one) for one in columns)})"
    # counted, so that all of them are made and not only the first
    waits = [f"({_COUNT} change{at}) >= 0" for at, model in enumerate(changed) if model is insert.model]
    params: list[Any] = []
    values = []
    for row in insert.rows:
        marks = []
        for column in columns:
            target = row._state.fields_cache.get(column.name) if column.is_relation else None
            if target is not None and id(target) in names and getattr(row, column.attname) is None:
                marks.append(f"({_keys_of(type(target), names[id(target)])})")
                continue
            value = column.get_db_prep_save(column.pre_save(row, add=True), connection)
            marks.append(f"%s::{_cast(column)}" if waits else _mark(column, value))
            params.append(value)
        values.append(f"({', '.join(marks)})")
    rows = f"VALUES {', '.join(values)}"
    if waits:
        rows = f"SELECT * FROM ({rows}) AS new WHERE {' AND '.join(waits)}"  # noqa: S608 names of our own
    return f"{into} {rows} RETURNING {key}", params


def _update(rows: Sequence[models.Model], names: Sequence[str]) -> tuple[str, list[Any]]:
    """Fields of rows of one table, as one UPDATE."""
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    columns, table = [_quoted(one) for one in fields], connection.ops.quote_name(meta.db_table)
    params = [one.get_db_prep_save(getattr(row, one.attname), connection) for row in rows for one in fields]
    if len(rows) == 1:
        marks = [_mark(one, value) for one, value in zip(fields[1:], params[1:], strict=True)]
        changes = ", ".join(f"{column} = {mark}" for column, mark in zip(columns[1:], marks, strict=True))
        return f"UPDATE {table} SET {changes} WHERE {columns[0]} = %s", [*params[1:], params[0]]  # noqa: S608
    changes = ", ".join(f"{column} = new.{column}" for column in columns[1:])
    row = ", ".join(f"%s::{_cast(one)}" for one in fields)
    values = ", ".join([f"({row})"] * len(rows))
    return (
        f"UPDATE {table} AS old SET {changes} FROM (VALUES {values}) AS new ({', '.join(columns)})"  # noqa: S608
        f" WHERE old.{columns[0]} = new.{columns[0]}",
        params,
    )


def _new_targets(row: models.Model) -> list[models.Model]:
    """The rows that are new themselves to which a row points."""
    cached = [row._state.fields_cache.get(one.name) for one in _links(type(row))]
    return [one for one in cached if one is not None and one._state.adding and one.pk is None]


def _keys_of(model: Model, name: str) -> str:
    """What gives the keys of the new rows of a part."""
    return f"SELECT {_quoted(model._meta.pk)} FROM {name}"  # noqa: S608 names of our own


@cache
def _links(model: Model) -> tuple[Any, ...]:
    return tuple(one for one in model._meta.concrete_fields if one.is_relation)


@cache
def _columns(model: Model, has_key: bool) -> tuple[Any, ...]:
    """The columns of a new row; a key that it does not bring is given by the database."""
    fields: Iterable[Any] = model._meta.local_concrete_fields
    return tuple(one for one in fields if not one.generated and (has_key or not one.primary_key))


@cache
def _quoted(column: Any) -> str:
    return connection.ops.quote_name(column.column)


@cache
def _cast(column: Any) -> str:
    """The type of a column without its length, so that what is too long is refused and not cut."""
    return re.sub(r"\([^)]*\)", "", column.cast_db_type(connection))


def _mark(column: Any, value: Any) -> str:
    """The place of a value, with the cast that some types need."""
    placeholder = getattr(column, "get_placeholder", None)
    return placeholder(value, None, connection) if placeholder else "%s"
