"""Clocks on the workbench: taken down and locked at once, moved in memory, put back in few statements.

Their number does not depend on how many clocks a transition touches. All of it happens at one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models.expressions import RawSQL

from crm.audit.operation import Actor, add_later, change_later, write_now
from crm.clocks.arithmetic import Deadline, deadline
from crm.clocks.enums import ClockState, Holder, PauseReason, ShiftCause, SpanKind
from crm.clocks.errors import ClockEnded, ClockGoesBack, ClockKeyTaken, PauseNotAllowed
from crm.clocks.ledger import timeline_of
from crm.clocks.models import Breach, Clock, ClockPart, ClockShift, ClockSpan
from crm.clocks.models.clock import FINAL_STATES
from crm.clocks.operations.settle import DEADLINE_FIELDS, adopt, adopt_anew, record_breach, record_breaches
from crm.clocks.orders import Agree, Cancel, Continue, Follow, HandOver, Order, Pause, Resume, Start, Stop
from crm.reading import read_together
from crm.workdays.calendar import HOLDING, Calendars, calendars_of
from crm.workdays.models import CalendarVersion

# Who holds the ball for each reason, where the caller does not say otherwise (workflows.md 2, W-states).
HOLDER_OF: dict[str, Holder] = {
    PauseReason.DESIGN: Holder.DESIGN_FIRM,
    PauseReason.CONSTRUCTION: Holder.CONTRACTOR,
    PauseReason.PERMIT: Holder.PERMIT,
    PauseReason.FORCE_MAJEURE: Holder.THIRD_PARTY,
}
# Two people send at once, and the one who came first gets the clocks last: his moment lies a little before hers.
LONGEST_WAIT = timedelta(seconds=30)
WRITTEN = [*DEADLINE_FIELDS, "rule", "until", "stopped_at", "sweep_error", "sweep_retry_at", "successor"]


# No key is found, and so no clock locked, before the calendar is held.
_NAMED = f"""
WITH held AS MATERIALIZED ({HOLDING})
SELECT c.id FROM held, crm_clocks_clock c WHERE c.key = ANY(%s)
UNION
SELECT p.total_id
FROM held, crm_clocks_clockpart p JOIN crm_clocks_clock c ON c.id = p.part_id WHERE c.key = ANY(%s)
"""  # noqa: S608 a constant


class Bench:
    """The clocks that `orders` name, with the totals that they use up, at the moment `now`."""

    def __init__(self, orders: Sequence[Order], *, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        starts = [order for order in orders if isinstance(order, Start)]
        # Two who start a clock at once: the second waits here for the first, inserts nothing, finds the first's.
        Clock.objects.bulk_create([_fresh(order, now) for order in starts], ignore_conflicts=True)
        keys = {order.key for order in orders}
        keys |= {key for order in starts for key in (*order.parts, *order.part_of)}
        self.clocks = {clock.pk: clock for clock in _lock(keys)}
        self.by_key = {clock.key: clock for clock in self.clocks.values()}
        self.parts: dict[int, list[Clock]] = defaultdict(list)
        self.spans: dict[int, list[ClockSpan]] = defaultdict(list)
        self._read_what_they_have()
        self.now = self._after_others()
        self.untouched_totals: set[int] = set()
        self.following: dict[int, Holder] = {}
        self.changed: dict[int, Clock] = {}
        self.closed: list[ClockSpan] = []
        self.opened: list[ClockSpan] = []
        self.shifts: list[ClockShift] = []
        self.links: list[ClockPart] = []

    def _after_others(self) -> datetime:
        """Our moment; for somebody who waited here for another's change of the same clocks, the moment of that."""
        spans = [span for clock in self.clocks.values() for span in self.spans[clock.pk]]
        latest = max((span.ended_at or span.started_at for span in spans), default=self.now)
        return latest if self.now < latest <= self.now + LONGEST_WAIT else self.now

    def carry_out(self, orders: Sequence[Order]) -> None:
        """Do what is ordered, one after another; then let the totals follow their parts, and write it all."""
        self._note_what_was_missed({order.key for order in orders})
        begun = [order for order in orders if isinstance(order, Start) and self._is_fresh(order)]
        for start in begun:
            self._link(start)
        for order in orders:
            if not isinstance(order, Start):
                self._move(order)
            elif order in begun:
                self._begin(self.by_key[order.key])
        self._settle()
        self._put_back()

    def _note_what_was_missed(self, keys: set[str]) -> None:
        """Breaches of the clocks that will move and of the totals that follow, at once, before anything does."""
        moving = [one for one in self.clocks.values() if one.key in keys or one.rule.is_total]
        late = record_breaches([one for one in moving if not one.is_final], self.now, self.breaches)
        self.changed |= {one.pk: one for one in late}

    def _move(self, order: Order) -> None:
        clock = self.by_key[order.key]
        match order:
            case Pause():
                self._pause(clock, order)
            case Resume():
                self._resume(clock, order)
            case Stop():
                self._stop(clock)
            case Continue():
                self._continue(clock)
            case Agree():
                self._agree(clock, order)
            case Follow():
                self._follow(clock, order)
            case Cancel():
                self._cancel(clock)
            case HandOver():
                self._hand_over(clock, order)

    def _is_fresh(self, order: Start) -> bool:
        clock = self.by_key[order.key]
        if clock.rule_id != order.rule.pk:
            raise ClockKeyTaken(details={"key": order.key})
        return not self.spans[clock.pk]

    def _link(self, order: Start) -> None:
        clock = self.by_key[order.key]
        pairs = [(clock, self.by_key[key]) for key in order.parts]
        pairs += [(self.by_key[key], clock) for key in order.part_of]
        for total, part in pairs:
            if part not in self.parts[total.pk]:
                self.parts[total.pk].append(part)
                self.links.append(ClockPart(total=total, part=part))

    def _begin(self, clock: Clock) -> None:
        """The first span and the first deadline; a total waits for what its parts do in this batch."""
        if clock.rule.is_total:
            self.untouched_totals.add(clock.pk)
            self.following.setdefault(clock.pk, Holder.CUSTOMER)
            return
        self._open(clock, SpanKind.RUNNING, clock.started_at)
        adopt(clock, self._deadline(clock))
        clock.state = ClockState.RUNNING
        self._touch(clock, Holder.UTILITY)

    def _pause(self, clock: Clock, order: Pause) -> None:
        if clock.rule.is_total:
            return
        _refuse_final(clock)
        reasons = order.reason.split("+")
        if not set(reasons) <= set(clock.rule.pause_reasons):
            raise PauseNotAllowed(details={"key": clock.key, "reason": order.reason})
        holder = order.holder or HOLDER_OF.get(reasons[0], Holder.CUSTOMER)
        span = self._open_span(clock)
        if span.kind == SpanKind.PAUSED and (span.reason, span.holder) == (order.reason, holder):
            return
        record_breach(clock, self.now)
        old_due = clock.due_at
        self._close(clock)
        self._open(
            clock,
            SpanKind.PAUSED,
            self.now,
            holder=holder,
            reason=order.reason,
            note=order.note,
            document=order.document,
        )
        clock.state = ClockState.PAUSED
        adopt(clock, None)
        self._shift(clock, old_due, ShiftCause.PAUSED)
        self._touch(clock, holder)

    def _resume(self, clock: Clock, order: Resume) -> None:
        if clock.rule.is_total:
            return
        _refuse_final(clock)
        if self._open_span(clock).kind == SpanKind.RUNNING:
            return
        self._run_on(clock, self._due_before_pause(clock), note=order.note, document=order.document)
        self._touch(clock, Holder.UTILITY)

    def _stop(self, clock: Clock) -> None:
        if clock.state == ClockState.STOPPED:
            return
        _refuse_final(clock)
        self._open_span(clock)
        if clock.state == ClockState.PAUSED and not clock.rule.is_total:
            self._run_on(clock, self._due_before_pause(clock))
        self._end(clock, ClockState.STOPPED)

    def _continue(self, clock: Clock) -> None:
        if clock.state in (ClockState.RUNNING, ClockState.PAUSED):
            return
        if clock.state != ClockState.STOPPED or clock.stopped_at is None:
            raise ClockEnded(details={"key": clock.key})
        stopped_at, clock.stopped_at = clock.stopped_at, None
        if self.now < stopped_at:
            raise ClockGoesBack(details={"key": clock.key})
        clock.state = ClockState.PAUSED
        self._open(clock, SpanKind.PAUSED, stopped_at, reason=PauseReason.STOPPED)
        self._run_on(clock, clock.due_at)
        self._touch(clock, Holder.UTILITY)

    def _agree(self, clock: Clock, order: Agree) -> None:
        _refuse_final(clock)
        if clock.until != order.until:
            record_breach(clock, self.now)
            clock.until = order.until
            self._reckon_anew(clock)

    def _follow(self, clock: Clock, order: Follow) -> None:
        _refuse_final(clock)
        if clock.rule_id != order.rule.pk:
            record_breach(clock, self.now)
            clock.rule = order.rule
            self._reckon_anew(clock)

    def _reckon_anew(self, clock: Clock) -> None:
        """Another limit or last day holds; the deadline of a clock that stands still follows when it runs on."""
        if clock.state == ClockState.RUNNING:
            old_due = clock.due_at
            adopt(clock, self._deadline(clock))
            self._shift(clock, old_due, ShiftCause.AGREED)
        self._touch(clock, Holder.UTILITY)

    def _cancel(self, clock: Clock) -> None:
        if clock.is_final:
            return
        self._open_span(clock)
        self._end(clock, ClockState.CANCELLED)

    def _hand_over(self, clock: Clock, order: HandOver) -> None:
        if clock.successor_id is not None:
            return
        _refuse_final(clock)
        self._open_span(clock)
        record_breach(clock, self.now)
        heir = Clock.objects.create(
            key=order.to,
            rule=clock.rule,
            department=clock.department,
            owner_kind=order.owner_kind,
            account_id=order.account_id if order.account_id is not None else clock.account_id,
            started_at=clock.started_at,
            until=clock.until,
            **{name: getattr(clock, name) for name in DEADLINE_FIELDS},
        )
        names = [field.attname for field in ClockSpan._meta.concrete_fields if field.name not in ("id", "clock")]
        for span in self.spans[clock.pk]:
            self.opened.append(ClockSpan(clock=heir, **{name: getattr(span, name) for name in names}))
        clock.successor = heir
        self._end(clock, ClockState.HANDED_OVER)

    def _run_on(self, clock: Clock, old_due: datetime | None, *, note: str = "", document: str = "") -> None:
        """Close the pause, run, compute the deadline anew and note how it moved from `old_due`."""
        self._close(clock)
        self._open(clock, SpanKind.RUNNING, self.now, note=note, document=document)
        adopt_anew(clock, self._deadline(clock), self.now)
        clock.state = ClockState.RUNNING
        self._shift(clock, old_due, ShiftCause.RESUMED)

    def _end(self, clock: Clock, state: ClockState) -> None:
        """Close the open span and put the clock into a final state, its breach noted."""
        record_breach(clock, self.now)
        self._close(clock)
        clock.state, clock.stopped_at = state, self.now
        clock.sweep_error, clock.sweep_retry_at = "", None
        self._touch(clock, Holder.CUSTOMER)

    def _settle(self) -> None:
        """Let totals follow their parts: they run while a part runs, and stand still with its holder otherwise."""
        for pk, holder in self.following.items():
            total = self.clocks[pk]
            if total.is_final:
                continue
            is_new = pk in self.untouched_totals
            record_breach(total, self.now)
            old_due, was_running = total.due_at, total.state == ClockState.RUNNING
            found = self._deadline(total)
            adopt_anew(total, found, self.now)
            total.state = ClockState.RUNNING if found else ClockState.PAUSED
            self.changed[pk] = total
            if is_new or was_running != (found is not None):
                self._close(total)
                since = total.started_at if is_new else self.now
                if found is not None:
                    self._open(total, SpanKind.RUNNING, since)
                else:
                    self._open(total, SpanKind.PAUSED, since, holder=holder, reason=PauseReason.NO_PART_RUNS)
            if not is_new:
                self._shift(total, old_due, ShiftCause.MEMBER)

    def _put_back(self) -> None:
        """Write what was moved; the spans that end make room before the new ones come."""
        for span in self.closed:
            change_later(span, ["ended_at"])
        for pk in sorted(self.changed):
            change_later(self.changed[pk], WRITTEN)
        add_later([*self.links, *self.opened, *self.shifts])
        write_now()  # the due days of tasks follow their clocks, which have to be there

    def _touch(self, clock: Clock, holder: Holder) -> None:
        """The clock has changed, and its totals will have to follow."""
        self.changed[clock.pk] = clock
        for pk, parts in self.parts.items():
            if any(part.pk == clock.pk for part in parts):
                self.following[pk] = holder

    def _open(
        self,
        clock: Clock,
        kind: SpanKind,
        since: datetime,
        *,
        holder: Holder = Holder.UTILITY,
        reason: str = "",
        note: str = "",
        document: str = "",
    ) -> None:
        span = ClockSpan(
            clock=clock,
            kind=kind,
            started_at=since,
            holder=holder,
            reason=reason,
            note=note,
            document=document,
            actor_id=self.actor.pk,
        )
        self.opened.append(span)
        self.spans[clock.pk].append(span)

    def _close(self, clock: Clock) -> None:
        """End the open span, if there is one."""
        span = next((one for one in self.spans[clock.pk] if one.ended_at is None), None)
        if span is None:
            return
        span.ended_at = self.now
        if span.pk is not None:
            self.closed.append(span)

    def _open_span(self, clock: Clock) -> ClockSpan:
        span = next(one for one in self.spans[clock.pk] if one.ended_at is None)
        if self.now < span.started_at:
            raise ClockGoesBack(details={"key": clock.key})
        return span

    def _shift(self, clock: Clock, old_due: datetime | None, cause: ShiftCause) -> None:
        """Note that the deadline moved, if it did."""
        if old_due != clock.due_at:
            self.shifts.append(
                ClockShift(clock=clock, old_due=old_due, new_due=clock.due_at, cause=cause, at=self.now)
            )

    def _due_before_pause(self, clock: Clock) -> datetime | None:
        """The deadline that the clock had when it was paused, of this batch or before."""
        for shift in reversed(self.shifts):
            if shift.clock_id == clock.pk and shift.cause == ShiftCause.PAUSED and shift.old_due:
                return shift.old_due
        return self._due_before.get(clock.pk)

    def _deadline(self, clock: Clock) -> Deadline | None:
        """The truth about one clock, from its spans (those of its parts) and the calendar in force."""
        measured = self.parts[clock.pk] if clock.rule.is_total else [clock]
        lines = [timeline_of(one, self.spans[one.pk]) for one in measured]
        return deadline(clock.terms(), lines, self.calendars.of(clock.department_id))

    def _read_what_they_have(self) -> None:
        """Parts, spans, standing breaches, deadlines before their pauses, and the version of the calendar, which is
        held (see `hold_calendar`); one query."""
        clocks = self.clocks.values()
        links = ClockPart.objects.filter(total__in=[one.pk for one in clocks if one.rule.is_total])
        of_parts = links.order_by().values("part_id")
        late = [one.pk for one in clocks if one.due_at is not None and one.due_at < self.now]
        paused = [one.pk for one in clocks if one.state == ClockState.PAUSED]
        shifts = ClockShift.objects.filter(clock__in=paused, cause=ShiftCause.PAUSED, old_due__isnull=False)
        found = read_together(
            Clock.objects.filter(pk__in=of_parts),
            links.order_by("part_id"),
            ClockSpan.objects.filter(clock__in=list(self.clocks)),
            ClockSpan.objects.filter(clock__in=of_parts),  # by itself: an OR would read all spans of all clocks
            Breach.objects.filter(clock__in=late, struck_out_at=None),
            shifts.order_by("at", "id"),
            CalendarVersion.objects.order_by("pk")[:1],
        )
        parts, linked, own, of_others, breaches, shifted, versions = found
        known = {one.pk: one for one in parts} | self.clocks
        for link in linked:
            self.parts[link.total_id].append(known[link.part_id])
        spans = {span.pk: span for span in (*own, *of_others)}
        for span in sorted(spans.values(), key=lambda one: (one.started_at, one.pk)):
            self.spans[span.clock_id].append(span)
        self.breaches: list[Breach] = breaches
        self._due_before: dict[int, datetime] = {shift.clock_id: shift.old_due for shift in shifted}
        self.calendars: Calendars = calendars_of(next((one.token for one in versions), None))


def _fresh(order: Start, now: datetime) -> Clock:
    return Clock(
        key=order.key,
        rule=order.rule,
        department=order.department,
        owner_kind=order.owner_kind,
        account_id=order.account_id,
        state=ClockState.PAUSED,
        started_at=order.started_at or now,
        until=order.until,
    )


def _lock(keys: Iterable[str]) -> list[Clock]:
    """The clocks of these keys and the totals that they use up, fresh and locked, in the order of their ids; the
    calendar is held from now on (`hold_calendar`)."""
    named = sorted(keys)
    rows = Clock.objects.select_for_update(of=("self",)).select_related("rule")
    return list(rows.filter(pk__in=RawSQL(_NAMED, [named, named])).order_by("pk"))  # noqa: S611


def _refuse_final(clock: Clock) -> None:
    if clock.state in FINAL_STATES:
        raise ClockEnded(details={"key": clock.key, "state": clock.state})
