"""Proposed follow-up cases and temporary accounts over the API."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api.serializers import ReasonSerializer
from bizexpansion.filters import FollowUpFilter, TemporaryFilter
from bizexpansion.models import FollowUp
from bizexpansion.operations.expiry import dismiss_follow_up
from bizexpansion.queries.follow_ups import FollowUpRow, follow_ups
from bizexpansion.queries.temporary import temporary_accounts
from bizexpansion.rules import DECIDE_FOLLOW_UP, VIEW_CASE
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame
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
    taken_up_as = serializers.CharField(source="case.case_number", read_only=True, allow_null=True, default=None)

    class Meta:
        model = FollowUp
        fields = [
            "id", "account_number", "customer", "flow_code", "flow_name", "term", "because_of", "due_on", "state",
            "taken_up_as", "dismissed_because", "decided_at",
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
    days_over = serializers.SerializerMethodField(help_text="Calendar days since the last day; negative before it.")

    class Meta:
        model = SupplyAccount
        fields = ["account_number", "customer", "temporary", "temporary_until", "days_over"]
        read_only_fields = fields

    def get_days_over(self, account: SupplyAccount) -> int:
        """From the last day to today."""
        until: Any = account.temporary_until
        return int((timezone.localdate() - until).days)


class TemporaryViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """Temporary accounts; without a filter those whose last day is over."""

    queryset = SupplyAccount.objects.none()
    serializer_class = TemporarySerializer
    filterset_class = TemporaryFilter

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What the caller may see."""
        require(self.request.user, VIEW_CASE)
        return temporary_accounts(self.request.user)
