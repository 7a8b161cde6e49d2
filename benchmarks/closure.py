"""All rows that belong to a case: what points at it, and what points at that, with the clocks that time it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Model

from bizexpansion.models import Case, Term
from crm.clocks.models import Clock

Row = dict[str, Any]
Rows = Mapping[type[Model], Sequence[Row]]
"""The rows of each model as PostgreSQL's `to_jsonb` writes them, in the order of their keys."""


@cache
def family() -> tuple[type[Model], ...]:
    """The case, its clocks, and every model that points at one of the family, those pointed at first."""
    found: list[type[Model]] = [Case, Clock]
    for model in found:  # grows while it is read
        for relation in model._meta.related_objects:
            if relation.field.model not in found and isinstance(relation.field, ForeignKey):
                found.append(relation.field.model)
    return tuple(found)


def inner_keys(model: type[Model]) -> dict[str, type[Model]]:
    """The columns of a model that point into the family, with what they point at."""
    return {
        str(field.column): field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in family()
    }


def outer_keys(model: type[Model]) -> dict[str, type[Model]]:
    """The columns of a model that point elsewhere: at people, departments, accounts, rules."""
    return {
        str(field.column): field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model not in family()
    }


def rows_of(case: Case) -> Rows:
    """The rows of one case; other cases that it names are left out."""
    clocks = _clocks_of(case)
    rows: dict[type[Model], Sequence[Row]] = {
        Case: _select(Case, {"id": [case.pk]}),
        Clock: _select(Clock, {"id": clocks}),
    }
    for model in family()[2:]:
        wanted = {
            column: [row["id"] for row in rows[target]]
            for column, target in inner_keys(model).items()
            if rows.get(target)
        }
        if wanted and (found := _select(model, wanted)):
            rows[model] = found
    return rows


def _clocks_of(case: Case) -> list[int]:
    """The clocks that time it, and those that the book has taken over from it."""
    own = Clock.objects.filter(case_link__case=case)
    taken = Clock.objects.filter(pk__in=Term.objects.filter(case=case).values("clock_id"))
    heirs = Clock.objects.filter(pk__in=own.values("successor_id"))
    return list(own.union(taken, heirs).order_by("id").values_list("id", flat=True))


def _select(model: type[Model], wanted: Mapping[str, Sequence[int]]) -> list[Row]:
    places = " OR ".join(f'"{column}" = ANY(%s)' for column in wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT to_jsonb(t) FROM "{model._meta.db_table}" t WHERE {places} ORDER BY id',
            [list(keys) for keys in wanted.values()],
        )
        return [one if isinstance(one, dict) else json.loads(one) for (one,) in cursor.fetchall()]
