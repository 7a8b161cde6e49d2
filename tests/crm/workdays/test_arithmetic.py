"""The calendar as a value: office time, make-up days, unpublished years."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest

from crm.workdays.arithmetic import DayHours, Window, WorkCalendar, add_months, local_date
from tests.crm.clocks.values import CALENDAR, t


def test_office_time_of_a_day_has_two_windows() -> None:
    morning, afternoon = CALENDAR.windows(date(2026, 3, 2))
    assert morning == Window(t("2026-03-02 08:30"), t("2026-03-02 12:00"))
    assert afternoon == Window(t("2026-03-02 13:30"), t("2026-03-02 17:30"))
    assert CALENDAR.windows(date(2026, 3, 7)) == ()
    through = WorkCalendar(CALENDAR.days, ((date.min, DayHours(time(8), time(12), time(12), time(18))),))
    assert through.windows(date(2026, 3, 2)) == (Window(t("2026-03-02 08:00"), t("2026-03-02 18:00")),)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-02 08:29", False),
        ("2026-03-02 08:30", True),
        ("2026-03-02 11:59", True),
        ("2026-03-02 12:00", False),
        ("2026-03-02 13:30", True),
        ("2026-03-02 17:30", False),
        ("2026-02-28 10:00", True),
        ("2026-03-01 10:00", False),
    ],
)
def test_open_from_the_opening_up_to_but_not_with_the_close(moment: str, is_open: bool) -> None:
    assert CALENDAR.is_open(t(moment)) is is_open


def test_the_day_is_suzhous_whatever_the_zone_of_the_moment() -> None:
    assert local_date(t("2026-03-04 00:30")) == date(2026, 3, 4)
    assert local_date(t("2026-03-04 00:30").astimezone(UTC)) == date(2026, 3, 4)


def test_counting_across_spring_festival() -> None:
    assert CALENDAR.working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert CALENDAR.working_day_before(date(2026, 2, 24), 2) == date(2026, 2, 13)
    assert CALENDAR.working_day_on_or_after(date(2026, 2, 16)) == date(2026, 2, 24)


def test_provisional_days_are_weekdays_less_the_fixed_statutory_days() -> None:
    assert not CALENDAR.is_published(date(2027, 1, 4))
    assert CALENDAR.is_working(date(2027, 1, 4))
    assert not CALENDAR.is_working(date(2027, 1, 1))
    assert not CALENDAR.is_working(date(2027, 1, 2))


def test_months_across_the_year() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)
