"""Debts that nobody can be made to pay, over the API: the list, and the decision of a second person."""

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

from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame
from metering.models import BadDebt
from metering.operations.bad_debts import approve_bad_debt, turn_down_bad_debt
from metering.queries.bad_debts import bad_debt_list
from metering.rules import VIEW_LEDGER


class BadDebtSerializer(serializers.ModelSerializer):
    """A debt that is proposed to be given up, in yuan; the customer is masked."""

    account_number = serializers.CharField(source="account.account_number", read_only=True)
    customer = serializers.CharField(source="account.masked_name", read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.number", read_only=True)
    decided_by = serializers.CharField(source="decided_by.number", read_only=True, allow_null=True, default=None)
    is_written_off = serializers.BooleanField(source="entry_id", read_only=True)

    class Meta:
        model = BadDebt
        fields = [
            "id", "account_number", "customer", "case_number", "amount", "settled_on", "reason", "proposed_by",
            "proposed_at", "decided_by", "decided_at", "is_approved", "decision_note", "is_written_off",
        ]  # fmt: skip
        read_only_fields = fields


class ApprovalSerializer(serializers.Serializer):
    """A remark on the approval."""

    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class TurnDownSerializer(serializers.Serializer):
    """Why the debt is to be collected after all."""

    note = serializers.CharField(max_length=200)


class BadDebtViewSet(ApiFrame, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Bad debts that the caller may see; proposed and written off they are by steps of a case."""

    queryset = BadDebt.objects.none()
    serializer_class = BadDebtSerializer
    filterset_fields = ("case_number", "is_approved")
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[BadDebt]:
        """Only what `restrict` lets through."""
        require(self.request.user, VIEW_LEDGER)
        return bad_debt_list(self.request.user)

    @extend_schema(request=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let the debt go, as another person than the one who proposed it."""
        return self._decide(ApprovalSerializer, approve_bad_debt)

    @extend_schema(request=TurnDownSerializer)
    @action(detail=True, methods=["post"], url_path="turn-down")
    def turn_down(self, request: Request, pk: str) -> Response:
        """The debt is to be collected after all."""
        return self._decide(TurnDownSerializer, turn_down_bad_debt)

    def _decide(self, form: type[serializers.Serializer], operation: Any) -> Response:
        found = self.get_object()
        body = form(data=self.request.data)
        body.is_valid(raise_exception=True)
        actor = cast(Staff, self.request.user)
        operation(bad_debt_id=found.pk, **body.validated_data, actor=actor, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)
