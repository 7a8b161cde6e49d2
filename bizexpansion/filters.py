"""Filters of cases and tasks, for the API and the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bizexpansion.enums import CaseState, FollowUpState, OverdueClass, TaskState
from bizexpansion.flows import current_flows, latest_flows
from bizexpansion.models import Case, CaseClock, FollowUp, Task
from bizexpansion.queries.firms import KINDS, orders_with_firms
from bizexpansion.queries.late_soon import TERMS, end_of
from bizexpansion.queries.ontime import broken
from bizexpansion.queries.queue import BY_KEY, DESKS
from bizexpansion.queries.temporary import in_class
from bizexpansion.rules import VIEW_CASE
from crm.clocks.enums import Holder, RuleKind
from crm.org.enums import DepartmentKind, Role
from crm.org.models import Department
from crm.org.permissions import scope_of
from crm.web.forms import DayInput, QuickSelect
from customers.book.enums import HIGH_VOLTAGES, TemporaryKind, Voltage
from customers.book.models import SupplyAccount


class CaseFilter(django_filters.FilterSet):
    """Cases by state, flow, account, green channel."""

    state = django_filters.MultipleChoiceFilter(label=_("state"), choices=CaseState.choices)
    flow = django_filters.CharFilter(label=_("flow"), field_name="flow_code", max_length=4)
    account_number = django_filters.CharFilter(
        label=_("account number"), field_name="account__account_number", max_length=10
    )
    is_green_channel = django_filters.BooleanFilter(label=_("green channel"))

    class Meta:
        model = Case
        fields: list[str] = []


class TaskFilter(django_filters.FilterSet):
    """Tasks by state, role, step, holder, whose they are."""

    state = django_filters.MultipleChoiceFilter(label=_("state"), choices=TaskState.choices)
    role = django_filters.MultipleChoiceFilter(label=_("role"), choices=Role.choices)
    step = django_filters.CharFilter(label=_("step"), field_name="node", max_length=20)
    holder = django_filters.MultipleChoiceFilter(label=_("held by"), choices=Holder.choices)
    case_number = django_filters.CharFilter(label=_("case number"), field_name="case__case_number", max_length=16)
    mine = django_filters.BooleanFilter(label=_("mine"), method="filter_mine")
    desk = django_filters.ChoiceFilter(
        label=_("tab of the work queue"), choices=[(one.key, one.label) for one in DESKS], method="filter_desk"
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def filter_mine(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Only tasks on the caller's own desk."""
        return queryset.filter(assignee=self.request.user) if value else queryset

    def filter_desk(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """The open tasks of one tab: every row of a batch on its own."""
        return queryset.filter(BY_KEY[value].narrow(self.request.user, timezone.now()), state=TaskState.OPEN)


def flow_choices() -> list[tuple[str, Any]]:
    """The flows by code."""
    return [(graph.flow.code, graph.flow.name) for graph in latest_flows()]


def step_choices() -> list[tuple[str, Any]]:
    """The steps of all flows in their order, each once."""
    return list({step.id: step.name for graph in current_flows() for step in graph.steps.values()}.items())


def voltage_choices() -> list[tuple[str, Any]]:
    """The voltages of high-voltage supply."""
    return [choice for choice in Voltage.choices if choice[0] in HIGH_VOLTAGES]


def departments_of_cases(request: Any) -> QuerySet[Department]:
    """The business departments whose cases this person may see."""
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS)
    scope = scope_of(request.user, VIEW_CASE)
    return rows if scope.everywhere else rows.filter(pk__in=sorted(scope.departments))


class QueueFilter(django_filters.FilterSet):
    """Narrow the work queue; the tab stays as it is."""

    desk = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)
    flow = django_filters.ChoiceFilter(
        label=_("business"), field_name="case__flow_code", choices=flow_choices, widget=QuickSelect(kept="flow")
    )
    step = django_filters.ChoiceFilter(
        label=_("step"), field_name="node", choices=step_choices, widget=QuickSelect(kept="step")
    )
    voltage = django_filters.ChoiceFilter(
        label=_("supply voltage"), field_name="case__voltage", choices=voltage_choices, widget=QuickSelect
    )
    green = django_filters.BooleanFilter(
        label=_("green channel"),
        field_name="case__is_green_channel",
        widget=QuickSelect(choices=[("", _("All")), ("true", _("only green channel"))]),
    )

    class Meta:
        model = Task
        fields = ["desk", "flow", "step", "voltage", "green"]

    def as_it_is(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """The tab is chosen by the view."""
        return queryset


class CaseListFilter(django_filters.FilterSet):
    """Narrow the list of cases."""

    state = django_filters.ChoiceFilter(label=_("state"), choices=CaseState, widget=QuickSelect)
    flow = django_filters.ChoiceFilter(
        label=_("business"), field_name="flow_code", choices=flow_choices, widget=QuickSelect(kept="flow")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("business department"), queryset=departments_of_cases, widget=QuickSelect
    )
    voltage = django_filters.ChoiceFilter(label=_("supply voltage"), choices=voltage_choices, widget=QuickSelect)
    green = django_filters.BooleanFilter(
        label=_("green channel"),
        field_name="is_green_channel",
        widget=QuickSelect(choices=[("", _("All")), ("true", _("only green channel"))]),
    )

    class Meta:
        model = Case
        fields = ["state", "flow", "department", "voltage", "green"]


class FollowUpFilter(django_filters.FilterSet):
    """Proposed cases by state, flow and account; without a state those that nobody has decided on."""

    state = django_filters.ChoiceFilter(label=_("state"), choices=FollowUpState.choices, method="filter_state")
    flow = django_filters.ChoiceFilter(label=_("business"), field_name="flow_code", choices=flow_choices())
    account = django_filters.CharFilter(
        label=_("account number"), field_name="account__account_number", max_length=10
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        """What nobody has decided on, unless a state is asked for."""
        found: QuerySet[FollowUp] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.filter(state=FollowUpState.OPEN)

    def filter_state(self, queryset: QuerySet[FollowUp], name: str, value: str) -> QuerySet[FollowUp]:
        """One state."""
        return queryset.filter(state=value)


class TemporaryFilter(django_filters.FilterSet):
    """Temporary accounts by overdue class, kind, department; without a class those whose last day is over."""

    overdue = django_filters.ChoiceFilter(
        label=_("overdue"),
        choices=[*OverdueClass.choices, ("running", _("not over"))],
        empty_label=_("all that are over"),
        method="filter_overdue",
    )
    kind = django_filters.ChoiceFilter(
        label=_("kind"),
        field_name="temporary",
        choices=[one for one in TemporaryKind.choices if one[0] != TemporaryKind.PERMANENT],
    )
    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_of_cases)

    class Meta:
        model = SupplyAccount
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[SupplyAccount]) -> QuerySet[SupplyAccount]:
        """Those that are over, unless a class is asked for."""
        found: QuerySet[SupplyAccount] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("overdue") else found.filter(temporary_until__lt=localdate())

    def filter_overdue(self, queryset: QuerySet[SupplyAccount], name: str, value: str) -> QuerySet[SupplyAccount]:
        """One class, or those that run."""
        today = localdate()
        return queryset.filter(Q(temporary_until__gte=today) if value == "running" else in_class(value, today))


class OnTimeFilter(django_filters.FilterSet):
    """Narrow the orders behind a figure; month and kind are read by the view."""

    month_key = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)
    kind_key = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)
    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_of_cases)
    flow = django_filters.ChoiceFilter(label=_("business"), field_name="flow_code", choices=flow_choices())
    verdict = django_filters.ChoiceFilter(
        label=_("verdict"),
        choices=[("late", _("late")), ("on_time", _("on time")), ("not_judged", _("no limit applied"))],
        method="filter_verdict",
    )
    timer = django_filters.CharFilter(label=_("late at"), method="filter_timer", max_length=4)

    class Meta:
        model = Case
        fields = ["month_key", "kind_key", "department", "flow", "verdict", "timer"]

    def as_it_is(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Read by the view."""
        return queryset

    def filter_verdict(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By what `with_verdict` found."""
        wanted = {
            "late": Q(late=True),
            "on_time": Q(judged=True, late=False),
            "not_judged": Q(judged=False),
        }
        return queryset.filter(wanted[value])

    def filter_timer(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those of which the limit of one timer was broken."""
        kind = self.data.get("kind_key") or RuleKind.PROMISED
        late = CaseClock.objects.filter(broken(), case=OuterRef("pk"), timer=value, kind=kind)
        return queryset.filter(Exists(late))


class FirmOrdersFilter(django_filters.FilterSet):
    """The orders behind a firm of the report on free choice: by kind, firm, department, clerk, and days."""

    kind = django_filters.ChoiceFilter(
        label=_("kind of firm"),
        choices=[(key, one[0]) for key, one in KINDS.items()],
        method="as_it_is",
        empty_label=None,
    )
    firm = django_filters.CharFilter(label=_("firm"), method="as_it_is", max_length=120)
    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_of_cases)
    clerk = django_filters.CharFilter(
        label=_("accepted by (staff number)"), field_name="accepted_by__number", max_length=20
    )
    first = django_filters.DateFilter(label=_("from the day"), method="as_it_is", widget=DayInput)
    last = django_filters.DateFilter(label=_("to the day"), method="as_it_is", widget=DayInput)

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The last twelve months unless days are given; firms of design unless a kind is."""
        said, today = self.form.cleaned_data, localdate()
        found: QuerySet[Case] = super().filter_queryset(queryset)
        days = said.get("first") or today - timedelta(days=365), said.get("last") or today
        return orders_with_firms(found, said.get("kind") or "design", said.get("firm") or "", *days)

    def as_it_is(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Taken up in `filter_queryset`."""
        return queryset


def _terms() -> list[tuple[str, str]]:
    return [(str(n), ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}) for n in TERMS]


class LateSoonFilter(django_filters.FilterSet):
    """Until when a promise must end to be shown; by business and department."""

    within = django_filters.ChoiceFilter(
        label=_("ends within"),
        choices=_terms,
        method="filter_within",
        empty_label=None,
        widget=QuickSelect,
    )
    kind = django_filters.ChoiceFilter(label=_("kind of limit"), choices=RuleKind.choices, widget=QuickSelect)
    flow = django_filters.ChoiceFilter(
        label=_("business"), field_name="case__flow_code", choices=flow_choices(), widget=QuickSelect(kept="flow")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("business department"),
        field_name="clock__department",
        queryset=departments_of_cases,
        widget=QuickSelect,
    )

    class Meta:
        model = CaseClock
        fields = ["within", "kind", "flow", "department"]

    def filter_queryset(self, queryset: QuerySet[CaseClock]) -> QuerySet[CaseClock]:
        """One working day unless a longer term is asked for."""
        term = int(self.form.cleaned_data.get("within") or TERMS[0])
        found: QuerySet[CaseClock] = super().filter_queryset(queryset)
        return found.filter(clock__due_at__lte=end_of(term, timezone.now()))

    def filter_within(self, queryset: QuerySet[CaseClock], name: str, value: str) -> QuerySet[CaseClock]:
        """Taken up in `filter_queryset`."""
        return queryset
