"""The published calendar, its version, and the office hours of departments."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department
from crm.workdays.arithmetic import DayHours
from crm.workdays.enums import WORKED, DayKind


class CalendarDay(models.Model):
    """One published day. A day without a row is provisional (see `WorkCalendar`)."""

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind)
    source = models.CharField(_("source document"), max_length=200)
    published_at = models.DateTimeField(_("published"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"

    @property
    def is_worked(self) -> bool:
        """Whether the day is worked."""
        return self.kind in WORKED


class CalendarVersion(models.Model):
    """One row whose token changes with every change of days or hours; caches compare it.

    A random token, not a counter: a counter that is rolled back and reused would make a cache believe that
    it holds what another transaction wrote.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("version of the calendar")
        verbose_name_plural = _("versions of the calendar")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_calendar_version")]

    def __str__(self) -> str:
        return str(self.token)


class OfficeHours(models.Model):
    """Opening, lunch break and close of a department, or of the whole company where none is named."""

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="office_hours",
        verbose_name=_("department"),
    )
    opens = models.TimeField(_("opens"))
    lunch_from = models.TimeField(_("lunch from"))
    lunch_to = models.TimeField(_("lunch until"))
    closes = models.TimeField(_("closes"))
    valid = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["department_id", "valid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("lunch_from"), lunch_from__lte=F("lunch_to"), lunch_to__lt=F("closes")),
                name="office_hours_in_order",
            ),
            ExclusionConstraint(
                name="office_hours_one_at_a_time",
                expressions=[
                    (Coalesce(F("department_id"), 0), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id or '*'} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def as_value(self) -> DayHours:
        """The hours as the arithmetic takes them."""
        return DayHours(self.opens, self.lunch_from, self.lunch_to, self.closes)
