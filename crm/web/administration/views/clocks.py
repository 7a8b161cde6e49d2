"""Time limits: the rules in force, one clock with its history, what the sweep put aside."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from crm.clocks.enums import reason_words
from crm.clocks.models import Clock, ClockRule
from crm.clocks.queries import clock_history, put_aside_clocks, rules_in_force, sweep_health
from crm.clocks.rules import VIEW_CLOCK, VIEW_RULE, VIEW_SWEEP
from crm.org.permissions import require
from crm.web.administration.places import CALENDAR, tabs
from crm.web.lists import ListPage
from crm.web.request import StaffRequest


class RuleList(ListPage):
    """Every time limit in force today, with its source and how far it can be relied on."""

    permission = VIEW_RULE
    order = ("timer", "kind", "code", "pk")
    page_size = 200
    template_name = "crm_clocks/rules.html"
    rows_template = "crm_clocks/_rule_rows.html"

    def get_queryset(self) -> QuerySet[ClockRule]:
        """All of them: a rule belongs to nobody."""
        return rules_in_force(timezone.localdate())

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(CALENDAR, self.request.user, "rules")}


class RuleDetail(View):
    """One time limit with everything that decides how it is counted."""

    def get(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Read the page."""
        require(request.user, VIEW_RULE)
        rule = ClockRule.objects.select_related("department").filter(pk=pk).first()
        if rule is None:
            raise Http404
        reasons = [reason_words(reason) for reason in rule.pause_reasons]
        return render(request, "crm_clocks/rule.html", {"rule": rule, "reasons": reasons})


class ClockDetail(View):
    """One clock: where it stands, who held the time, how its deadline moved, what was missed."""

    def get(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Read the page."""
        require(request.user, VIEW_CLOCK)
        history = clock_history(request.user, pk, timezone.now())
        if history is None:
            raise Http404
        return render(request, "crm_clocks/clock.html", {"history": history, "chip": history.chip})


class PutAsideList(ListPage):
    """The clocks that the sweep could not compute; empty on a good day."""

    permission = VIEW_SWEEP
    order = ("sweep_retry_at", "pk")
    template_name = "crm_clocks/put_aside.html"
    rows_template = "crm_clocks/_put_aside_rows.html"

    def get_queryset(self) -> QuerySet[Clock]:
        """Those of the person's departments."""
        return put_aside_clocks(self.request.user)

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        health = sweep_health(timezone.now())
        return {"tabs": tabs(CALENDAR, self.request.user, "sweep"), "health": health}
