"""Queries that are composed once.

For the few wide reads of every step and of the page of a case, composing the SQL takes the ORM longer than
answering takes the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.lookups import Lookup
from django.db.models.query import ModelIterable

from crm.reading import rows_as_json, rows_from_json

M = TypeVar("M", bound=models.Model)

_Slot = tuple[bool, Any]

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
        compiler, sql, slots, converters = self._composed
        params = _filled(slots, values)

        def execute_sql(**_options: Any) -> list[Any]:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                return [cursor.fetchall()]

        asked = copy(compiler)
        asked.connection, asked.execute_sql = connection, execute_sql
        asked.get_converters = lambda _columns: converters
        query = SimpleNamespace(get_compiler=lambda using: asked)
        rows: Any = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

    def one(self, *values: int | str | list[int]) -> M | None:
        """The first row for these values, if there is one."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _composed(self) -> tuple[Any, str, list[_Slot], Any]:
        """The compiler, the statement, where its parameters come from, and how columns are read."""
        stand_ins = _stand_ins(self._kinds)
        compiler = self._build(*stand_ins).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, sql, _slots(params, stand_ins), compiler.get_converters(columns)


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
        tables, sql, slots = self._composed
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(slots, values))
            texts = cursor.fetchone() or ()
        return {
            name: rows_from_json(model, text) for (name, model), text in zip(tables.items(), texts, strict=True)
        }

    @cached_property
    def _composed(self) -> tuple[dict[str, type[models.Model]], str, list[_Slot]]:
        """The tables by name, the statement, and where its parameters come from."""
        stand_ins = _stand_ins(self._kinds)
        asked = self._build(*stand_ins)
        parts = [rows_as_json(rows) for rows in asked.values()]
        params = [param for _sql, own in parts for param in own]
        sql = "SELECT " + ", ".join(part for part, _params in parts)
        return {name: rows.model for name, rows in asked.items()}, sql, _slots(params, stand_ins)


def _stand_ins(kinds: Sequence[type]) -> list[Any]:
    return [_STAND_INS[kind](place) for place, kind in enumerate(kinds)]


def _slots(params: Sequence[Any], stand_ins: Sequence[Any]) -> list[_Slot]:
    """For each parameter of a statement (True, which value it is), or (False, the parameter itself)."""
    found = {param: place for place, param in enumerate(stand_ins)}
    slots = [
        (True, found[param]) if isinstance(param, int | str) and param in found else (False, param)
        for param in params
    ]
    if {place for is_place, place in slots if is_place} != set(range(len(stand_ins))):
        raise ValueError("a value does not stand in the statement as it is")
    return slots


def _filled(slots: Sequence[_Slot], values: Sequence[int | str | list[int]]) -> list[Any]:
    return [values[place] if is_place else place for is_place, place in slots]
