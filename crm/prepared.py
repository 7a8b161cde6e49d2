"""Queries that are composed once, and planned once.

For the few wide reads of every step and of the page of a case, composing the SQL takes the ORM longer than
answering takes the database, and planning it takes the database longer than reading the rows. So each connection
gives the statement to its server once (PREPARE) and then only names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import count
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection, models
from django.db.models.lookups import Lookup
from django.db.models.query import ModelIterable
from psycopg2.extensions import AsIs

from crm.reading import rows_as_json, rows_from_json

M = TypeVar("M", bound=models.Model)

# Which statements the server of a connection knows, by their names.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
_numbers = count(1)
_TYPES = {int: "bigint", str: "text", list: "bigint[]"}

# What stands for a value while the query is composed: nothing that a query of ours names itself.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: -7_301_000 - place,
    str: lambda place: f"\N{SYMBOL FOR NULL}{place}",
    list: lambda place: f"\N{SYMBOL FOR NULL}{place}",
}


@models.Field.register_lookup
@models.ForeignKey.register_lookup  # which does not take the lookups of other fields
class AnyOf(Lookup):
    """`pk__any_of=[1, 2]`: what `pk__in` says, with the whole list as one value, so that the SQL stays the same."""

    lookup_name, prepare_rhs = "any_of", False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """`column = ANY(list)`; the values must be of the kind of the column."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]


class Prepared(Generic[M]):
    """A query set of whole rows, with what is read along, asked again and again with other values.

        task = Prepared(lambda pk: Task.objects.select_related("case").filter(pk=pk), int)
        task.one(17)

    `build` gets one value of each of `kinds` (int, str, list) and must use it as it is: an int or a str in a filter
    by equality, a list by `any_of`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def rows(self, *values: int | str | list[int]) -> list[M]:
        """The rows for these values."""
        compiler, statement, converters = self._composed
        asked = copy(compiler)
        asked.connection, asked.execute_sql = connection, lambda **_options: [statement.rows(values)]
        asked.get_converters = lambda _columns: converters
        query = SimpleNamespace(get_compiler=lambda using: asked)
        rows: Any = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

    def one(self, *values: int | str | list[int]) -> M | None:
        """The first row for these values, if there is one."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _composed(self) -> tuple[Any, _Statement, Any]:
        """The compiler, the statement, and how columns are read."""
        stand_ins = _stand_ins(self._kinds)
        compiler = self._build(*stand_ins).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, _Statement(sql, params, self._kinds), compiler.get_converters(columns)


class PreparedTogether:
    """Query sets of whole rows of one table each, read in one statement (`crm.reading`) again and again.

        read = PreparedTogether(lambda case: {"tasks": Task.objects.filter(case=case), "papers": ...}, int)
        read.rows(17)["tasks"]

    `build` gives them by name; its values are those of `Prepared`.
    """

    def __init__(self, build: Callable[..., Mapping[str, models.QuerySet[Any]]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def rows(self, *values: int | str | list[int]) -> dict[str, list[Any]]:
        """The rows of each query set for these values, by its name."""
        tables, statement = self._composed
        (texts,) = statement.rows(values)
        return {
            name: rows_from_json(model, text) for (name, model), text in zip(tables.items(), texts, strict=True)
        }

    @cached_property
    def _composed(self) -> tuple[dict[str, type[models.Model]], _Statement]:
        """The tables by name, and the statement."""
        asked = self._build(*_stand_ins(self._kinds))
        parts = [rows_as_json(rows) for rows in asked.values()]
        params = [param for _sql, own in parts for param in own]
        sql = "SELECT " + ", ".join(part for part, _params in parts)
        return {name: rows.model for name, rows in asked.items()}, _Statement(sql, params, self._kinds)


class _Statement:
    """One composed statement, with a place for each of its values."""

    def __init__(self, sql: str, params: Sequence[Any], kinds: Sequence[type]) -> None:
        found = {stand_in: place for place, stand_in in enumerate(_stand_ins(kinds))}
        # for each parameter the place of its value, or None, where it is always the same
        self._places = [found.get(param) if isinstance(param, int | str) else None for param in params]
        if {place for place in self._places if place is not None} != set(range(len(kinds))):
            raise ValueError("a value does not stand in the statement as it is")
        self._sql, self._params, self._kinds = sql, params, kinds
        self._name = f"crm_{next(_numbers)}"

    def rows(self, values: Sequence[int | str | list[int]]) -> list[tuple[Any, ...]]:
        """What the database answers for these values."""
        with connection.cursor() as cursor:
            if connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:  # a pooler: every time another server
                cursor.execute(self._sql, self._filled(values))
            else:
                self._make_known()
                places = ", ".join(["%s"] * len(values))
                cursor.execute(f"EXECUTE {self._name} ({places})", values)
            answer: list[tuple[Any, ...]] = cursor.fetchall()
        return answer

    def _make_known(self) -> None:
        """Let the server of this connection parse and plan the statement, unless it has."""
        known = _known.setdefault(connection.connection, set())
        if self._name in known:
            return
        types = ", ".join(_TYPES[kind] for kind in self._kinds)
        marks = self._filled([AsIs(f"${place}") for place in range(1, len(self._kinds) + 1)])
        # beside Django's cursor: not one of the statements that a request is asked to account for
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self._name} ({types}) AS {self._sql}", marks)
        known.add(self._name)

    def _filled(self, values: Sequence[Any]) -> list[Any]:
        return [
            param if place is None else values[place]
            for place, param in zip(self._places, self._params, strict=True)
        ]


def _stand_ins(kinds: Sequence[type]) -> list[Any]:
    return [_STAND_INS[kind](place) for place, kind in enumerate(kinds)]
