"""The calendar as a value, read from the database once and kept until its version changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from crm.workdays.arithmetic import DayHours, WorkCalendar
from crm.workdays.enums import WORKED
from crm.workdays.models import CalendarDay, CalendarVersion, OfficeHours

# Key of the advisory lock between those who compute deadlines (shared) and those who change the calendar.
_LOCK = 7_201_001


class Calendars:
    """The calendars of all departments, of one version."""

    def __init__(self, token: UUID | None, days: Mapping[date, bool], hours: Iterable[OfficeHours]) -> None:
        self.token = token
        self._days = days
        self._hours = tuple(hours)
        self._by_department: dict[int | None, WorkCalendar] = {}

    def of(self, department_id: int | None = None) -> WorkCalendar:
        """The calendar with the office hours of a department, or of the company; no query."""
        if department_id not in self._by_department:
            self._by_department[department_id] = WorkCalendar(self._days, _history(self._hours, department_id))
        return self._by_department[department_id]


class _Cache:
    held: Calendars | None = None


def load_calendars() -> Calendars:
    """The calendars in force: one small query (the version), three where somebody changed them since."""
    return calendars_of(CalendarVersion.objects.values_list("token", flat=True).first())


def calendars_of(token: UUID | None) -> Calendars:
    """The calendars in force, whose version has just been read; no query but where somebody changed them since."""
    if _Cache.held is None or _Cache.held.token != token:
        days = {day: kind in WORKED for day, kind in CalendarDay.objects.values_list("date", "kind")}
        _Cache.held = Calendars(token, days, OfficeHours.objects.order_by("id"))
    return _Cache.held


def load_calendar(department_id: int | None = None) -> WorkCalendar:
    """The calendar in force with the office hours of a department, or of the company."""
    return load_calendars().of(department_id)


HOLDING = f"SELECT pg_advisory_xact_lock_shared({_LOCK})"
"""What `hold_calendar` asks, for a statement that locks clocks and holds the calendar before them."""


def hold_calendar() -> None:
    """Keep the calendar from changing until the end of the transaction.

    Whoever stores a deadline calls this before reading the calendar; otherwise a change that commits in
    between would recompute every clock but this one. Many may hold at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDING)


def claim_calendar() -> None:
    """Wait until nobody holds the calendar, and keep it for a change until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _history(hours: tuple[OfficeHours, ...], department_id: int | None) -> tuple[tuple[date, DayHours], ...]:
    """The hours of a department by first day: its own row where one is in force, else the company's."""
    rows = [row for row in hours if row.department_id in (None, department_id)]
    edges = {date.min}
    for row in rows:
        edges |= {edge for edge in (row.valid.lower, row.valid.upper) if edge is not None}
    history = []
    for edge in sorted(edges):
        in_force = [row for row in rows if edge in row.valid]
        own = [row for row in in_force if row.department_id is not None]
        history.append((edge, (own or in_force)[0].as_value() if in_force else DayHours()))
    return tuple(history)
