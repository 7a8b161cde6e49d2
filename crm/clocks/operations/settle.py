"""Where rows meet the arithmetic: store deadlines, record what was missed or moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from crm.clocks.arithmetic import Deadline, deadline
from crm.clocks.enums import ClockState, Holder, PauseReason, ShiftCause, SpanKind
from crm.clocks.ledger import Ledger
from crm.clocks.models import Breach, Clock, ClockShift, ClockSpan
from crm.outbox.operations import emit
from crm.workdays.calendar import load_calendar

DEADLINE_FIELDS = ["state", "due_at", "warn_at", "provisional", "warned_at", "breached_at"]


def find_deadline(clock: Clock) -> Deadline | None:
    """The truth about one clock, from its spans and the calendar in force."""
    lines = Ledger([clock]).timelines[clock.pk]
    return deadline(clock.rule.terms(), lines, load_calendar(clock.department_id))


def adopt(clock: Clock, found: Deadline | None) -> None:
    """Put a deadline into the fields of a clock (None: paused); does not save.

    What was dealt with stays so only for the same deadline: one that moved may be missed, or warned of, again.
    """
    clock.due_at = found.due_at if found else None
    clock.warn_at = found.warn_at if found else None
    clock.provisional = bool(found and found.provisional)
    if found is not None:
        if clock.breached_at != found.due_at:
            clock.breached_at = None
        if clock.warned_at != found.warn_at:
            clock.warned_at = None


def adopt_anew(clock: Clock, found: Deadline | None, now: datetime) -> None:
    """`adopt`, and strike out what a calendar that was corrected during the pause has undone."""
    missed = clock.breached_at
    adopt(clock, found)
    if missed is not None and clock.breached_at is None:
        strike_out(clock, gettext("The calendar was corrected while the clock was paused."), now)


def record_breach(clock: Clock, now: datetime) -> Breach | None:
    """Note that the stored deadline has passed, with the deadline as its time; None where it has not.

    Safe to call twice: one breach per clock and deadline.
    """
    if clock.due_at is None or now <= clock.due_at or clock.breached_at == clock.due_at:
        return None
    breach, created = Breach.objects.get_or_create(
        clock=clock, deadline=clock.due_at, struck_out_at=None, defaults={"recorded_at": now}
    )
    clock.breached_at = clock.due_at
    if created:
        emit(
            "clock.breached",
            key=f"clock.breached:{breach.pk}",
            payload=fact_payload(clock, breach.deadline),
            now=now,
        )
    return breach


def warning_key(clock: Clock) -> str:
    """The effect key of a warning: one per clock and moment."""
    return f"clock.due_soon:{clock.pk}:{clock.warn_at.isoformat() if clock.warn_at else ''}"


def fact_payload(clock: Clock, due_at: datetime | None) -> dict[str, object]:
    """What a fact says of a clock: ids and times."""
    return {
        "clock_id": clock.pk,
        "key": clock.key,
        "department_id": clock.department_id,
        "account_id": clock.account_id,
        "due_at": due_at.isoformat() if due_at else None,
    }


def strike_out(clock: Clock, reason: str, now: datetime) -> int:
    """Strike out the breaches that the clock's present deadline no longer bears; returns how many."""
    standing = Breach.objects.filter(clock=clock, struck_out_at__isnull=True)
    if clock.due_at is not None:
        standing = standing.exclude(deadline=clock.due_at)
    return standing.update(struck_out_at=now, struck_out_reason=reason)


def record_shift(
    clock: Clock, old_due: datetime | None, cause: ShiftCause, now: datetime, reason: str = ""
) -> ClockShift | None:
    """Note that the deadline moved from `old_due` to the clock's; None where it did not."""
    if old_due == clock.due_at:
        return None
    return ClockShift.objects.create(
        clock=clock, old_due=old_due, new_due=clock.due_at, cause=cause, reason=reason, at=now
    )


def open_span(
    clock: Clock,
    kind: SpanKind,
    since: datetime,
    *,
    holder: Holder = Holder.UTILITY,
    reason: str = "",
    note: str = "",
    document: str = "",
    actor_id: int | None = None,
) -> ClockSpan:
    """Begin a span; the one before must have been closed."""
    return ClockSpan.objects.create(
        clock=clock,
        kind=kind,
        started_at=since,
        holder=holder,
        reason=reason,
        note=note,
        document=document,
        actor_id=actor_id,
    )


def close_span(clock: Clock, until: datetime) -> None:
    """End the open span, if there is one."""
    ClockSpan.objects.filter(clock=clock, ended_at__isnull=True).update(ended_at=until)


def settle_totals(totals: Sequence[Clock], now: datetime, holder: Holder, actor_id: int | None) -> None:
    """Let totals follow their parts: they run while a part runs, and stand still with its holder otherwise."""
    for total in totals:
        if total.is_final:
            continue
        record_breach(total, now)
        old_due, was_running = total.due_at, total.state == ClockState.RUNNING
        found = find_deadline(total)
        adopt_anew(total, found, now)
        total.state = ClockState.RUNNING if found else ClockState.PAUSED
        total.save(update_fields=DEADLINE_FIELDS)
        if was_running != (found is not None):
            close_span(total, now)
            if found is not None:
                open_span(total, SpanKind.RUNNING, now, actor_id=actor_id)
            else:
                open_span(
                    total,
                    SpanKind.PAUSED,
                    now,
                    holder=holder,
                    reason=PauseReason.NO_PART_RUNS,
                    actor_id=actor_id,
                )
        record_shift(total, old_due, ShiftCause.MEMBER, now)
