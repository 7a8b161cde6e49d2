"""Reports on time: orders on time, who held them, what will be late, and the limits side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from bizexpansion.filters import FirmOrdersFilter, LateSoonFilter, OnTimeFilter
from bizexpansion.forms.reports import DaysForm, LimitsForm, MonthForm
from bizexpansion.models import Case, CaseClock
from bizexpansion.queries import late_soon, limits, ontime
from bizexpansion.queries.case_list import CaseRow, case_rows
from bizexpansion.queries.firms import firm_report
from bizexpansion.queries.of_customer import flow_name_of
from bizexpansion.rules import VIEW_CASE, VIEW_REPORTS
from crm.org.permissions import has_permission, require
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.table_sheets import show_report

TABS: tuple[tuple[str, Any, str], ...] = (
    ("report-on-time", _("On time"), VIEW_REPORTS),
    ("report-held", _("Who held the time"), VIEW_REPORTS),
    ("report-late-soon", _("Late soon"), VIEW_CASE),
    ("report-limits", _("Limits side by side"), VIEW_CASE),
    ("report-firms", _("Firms"), VIEW_REPORTS),
    ("temporary-list", _("Temporary supplies"), VIEW_CASE),
)


def tabs_of(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The reports that this person may open."""
    return [
        {"label": label, "url": reverse(name), "here": name == here}
        for name, label, permission in TABS
        if has_permission(request.user, permission)
    ]


@require_GET
def on_time(request: StaffRequest) -> HttpResponse:
    """Orders of a month on time, by department and flow, with the five assessed nodes."""
    require(request.user, VIEW_REPORTS)
    form = MonthForm.of(request.GET, timezone.now())
    rows = ontime.on_time_report(request.user, form.month, form.kind)
    timers = {one: name for one, name in ontime.NODE_NAMES.items() if any(one in row.nodes for row in rows)}
    context = {
        "form": form,
        "month": form.month,
        "kind": form.kind,
        "rows": [(row, flow_name_of(row.flow_code), _nodes(row, timers)) for row in rows],
        "totals": [(row, _nodes(row, timers)) for row in ontime.totals_of(rows)],
        "timers": timers,
        "tabs": tabs_of(request, "report-on-time"),
    }
    return show_report(request, "bizexpansion/reports/on_time.html", context, name="on-time")


def _nodes(row: ontime.OnTimeRow, timers: Iterable[str]) -> list[tuple[int, int, str]]:
    """(judged, late, timer) in the order of the columns."""
    return [(*row.nodes.get(timer, (0, 0)), timer) for timer in timers]


class OnTimeCases(ListPage):
    """The orders behind a figure of the month."""

    permission = VIEW_REPORTS
    order = ("-closed_at", "-pk")
    filterset_class = OnTimeFilter
    template_name = "bizexpansion/reports/on_time_cases.html"
    rows_template = "bizexpansion/reports/on_time_case_rows.html"

    def get_queryset(self) -> QuerySet[Case]:
        """Orders of the month, each with its verdict."""
        form = MonthForm.of(self.request.GET, timezone.now())
        cases = ontime.with_verdict(ontime.closed_cases(self.request.user, form.month), form.kind)
        return cases.select_related("account__customer", "department")

    def get_rows(self, page: Page[Case]) -> list[CaseRow]:
        """With the names of the flows."""
        return case_rows(page.rows)

    def extra(self) -> dict[str, Any]:
        """The month."""
        return {"month": MonthForm.of(self.request.GET, timezone.now()).month}


@require_GET
def held(request: StaffRequest) -> HttpResponse:
    """Who held the orders of a month: we, the customer, the design firm, the permit office."""
    require(request.user, VIEW_REPORTS)
    form = MonthForm.of(request.GET, timezone.now())
    rows = ontime.held_report(request.user, form.month)
    context = {
        "form": form,
        "month": form.month,
        "rows": [(row, flow_name_of(row.flow_code), row.shares()) for row in rows],
        "totals": [(row, row.shares()) for row in ontime.held_totals_of(rows)],
        "tabs": tabs_of(request, "report-held"),
    }
    return show_report(request, "bizexpansion/reports/held.html", context, name="held")


class LateSoon(ListPage):
    """Promises that end within one, three or five working days, and those that are late already."""

    permission = VIEW_CASE
    order = ("clock__due_at", "pk")
    filterset_class = LateSoonFilter
    template_name = "bizexpansion/reports/late_soon.html"
    rows_template = "bizexpansion/reports/late_soon_rows.html"

    def get_queryset(self) -> QuerySet[CaseClock]:
        """The running clocks of open cases; the filter says until when."""
        return late_soon.running_clocks(self.request.user)

    def get_rows(self, page: Page[CaseClock]) -> list[late_soon.LateRow]:
        """With chip and open steps."""
        return late_soon.late_rows(page.rows, timezone.now())

    def extra(self) -> dict[str, Any]:
        """How many there are within each term."""
        return {
            "tabs": tabs_of(self.request, "report-late-soon"),
            "terms": late_soon.counts(self.request.user, timezone.now()),
            "within": self.request.GET.get("within") or str(late_soon.TERMS[0]),
        }


@require_GET
def side_by_side(request: StaffRequest) -> HttpResponse:
    """What the law allows, what is promised, what we aim at, for one kind of application on one day."""
    require(request.user, VIEW_CASE)
    form = LimitsForm.of(request.GET, timezone.now())
    context = {
        "form": form,
        "rows": limits.limits_side_by_side(**form.facts()) if form.is_valid() else [],
        "tabs": tabs_of(request, "report-limits"),
    }
    status = 200 if form.is_valid() else 422
    return show_report(request, "bizexpansion/reports/limits.html", context, name="limits", status=status)


@require_GET
def firms(request: StaffRequest) -> HttpResponse:
    """How orders spread over design and construction firms, by department and clerk."""
    require(request.user, VIEW_REPORTS)
    now = timezone.now()
    form = DaysForm.of(request.GET, now)
    days = form.days() if form.is_valid() else ()
    context = {
        "form": form,
        "days": days,
        "rows": firm_report(request.user, *days, now) if days else [],
        "tabs": tabs_of(request, "report-firms"),
    }
    status = 200 if form.is_valid() else 422
    return show_report(request, "bizexpansion/reports/firms.html", context, name="firms", status=status)


class FirmOrders(ListPage):
    """The orders behind a firm, of a department or of one clerk of it."""

    permission = VIEW_REPORTS
    order = ("-pk",)
    filterset_class = FirmOrdersFilter
    template_name = "bizexpansion/reports/firm_orders.html"
    rows_template = "bizexpansion/reports/firm_order_rows.html"

    def get_queryset(self) -> QuerySet[Case]:
        """The orders of one's departments; the filter says which firms."""
        cases = Case.objects.restrict(self.request.user, VIEW_REPORTS)
        return cases.select_related("account__customer", "department", "accepted_by")

    def get_rows(self, page: Page[Case]) -> list[CaseRow]:
        """With the names of the flows."""
        return case_rows(page.rows)
