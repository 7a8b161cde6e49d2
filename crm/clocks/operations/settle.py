"""Where rows meet the arithmetic: store deadlines, record what was missed or moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from crm.clocks.arithmetic import Deadline
from crm.clocks.enums import ShiftCause
from crm.clocks.models import Breach, Clock, ClockShift
from crm.outbox.operations import emit_many

DEADLINE_FIELDS = ["state", "due_at", "warn_at", "provisional", "warned_at", "breached_at"]


def adopt(clock: Clock, found: Deadline | None) -> None:
    """Put a deadline into the fields of a clock (None: paused); does not save.

    What was dealt with stays so only for the same deadline: one that moved may be missed, or warned of, again.
    A clock that stands before its last warning stays there.
    """
    warn_at = found.warn_at if found else None
    if found is not None and found.warn_again_at is not None and clock.warn_at == found.warn_again_at:
        warn_at = found.warn_again_at
    clock.due_at = found.due_at if found else None
    clock.warn_at = warn_at
    clock.provisional = bool(found and found.provisional)
    if found is not None:
        if clock.breached_at != found.due_at:
            clock.breached_at = None
        if clock.warned_at != warn_at:
            clock.warned_at = None


def adopt_anew(clock: Clock, found: Deadline | None, now: datetime) -> None:
    """`adopt`, and strike out what a calendar that was corrected during the pause has undone."""
    missed = clock.breached_at
    adopt(clock, found)
    if missed is not None and clock.breached_at is None:
        strike_out(clock, gettext("The calendar was corrected while the clock was paused."), now)


def record_breach(clock: Clock, now: datetime) -> None:
    """Note that the stored deadline has passed, with the deadline as its time; nothing where it has not.

    Safe to call twice: one breach per clock and deadline.
    """
    record_breaches([clock], now)


def record_breaches(
    clocks: Iterable[Clock], now: datetime, standing: Iterable[Breach] | None = None
) -> list[Clock]:
    """`record_breach` for many clocks in a constant number of statements; returns those that were late.

    `standing`: their breaches that have not been struck out, where they have been read.
    """
    due = [(one, one.due_at) for one in clocks if one.due_at is not None and one.breached_at != one.due_at]
    late = {clock: due_at for clock, due_at in due if now > due_at}
    if not late:
        return []
    if standing is None:
        standing = Breach.objects.filter(clock__in=late, struck_out_at=None)
    known = {(one.clock_id, one.deadline) for one in standing}
    breaches = Breach.objects.bulk_create(
        Breach(clock=clock, deadline=due_at, recorded_at=now)
        for clock, due_at in late.items()
        if (clock.pk, due_at) not in known
    )
    for clock in late:
        clock.breached_at = clock.due_at
    facts = {f"clock.breached:{one.pk}": fact_payload(one.clock, one.deadline) for one in breaches}
    emit_many("clock.breached", facts, now=now)
    return list(late)


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
