"""The calendar of a year, and whether the next one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.workdays.arithmetic import WorkCalendar
from crm.workdays.calendar import load_calendar
from crm.workdays.enums import DayKind
from crm.workdays.models import CalendarDay, OfficeHours
from crm.workdays.seed import days_of

# The State Council publishes the next year's notice in late October or November.
ALARM_FROM_MONTH = 11


@dataclass(frozen=True)
class YearDay:
    """One day of the year page; `kind` is what is published, or what is assumed where nothing is."""

    date: date
    kind: DayKind
    is_published: bool
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class MonthOfDays:
    """A month by weeks, Monday first; None fills the days of other months."""

    first: date
    weeks: list[list[YearDay | None]]


def year_of_days(year: int) -> list[MonthOfDays]:
    """The twelve months of a year; one query, and the version of the calendar."""
    rows = {row.date: row for row in CalendarDay.objects.filter(date__year=year)}
    calendar = load_calendar()
    days = [_year_day(day, rows.get(day), calendar) for day in days_of(year)]
    return [_month([day for day in days if day.date.month == month]) for month in range(1, 13)]


def find_day(day: date) -> YearDay:
    """One day as the year page shows it."""
    return _year_day(day, CalendarDay.objects.filter(date=day).first(), load_calendar())


def _year_day(day: date, row: CalendarDay | None, calendar: WorkCalendar) -> YearDay:
    if row is not None:
        return YearDay(day, DayKind(row.kind), True, row.source, row.note)
    if calendar.is_working(day):
        return YearDay(day, DayKind.WORKDAY, False)
    return YearDay(day, DayKind.REST if day.weekday() >= 5 else DayKind.HOLIDAY, False)


def _month(days: list[YearDay]) -> MonthOfDays:
    cells: list[YearDay | None] = [None] * days[0].date.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return MonthOfDays(days[0].date, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def published_years() -> list[int]:
    """The years that have days in the calendar, ascending."""
    years = (
        CalendarDay.objects.filter(date__month=1, date__day=1).order_by("date").values_list("date__year", flat=True)
    )
    return list(years)


def is_next_year_missing(today: date) -> bool:
    """The alarm: it is November or later, and next year's calendar has not been entered."""
    if today.month < ALARM_FROM_MONTH:
        return False
    return not CalendarDay.objects.filter(date=date(today.year + 1, 1, 1)).exists()


def office_hours() -> list[OfficeHours]:
    """All office hours, the company's first."""
    return list(OfficeHours.objects.select_related("department").order_by("department_id", "valid"))
