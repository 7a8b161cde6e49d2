"""What happened to clocks: spans, shifts, breaches; what the calendar moved; what the sweep put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from crm.clocks.enums import ShiftCause
from crm.clocks.models import Breach, Clock, ClockRule, ClockShift, ClockSpan, SweepTick
from crm.clocks.queries.chips import ClockChip, clock_chips
from crm.clocks.rules import VIEW_CLOCK, VIEW_SWEEP

SILENCE = timedelta(minutes=3)


@dataclass(frozen=True)
class ClockHistory:
    """One clock with everything that happened to it."""

    clock: Clock
    chip: ClockChip
    spans: Sequence[ClockSpan]
    shifts: Sequence[ClockShift]
    breaches: Sequence[Breach]


def clock_history(user: Any, pk: int, now: datetime) -> ClockHistory | None:
    """The history of a clock that `user` may see, or None; eight queries at most."""
    clock = (
        Clock.objects.restrict(user, VIEW_CLOCK)
        .select_related("rule", "department", "successor")
        .filter(pk=pk)
        .first()
    )
    if clock is None:
        return None
    return ClockHistory(
        clock,
        clock_chips([clock], now)[clock.pk],
        list(clock.spans.order_by("started_at", "id")),
        list(clock.shifts.order_by("-at", "-id")),
        list(clock.breaches.order_by("-deadline", "-id")),
    )


def calendar_shifts(user: Any) -> QuerySet[ClockShift]:
    """The deadlines that changes of the calendar moved, of the departments that `user` may see."""
    shifts = ClockShift.objects.restrict(user, VIEW_CLOCK).filter(cause=ShiftCause.CALENDAR)
    return shifts.select_related("clock__rule", "clock__department")


def put_aside_clocks(user: Any) -> QuerySet[Clock]:
    """The clocks that the sweep could not compute and tries again later."""
    clocks = Clock.objects.restrict(user, VIEW_SWEEP)
    return clocks.filter(sweep_retry_at__isnull=False).select_related("rule", "department")


@dataclass(frozen=True)
class SweepHealth:
    """When the sweep last came by, and whether that is too long ago."""

    last_at: datetime | None
    is_silent: bool


def sweep_health(now: datetime) -> SweepHealth:
    """Silent where the sweep, which comes every minute, has not come for SILENCE."""
    last_at = SweepTick.objects.values_list("at", flat=True).first()
    return SweepHealth(last_at, last_at is None or now - last_at > SILENCE)


def rules_in_force(on: date) -> QuerySet[ClockRule]:
    """The time limits in force on a day."""
    return ClockRule.objects.filter(valid__contains=on).select_related("department")
