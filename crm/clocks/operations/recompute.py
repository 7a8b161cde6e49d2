"""The calendar changed: compute the deadlines anew that it touches, and list what moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from crm.clocks.arithmetic import Deadline, Timeline, deadline
from crm.clocks.enums import ClockState, ShiftCause
from crm.clocks.ledger import Ledger
from crm.clocks.models import Breach, Clock, ClockShift
from crm.clocks.operations.settle import DEADLINE_FIELDS, adopt, record_breach
from crm.workdays.arithmetic import ONE_DAY, midnight
from crm.workdays.calendar import Calendars, load_calendars
from crm.workdays.followers import CalendarChange, Moved
from crm.writing import store_rows

BATCH = 2000


def follow_calendar(change: CalendarChange) -> list[Moved]:
    """Recompute, in batches, every clock whose counted days the change can touch.

    Those are running clocks that began before the last changed day and are due after the first one, and
    ended ones with a breach there, which a corrected calendar may undo. A paused clock has no deadline; it
    is computed when it runs on. Breaches that are undone are struck out with the reason of the change.
    """
    calendars, moved = load_calendars(), []
    for batch in _batches(_touched(change)):
        moved += _recompute(batch, calendars, change)
    return moved


def _touched(change: CalendarChange) -> QuerySet[Clock]:
    first = midnight(change.first)
    missed = Breach.objects.filter(struck_out_at=None, deadline__gte=first).values("clock_id")
    touched = Clock.objects.filter(
        Q(state=ClockState.RUNNING, due_at__gte=first) | Q(pk__in=missed, due_at__isnull=False)
    )
    if change.last is not None:
        touched = touched.filter(started_at__lt=midnight(change.last + ONE_DAY))
    if change.department_id is not None:
        touched = touched.filter(department_id=change.department_id)
    return touched


def _batches(clocks: QuerySet[Clock]) -> Iterator[list[Clock]]:
    """Locked rows in the order of their keys, BATCH at a time."""
    last = 0
    while True:
        batch = list(
            clocks.filter(pk__gt=last).select_related("rule").select_for_update(of=("self",)).order_by("pk")[:BATCH]
        )
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _recompute(clocks: list[Clock], calendars: Calendars, change: CalendarChange) -> list[Moved]:
    ledger = Ledger(clocks)
    shifted: list[tuple[Clock, datetime | None]] = []
    touched: list[Clock] = []
    for clock in clocks:
        before = (clock.due_at, clock.warn_at, clock.provisional)
        found = _deadline_as_running(clock, ledger.timelines[clock.pk], calendars)
        if found is None or before == (found.due_at, found.warn_at, found.provisional):
            continue
        adopt(clock, found)
        touched.append(clock)
        if before[0] != clock.due_at:
            shifted.append((clock, before[0]))
    undone = _strike_out([clock for clock, _ in shifted], change)
    for clock, _ in shifted:
        if clock.stopped_at and clock.due_at and clock.stopped_at > clock.due_at:
            record_breach(clock, change.at)  # ended late by the corrected deadline too; no sweep comes by
    store_rows(touched, DEADLINE_FIELDS)
    ClockShift.objects.bulk_create(
        ClockShift(
            clock=clock,
            old_due=old_due,
            new_due=clock.due_at,
            cause=ShiftCause.CALENDAR,
            reason=change.reason[:200],
            at=change.at,
        )
        for clock, old_due in shifted
    )
    return [Moved(clock.key, old_due, clock.due_at, undone.get(clock.pk, 0)) for clock, old_due in shifted]


def _deadline_as_running(clock: Clock, lines: tuple[Timeline, ...], calendars: Calendars) -> Deadline | None:
    """The deadline; of an ended clock the one that it had at its end, as if its last part ran on."""
    if clock.is_final:
        *earlier, last = sorted(lines, key=lambda line: line.stopped_at or line.started_at)
        lines = (*earlier, Timeline(last.started_at, last.pauses))
    return deadline(clock.terms(), lines, calendars.of(clock.department_id))


def _strike_out(clocks: Iterable[Clock], change: CalendarChange) -> dict[int, int]:
    """Strike out breaches of deadlines that no longer are; returns how many by clock.

    A corrected deadline of a running clock that lies in the past is found by the next sweep.
    """
    present = {clock.pk: clock.due_at for clock in clocks}
    undone: dict[int, int] = {}
    struck = []
    for breach in Breach.objects.filter(clock_id__in=present, struck_out_at=None).order_by("pk"):
        if breach.deadline != present[breach.clock_id]:
            breach.struck_out_at, breach.struck_out_reason = change.at, change.reason[:200]
            struck.append(breach)
            undone[breach.clock_id] = undone.get(breach.clock_id, 0) + 1
    store_rows(struck, ["struck_out_at", "struck_out_reason"])
    return undone
