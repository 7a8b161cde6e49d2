"""The classic bugs of SLA clocks, by name (pure part; test_operations and test_sweep hold those with rows)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from crm.clocks.arithmetic import Terms, deadline, time_used, used
from crm.clocks.enums import DayEnd, LimitUnit
from crm.workdays.arithmetic import DayHours, WorkCalendar
from tests.crm.clocks.values import CALENDAR, due, t, timeline, working_days

WORKING_HOURS = LimitUnit.WORKING_HOURS


def test_two_windows_in_a_day() -> None:
    """The lunch break is no working time: 4 hours from 10:00 end at 15:30, not at 14:00."""
    assert due(Terms(4, WORKING_HOURS), timeline("2026-03-02 10:00")).due_at == t("2026-03-02 15:30")
    assert due(Terms(2, WORKING_HOURS), timeline("2026-03-02 10:00")).due_at == t("2026-03-02 12:00")
    assert due(Terms(1, WORKING_HOURS), timeline("2026-03-02 12:30")).due_at == t("2026-03-02 14:30")


def test_start_outside_working_time() -> None:
    """A start in the evening, at night or on a free day begins to use office hours at the next opening."""
    for start in ("2026-03-06 19:00", "2026-03-07 11:00", "2026-03-09 03:00", "2026-03-09 08:30"):
        assert due(Terms(2, WORKING_HOURS), timeline(start)).due_at == t("2026-03-09 10:30"), start
    assert due(working_days(1), timeline("2026-03-06 23:59")).due_at == t("2026-03-09 17:30")


def test_midnight() -> None:
    """One minute around midnight decides which day is the start day; the zone is Shanghai, not UTC."""
    assert due(working_days(1), timeline("2026-03-03 23:59")).due_at == t("2026-03-04 17:30")
    assert due(working_days(1), timeline("2026-03-04 00:00")).due_at == t("2026-03-05 17:30")
    assert due(working_days(1), timeline("2026-03-04 07:59")).due_at == t("2026-03-05 17:30")
    # A pause that ends at the stroke of midnight was not there at the close of the day.
    back_at_midnight = timeline("2026-03-02 09:00", "2026-03-03 10:00 to 2026-03-04 00:00")
    assert due(working_days(2), back_at_midnight).due_at == t("2026-03-05 17:30")
    # A limit that runs to 24:00 ends at the first instant of the next day.
    to_midnight = working_days(1, ends=DayEnd.END_OF_DAY)
    assert due(to_midnight, timeline("2026-03-02 09:00")).due_at == t("2026-03-04 00:00")


def test_pause_over_a_holiday() -> None:
    """Spring Festival passes with the customer: only the days on either side are in question."""
    over = timeline("2026-02-11 09:00", "2026-02-13 16:00 to 2026-02-24 09:00")
    # 12 counts; 13 left before close; 14 to 23 away; 24 came back; 25, 26 count.
    assert due(working_days(3), over).due_at == t("2026-02-26 17:30")


def test_pause_twice_in_one_day_and_on_two_days() -> None:
    one_day = timeline(
        "2026-03-02 09:00", "2026-03-03 09:00 to 2026-03-03 10:00", "2026-03-03 14:00 to 2026-03-03 15:00"
    )
    assert due(working_days(2), one_day).due_at == t("2026-03-04 17:30")
    two_days = timeline(
        "2026-03-02 09:00", "2026-03-03 16:00 to 2026-03-04 09:00", "2026-03-05 16:00 to 2026-03-06 09:00"
    )
    assert due(working_days(2), two_days).due_at == t("2026-03-10 17:30")


def test_pause_longer_than_the_limit() -> None:
    away = timeline("2026-03-02 09:00", "2026-03-03 10:00 to 2026-06-01 10:00")
    assert due(working_days(2), away).due_at == t("2026-06-03 17:30")
    # 25 of 30 hours ran before it left, 5 run after it came back.
    assert due(Terms(30, LimitUnit.HOURS), away).due_at == t("2026-06-01 15:00")


def test_make_up_weekend_counts_and_its_eve_does_not_close_the_week() -> None:
    """Saturday 02-28 and Sunday 01-04 of 2026 are worked."""
    assert due(working_days(1), timeline("2026-02-27 10:00")).due_at == t("2026-02-28 17:30")
    assert due(Terms(7, WORKING_HOURS), timeline("2026-02-27 17:00")).due_at == t("2026-02-28 16:30")
    assert due(working_days(1), timeline("2026-01-01 10:00")).due_at == t("2026-01-04 17:30")


def test_next_year_not_yet_published_is_provisional_and_never_raises() -> None:
    late = due(working_days(200), timeline("2026-12-15 09:00"))
    assert late.provisional
    assert not due(working_days(12), timeline("2026-12-15 09:00")).provisional
    # 1 January and the fixed days of May and October stay free in every unpublished year.
    for free in (date(2031, 1, 1), date(2031, 5, 1), date(2031, 5, 2), date(2031, 10, 1), date(2031, 10, 3)):
        assert not CALENDAR.is_working(free)
    assert CALENDAR.is_working(date(2031, 1, 2))


def test_publishing_the_year_moves_the_deadline_and_makes_it_firm() -> None:
    line, terms = timeline("2026-12-15 09:00"), working_days(15)
    published = dict(CALENDAR.days) | {
        day: day.weekday() < 5 and day not in (date(2027, 1, 1), date(2027, 1, 4))
        for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(365))
    }
    found = due(terms, line, calendar=WorkCalendar(published))
    assert (found.due_at, found.provisional) == (t("2027-01-07 17:30"), False)


def test_warning_inside_working_time() -> None:
    """A warning comes at the opening of a working day, never at night, at lunch or on a free day."""
    assert due(working_days(5, 1), timeline("2026-03-02 09:00")).warn_at == t("2026-03-06 08:30")
    # 24 hours before Monday 11:00 is a Sunday: it comes forward to Friday afternoon.
    weekend = Terms(72, LimitUnit.HOURS, 24)
    found = due(weekend, timeline("2026-03-06 11:00"))
    assert (found.due_at, found.warn_at) == (t("2026-03-09 11:00"), t("2026-03-06 13:30"))
    # At lunch it comes forward to the morning.
    lunch = due(Terms(24, LimitUnit.HOURS, 3), timeline("2026-03-02 15:00"))
    assert lunch.warn_at == t("2026-03-03 08:30")


def test_warning_waits_for_the_office_to_open_after_a_late_start_or_return() -> None:
    resumed_at_night = timeline("2026-03-02 09:00", "2026-03-03 10:00 to 2026-03-05 22:00")
    found = due(working_days(1, 1), resumed_at_night)
    assert (found.due_at, found.warn_at) == (t("2026-03-06 17:30"), t("2026-03-06 08:30"))
    started_late = due(Terms(24, LimitUnit.HOURS, 24), timeline("2026-03-02 20:00"))
    assert started_late.warn_at == t("2026-03-03 08:30")


def test_no_warning_where_no_working_time_is_left_unless_the_duty_is_round_the_clock() -> None:
    night = Terms(45, LimitUnit.MINUTES, 15)
    assert due(night, timeline("2026-03-02 02:00")).warn_at is None
    crew = Terms(45, LimitUnit.MINUTES, 15, warns_at_any_hour=True)
    assert due(crew, timeline("2026-03-02 02:00")).warn_at == t("2026-03-02 02:30")


def test_warning_in_working_hours_is_counted_in_working_hours() -> None:
    found = due(Terms(8, WORKING_HOURS, 2), timeline("2026-03-02 15:30"))
    # 2 h on Monday, 5.5 h to Tuesday 15:30 leave half an hour: due Tuesday 16:00, 2 h before it 14:00.
    assert (found.due_at, found.warn_at) == (t("2026-03-03 16:00"), t("2026-03-03 14:00"))


def test_minutes_hours_and_calendar_days_count_through_nights_and_holidays() -> None:
    assert due(Terms(45, LimitUnit.MINUTES), timeline("2026-02-16 23:40")).due_at == t("2026-02-17 00:25")
    assert due(Terms(24, LimitUnit.HOURS), timeline("2026-02-16 23:40")).due_at == t("2026-02-17 23:40")
    assert due(Terms(3, LimitUnit.CALENDAR_DAYS), timeline("2026-02-16 23:40")).due_at == t("2026-02-19 17:30")


def test_a_day_limit_moves_to_the_next_working_day_only_where_the_customer_must_act() -> None:
    line = timeline("2026-03-02 09:00")
    ours = Terms(5, LimitUnit.CALENDAR_DAYS)
    theirs = Terms(5, LimitUnit.CALENDAR_DAYS, customer_must_act=True)
    assert due(ours, line).due_at == t("2026-03-07 17:30")
    assert due(theirs, line).due_at == t("2026-03-09 17:30")
    over_festival = Terms(1, LimitUnit.MONTHS, customer_must_act=True)
    assert due(over_festival, timeline("2026-01-17 09:00")).due_at == t("2026-02-24 17:30")


def test_hours_stop_while_paused() -> None:
    line = timeline("2026-03-02 09:00", "2026-03-02 10:00 to 2026-03-03 10:00")
    assert due(Terms(2, LimitUnit.HOURS), line).due_at == t("2026-03-03 11:00")
    assert time_used(Terms(2, LimitUnit.HOURS), [line], CALENDAR, t("2026-03-03 10:30")) == timedelta(hours=1.5)


def test_a_limit_that_runs_out_as_the_ball_leaves_is_due_at_that_instant() -> None:
    line = timeline("2026-03-02 09:00", "2026-03-02 11:00 to 2026-03-03 10:00")
    assert due(Terms(2, LimitUnit.HOURS), line).due_at == t("2026-03-02 11:00")


@pytest.mark.parametrize(
    ("left", "returned", "expected"),
    [
        (False, False, "2026-04-28 17:30"),  # the ruling: row 7
        (True, False, "2026-04-27 17:30"),
        (False, True, "2026-04-27 17:30"),
        (True, True, "2026-04-24 17:30"),
    ],
)
def test_boundary_days_are_parameters_of_the_rule(left: bool, returned: bool, expected: str) -> None:
    terms = working_days(15, counts_day_left=left, counts_day_returned=returned)
    line = timeline("2026-04-01 10:00", "2026-04-08 15:00 to 2026-04-10 10:00")
    assert due(terms, line).due_at == t(expected)


def test_the_start_day_counts_where_the_rule_says_so() -> None:
    assert due(working_days(1, counts_start_day=True), timeline("2026-03-02 09:00")).due_at == t("2026-03-02 17:30")
    assert due(working_days(1, counts_start_day=True), timeline("2026-03-07 09:00")).due_at == t("2026-03-09 17:30")


def test_office_hours_of_the_day_in_force_decide_the_close() -> None:
    winter = DayHours(time(9), time(12), time(13), time(17))
    calendar = WorkCalendar(CALENDAR.days, ((date.min, DayHours()), (date(2026, 3, 9), winter)))
    assert due(working_days(4), timeline("2026-03-02 09:00"), calendar=calendar).due_at == t("2026-03-06 17:30")
    assert due(working_days(5), timeline("2026-03-02 09:00"), calendar=calendar).due_at == t("2026-03-09 17:00")


def test_used_remaining_and_overdue_for_the_chip() -> None:
    line, terms = timeline("2026-03-02 09:00"), working_days(5)
    due_at = t("2026-03-09 17:30")

    def stands(now: str) -> tuple[int, int, int]:
        usage = used(terms, [line], CALENDAR, t(now), due_at)
        return usage.used, usage.remaining, usage.overdue

    assert stands("2026-03-02 10:00") == (0, 5, 0)
    assert stands("2026-03-05 10:00") == (3, 2, 0)
    assert stands("2026-03-07 10:00") == (4, 1, 0)
    assert stands("2026-03-09 17:30") == (5, 0, 0)
    assert stands("2026-03-09 17:31") == (5, 0, 1)
    assert stands("2026-03-10 09:00") == (6, 0, 1)
    assert stands("2026-03-12 09:00") == (8, 0, 3)


def test_a_paused_clock_is_never_overdue_and_keeps_what_it_used() -> None:
    line = timeline("2026-03-02 09:00", "2026-03-05 10:00 to …")
    usage = used(working_days(5), [line], CALENDAR, t("2026-05-20 10:00"), None)
    assert (usage.used, usage.remaining, usage.overdue) == (2, 3, 0)
    assert deadline(working_days(5), [line], CALENDAR) is None


def test_terms_and_hours_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Terms(0, LimitUnit.HOURS)
    with pytest.raises(ValueError, match="office hours"):
        DayHours(time(9), time(8), time(13), time(17))
