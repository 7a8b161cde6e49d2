"""The working calendar: a year at a glance, one day, a published year, office hours, what moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from crm.clocks.models import ClockShift
from crm.clocks.queries import calendar_shifts
from crm.clocks.rules import VIEW_CLOCK
from crm.org.permissions import has_permission, require
from crm.web.administration.calendar_forms import CalendarDayForm, CalendarYearForm, OfficeHoursForm
from crm.web.administration.places import CALENDAR, tabs
from crm.web.figures import weekday
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView
from crm.workdays.operations import EARLIEST, LATEST, Revision, publish_year, revise_calendar, revise_office_hours
from crm.workdays.queries import find_day, is_next_year_missing, office_hours, published_years, year_of_days
from crm.workdays.rules import REVISE_CALENDAR, VIEW_CALENDAR
from crm.workdays.seed import days_of


def this_year(request: StaffRequest) -> HttpResponse:
    """To the calendar of the present year."""
    return redirect("calendar-year", timezone.localdate().year)


class Year(View):
    """Twelve months, which days are worked, and the office hours; an alarm where next year is missing."""

    def get(self, request: StaffRequest, year: int) -> HttpResponse:
        """Read the page."""
        require(request.user, VIEW_CALENDAR)
        if not EARLIEST <= year <= LATEST:
            raise Http404
        today = timezone.localdate()
        years = published_years()
        context = {
            "year": year,
            "months": year_of_days(year),
            "years": sorted({*years, year, today.year, today.year + 1}),
            "is_published": year in years,
            "missing": today.year + 1 if is_next_year_missing(today) else None,
            "hours": office_hours(),
            "weekdays": [weekday(day) for day in days_of(2024)[:7]],  # 2024 began on a Monday
            "today": today,
            "may_revise": has_permission(request.user, REVISE_CALENDAR),
            "tabs": tabs(CALENDAR, request.user, "year"),
        }
        return render(request, "crm_workdays/year.html", context)


class _Revise(OperationFormView):
    """What the forms of the calendar share: who may open them, and the way to what moved."""

    template_name = "crm_workdays/form.html"
    heading: Any = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Only those who may change the calendar see the form."""
        require(request.user, REVISE_CALENDAR)
        return super().dispatch(request, *args, **kwargs)

    def done(self, result: Revision) -> HttpResponse:
        """Say what moved, and show it where anything did."""
        moved = len(result.moved)
        sentence = ngettext("%(count)d deadline moved.", "%(count)d deadlines moved.", moved) % {"count": moved}
        if result.struck_out:
            sentence += " " + ngettext(
                "%(count)d breach was struck out.", "%(count)d breaches were struck out.", result.struck_out
            ) % {"count": result.struck_out}
        messages.success(self.request, _("The calendar is changed.") + " " + sentence)
        return redirect("calendar-shifts") if moved else redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where Esc goes."""
        return super().get_context_data(**kwargs) | {"cancel_url": self.get_success_url(), "heading": self.heading}

    def get_success_url(self) -> str:
        """Back to the year."""
        return reverse("calendar-year", args=[timezone.localdate().year])


class DayRevise(_Revise):
    """Give one day another kind."""

    form_class = CalendarDayForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The day of the address."""
        try:
            self.day = date.fromisoformat(kwargs["day"])
        except ValueError as error:
            raise Http404 from error
        if not EARLIEST <= self.day.year <= LATEST:
            raise Http404
        self.heading = _("Change %(day)s") % {"day": self.day.isoformat()}
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What stands there now."""
        present = find_day(self.day)
        return {"kind": present.kind, "source": present.source}

    def perform(self, form: BaseForm) -> Revision:
        """Change the day."""
        data = form.cleaned_data
        return revise_calendar(
            days={self.day: data["kind"]},
            source=data["source"],
            reason=data["reason"],
            actor=self.request.user,
            now=self.now,
        )

    def get_success_url(self) -> str:
        """Back to the year of the day."""
        return reverse("calendar-year", args=[self.day.year])


class YearPublish(_Revise):
    """Enter the notice for a whole year."""

    form_class = CalendarYearForm

    def get_initial(self) -> dict[str, Any]:
        """The year after the last one that is known."""
        return {"year": max(published_years(), default=timezone.localdate().year) + 1}

    def perform(self, form: BaseForm) -> Revision:
        """Publish the year."""
        return publish_year(**form.cleaned_data, actor=self.request.user, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words above the form."""
        return super().get_context_data(**kwargs) | {"heading": _("Enter a year's calendar")}


class HoursRevise(_Revise):
    """Other office hours from a day on."""

    form_class = OfficeHoursForm

    def perform(self, form: BaseForm) -> Revision:
        """Put the hours in force."""
        data = form.cleaned_data
        return revise_office_hours(
            department=data["department"],
            hours=data["hours"],
            valid_from=data["valid_from"],
            reason=data["reason"],
            actor=self.request.user,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words above the form."""
        return super().get_context_data(**kwargs) | {"heading": _("Change office hours")}


class ShiftList(ListPage):
    """The deadlines that changes of the calendar moved, newest first."""

    permission = VIEW_CLOCK
    order = ("-id",)
    template_name = "crm_clocks/shifts.html"
    rows_template = "crm_clocks/_shift_rows.html"

    def get_queryset(self) -> QuerySet[ClockShift]:
        """Those of the person's departments."""
        return calendar_shifts(self.request.user)

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(CALENDAR, self.request.user, "shifts")}
