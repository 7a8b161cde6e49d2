"""When is it due? Pure deadline arithmetic over the working calendar; knows no database.

The law of it is workflows.md 3.4, ruling 1 (民法典 arts. 201 to 203), checked by hand in clock-cases.md:

* the day of the start does not count; a limit of N days ends at close of business of the Nth day that
  counts (a day of the department's office hours, or 24:00 where the rule says so);
* a later day counts unless the clock was paused at its close of business or at the close of the
  calendar day before, so that a night with the customer costs us neither the day it left nor the day
  it came back, and a pause within one day stops nothing (UNCONFIRMED; parameters of the rule);
* a paused clock has no deadline;
* hours and minutes count through; working hours count inside office hours;
* a limit in calendar days or months that ends on a day that is not worked moves to the next working
  day only where the customer must act.

A pause is half-open: it holds from its start up to, but not with, its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from crm.clocks.enums import DayEnd, LimitUnit
from crm.workdays.arithmetic import (
    ONE_DAY,
    WorkCalendar,
    add_months,
    days_after,
    local_date,
    midnight,
)

ONE_MINUTE = timedelta(minutes=1)
DAY_UNITS = frozenset({LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says about counting.

    `limit` and `warning_lead` are in `unit` (a lead of a limit in months is in calendar days);
    a lead of None warns never; `last_warning_lead` warns once more, nearer to the end. `until` is the day of the
    end where a day was agreed instead of counted; pauses do not move it. The three `counts_...` are the boundary
    days, UNCONFIRMED.
    """

    limit: int
    unit: LimitUnit
    warning_lead: int | None = None
    ends: DayEnd = DayEnd.CLOSE_OF_BUSINESS
    counts_start_day: bool = False
    counts_day_left: bool = False
    counts_day_returned: bool = False
    customer_must_act: bool = False
    warns_at_any_hour: bool = False
    last_warning_lead: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a limit below one or a negative lead."""
        if self.limit < 1 or (self.warning_lead or 0) < 0 or (self.last_warning_lead or 0) < 0:
            raise ValueError("a limit is at least one, a warning lead at least zero")

    def day_end(self, day: date, calendar: WorkCalendar) -> datetime:
        """The instant at which `day` ends for this rule."""
        if self.ends == DayEnd.END_OF_DAY:
            return midnight(day + ONE_DAY)
        if self.ends == DayEnd.START_OF_DAY:
            return midnight(day)
        return calendar.close(day)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which somebody else holds the ball; `end` None: not yet back."""

    start: datetime
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the clock stood still at `moment`."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One clock's life: start, pauses (ascending, apart from one another), stop."""

    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and not (self.pauses and self.pauses[-1].end is None)

    @property
    def running_since(self) -> datetime:
        """The start, or the end of the last pause that has ended."""
        ends = [pause.end for pause in self.pauses if pause.end is not None]
        return max([self.started_at, *ends])

    def was_paused(self, moment: datetime) -> bool:
        """Whether the clock stood still at `moment`."""
        return any(pause.holds_at(moment) for pause in self.pauses)

    def counts(self, day: date, terms: Terms, calendar: WorkCalendar) -> bool:
        """Whether `day` is used up by this clock; says nothing about whether the day is worked."""
        first = local_date(self.started_at)
        if day < first or (day == first and not terms.counts_start_day):
            return False
        if self.stopped_at is not None and day > local_date(self.stopped_at):
            return False
        if not self.pauses:
            return True
        away_at_dawn = self.was_paused(midnight(day))
        away_at_close = self.was_paused(terms.day_end(day, calendar))
        if away_at_dawn and away_at_close:
            return False
        if away_at_dawn:
            return terms.counts_day_returned
        return not away_at_close or terms.counts_day_left

    def stretches(self) -> Iterator[tuple[datetime, datetime | None]]:
        """When the clock ran, in order; an end of None: it still runs."""
        since: datetime | None = self.started_at
        for pause in self.pauses:
            if since is not None and since < pause.start:
                yield since, pause.start
            since = pause.end
        if since is not None and (self.stopped_at is None or since < self.stopped_at):
            yield since, self.stopped_at


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a running clock is due, when to warn (once more `warn_again_at`), whether an unpublished day counted."""

    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    warn_again_at: datetime | None = None


def deadline(terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar) -> Deadline | None:
    """The deadline of a clock (one timeline) or of a total (those of its parts); None while none runs.

    A total of N days is used up by every day that counts for at least one part: segments follow one
    another, and where two overlap the day is ours once, not twice.
    """
    running = [timeline for timeline in timelines if timeline.is_running]
    if not running:
        return None
    if terms.unit in DAY_UNITS:
        due_at, provisional = _due_by_days(terms, timelines, calendar)
    else:
        due_at = _due_by_time(terms, terms.limit, timelines, calendar)
        in_office = terms.unit == LimitUnit.WORKING_HOURS
        provisional = in_office and not calendar.is_published(local_date(due_at))
    since = min(timeline.running_since for timeline in running)
    first = _warn_at(terms, terms.warning_lead, due_at, since, timelines, calendar)
    if terms.last_warning_lead is None or terms.warning_lead is None:
        return Deadline(due_at, first, provisional)
    last = _warn_at(terms, terms.last_warning_lead, due_at, since, timelines, calendar)
    if first is None or _warning_wanted_at(terms, terms.warning_lead, due_at, timelines, calendar) < since:
        return Deadline(due_at, last, provisional)
    return Deadline(due_at, first, provisional, last if last != first else None)


def days_used(terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar, now: datetime) -> int:
    """How many days of the limit are used at `now`, today included where it would count.

    In working days for a limit in working days, otherwise in calendar days.
    """
    until = local_date(now)
    if len(timelines) == 1:
        passed = _days_passed(terms, timelines[0], calendar, until)
        is_whole = not timelines[0].pauses
        return passed if is_whole else passed - sum(1 for _ in days_lost(terms, timelines[0], calendar, until))
    used = 0
    for day in _eligible_days(terms, timelines, calendar):
        if day > until:
            break
        used += any(timeline.counts(day, terms, calendar) for timeline in timelines)
    return used


def days_lost(terms: Terms, timeline: Timeline, calendar: WorkCalendar, until: date) -> Iterator[date]:
    """The days up to `until` that would count and that pauses took from a clock, in order.

    Only days that a pause touches are asked: from the one whose close may be its start to that of its end.
    """
    asked, last = _first_day(terms, timeline), _last_day(timeline, until)
    for pause in timeline.pauses:
        day = max(asked, local_date(pause.start) - ONE_DAY)
        end = min(last, local_date(pause.end)) if pause.end else last
        while day <= end:
            is_eligible = terms.unit != LimitUnit.WORKING_DAYS or calendar.is_working(day)
            if is_eligible and not timeline.counts(day, terms, calendar):
                yield day
            day += ONE_DAY
        asked = max(asked, day)


def _days_passed(terms: Terms, timeline: Timeline, calendar: WorkCalendar, until: date) -> int:
    """How many days up to `until` would count if the clock had never stood still; none need be asked."""
    before, last = _first_day(terms, timeline) - ONE_DAY, _last_day(timeline, until)
    if terms.unit == LimitUnit.WORKING_DAYS:
        return calendar.working_days_between(before, last)
    return max((last - before).days, 0)


def _first_day(terms: Terms, timeline: Timeline) -> date:
    first = local_date(timeline.started_at)
    return first if terms.counts_start_day else first + ONE_DAY


def _last_day(timeline: Timeline, until: date) -> date:
    return min(until, local_date(timeline.stopped_at)) if timeline.stopped_at else until


def time_used(terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar, now: datetime) -> timedelta:
    """How much of a limit in hours, minutes or working hours is used at `now`."""
    total = timedelta()
    for start, end in _counted_stretches(terms, timelines, calendar):
        if start >= now:
            break
        total += (now if end is None else min(end, now)) - start
    return total


@dataclass(frozen=True, slots=True)
class Usage:
    """How a clock stands, in days (limits in days or months) or in minutes (all others).

    `remaining` days are those that still count after today: 0 means today is the last.
    `overdue` is 0, or counts the late days or minutes begun: late at all is late by one.
    """

    in_days: bool
    used: int
    limit: int
    remaining: int
    overdue: int


def used(
    terms: Terms,
    timelines: Sequence[Timeline],
    calendar: WorkCalendar,
    now: datetime,
    due_at: datetime | None,
) -> Usage:
    """How much of the limit is used at `now`, what remains, and by how much it is overdue.

    `due_at` is the stored deadline (None while paused: then nothing is overdue).
    """
    late = due_at is not None and now > due_at
    if terms.unit in DAY_UNITS:
        spent, limit = days_used(terms, timelines, calendar, now), _limit_in_days(terms, timelines)
        overdue = _days_late(terms, calendar, due_at, now) if late and due_at else 0
    else:
        spent = _minutes(time_used(terms, timelines, calendar, now))
        limit = _minutes(_limit_in_time(terms, terms.limit))
        overdue = max(1, _minutes(now - due_at)) if late and due_at else 0
    remaining = 0 if overdue else max(0, limit - spent)
    return Usage(terms.unit in DAY_UNITS, spent, limit, remaining, overdue)


def _minutes(span: timedelta) -> int:
    return span // ONE_MINUTE


def _days_late(terms: Terms, calendar: WorkCalendar, due_at: datetime, now: datetime) -> int:
    # A deadline of 24:00 lies on the next day's midnight; its day is the one before.
    due_day = local_date(due_at - timedelta(microseconds=1))
    today = local_date(now)
    if terms.unit == LimitUnit.WORKING_DAYS:
        return max(1, calendar.working_days_between(due_day, today))
    return max(1, (today - due_day).days)


def _limit_in_days(terms: Terms, timelines: Sequence[Timeline]) -> int:
    if terms.unit != LimitUnit.MONTHS and terms.until is None:
        return terms.limit
    start = min(local_date(timeline.started_at) for timeline in timelines)
    if terms.until is not None:
        return max((terms.until - start).days, 1)
    return (add_months(start, terms.limit) - start).days


def _eligible_days(terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar) -> Iterator[date]:
    """Days that the unit counts, from the first day that any timeline could use up."""
    if not timelines:  # a total whose first part has not begun
        return iter(())
    first = min(local_date(timeline.started_at) for timeline in timelines)
    before = first - ONE_DAY if terms.counts_start_day else first
    if terms.unit == LimitUnit.WORKING_DAYS:
        return calendar.working_days_after(before)
    return days_after(before)


def _due_by_days(terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar) -> tuple[datetime, bool]:
    if terms.until is not None:
        return terms.day_end(terms.until, calendar), False
    left = _limit_in_days(terms, timelines)
    for day in _eligible_days(terms, timelines, calendar):
        left -= any(timeline.counts(day, terms, calendar) for timeline in timelines)
        if left == 0:
            break
    if terms.unit == LimitUnit.WORKING_DAYS:
        return terms.day_end(day, calendar), not calendar.is_published(day)
    provisional = terms.customer_must_act and not calendar.is_published(day)
    if terms.customer_must_act:
        day = calendar.working_day_on_or_after(day)
    return terms.day_end(day, calendar), provisional


def _limit_in_time(terms: Terms, amount: int) -> timedelta:
    if terms.unit == LimitUnit.MINUTES:
        return timedelta(minutes=amount)
    return timedelta(hours=amount)


def _due_by_time(terms: Terms, amount: int, timelines: Sequence[Timeline], calendar: WorkCalendar) -> datetime:
    """The instant at which `amount` hours, minutes or working hours have run."""
    left = _limit_in_time(terms, amount)
    for start, end in _counted_stretches(terms, timelines, calendar):
        if end is None or end - start >= left:
            return start + left
        left -= end - start
    raise AssertionError("a running timeline has an open stretch")


def _counted_stretches(
    terms: Terms, timelines: Sequence[Timeline], calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime | None]]:
    stretches = _merged(chain.from_iterable(timeline.stretches() for timeline in timelines))
    if terms.unit != LimitUnit.WORKING_HOURS:
        return stretches
    return _inside_office_hours(stretches, calendar)


def _inside_office_hours(
    stretches: Iterable[tuple[datetime, datetime | None]], calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime | None]]:
    for start, end in stretches:
        for window in calendar.windows_from(start):
            if end is not None and window.start >= end:
                break
            yield window.start, window.end if end is None else min(window.end, end)


def _merged(
    stretches: Iterable[tuple[datetime, datetime | None]],
) -> Iterator[tuple[datetime, datetime | None]]:
    """The union of stretches, in order."""
    held: tuple[datetime, datetime | None] | None = None
    for start, end in sorted(stretches, key=lambda stretch: stretch[0]):
        if held is None:
            held = start, end
        elif held[1] is not None and start > held[1]:
            yield held
            held = start, end
        elif held[1] is not None and (end is None or end > held[1]):
            held = held[0], end
    if held is not None:
        yield held


def _warn_at(
    terms: Terms,
    lead: int | None,
    due_at: datetime,
    since: datetime,
    timelines: Sequence[Timeline],
    calendar: WorkCalendar,
) -> datetime | None:
    """When to warn, `lead` ahead: in office hours, before the deadline, not before the ball was (again) with us.

    A warning that would fall outside office hours comes forward to the opening of the office time
    before it; where that lies before `since` it waits for the first office time after `since`.
    None where no office time is left before the deadline, unless the rule warns at any hour.
    """
    if lead is None:
        return None
    wanted = _warning_wanted_at(terms, lead, due_at, timelines, calendar)
    if terms.warns_at_any_hour:
        warn_at = max(wanted, since)
    else:
        warn_at = wanted if calendar.is_open(wanted) else calendar.window_before(wanted).start
        if warn_at < since:
            warn_at = next(calendar.windows_from(since)).start
    return warn_at if warn_at < due_at else None


def _warning_wanted_at(
    terms: Terms,
    lead: int,
    due_at: datetime,
    timelines: Sequence[Timeline],
    calendar: WorkCalendar,
) -> datetime:
    """The instant `lead` before the deadline; for days the opening of that day's business."""
    if terms.unit not in DAY_UNITS:
        return _due_by_time(terms, max(0, terms.limit - lead), timelines, calendar)
    due_day = local_date(due_at - timedelta(microseconds=1))
    if terms.ends == DayEnd.START_OF_DAY:
        due_day = local_date(due_at)
    if terms.unit == LimitUnit.WORKING_DAYS:
        return calendar.opening(calendar.working_day_before(due_day, lead))
    return calendar.opening(due_day - timedelta(days=lead))
