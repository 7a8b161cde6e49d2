"""Keyset paging: the next page starts after the last row, however many rows lie before it.

    page = paginate(cases, order=["due_at", "pk"], after=request.GET.get("after"), size=50)
    page.rows, page.next, page.count

The order must end in a unique column. Empty values (NULL) stand last, as in PostgreSQL's ascending order.
The token carries the order values of the last row in clear (signed): never order by a personal column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
_SALT = "crm.web.keyset"
COUNT_CAP = 1000


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page: its rows, the token of the next one (empty at the end), the capped count if asked for."""

    rows: list[M]
    next: str
    count: str = ""


def paginate(
    queryset: QuerySet[M],
    *,
    order: Sequence[str],
    after: str | None = None,
    size: int = 50,
    count: bool = False,
) -> Page[M]:
    """Cut one page out of `queryset`; two queries with `count`, one without.

    `order` are plain column or annotation names, `-` before a name for descending, the last one unique. A
    token that is broken, old or of another order gives the first page.
    """
    ordered = queryset.order_by(*(_order_by(queryset.model, term) for term in order))
    position = _read(after, order)
    if position is not None:
        ordered = ordered.filter(_beyond(queryset.model, order, position))
    found = _chosen_first(ordered, order, size + 1)
    rows = found[:size]
    return Page(
        rows=rows,
        next=_token(rows[-1], order) if len(found) > size else "",
        count=capped_count(queryset, by=order[:1] if "__" in order[0] else ()) if count else "",
    )


def _chosen_first(ordered: QuerySet[M], order: Sequence[str], size: int) -> list[M]:
    """The first `size` rows.

    In the order of another table, or of a column that may be empty, PostgreSQL has to sort all rows, and would join
    to each of them what only the page shows: there it chooses the keys first, and joins to those.
    """
    joins = isinstance(ordered.query.select_related, dict)
    if ordered.query.annotations or not ("__" in order[0] or (joins and _nullable(ordered.model, order[0]))):
        return list(ordered[:size])
    keys = ordered.select_related(None).prefetch_related(None).values("pk")[:size]
    rows = ordered.model._base_manager.filter(pk__in=keys).order_by(*ordered.query.order_by)
    rows.query.select_related = ordered.query.select_related
    rows.query.deferred_loading = ordered.query.deferred_loading
    return list(rows.prefetch_related(*getattr(ordered, "_prefetch_related_lookups", ())))


def capped_count(queryset: QuerySet[Any], cap: int = COUNT_CAP, *, by: Sequence[str] = ()) -> str:
    """The number of rows, as text; `1000+` above the cap, so that no page counts a large table.

    `by` is the order of another table in which the rows are found soonest; without it PostgreSQL may begin at ours.
    """
    number = queryset.order_by(*by)[: cap + 1].count()
    return f"{cap}+" if number > cap else str(number)


def _name(term: str) -> str:
    return term.removeprefix("-")


def _nullable(model: type[Model], term: str) -> bool:
    """Whether the column may be empty; a path or an annotation may, for all we know."""
    try:
        field = model._meta.get_field(_name(term)) if _name(term) != "pk" else model._meta.pk
    except FieldDoesNotExist:
        return True
    return bool(getattr(field, "null", True))


def _order_by(model: type[Model], term: str) -> Any:
    if not _nullable(model, term):
        return term  # plain, so that an ordinary index serves it
    field = F(_name(term))
    return field.desc(nulls_last=True) if term.startswith("-") else field.asc(nulls_last=True)


def _beyond(model: type[Model], order: Sequence[str], position: Sequence[Any]) -> Q:
    """Rows after `position`: greater in the first column, or equal there and greater in the next, …"""
    condition, equal = Q(pk__in=[]), Q()
    for term, value in zip(order, position, strict=True):
        name, direction = _name(term), "lt" if term.startswith("-") else "gt"
        if value is None:
            equal &= Q(**{f"{name}__isnull": True})
            continue
        further = Q(**{f"{name}__{direction}": value})
        if _nullable(model, term):
            further |= Q(**{f"{name}__isnull": True})
        condition |= equal & further
        equal &= Q(**{name: value})
    if position[0] is not None and not _nullable(model, order[0]):
        # Says nothing new, but lets PostgreSQL enter the index at the right place.
        condition &= Q(**{f"{_name(order[0])}__{'lte' if order[0].startswith('-') else 'gte'}": position[0]})
    return condition


def _token(row: Any, order: Sequence[str]) -> str:
    values = []
    for term in order:
        value = row
        for part in _name(term).split("__"):
            value = getattr(value, part) if value is not None else None
        values.append(_plain(value))
    return signing.dumps([list(order), values], salt=_SALT, compress=True)


def _read(token: str | None, order: Sequence[str]) -> list[Any] | None:
    if not token:
        return None
    try:
        terms, values = signing.loads(token, salt=_SALT)
        return [_value(value) for value in values] if terms == list(order) else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _plain(value: Any) -> Any:
    """As it stands in a token. Days and moments say what they are: an account number can look like a day."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, int) else str(value)


def _value(kept: Any) -> Any:
    """Days and moments come back as such, so that an annotation (which has no field) compares rightly."""
    if not isinstance(kept, dict):
        return kept
    return datetime.fromisoformat(kept["moment"]) if "moment" in kept else date.fromisoformat(kept["day"])
