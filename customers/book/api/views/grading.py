"""Grade an account over the API: `POST /accounts/{number}/importance/` and its like, with `If-Match`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from crm.org.models import Staff
from crm.web.api.views import RecordFrame, if_match
from customers.book.api.serializers.accounts import AccountDetailSerializer
from customers.book.api.serializers.grading import (
    ImportanceSerializer,
    IndustrySerializer,
    KeyAccountSerializer,
    RiskSerializer,
)
from customers.book.operations import Decision, set_importance, set_industry, set_key_account, set_risk_grade


class GradingActions(RecordFrame):
    """Mix into the view of accounts."""

    @extend_schema(request=ImportanceSerializer, responses=AccountDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def importance(self, request: Request, account_number: str) -> Response:
        """Grade the account as important (重要电力用户), or take the grade away."""
        return self._grade(request, ImportanceSerializer, set_importance)

    @extend_schema(request=KeyAccountSerializer, responses=AccountDetailSerializer)
    @action(detail=True, methods=["post"], url_path="key-account", url_name="key-account")
    @if_match
    def key_account(self, request: Request, account_number: str) -> Response:
        """Mark the account as key account (大客户), or take the mark away."""
        return self._grade(request, KeyAccountSerializer, set_key_account)

    @extend_schema(request=RiskSerializer, responses=AccountDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def risk(self, request: Request, account_number: str) -> Response:
        """Set the risk grade (风险等级)."""
        return self._grade(request, RiskSerializer, set_risk_grade)

    @extend_schema(request=IndustrySerializer, responses=AccountDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def industry(self, request: Request, account_number: str) -> Response:
        """Correct the industry (GB/T 4754-2017)."""
        return self._grade(request, IndustrySerializer, set_industry)

    def _grade(self, request: Request, form: type[Serializer[Any]], operation: Callable[..., Any]) -> Response:
        body = form(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        if "source" in values:
            ground = {name: values.pop(name) for name in ("source", "document", "reason")}
            values["decision"] = Decision(**ground)
        operation(
            account_id=self.record.pk,
            version=self.seen,
            **values,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())
