"""Filters of the book's lists in the API."""

from __future__ import annotations

from datetime import datetime

import django_filters
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from crm.audit.models import Change
from crm.org.models import Department
from customers.book.enums import CustomerKind, DeviceState, MeterKind, PowerState, TariffClass
from customers.book.filters import AccountFilter, departments_seen
from customers.book.models import Customer, InstrumentTransformer, Meter, ReadingSection, SupplyAccount


class AccountApiFilter(AccountFilter):
    """What the page filters by, and what other systems ask for."""

    customer = django_filters.CharFilter("customer__customer_number", label=_("customer number"), max_length=16)
    industry = django_filters.CharFilter(
        method="filter_industry", label=_("industry code"), min_length=2, max_length=8
    )
    tariff_class = django_filters.ChoiceFilter(label=_("tariff class"), choices=TariffClass)
    power_state = django_filters.ChoiceFilter(label=_("power state"), choices=PowerState)
    is_key_account = django_filters.BooleanFilter(label=_("key account"))
    section = django_filters.CharFilter("section__number", label=_("reading section number"), max_length=16)
    capacity_min = django_filters.NumberFilter("contract_capacity", "gte", label=_("contract capacity (kVA)"))
    capacity_max = django_filters.NumberFilter("contract_capacity", "lte", label=_("contract capacity (kVA)"))
    energised_from = django_filters.DateFilter("energised_on", "gte", label=_("first energised on"))
    energised_to = django_filters.DateFilter("energised_on", "lte", label=_("first energised on"))
    updated_since = django_filters.IsoDateTimeFilter(method="filter_updated", label=_("changed since"))

    class Meta(AccountFilter.Meta):
        fields = AccountFilter.Meta.fields

    def filter_industry(self, queryset: QuerySet[SupplyAccount], name: str, value: str) -> QuerySet[SupplyAccount]:
        """A division (two digits) or a finer code; the first two digits have the index."""
        known = queryset.exclude(industry_code="")  # as the index has it
        by_division = known.alias(division=Left("industry_code", 2)).filter(division=value[:2])
        return by_division.filter(industry_code__startswith=value)

    def filter_updated(
        self, queryset: QuerySet[SupplyAccount], name: str, value: datetime
    ) -> QuerySet[SupplyAccount]:
        """Accounts whose own row was written since then, however it was written: the audit knows."""
        changed = Change.objects.filter(table_name=SupplyAccount._meta.db_table, at__gte=value)
        return queryset.filter(pk__in=changed.values("row_id"))


class CustomerApiFilter(django_filters.FilterSet):
    """Customers by kind and by the department that serves them."""

    kind = django_filters.ChoiceFilter(label=_("kind of customer"), choices=CustomerKind)
    department = django_filters.ModelChoiceFilter(
        label=_("business department"), queryset=departments_seen, method="filter_department"
    )

    class Meta:
        model = Customer
        fields = ["kind"]

    def filter_department(self, queryset: QuerySet[Customer], name: str, value: Department) -> QuerySet[Customer]:
        """With an account there."""
        return queryset.filter(pk__in=SupplyAccount.objects.filter(department=value).values("customer_id"))


class DeviceFilter(django_filters.FilterSet):
    """Devices by state, store, and the account for which they left it."""

    state = django_filters.ChoiceFilter(label=_("state of the device"), choices=DeviceState)
    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    account_number = django_filters.CharFilter(
        "reserved_for__account_number", label=_("account number"), max_length=10
    )


class MeterFilter(DeviceFilter):
    """Meters by kind too."""

    kind = django_filters.ChoiceFilter(label=_("kind of meter"), choices=MeterKind)

    class Meta:
        model = Meter
        fields = ["state"]


class InstrumentTransformerFilter(DeviceFilter):
    """Instrument transformers."""

    class Meta:
        model = InstrumentTransformer
        fields = ["state"]


class SectionFilter(django_filters.FilterSet):
    """Reading sections by department; those in use."""

    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    is_active = django_filters.BooleanFilter(label=_("active"))

    class Meta:
        model = ReadingSection
        fields = ["is_active"]
