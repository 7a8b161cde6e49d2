"""Filters of cases and tasks, for the API and the pages."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CaseState, TaskState
from bizexpansion.models import Case, Task
from crm.clocks.enums import Holder
from crm.org.enums import Role


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

    class Meta:
        model = Task
        fields: list[str] = []

    def filter_mine(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Only tasks on the caller's own desk."""
        return queryset.filter(assignee=self.request.user) if value else queryset
