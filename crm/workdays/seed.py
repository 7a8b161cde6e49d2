"""The first filling of the calendar: what `chinesecalendar` knows, and the company's office hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chinese_calendar.constants import holidays, workdays
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from crm.workdays.arithmetic import DayHours
from crm.workdays.enums import DayKind
from crm.workdays.models import CalendarDay, CalendarVersion, OfficeHours

FIRST_YEAR = 2023  # older clocks than this do not exist; the library itself begins in 2004
SOURCE = "国务院办公厅节假日安排通知 (chinesecalendar)"


def known_years() -> range:
    """The years from FIRST_YEAR that the library knows; it raises for later ones."""
    return range(FIRST_YEAR, max(day.year for day in holidays) + 1)


def kind_of(day: date) -> DayKind:
    """What the library says of a day of a known year."""
    if day in holidays:
        return DayKind.HOLIDAY
    if day in workdays:
        return DayKind.MAKE_UP
    return DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@transaction.atomic
def seed_calendar(now: datetime | None = None) -> int:
    """Fill an empty calendar; leave any other one alone. Returns the number of days written.

    Later years come by `publish_year`, which recomputes running clocks; this does not.
    """
    CalendarVersion.objects.get_or_create(id=1)
    if not OfficeHours.objects.exists():
        hours = DayHours()
        OfficeHours.objects.create(
            opens=hours.opens,
            lunch_from=hours.lunch_from,
            lunch_to=hours.lunch_to,
            closes=hours.closes,
            valid=DateRange(None, None, "[)"),
        )
    if CalendarDay.objects.exists():
        return 0
    published_at = now or timezone.now()
    rows = [
        CalendarDay(date=day, kind=kind_of(day), source=SOURCE, published_at=published_at)
        for year in known_years()
        for day in days_of(year)
    ]
    return len(CalendarDay.objects.bulk_create(rows))
