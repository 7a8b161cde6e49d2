"""Filters of the book's lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.models import Viewing
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.org.permissions import scope_of
from crm.web.forms import DayInput
from customers.book.enums import AccountClass, AccountStatus, Importance, Voltage
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT


def departments_seen(request: Any) -> QuerySet[Department]:
    """The business departments whose accounts this person may see."""
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS)
    scope = scope_of(request.user, VIEW_ACCOUNT)
    return rows if scope.everywhere else rows.filter(pk__in=sorted(scope.departments))


class AccountFilter(django_filters.FilterSet):
    """Narrow the accounts. Voided applications are left out unless they are asked for."""

    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    account_class = django_filters.ChoiceFilter(label=_("class of account"), choices=AccountClass)
    voltage = django_filters.ChoiceFilter(label=_("supply voltage"), choices=Voltage)
    status = django_filters.ChoiceFilter(label=_("account status"), choices=AccountStatus)
    importance = django_filters.ChoiceFilter(
        label=_("importance"), choices=[choice for choice in Importance.choices if choice[0]]
    )

    class Meta:
        model = SupplyAccount
        fields = ["department", "account_class", "voltage", "status", "importance"]

    def filter_queryset(self, queryset: QuerySet[SupplyAccount]) -> QuerySet[SupplyAccount]:
        """Without a status, everything that is or was a real account."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("status") else queryset.exclude(status=AccountStatus.VOIDED)


class AccountsOfCustomerFilter(django_filters.FilterSet):
    """Narrow the accounts of one customer; the closed ones are among them."""

    number = django_filters.CharFilter("account_number", "contains", label=_("part of the account number"))
    account_class = django_filters.ChoiceFilter(label=_("class of account"), choices=AccountClass)
    voltage = django_filters.ChoiceFilter(label=_("supply voltage"), choices=Voltage)
    status = django_filters.ChoiceFilter(label=_("account status"), choices=AccountStatus)

    class Meta:
        model = SupplyAccount
        fields = ["number", "account_class", "voltage", "status"]


class SeenFilter(django_filters.FilterSet):
    """Days, both included, and a person; the list is cut out of two ledgers by `queries/seen.py`."""

    since = django_filters.DateFilter(label=_("from"), widget=DayInput())
    until = django_filters.DateFilter(label=_("until"), widget=DayInput())
    who = django_filters.CharFilter(label=_("staff number"))

    class Meta:
        model = Viewing
        fields: list[str] = []
