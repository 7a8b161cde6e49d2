"""The sweep claims what is due, recomputes the truth, and writes it down once.

A tick takes rows by a partial index, `FOR UPDATE SKIP LOCKED`, in batches of one transaction each. Breach or
warning, the clock's note of it and the outbox fact are that one transaction, so two ticks, two workers or a
killed worker leave the same single effect. A row that fails is put aside with its error for an hour.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from crm.audit.operation import SYSTEM, Actor, about, operation
from crm.clocks.arithmetic import Deadline, deadline
from crm.clocks.enums import ClockState, ShiftCause
from crm.clocks.ledger import Ledger
from crm.clocks.models import Breach, Clock, SweepTick
from crm.clocks.operations.settle import (
    DEADLINE_FIELDS,
    adopt,
    fact_payload,
    record_shift,
    strike_out,
    warning_key,
)
from crm.outbox.operations import emit_many
from crm.workdays.calendar import hold_calendar, load_calendars

logger = logging.getLogger(__name__)

Due = dict[Clock, Deadline]
BATCH = 1000
PUT_ASIDE_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Swept:
    """What one run did: breaches recorded, warnings recorded, rows put aside."""

    breached: int = 0
    warned: int = 0
    failed: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(self.breached + other.breached, self.warned + other.warned, self.failed + other.failed)


def overdue(now: datetime) -> QuerySet[Clock]:
    """Running clocks whose deadline has passed and was not noted yet; the partial index `clock_due`."""
    return _running().filter(due_at__lt=now, breached_at=None).order_by("due_at", "pk")


def to_be_warned(now: datetime) -> QuerySet[Clock]:
    """Running clocks whose warning has come and was not noted yet; the partial index `clock_warn`."""
    return _running().filter(warn_at__lte=now, warned_at=None, breached_at=None).order_by("warn_at", "pk")


def put_aside(now: datetime) -> QuerySet[Clock]:
    """Rows whose hour is over; the partial index `clock_retry`."""
    return Clock.objects.filter(sweep_retry_at__lte=now).order_by("sweep_retry_at", "pk")


def sweep(*, now: datetime, batch: int = BATCH) -> Swept:
    """Settle everything that is due at `now`; several workers may run this at once."""
    done = Swept()
    for due in (put_aside, overdue, to_be_warned):
        # Not exists(): it drops the order, by which the planner finds the partial index.
        while due(now).values_list("pk").first():
            claimed, swept = settle_batch(due=due, limit=batch, actor=SYSTEM, now=now)
            done += swept
            if not claimed:  # the rest is in other workers' hands
                break
    return done


def note_tick(*, now: datetime) -> None:
    """Note that the sweep came by; the one write of a quiet minute, and nothing to audit."""
    SweepTick.objects.bulk_create(
        [SweepTick(id=1, at=now)], update_conflicts=True, unique_fields=["id"], update_fields=["at"]
    )


@operation("clocks.settle_batch")
def settle_batch(
    *, due: Callable[[datetime], QuerySet[Clock]], limit: int, actor: Actor, now: datetime
) -> tuple[int, Swept]:
    """Claim up to `limit` rows and settle them. Returns how many were claimed, and what was done."""
    hold_calendar()
    rows = list(due(now).select_for_update(skip_locked=True, of=("self",)).select_related("rule")[:limit])
    sound, failed = _refreshed(rows, now)
    try:
        with transaction.atomic():
            swept = _record(sound, now)
    except DatabaseError:
        # One row of the batch cannot be written: find it by writing them one by one.
        swept = Swept()
        for clock in sound:
            swept += _record_alone(clock, sound[clock], now)
    if rows:
        about(rows[0], claimed=len(rows))
    return len(rows), swept + Swept(failed=failed)


def _running() -> QuerySet[Clock]:
    return Clock.objects.filter(state=ClockState.RUNNING, sweep_retry_at=None)


def _refreshed(rows: Sequence[Clock], now: datetime) -> tuple[Due, int]:
    """The rows whose stored deadline is the truth, corrected where it was not; and how many failed."""
    calendars = load_calendars()
    timelines = Ledger(rows).timelines
    sound: Due = {}
    failed = 0
    for clock in rows:
        try:
            found = deadline(clock.terms(), timelines[clock.pk], calendars.of(clock.department_id))
            if found is None:
                raise ValueError("a running clock without a running span")
        except Exception as error:
            _put_aside(clock, error, now)
            failed += 1
            continue
        was = (clock.due_at, clock.warn_at, clock.sweep_retry_at)
        adopt(clock, found)
        if was != (clock.due_at, clock.warn_at, None):
            _correct(clock, was[0], now)
        sound[clock] = found
    return sound, failed


def _correct(clock: Clock, old_due: datetime | None, now: datetime) -> None:
    clock.sweep_error, clock.sweep_retry_at = "", None
    clock.save(update_fields=[*DEADLINE_FIELDS, "sweep_error", "sweep_retry_at"])
    if old_due != clock.due_at:
        record_shift(clock, old_due, ShiftCause.SWEEP, now)
        strike_out(clock, gettext("The sweep corrected the deadline."), now)


def _record(clocks: Due, now: datetime) -> Swept:
    """Write breaches, else warnings, of rows in hand: a constant number of statements."""
    breaches = Breach.objects.bulk_create(
        Breach(clock=clock, deadline=clock.due_at, recorded_at=now)
        for clock in clocks
        if clock.due_at is not None and clock.due_at < now and clock.breached_at is None
    )
    late = [breach.clock for breach in breaches]
    facts = {f"clock.breached:{breach.pk}": fact_payload(breach.clock, breach.deadline) for breach in breaches}
    emit_many("clock.breached", facts, now=now)
    Clock.objects.filter(pk__in=[clock.pk for clock in late]).update(breached_at=F("due_at"))
    return Swept(
        breached=len(late), warned=_warn({one: clocks[one] for one in clocks if one not in set(late)}, now)
    )


def _warn(clocks: Due, now: datetime) -> int:
    """Record warnings; one that comes late, outside office hours, moves to the next opening instead."""
    calendars = load_calendars()
    due = [clock for clock in clocks if clock.warn_at and clock.warn_at <= now and clock.warned_at is None]
    warned = []
    for clock in sorted(due, key=lambda clock: clock.pk):
        calendar = calendars.of(clock.department_id)
        if clock.rule.warns_at_any_hour or calendar.is_open(now):
            warned.append(clock)
            continue
        opening = next(calendar.windows_from(now)).start
        clock.warn_at = opening if clock.due_at and opening < clock.due_at else None
        clock.save(update_fields=["warn_at"])
    emit_many(
        "clock.due_soon", {warning_key(clock): fact_payload(clock, clock.due_at) for clock in warned}, now=now
    )
    Clock.objects.filter(pk__in=[clock.pk for clock in warned]).update(warned_at=F("warn_at"))
    for clock in warned:
        last = clocks[clock].warn_again_at
        if last is not None and clock.warn_at != last:
            Clock.objects.filter(pk=clock.pk).update(warn_at=last, warned_at=None)
    return len(warned)


def _record_alone(clock: Clock, found: Deadline, now: datetime) -> Swept:
    try:
        with transaction.atomic():
            return _record({clock: found}, now)
    except DatabaseError as error:
        _put_aside(clock, error, now)
        return Swept(failed=1)


def _put_aside(clock: Clock, error: Exception, now: datetime) -> None:
    """Keep the row out of the sweep for an hour, with the kind of its error (a driver's text may quote rows)."""
    text = str(error) if isinstance(error, ValueError) else ""
    logger.error("clock %s put aside: %s %s", clock.pk, type(error).__name__, text)
    Clock.objects.filter(pk=clock.pk).update(
        sweep_error=f"{type(error).__name__}: {text}".rstrip(": "), sweep_retry_at=now + PUT_ASIDE_FOR
    )
