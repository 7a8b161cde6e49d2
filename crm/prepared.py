"""Queries that are composed once.

For the few wide reads of every step, composing the SQL takes the ORM longer than answering takes the database.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)

# What stands for a value while the query is composed: nothing that a query of ours names itself.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: -7_301_000 - place,
    str: lambda place: f"\N{SYMBOL FOR NULL}{place}",
}


class Prepared(Generic[M]):
    """A query set of whole rows, with what is read along, asked again and again with other values.

        task = Prepared(lambda pk: Task.objects.select_related("case").filter(pk=pk), int)
        task.one(17)

    `build` gets one value of each of `kinds` (int, str) and must use it as it is, in a filter by equality.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def rows(self, *values: int | str) -> list[M]:
        """The rows for these values."""
        compiler, sql, places, converters = self._composed
        params = [values[place] if is_place else place for is_place, place in places]

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

    def one(self, *values: int | str) -> M | None:
        """The first row for these values, if there is one."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _composed(self) -> tuple[Any, str, list[tuple[bool, Any]], Any]:
        """The compiler, the statement, its parameters, which are (True, which value) or (False, the parameter
        itself), and how columns are read."""
        stand_ins = [_STAND_INS[kind](place) for place, kind in enumerate(self._kinds)]
        compiler = self._build(*stand_ins).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        found = {param: place for place, param in enumerate(stand_ins)}
        places = [
            (True, found[param]) if isinstance(param, int | str) and param in found else (False, param)
            for param in params
        ]
        if {place for is_place, place in places if is_place} != set(range(len(stand_ins))):
            raise ValueError("a value does not stand in the statement as it is")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, sql, places, compiler.get_converters(columns)
