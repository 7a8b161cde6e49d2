"""One line of time over many tables: each app brings a source, and pages are cut out of all of them together.

A source returns its latest entries before a moment, newest first and a bounded number of them; `latest` merges
them and says where the next page begins. Nothing is copied into a table of its own, so what a person may not see
in its own room is not seen here either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.db.models import F, Model, Q, QuerySet

from crm.registries.registry import Registry

M = TypeVar("M", bound=Model)


class Dated(Protocol):
    """What can stand in a line of time: `id` is unique within its source."""

    @property
    def at(self) -> datetime: ...
    @property
    def id(self) -> int: ...


E = TypeVar("E", bound=Dated)
_LARGEST = 2**63 - 1


class Moment(NamedTuple):
    """A place in the order of one source: a time and, among rows of the same time, an id."""

    at: datetime
    id: int


class Place(NamedTuple):
    """Where a page ended: the moment of its last entry, and the source of that."""

    at: datetime
    source: str
    id: int

    def in_source(self, key: str) -> Moment:
        """The moment before which a source goes on; at the same time the sources follow each other by key."""
        if key == self.source:
            return Moment(self.at, self.id)
        return Moment(self.at, _LARGEST if key < self.source else 0)


@dataclass(frozen=True)
class TimelineEntry:
    """One line: when, what, by whom, where it leads. `id` is unique within its source; nothing personal in clear.

    `icon` and `state` are those of `components/timeline.html`; `about` names the account where a line tells of
    one among several.
    """

    at: datetime
    id: int
    title: Any
    detail: Any = ""
    who: Any = ""
    icon: str = "point"
    state: str = ""
    url: str = ""
    about: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """The entries that one app tells of some accounts.

    `query(user, accounts, before, limit)`: at most `limit` entries of the accounts (their ids) before the moment
    (None: up to now), newest first, all of which the person may see, in one or two narrow queries: all sources
    together are one block of a page. `channel` is the kind by which people narrow the line.
    """

    key: str
    channel: Any
    query: Callable[[Any, Sequence[int], Moment | None, int], Iterable[TimelineEntry]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class TimelinePage(Generic[E]):
    """Entries with the key of their source, newest first; `next` is None at the beginning of time."""

    entries: list[tuple[str, E]]
    next: Place | None


def latest(
    sources: Sequence[tuple[str, Callable[[Moment | None, int], Iterable[E]]]],
    *,
    before: Place | None,
    size: int,
) -> TimelinePage[E]:
    """The `size` latest entries of all sources together before a place; each source is asked once."""
    found = [
        [(key, entry) for entry in ask(before.in_source(key) if before else None, size + 1)] for key, ask in sources
    ]
    ordered = merge(*found, key=lambda row: (row[1].at, row[0], row[1].id), reverse=True)
    entries = list(islice(ordered, size + 1))
    last = entries[size - 1] if len(entries) > size else None
    return TimelinePage(entries[:size], Place(last[1].at, last[0], last[1].id) if last else None)


def earlier(rows: QuerySet[M], before: Moment | None, limit: int, *, at: str = "at") -> QuerySet[M]:
    """The `limit` latest rows before a moment, by the column `at` and the primary key."""
    if before is not None:
        rows = rows.filter(Q(**{f"{at}__lt": before.at}) | Q(**{at: before.at, "pk__lt": before.id}))
        rows = rows.filter(**{f"{at}__lte": before.at})  # says nothing new, but lets an index be entered there
    return rows.order_by(F(at).desc(), "-pk")[:limit]


timeline_sources: Registry[TimelineSource] = Registry("timeline_sources")
