"""What narrows the administration lists."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.models import Entry, Reveal
from crm.messages.enums import Channel, MessageState
from crm.messages.models import OutgoingMessage
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.outbox.models import Delivery, DeliveryState
from crm.web.forms import DayInput


def _by_actor(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """By staff number, over the indexed id where the person still has an account."""
    person = Staff.objects.filter(number=value).values_list("pk", flat=True).first()
    return queryset.filter(actor_id=person) if person else queryset.filter(actor_number=value)


class DayRange(filters.FilterSet):
    """From one day to another, both included, over the column `at`."""

    since = filters.DateFilter("at", "date__gte", label=_("from"), widget=DayInput())
    until = filters.DateFilter("at", "date__lte", label=_("until"), widget=DayInput())


class EntryFilter(DayRange):
    """Who, what, when, about which record."""

    who = filters.CharFilter(method=_by_actor, label=_("staff number"))
    what = filters.CharFilter("operation", "startswith", label=_("operation"))
    kind = filters.CharFilter("subject_type", label=_("kind of record"))
    record = filters.NumberFilter("subject_id", label=_("record"))

    class Meta:
        model = Entry
        fields: list[str] = []


class RevealFilter(DayRange):
    """Who saw, whom, when."""

    who = filters.CharFilter(method=_by_actor, label=_("staff number"))
    kind = filters.CharFilter("subject_type", label=_("kind of record"))
    record = filters.NumberFilter("subject_id", label=_("record"))

    class Meta:
        model = Reveal
        fields: list[str] = []


class OutgoingMessageFilter(filters.FilterSet):
    """By channel and state."""

    channel = filters.ChoiceFilter(choices=Channel.choices, label=_("channel"), empty_label=_("all"))
    state = filters.ChoiceFilter(choices=MessageState.choices, label=_("state"), empty_label=_("all"))

    class Meta:
        model = OutgoingMessage
        fields: list[str] = []


class DeliveryFilter(filters.FilterSet):
    """By state and handler."""

    state = filters.ChoiceFilter(
        choices=[choice for choice in DeliveryState.choices if choice[0] != DeliveryState.DELIVERED],
        label=_("state"),
        empty_label=_("all"),
    )
    handler = filters.CharFilter("handler", "startswith", label=_("handler"))

    class Meta:
        model = Delivery
        fields: list[str] = []


class StaffFilter(filters.FilterSet):
    """By number or name, role, department."""

    search = filters.CharFilter(method="find", label=_("number or name"))
    role = filters.ChoiceFilter(choices=Role.choices, method="holding", label=_("role"), empty_label=_("all"))
    department = filters.ModelChoiceFilter(
        queryset=Department.objects.order_by("path"), method="inside", label=_("department"), empty_label=_("all")
    )
    active = filters.ChoiceFilter(
        "is_active",
        choices=[("True", _("access open")), ("False", _("access closed"))],
        label=_("access"),
        empty_label=_("all"),
    )

    class Meta:
        model = Staff
        fields: list[str] = []

    def find(self, queryset: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        """A staff number from its beginning, or a part of a name."""
        return queryset.filter(Q(number__startswith=value) | Q(name__contains=value))

    def holding(self, queryset: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        """People who hold the role anywhere."""
        return queryset.filter(pk__in=Staff.objects.filter(assignments__role=value))

    def inside(self, queryset: QuerySet[Staff], name: str, value: Department) -> QuerySet[Staff]:
        """The people of a department and of everything below it."""
        return queryset.filter(department__path__startswith=value.path)
