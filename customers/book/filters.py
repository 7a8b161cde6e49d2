"""Filters of the book's lists."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from crm.audit.models import Viewing
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.org.permissions import scope_of
from crm.org.scope import ScopedQuerySet
from crm.web.forms import DayInput
from customers.book.enums import AccountClass, AccountStatus, Importance, Voltage
from customers.book.merging import DuplicateRule, MergeState, PairState
from customers.book.models import (
    AccountQuality,
    CustomerMerge,
    DuplicatePair,
    QualityFinding,
    Segment,
    SupplyAccount,
)
from customers.book.quality.catalogue import ERRORS, GAPS
from customers.book.quality.definitions import Severity
from customers.book.queries.segments import visible_segments
from customers.book.rules import LOOK_UP


def departments_seen(request: Any) -> QuerySet[Department]:
    """The business departments whose accounts this person may look up."""
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS)
    scope = scope_of(request.user, LOOK_UP)
    return rows if scope.everywhere else rows.filter(pk__in=sorted(scope.departments))


def segments_seen(request: Any) -> QuerySet[Segment]:
    """The segments by which this person may narrow a list."""
    return visible_segments(request.user).order_by("name", "pk")


class AccountFilter(django_filters.FilterSet):
    """Narrow the accounts. Voided applications are left out unless they are asked for."""

    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    account_class = django_filters.ChoiceFilter(label=_("class of account"), choices=AccountClass)
    voltage = django_filters.ChoiceFilter(label=_("supply voltage"), choices=Voltage)
    status = django_filters.ChoiceFilter(label=_("account status"), choices=AccountStatus)
    importance = django_filters.ChoiceFilter(
        label=_("importance"), choices=[choice for choice in Importance.choices if choice[0]]
    )

    segment = django_filters.ModelChoiceFilter(
        label=_("segment"), queryset=segments_seen, method="narrow_to_segment"
    )

    class Meta:
        model = SupplyAccount
        fields = ["department", "account_class", "voltage", "status", "importance", "segment"]

    @extend_schema_field(OpenApiTypes.INT)
    def narrow_to_segment(
        self, queryset: ScopedQuerySet[SupplyAccount], name: str, segment: Segment
    ) -> ScopedQuerySet[SupplyAccount]:
        """Only accounts in the segment. Raises UnknownCondition, NotPermitted."""
        return segment.narrow(queryset, self.request.user, today=timezone.localdate())

    def filter_queryset(self, queryset: QuerySet[SupplyAccount]) -> QuerySet[SupplyAccount]:
        """Without a status, everything that is or was a real account; of a segment that is gone, nothing."""
        if "segment" in self.form.errors:  # whoever asks for a part must not be given the whole
            return queryset.none()
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


class SegmentFilter(django_filters.FilterSet):
    """Narrow the segments."""

    name = django_filters.CharFilter("name", "contains", label=_("name of the segment"))
    whose = django_filters.ChoiceFilter(
        label=_("owner of the segment"),
        choices=[("mine", _("only mine")), ("others", _("shared by others"))],
        method="of_whom",
    )

    class Meta:
        model = Segment
        fields = ["name", "whose"]

    def of_whom(self, queryset: QuerySet[Segment], name: str, whose: str) -> QuerySet[Segment]:
        """One's own, or what others share."""
        own = {"owner": self.request.user}
        return queryset.filter(**own) if whose == "mine" else queryset.exclude(**own)


class PairFilter(django_filters.FilterSet):
    """Narrow possible duplicates. Those to be judged, and those of which a merge is proposed, unless asked."""

    rule = django_filters.ChoiceFilter(label=_("rule"), choices=DuplicateRule, method="filter_rule")
    state = django_filters.ChoiceFilter(label=_("state"), choices=PairState)

    class Meta:
        model = DuplicatePair
        fields = ["rule", "state"]

    def filter_rule(self, queryset: QuerySet[DuplicatePair], name: str, value: str) -> QuerySet[DuplicatePair]:
        """Pairs for which this rule holds, perhaps with others."""
        return queryset.filter(rules__contains=[value])

    def filter_queryset(self, queryset: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
        """Without a state, what is still open."""
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return queryset
        return queryset.filter(state__in=(PairState.OPEN, PairState.PROPOSED))


class MergeFilter(django_filters.FilterSet):
    """Narrow merges."""

    state = django_filters.ChoiceFilter(label=_("state"), choices=MergeState)

    class Meta:
        model = CustomerMerge
        fields = ["state"]


class ScoreFilter(django_filters.FilterSet):
    """Narrow the scores of accounts: by department, class and either score, both ends included."""

    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    account_class = django_filters.ChoiceFilter(
        "account__account_class", label=_("class of account"), choices=AccountClass
    )
    completeness_from = django_filters.NumberFilter("completeness", "gte", label=_("completeness from"))
    completeness_to = django_filters.NumberFilter("completeness", "lte", label=_("completeness to"))
    correctness_from = django_filters.NumberFilter("correctness", "gte", label=_("correctness from"))
    correctness_to = django_filters.NumberFilter("correctness", "lte", label=_("correctness to"))

    class Meta:
        model = AccountQuality
        fields: ClassVar[list[str]] = []


class FindingFilter(django_filters.FilterSet):
    """Narrow the findings: by department, rule, gap or error."""

    department = django_filters.ModelChoiceFilter(label=_("business department"), queryset=departments_seen)
    rule = django_filters.ChoiceFilter(
        label=_("rule"),
        choices=[
            (Severity.COMPLETENESS.label, [(rule.key, rule.words) for rule in GAPS]),
            (Severity.CORRECTNESS.label, [(rule.key, rule.words) for rule in ERRORS]),
        ],
    )
    severity = django_filters.ChoiceFilter(label=_("gap or error"), choices=Severity)
    account_class = django_filters.ChoiceFilter(
        "account__account_class", label=_("class of account"), choices=AccountClass
    )

    class Meta:
        model = QualityFinding
        fields: ClassVar[list[str]] = []
