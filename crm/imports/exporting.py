"""The door for exports: an app says which rows of a list leave the system and what stands in each column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import QueryDict

from crm.registries import Registry


@dataclass(frozen=True)
class ExportColumn:
    """`value(row, clear)`: what stands in the cell; personal data masked unless `clear`."""

    label: Any
    value: Callable[[Any, bool], Any]


class Exportable(Protocol):
    """A list that can leave the system as a sheet."""

    @property
    def key(self) -> str:
        """Its name in addresses and in the log."""

    @property
    def label(self) -> Any:
        """What people call it."""

    @property
    def permission(self) -> str:
        """Who may see it; whom it is for is decided by `rows`."""

    @property
    def has_clear(self) -> bool:
        """Whether it holds personal data that those who may can have in clear."""

    def rows(self, user: Any, query: QueryDict) -> QuerySet[Any]:
        """The list as that person sees it, narrowed by the filters of `query`."""

    def lines(self, user: Any, query: QueryDict, *, is_clear: bool) -> Iterator[list[Any]]:
        """First the heads, then the cells of each row."""


@dataclass(frozen=True)
class ListExport:
    """What an app registers in `AppConfig.ready` where a sheet says more than the page of its list.

    `rows(user, query)` is the list as that person sees it, narrowed by the filters of `query`, ordered, with
    everything joined that the columns read.
    """

    has_clear = True

    key: str
    label: Any
    permission: str
    rows: Callable[[Any, QueryDict], QuerySet[Any]]
    columns: Sequence[ExportColumn]
    order: int = 100

    def lines(self, user: Any, query: QueryDict, *, is_clear: bool) -> Iterator[list[Any]]:
        """First the heads, then the cells of each row, read from the database 2,000 at a time."""
        yield [str(column.label) for column in self.columns]
        for row in self.rows(user, query).iterator(2000):
            yield [column.value(row, is_clear) for column in self.columns]


exports: Registry[ListExport] = Registry("exports")
finders: list[Callable[[str], Exportable | None]] = []
"""Asked in turn for a key that nobody has registered; the room of the pages knows every list."""


def find_export(key: str) -> Exportable | None:
    """The list of a key."""
    if key in exports:
        return exports[key]
    return next((found for finder in finders if (found := finder(key)) is not None), None)


@dataclass(frozen=True)
class AsIfAsked:
    """Stands for the request where a filter asks who is looking."""

    user: Any
    GET: QueryDict
