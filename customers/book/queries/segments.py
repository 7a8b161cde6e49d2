"""Segments for their pages: which ones somebody sees, how many accounts one holds, within bounded time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from crm.errors import OutOfScope
from customers.book.models import Segment, SupplyAccount
from customers.book.rules import USE_SEGMENTS

T = TypeVar("T")
PATIENCE_MS = 2000
CAP = 50_000
SAMPLE = 5


@dataclass(frozen=True)
class Counted:
    """How many accounts; `is_exact` false means more than `number`, no number that it took too long."""

    number: int | None
    is_exact: bool = True


def visible_segments(user: Any) -> QuerySet[Segment]:
    """The segments that somebody may use, none of those put away."""
    rows = Segment.objects.restrict(user, USE_SEGMENTS).filter(archived_at__isnull=True)
    return rows.select_related("owner", "department")


def segment_in_view(user: Any, segment_id: int) -> Segment:
    """The segment, if this person may use it. Raises OutOfScope (404)."""
    segment = visible_segments(user).filter(pk=segment_id).first()
    if segment is None:
        raise OutOfScope
    return segment


def count_accounts(accounts: QuerySet[SupplyAccount], *, patience_ms: int | None = None) -> Counted:
    """Count exactly where that is quick; else say that there are more than 50,000; else that it is not known.

    Two statements at most, each given up after `patience_ms`, or else two seconds.
    """
    bare = accounts.order_by()
    with suppress(OperationalError):
        return Counted(_within(patience_ms, bare.count))
    with suppress(OperationalError):
        number = _within(patience_ms, bare[: CAP + 1].count)
        return Counted(min(number, CAP), is_exact=number <= CAP)
    return Counted(None)


def some_accounts(accounts: QuerySet[SupplyAccount], *, patience_ms: int | None = None) -> list[SupplyAccount]:
    """The first few, to see whether the segment means what it should; none where that would take long."""
    rows = accounts.select_related("customer", "department").order_by("account_number")
    with suppress(OperationalError):
        return _within(patience_ms, lambda: list(rows[:SAMPLE]))
    return []


def _within(patience_ms: int | None, read: Callable[[], T]) -> T:
    """Read in a transaction of its own that PostgreSQL breaks off. Raises OperationalError."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{patience_ms or PATIENCE_MS}ms"])
        found = read()
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
        return found
