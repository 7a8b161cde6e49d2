"""A clock's life: start, pause, resume, stop, continue, cancel, hand over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from crm.audit.operation import Actor, about, operation
from crm.clocks.branches import every_live_branch_waits
from crm.clocks.enums import ClockState, Holder, PauseReason, ShiftCause, SpanKind
from crm.clocks.errors import ClockEnded, ClockGoesBack, ClockKeyTaken, PauseNotAllowed
from crm.clocks.models import Clock, ClockPart, ClockRule, ClockShift, ClockSpan
from crm.clocks.models.clock import FINAL_STATES
from crm.clocks.operations.settle import (
    DEADLINE_FIELDS,
    adopt,
    adopt_anew,
    close_span,
    find_deadline,
    open_span,
    record_breach,
    record_shift,
    settle_totals,
)
from crm.org.models import Department
from crm.workdays.calendar import hold_calendar

# Who holds the ball for each reason, where the caller does not say otherwise (workflows.md 2, W-states).
HOLDER_OF: dict[str, Holder] = {
    PauseReason.DESIGN: Holder.DESIGN_FIRM,
    PauseReason.CONSTRUCTION: Holder.CONTRACTOR,
    PauseReason.PERMIT: Holder.PERMIT,
    PauseReason.FORCE_MAJEURE: Holder.THIRD_PARTY,
}


@operation("clocks.start_clock")
def start_clock(
    *,
    rule: ClockRule,
    key: str,
    started_at: datetime,
    department: Department,
    actor: Actor,
    now: datetime,
    owner_kind: str = "case",
    account_id: int | None = None,
    parts: Sequence[Clock] = (),
    part_of: Sequence[Clock] = (),
) -> Clock:
    """Start a clock, or return the one that already bears `key`: called twice, there is one clock.

    `parts` are the clocks that a total measures, `part_of` the totals that this clock uses up. A total runs
    only while a part runs. Raises ClockKeyTaken where the key names a clock of another rule, ValueError
    where `started_at` lies after `now`.
    """
    if started_at > now:
        raise ValueError("a clock cannot start in the future")
    hold_calendar()
    fresh = Clock(
        key=key,
        rule=rule,
        department=department,
        owner_kind=owner_kind,
        account_id=account_id,
        state=ClockState.PAUSED,
        started_at=started_at,
    )
    # Two who start it at once: the second waits here for the first, inserts nothing and finds the first's.
    Clock.objects.bulk_create([fresh], ignore_conflicts=True)
    clock = Clock.objects.select_for_update(of=("self",)).select_related("rule").get(key=key)
    about(clock, key=key)
    if clock.rule_id != rule.pk:
        raise ClockKeyTaken(details={"key": key})
    if clock.spans.exists():
        return clock
    ClockPart.objects.bulk_create(
        [ClockPart(total=clock, part=part) for part in parts]
        + [ClockPart(total=one, part=clock) for one in part_of]
    )
    _begin(clock, started_at, actor)
    settle_totals(_locked([total.pk for total in part_of]), now, Holder.UTILITY, actor.pk)
    return clock


def _begin(clock: Clock, started_at: datetime, actor: Actor) -> None:
    """The first span and the first deadline; a total without a running part begins by standing still."""
    found = find_deadline(clock)
    if found is None:
        open_span(
            clock,
            SpanKind.PAUSED,
            started_at,
            holder=Holder.CUSTOMER,
            reason=PauseReason.NO_PART_RUNS,
            actor_id=actor.pk,
        )
        return
    open_span(clock, SpanKind.RUNNING, started_at, actor_id=actor.pk)
    adopt(clock, found)
    clock.state = ClockState.RUNNING
    clock.save(update_fields=DEADLINE_FIELDS)


@operation("clocks.pause_clock")
def pause_clock(
    *,
    clock: Clock,
    reason: str,
    actor: Actor,
    now: datetime,
    holder: Holder | None = None,
    note: str = "",
    document: str = "",
) -> Clock:
    """Somebody else has the ball: the clock stands still and has no deadline.

    `reason` is a PauseReason, or several joined by `+` where several are waited for. A total is left alone:
    its parts decide. Paused already for the same reason: nothing happens; for another: a new span begins.
    Raises PauseNotAllowed where the rule does not list the reason, ClockEnded, ClockGoesBack.
    """
    clock, totals = _take(clock)
    about(clock, reason=note, pause=reason)
    if clock.rule.is_total:
        return clock
    _refuse_final(clock)
    reasons = reason.split("+")
    if not set(reasons) <= set(clock.rule.pause_reasons):
        raise PauseNotAllowed(details={"key": clock.key, "reason": reason})
    holder = holder or HOLDER_OF.get(reasons[0], Holder.CUSTOMER)
    span = _open_span_of(clock, now)
    if span.kind == SpanKind.PAUSED and (span.reason, span.holder) == (reason, holder):
        return clock
    record_breach(clock, now)
    old_due = clock.due_at
    close_span(clock, now)
    open_span(
        clock,
        SpanKind.PAUSED,
        now,
        holder=holder,
        reason=reason,
        note=note,
        document=document,
        actor_id=actor.pk,
    )
    clock.state = ClockState.PAUSED
    adopt(clock, None)
    clock.save(update_fields=DEADLINE_FIELDS)
    record_shift(clock, old_due, ShiftCause.PAUSED, now)
    settle_totals(totals, now, holder, actor.pk)
    return clock


@operation("clocks.resume_clock")
def resume_clock(*, clock: Clock, actor: Actor, now: datetime, note: str = "", document: str = "") -> Clock:
    """The ball is back: the clock runs on and its deadline is computed anew. Running already: nothing happens.

    Raises ClockEnded, ClockGoesBack.
    """
    clock, totals = _take(clock)
    about(clock, reason=note)
    if clock.rule.is_total:
        return clock
    _refuse_final(clock)
    span = _open_span_of(clock, now)
    if span.kind == SpanKind.RUNNING:
        return clock
    _run_on(clock, now, actor, old_due=_due_before_pause(clock), note=note, document=document)
    settle_totals(totals, now, Holder.UTILITY, actor.pk)
    return clock


@operation("clocks.stop_clock")
def stop_clock(*, clock: Clock, actor: Actor, now: datetime) -> Clock:
    """What was promised is done. Stopped after the deadline is a breach, whether or not the sweep came by.

    A clock that stood still is judged as if the ball had come back at this moment. Stopped already: nothing
    happens. Raises ClockEnded where it was cancelled or handed over, ClockGoesBack.
    """
    clock, totals = _take(clock)
    about(clock)
    if clock.state == ClockState.STOPPED:
        return clock
    _refuse_final(clock)
    _open_span_of(clock, now)
    if clock.state == ClockState.PAUSED and not clock.rule.is_total:
        _run_on(clock, now, actor, old_due=_due_before_pause(clock))
    _end(clock, ClockState.STOPPED, now)
    settle_totals(totals, now, Holder.CUSTOMER, actor.pk)
    return clock


@operation("clocks.continue_clock")
def continue_clock(*, clock: Clock, actor: Actor, now: datetime) -> Clock:
    """Take up a stopped clock again, because the fault was ours (workflows.md 3.4, ruling 4).

    The time between counts as a pause. Running or paused: nothing happens. Raises ClockEnded where it was
    cancelled or handed over, ClockGoesBack.
    """
    clock, totals = _take(clock)
    about(clock)
    if clock.state in (ClockState.RUNNING, ClockState.PAUSED):
        return clock
    if clock.state != ClockState.STOPPED or clock.stopped_at is None:
        raise ClockEnded(details={"key": clock.key})
    stopped_at, clock.stopped_at = clock.stopped_at, None
    if now < stopped_at:
        raise ClockGoesBack(details={"key": clock.key})
    clock.state = ClockState.PAUSED
    open_span(clock, SpanKind.PAUSED, stopped_at, reason=PauseReason.STOPPED, actor_id=actor.pk)
    _run_on(clock, now, actor, old_due=clock.due_at, extra_fields=["stopped_at"])
    settle_totals(totals, now, Holder.UTILITY, actor.pk)
    return clock


@operation("clocks.cancel_clock")
def cancel_clock(*, clock: Clock, reason: str, actor: Actor, now: datetime) -> Clock:
    """The work was aborted. A deadline that had passed before stays a breach. Ended already: nothing happens."""
    clock, totals = _take(clock)
    about(clock, reason=reason)
    if clock.is_final:
        return clock
    _open_span_of(clock, now)
    _end(clock, ClockState.CANCELLED, now)
    settle_totals(totals, now, Holder.CUSTOMER, actor.pk)
    return clock


@operation("clocks.hand_over_clock")
def hand_over_clock(
    *, clock: Clock, key: str, owner_kind: str, actor: Actor, now: datetime, account_id: int | None = None
) -> Clock:
    """The clock outlives its case: end it here, and let a successor run on under `key` for the book.

    The successor has the same rule, start, pauses and deadline; a breach is not counted twice. Returns the
    successor, also when called again. Raises ClockEnded where the clock was stopped or cancelled.
    """
    clock, totals = _take(clock)
    about(clock, to=key)
    if clock.successor_id is not None:
        return Clock.objects.select_related("rule").get(pk=clock.successor_id)
    _refuse_final(clock)
    _open_span_of(clock, now)
    record_breach(clock, now)
    spans = list(clock.spans.order_by("started_at", "id"))
    successor = Clock.objects.create(
        key=key,
        rule=clock.rule,
        department=clock.department,
        owner_kind=owner_kind,
        account_id=account_id if account_id is not None else clock.account_id,
        started_at=clock.started_at,
        **{name: getattr(clock, name) for name in DEADLINE_FIELDS},
    )
    for span in spans:
        span.pk, span.clock = None, successor
    ClockSpan.objects.bulk_create(spans)
    clock.successor = successor
    _end(clock, ClockState.HANDED_OVER, now, extra_fields=["successor"])
    settle_totals(totals, now, Holder.CUSTOMER, actor.pk)
    return successor


@operation("clocks.set_waiting")
def set_waiting(
    *, clock: Clock, live: Collection[str], waiting: Collection[str], actor: Actor, now: datetime
) -> Clock:
    """Pause or resume a total over parallel branches: it stands still only while every live one waits.

    workflows.md 3.4, ruling 2 (low voltage). `live` and `waiting` name branches.
    """
    if every_live_branch_waits(live, waiting):
        return pause_clock(clock=clock, reason=PauseReason.ALL_WAIT, actor=actor, now=now)
    return resume_clock(clock=clock, actor=actor, now=now)


def _take(clock: Clock) -> tuple[Clock, list[Clock]]:
    """The clock and the totals that it uses up, fresh and locked, in the order of their keys."""
    hold_calendar()
    total_ids = list(ClockPart.objects.filter(part_id=clock.pk).values_list("total_id", flat=True))
    rows = _locked([clock.pk, *total_ids])
    return next(row for row in rows if row.pk == clock.pk), [row for row in rows if row.pk != clock.pk]


def _locked(ids: list[int]) -> list[Clock]:
    if not ids:
        return []
    return list(
        Clock.objects.select_for_update(of=("self",)).select_related("rule").filter(pk__in=ids).order_by("pk")
    )


def _refuse_final(clock: Clock) -> None:
    if clock.state in FINAL_STATES:
        raise ClockEnded(details={"key": clock.key, "state": clock.state})


def _open_span_of(clock: Clock, now: datetime) -> ClockSpan:
    span = clock.spans.get(ended_at__isnull=True)
    if now < span.started_at:
        raise ClockGoesBack(details={"key": clock.key})
    return span


def _due_before_pause(clock: Clock) -> datetime | None:
    shifts = ClockShift.objects.filter(clock=clock, cause=ShiftCause.PAUSED, old_due__isnull=False)
    return shifts.order_by("-at", "-id").values_list("old_due", flat=True).first()


def _run_on(
    clock: Clock,
    now: datetime,
    actor: Actor,
    *,
    old_due: datetime | None,
    note: str = "",
    document: str = "",
    extra_fields: Sequence[str] = (),
) -> None:
    """Close the pause, run, compute the deadline anew and note how it moved from `old_due`."""
    close_span(clock, now)
    open_span(clock, SpanKind.RUNNING, now, note=note, document=document, actor_id=actor.pk)
    adopt_anew(clock, find_deadline(clock), now)
    clock.state = ClockState.RUNNING
    clock.save(update_fields=[*DEADLINE_FIELDS, *extra_fields])
    record_shift(clock, old_due, ShiftCause.RESUMED, now)


def _end(clock: Clock, state: ClockState, now: datetime, *, extra_fields: Sequence[str] = ()) -> None:
    """Close the open span and put the clock into a final state, its breach noted."""
    record_breach(clock, now)
    close_span(clock, now)
    clock.state, clock.stopped_at = state, now
    clock.sweep_error, clock.sweep_retry_at = "", None
    clock.save(update_fields=[*DEADLINE_FIELDS, "stopped_at", "sweep_error", "sweep_retry_at", *extra_fields])
