"""The arithmetic equals the slow oracle for every start, pause and calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.clocks.arithmetic import Pause, Terms, Timeline, days_lost, days_used, deadline
from crm.clocks.branches import Branch, common_waits
from crm.clocks.enums import DayEnd, LimitUnit
from crm.workdays.arithmetic import CHINA, WorkCalendar, add_months
from tests.crm.clocks import oracle

BASE = datetime(2026, 1, 1)  # noqa: DTZ001
MINUTES = st.integers(0, 60 * 24 * 60)
# Instants that fall on a boundary now and then: opening, lunch, close, midnight.
EDGES = st.builds(
    lambda day, minute: day * 24 * 60 + minute, st.integers(0, 60), st.sampled_from([0, 510, 720, 810, 1050])
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[datetime, list[tuple[datetime, datetime | None]]]:
    """A start and pauses after it, apart from one another; the last one may be open."""
    moments = sorted(set(draw(st.lists(MINUTES | EDGES, min_size=1, max_size=9))))
    start, *rest = [BASE + timedelta(minutes=minute) for minute in moments]
    pauses: list[tuple[datetime, datetime | None]] = list(zip(rest[::2], rest[1::2], strict=False))
    if len(rest) % 2 and draw(st.booleans()):
        pauses.append((rest[-1], None))
    return start, pauses


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Any calendar: some days published either way, in no order known to man; the rest provisional."""
    flipped = draw(st.dictionaries(st.integers(0, 120), st.booleans(), max_size=40))
    return WorkCalendar({BASE.date() + timedelta(days=day): worked for day, worked in flipped.items()})


def local(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=CHINA) if moment else None


def as_timeline(start: datetime, pauses: list[tuple[datetime, datetime | None]]) -> Timeline:
    parsed = tuple(Pause(left.replace(tzinfo=CHINA), local(back)) for left, back in pauses)
    return Timeline(start.replace(tzinfo=CHINA), parsed)


def worked_in(calendar: WorkCalendar):
    """The oracle's own reading of published and provisional days."""
    fixed = ["0101", "0501", "0502", "1001", "1002", "1003"]

    def worked(day: date) -> bool:
        if day in calendar.days:
            return calendar.days[day]
        return day.strftime("%a") not in ("Sat", "Sun") and day.strftime("%m%d") not in fixed

    return worked


@pytest.mark.parametrize("unit", [LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS])
@settings(max_examples=150, deadline=None)
@given(life=lives(), calendar=calendars(), limit=st.integers(1, 45), look=st.integers(0, 90))
def test_days_equal_the_oracle(unit: LimitUnit, life, calendar: WorkCalendar, limit: int, look: int) -> None:
    start, pauses = life
    tape = oracle.Tape(start, pauses, worked_in(calendar))
    needs_work = unit == LimitUnit.WORKING_DAYS
    line, terms = as_timeline(start, pauses), Terms(limit, unit)
    found = deadline(terms, [line], calendar)
    assert (found and found.due_at) == local(oracle.due_after_days(tape, limit, needs_work))
    now = start + timedelta(days=look)
    expected = oracle.days_counted(tape, now.date(), needs_work)
    assert days_used(terms, [line], calendar, now.replace(tzinfo=CHINA)) == expected


@settings(max_examples=150, deadline=None)
@given(
    life=lives(),
    calendar=calendars(),
    unit=st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS]),
    ends=st.sampled_from(DayEnd),
    boundaries=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    look=st.integers(0, 90),
)
def test_a_day_is_either_used_or_lost(life, calendar, unit, ends, boundaries, look: int) -> None:
    """Whatever the boundary days of a rule: the days that pauses touch are all that need be asked."""
    terms, line = Terms(10, unit, None, ends, *boundaries), as_timeline(*life)
    first, until = line.started_at.date(), line.started_at.date() + timedelta(days=look)
    passed = [first + timedelta(days=step) for step in range(0 if boundaries[0] else 1, look + 1)]
    eligible = [day for day in passed if unit == LimitUnit.CALENDAR_DAYS or calendar.is_working(day)]
    lost = [day for day in eligible if not line.counts(day, terms, calendar)]
    assert list(days_lost(terms, line, calendar, until)) == lost
    now = line.started_at + timedelta(days=look)
    assert days_used(terms, [line], calendar, now) == len(eligible) - len(lost)


@pytest.mark.parametrize("unit", [LimitUnit.MINUTES, LimitUnit.HOURS, LimitUnit.WORKING_HOURS])
@settings(max_examples=80, deadline=None)
@given(life=lives(), calendar=calendars(), limit=st.integers(1, 80))
def test_hours_and_minutes_equal_the_oracle(unit: LimitUnit, life, calendar: WorkCalendar, limit: int) -> None:
    start, pauses = life
    tape = oracle.Tape(start, pauses, worked_in(calendar))
    minutes = limit if unit == LimitUnit.MINUTES else limit * 60
    found = deadline(Terms(limit, unit), [as_timeline(start, pauses)], calendar)
    expected = oracle.due_after_minutes(tape, minutes, unit == LimitUnit.WORKING_HOURS)
    assert (found and found.due_at) == local(expected)


@settings(max_examples=200, deadline=None)
@given(
    life=lives(),
    calendar=calendars(),
    limit=st.integers(1, 40),
    lead=st.integers(0, 40),
    unit=st.sampled_from(LimitUnit),
)
def test_a_warning_is_in_office_hours_before_the_deadline_and_after_the_return(
    life, calendar: WorkCalendar, limit: int, lead: int, unit: LimitUnit
) -> None:
    line = as_timeline(*life)
    found = deadline(Terms(limit, unit, lead), [line], calendar)
    if found is None or found.warn_at is None:
        return
    assert line.running_since <= found.warn_at < found.due_at
    assert calendar.is_open(found.warn_at)


@settings(max_examples=100, deadline=None)
@given(life=lives(), calendar=calendars(), limit=st.integers(1, 30), cut=st.integers(1, 59))
def test_a_pause_within_one_day_never_moves_a_deadline_in_days(life, calendar, limit: int, cut: int) -> None:
    start, _ = life
    day = start.replace(hour=0, minute=0) + timedelta(days=cut)
    within = [(day.replace(hour=9), day.replace(hour=17))]
    terms = Terms(limit, LimitUnit.WORKING_DAYS)
    without = deadline(terms, [as_timeline(start, [])], calendar)
    assert deadline(terms, [as_timeline(start, within)], calendar) == without


@settings(max_examples=100, deadline=None)
@given(life=lives(), calendar=calendars(), limit=st.integers(1, 30))
def test_splitting_a_clock_into_segments_uses_the_same_days(life, calendar: WorkCalendar, limit: int) -> None:
    """A total over one part is that part: the sum rule and the plain rule never drift apart."""
    line, terms = as_timeline(*life), Terms(limit, LimitUnit.WORKING_DAYS)
    assert deadline(terms, [line, line], calendar) == deadline(terms, [line], calendar)


@settings(max_examples=100, deadline=None)
@given(lives=st.lists(lives(), min_size=1, max_size=4), probe=MINUTES)
def test_common_waits_hold_exactly_while_every_live_branch_waits(lives, probe: int) -> None:
    branches = [
        Branch(line.started_at, None, line.pauses)
        for line in (as_timeline(start, pauses) for start, pauses in lives)
    ]
    moment = (BASE + timedelta(minutes=probe)).replace(tzinfo=CHINA)
    live = [branch for branch in branches if branch.live_from <= moment]
    expected = bool(live) and all(branch.waits_at(moment) for branch in live)
    assert any(pause.holds_at(moment) for pause in common_waits(branches)) == expected


@given(day=st.dates(date(2020, 1, 1), date(2040, 12, 31)), months=st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    end = add_months(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
