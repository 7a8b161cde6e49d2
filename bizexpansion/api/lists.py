"""Proposed follow-up cases and temporary accounts over the API."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api.serializers import ReasonSerializer, words
from bizexpansion.filters import FollowUpFilter, TemporaryFilter
from bizexpansion.models import FollowUp, TemporaryRenewal
from bizexpansion.operations.expiry import dismiss_follow_up
from bizexpansion.operations.renewal import PAPERS, Wish, bounds_of, extend_temporary_supply, findings_of
from bizexpansion.queries.follow_ups import FollowUpRow, follow_ups
from bizexpansion.queries.temporary import renewals_of, temporary_accounts
from bizexpansion.rules import DECIDE_FOLLOW_UP, VIEW_CASE
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame, RecordFrame, if_match
from customers.book.models import SupplyAccount


class FollowUpSerializer(serializers.ModelSerializer):
    """A case that is proposed because a term has ended; the customer is masked."""

    account_number = serializers.CharField(
        source="account.account_number", read_only=True, allow_null=True, default=None
    )
    customer = serializers.CharField(source="account.masked_name", read_only=True, allow_null=True, default=None)
    flow_name = serializers.SerializerMethodField()
    term = serializers.SerializerMethodField(help_text="What has ended, or since when nothing has been used.")
    because_of = serializers.CharField(
        source="term.case.case_number", read_only=True, allow_null=True, default=None
    )
    state_name = words("state")
    taken_up_as = serializers.CharField(source="case.case_number", read_only=True, allow_null=True, default=None)

    class Meta:
        model = FollowUp
        fields = [
            "id", "account_number", "customer", "flow_code", "flow_name", "term", "because_of", "due_on", "state",
            "state_name", "taken_up_as", "dismissed_because", "decided_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_flow_name(self, row: FollowUp) -> str:
        """The business that should follow; without a code, that the case is to be aborted."""
        return str(FollowUpRow(row).flow_name)

    def get_term(self, row: FollowUp) -> str:
        """The term and its end in words."""
        return FollowUpRow(row).because


class FollowUpViewSet(ApiFrame, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Proposed cases; without a filter those that nobody has decided on."""

    queryset = FollowUp.objects.none()
    serializer_class = FollowUpSerializer
    filterset_class = FollowUpFilter
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[FollowUp]:
        """What the caller may see."""
        require(self.request.user, VIEW_CASE)
        return follow_ups(self.request.user)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """Say that the case is not needed. Taken up it is by accepting an application of its flow."""
        found = self.get_object()
        require(request.user, DECIDE_FOLLOW_UP, found.department_id)
        body = ReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        dismiss_follow_up(
            follow_up_id=found.pk, **body.validated_data, actor=cast(Staff, request.user), now=timezone.now()
        )
        return Response(self.get_serializer(self.get_object()).data)


class TemporarySerializer(serializers.ModelSerializer):
    """A temporary account and its last day; the customer is masked."""

    customer = serializers.CharField(source="masked_name", read_only=True)
    temporary_name = words("temporary")
    days_over = serializers.SerializerMethodField(help_text="Calendar days since the last day; negative before it.")

    class Meta:
        model = SupplyAccount
        fields = ["account_number", "customer", "temporary", "temporary_name", "temporary_until", "days_over"]
        read_only_fields = fields

    def get_days_over(self, account: SupplyAccount) -> int:
        """From the last day to today."""
        until: Any = account.temporary_until
        return int((timezone.localdate() - until).days)


class RenewalSerializer(serializers.ModelSerializer):
    """Once granted longer: from which last day to which, under which contract."""

    contract = serializers.CharField(source="contract.number", read_only=True)
    approved_by = serializers.CharField(source="approved_by.number", read_only=True, allow_null=True, default=None)
    renewed_by = serializers.CharField(source="renewed_by.number", read_only=True)

    class Meta:
        model = TemporaryRenewal
        fields = [
            "ended_before", "granted_until", "reason", "papers", "contract", "approved_by", "renewed_by",
            "renewed_at",
        ]  # fmt: skip
        read_only_fields = fields


class BarrierSerializer(serializers.Serializer):
    """What must hold before the supply is extended, whether it does, and where that is laid down."""

    rule = serializers.CharField(source="rule.code")
    holds = serializers.BooleanField(source="answer.met", allow_null=True, help_text="Null: a person has to look.")
    words = serializers.CharField(source="answer.words")
    legal_source = serializers.CharField(source="rule.source")


class TemporaryDetailSerializer(TemporarySerializer):
    """A temporary account: how long it may go on, what bars that, what was granted before."""

    standard_until = serializers.SerializerMethodField(help_text="The last day that needs no approval.")
    longest_until = serializers.SerializerMethodField(help_text="The last day that may be granted at all.")
    preconditions = serializers.SerializerMethodField()
    renewals = serializers.SerializerMethodField()

    class Meta(TemporarySerializer.Meta):
        fields = [
            *TemporarySerializer.Meta.fields, "standard_until", "longest_until", "preconditions", "renewals",
            "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_standard_until(self, account: SupplyAccount) -> date:
        """By the parameters in force today."""
        return bounds_of(account, timezone.localdate()).standard

    def get_longest_until(self, account: SupplyAccount) -> date | None:
        """By the parameters in force today; null where no bound is."""
        return bounds_of(account, timezone.localdate()).longest

    @extend_schema_field(BarrierSerializer(many=True))
    def get_preconditions(self, account: SupplyAccount) -> Any:
        """As the page shows them."""
        return BarrierSerializer(findings_of(account, timezone.now()), many=True).data

    @extend_schema_field(RenewalSerializer(many=True))
    def get_renewals(self, account: SupplyAccount) -> Any:
        """The first first."""
        return RenewalSerializer(renewals_of(account), many=True).data


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Three months more",
            {
                "until": "2027-09-30",
                "asked_by": "陈静",
                "reason": "工期延长",
                "identity_checked": True,
                "papers": ["M-CHG", "M-ORG"],
                "approved_by": "17001",
                "signed_on": "2027-06-20",
                "customer_signatory": "陈静",
                "utility_signatory": "孙九",
            },
            request_only=True,
        )
    ]
)
class ExtendTemporarySerializer(serializers.Serializer):
    """A later last day under a renewed contract; beyond `standard_until` it names who has approved it."""

    until = serializers.DateField()
    asked_by = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=500)
    identity_checked = serializers.BooleanField()
    papers = serializers.MultipleChoiceField(
        choices=sorted(kind for kinds in PAPERS for kind in kinds.split("|")),
        default=set,
        help_text="Kinds of papers that were handed in: the application, and an identity or a certificate.",
    )
    approved_by = serializers.SlugRelatedField(
        slug_field="number",
        queryset=Staff.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        default=None,
        help_text="Staff number (工号).",
    )
    signed_on = serializers.DateField()
    customer_signatory = serializers.CharField(max_length=60)
    utility_signatory = serializers.CharField(max_length=60)


class TemporaryViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Temporary accounts; without a filter those whose last day is over."""

    queryset = SupplyAccount.objects.none()
    serializer_class = TemporarySerializer
    filterset_class = TemporaryFilter
    lookup_field = "account_number"
    lookup_value_regex = r"[0-9]{1,14}"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What the caller may see."""
        require(self.request.user, VIEW_CASE)
        return temporary_accounts(self.request.user)

    def get_serializer_class(self) -> type[Any]:
        """A line for the list, the whole for one."""
        return TemporarySerializer if self.action == "list" else TemporaryDetailSerializer

    def address_of(self, record: SupplyAccount) -> str:
        """The account among the temporary ones."""
        return reverse("api-temporary-detail", kwargs={"account_number": record.account_number})

    @extend_schema(request=ExtendTemporarySerializer, responses=TemporaryDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def extend(self, request: Request, account_number: str) -> Response:
        """Grant a supply with a meter longer (续签); one without a meter is extended by the business 107."""
        body = ExtendTemporarySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actor = cast(Staff, request.user)
        frame: dict[str, Any] = {"version": self.seen, "actor": actor, "now": timezone.now()}
        extend_temporary_supply(account_number=account_number, wish=Wish(**body.validated_data), **frame)
        return self.answer(self.get_object())
