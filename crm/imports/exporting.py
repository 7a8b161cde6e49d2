"""The door for exports: an app says which rows of a list leave the system and what stands in each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from crm.registries import Registry


@dataclass(frozen=True)
class ExportColumn:
    """`value(row, clear)`: what stands in the cell; personal data masked unless `clear`."""

    label: Any
    value: Callable[[Any, bool], Any]


@dataclass(frozen=True)
class ListExport:
    """What an app registers in `AppConfig.ready`.

    `rows(user, query)` is the list as that person sees it, narrowed by the filters of `query`, ordered, with
    everything joined that the columns read.
    """

    key: str
    label: Any
    permission: str
    rows: Callable[[Any, QueryDict], QuerySet[Any]]
    columns: Sequence[ExportColumn]
    order: int = 100


exports: Registry[ListExport] = Registry("exports")


@dataclass(frozen=True)
class AsIfAsked:
    """Stands for the request where a filter asks who is looking."""

    user: Any
    GET: QueryDict
