"""Change the calendar: a day, a whole published year, office hours. What follows from it moves at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput
from crm.org.models import Department
from crm.org.permissions import require
from crm.workdays.arithmetic import DayHours
from crm.workdays.calendar import claim_calendar
from crm.workdays.enums import DayKind
from crm.workdays.followers import CalendarChange, Moved, follow
from crm.workdays.models import CalendarDay, CalendarVersion, OfficeHours
from crm.workdays.rules import REVISE_CALENDAR
from crm.workdays.seed import days_of

EARLIEST, LATEST = 2004, 2100


@dataclass(frozen=True)
class Revision:
    """What a change of the calendar did."""

    changed: int
    moved: list[Moved]

    @property
    def struck_out(self) -> int:
        """How many breaches were undone."""
        return sum(one.struck_out for one in self.moved)


class YearIsPublished(DomainError):
    """The year is in the calendar; its days are revised one by one."""

    code = "year_is_published"
    message = _("This year is in the calendar already. Change its days one by one.")


@operation("workdays.revise_calendar")
def revise_calendar(
    *, days: Mapping[date, DayKind | str], source: str, reason: str, actor: Actor, now: datetime
) -> Revision:
    """Give days another kind, and let everything that counts working days follow.

    Days that already are of that kind are left alone, so a second call changes nothing. Raises InvalidInput
    for a day outside 2004 to 2100, a kind that does not fit the day of the week, a missing source or reason.
    """
    require(actor, REVISE_CALENDAR)
    _check(days, source, reason)
    return _write(days, source, reason, actor, now)


@operation("workdays.publish_year")
def publish_year(
    *,
    year: int,
    holidays: Iterable[date],
    make_up_days: Iterable[date],
    source: str,
    actor: Actor,
    now: datetime,
) -> Revision:
    """Enter the State Council's notice for a whole year; deadlines that were provisional become firm.

    Raises YearIsPublished where the year has days already, InvalidInput for a day of another year, a day in
    both lists, a make-up day from Monday to Friday, no holidays at all, or a missing source.
    """
    require(actor, REVISE_CALENDAR)
    free, worked = set(holidays), set(make_up_days)
    errors: dict[str, Any] = {}
    if not EARLIEST <= year <= LATEST:
        errors["year"] = _("Enter a year between 2004 and 2100.")
    if not free or any(day.year != year for day in free):
        errors["holidays"] = _("Enter the public holidays of this year.")
    if free & worked or any(day.year != year or day.weekday() < 5 for day in worked):
        errors["make_up_days"] = _("Make-up working days fall on weekends of this year that are no holidays.")
    if errors:
        raise InvalidInput(errors)
    claim_calendar()
    if CalendarDay.objects.filter(date__year=year).exists():
        raise YearIsPublished(field="year")
    days = {day: _kind(day, free, worked) for day in days_of(year)}
    _check(days, source, str(year))
    return _write(days, source, str(_("The year %(year)d was published.") % {"year": year}), actor, now)


@operation("workdays.revise_office_hours")
def revise_office_hours(
    *,
    department: Department | None,
    hours: DayHours,
    valid_from: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Revision:
    """Give a department (None: the company) other office hours from a day on.

    Raises InvalidInput where hours that begin on that day or later exist, or without a reason.
    """
    require(actor, REVISE_CALENDAR)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the calendar changes.")})
    claim_calendar()
    rows = OfficeHours.objects.select_for_update().filter(department=department).order_by("pk")
    if any(row.valid.lower is not None and row.valid.lower >= valid_from for row in rows):
        raise InvalidInput({"valid_from": _("Other hours begin on that day or later.")})
    for row in rows:
        if valid_from in row.valid:
            row.valid = DateRange(row.valid.lower, valid_from, "[)")
            row.save(update_fields=["valid"])
    made = OfficeHours.objects.create(
        department=department,
        opens=hours.opens,
        lunch_from=hours.lunch_from,
        lunch_to=hours.lunch_to,
        closes=hours.closes,
        valid=DateRange(valid_from, None, "[)"),
    )
    change = CalendarChange(valid_from, None, reason, now, department.pk if department else None)
    moved = _follow(change)
    about(made, reason=reason, moved=len(moved))
    return Revision(1, moved)


def _write(days: Mapping[date, DayKind | str], source: str, reason: str, actor: Actor, now: datetime) -> Revision:
    claim_calendar()
    standing = dict(CalendarDay.objects.filter(date__in=days).values_list("date", "kind"))
    changed = {day: kind for day, kind in days.items() if standing.get(day) != kind}
    if not changed:
        return Revision(0, [])
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(date=day, kind=kind, source=source, published_at=now, note=reason)
            for day, kind in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["kind", "source", "published_at", "note"],
    )
    moved = _follow(CalendarChange(min(changed), max(changed), reason, now))
    about(
        CalendarDay.objects.get(date=min(changed)),
        reason=reason,
        changed=len(changed),
        moved=len(moved),
        struck_out=sum(one.struck_out for one in moved),
    )
    return Revision(len(changed), moved)


def _follow(change: CalendarChange) -> list[Moved]:
    """A new version makes every cache read again, this process's too, before the followers compute."""
    CalendarVersion.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
    return follow(change)


def _kind(day: date, free: set[date], worked: set[date]) -> DayKind:
    if day in free:
        return DayKind.HOLIDAY
    if day in worked:
        return DayKind.MAKE_UP
    return DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST


def _check(days: Mapping[date, DayKind | str], source: str, reason: str) -> None:
    errors: dict[str, Any] = {}
    if not days or any(not EARLIEST <= day.year <= LATEST for day in days):
        errors["date"] = _("Choose a day between 2004 and 2100.")
    weekend_kinds, weekday_kinds = {DayKind.REST, DayKind.MAKE_UP}, {DayKind.WORKDAY}
    for day, kind in days.items():
        if kind not in DayKind.values:
            errors["kind"] = _("Choose what kind of day it is.")
        elif kind in (weekend_kinds if day.weekday() < 5 else weekday_kinds):
            errors["kind"] = _("A working day falls on Monday to Friday, a make-up day or weekend does not.")
    if not source.strip():
        errors["source"] = _("Name the document that this follows.")
    if not reason.strip():
        errors["reason"] = _("Say why the calendar changes.")
    if errors:
        raise InvalidInput(errors)
