"""What several views of the book share."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.pagination import NewestFirst
from customers.book.operations.locking import day_of
from customers.book.operations.reveal import reveal_personal_data
from customers.book.rules import LOOK_UP, REVEAL_OUTAGE_CONTACT, REVEAL_PERSONAL_DATA, VIEW_ACCOUNT

AS_OF = OpenApiParameter(
    "as_of", date, description="A day, YYYY-MM-DD: what was in force then. By default today, or all of the history."
)


class ByAccountNumber(NewestFirst):
    """In the order of account numbers, which the indexes follow."""

    ordering = ("account_number",)


class ByCustomerNumber(NewestFirst):
    """In the order of customer numbers."""

    ordering = ("customer_number",)


class BySequence(NewestFirst):
    """In the order of the numbers within the account."""

    ordering = ("sequence",)


class ByAssetNumber(NewestFirst):
    """In the order of asset numbers."""

    ordering = ("asset_number",)


class ByNumber(NewestFirst):
    """In the order of numbers."""

    ordering = ("number",)


def needed(view: APIView) -> str:
    """The permission by which an account is found: to read it is open to those who only look it up.

    The eye is asked of everybody and opens by its own permission.
    """
    is_reading = view.request.method in SAFE_METHODS or getattr(view, "action", "") == "reveal"
    return LOOK_UP if is_reading else VIEW_ACCOUNT


def day_asked(request: Request) -> date | None:
    """The day `as_of`, if one is asked for. Raises InvalidInput (400)."""
    value = request.query_params.get("as_of")
    if value is None:
        return None
    try:
        return serializers.DateField().run_validation(value)
    except serializers.ValidationError as error:
        refusal = InvalidInput({"as_of": [str(detail) for detail in cast(list[Any], error.detail)]})
        refusal.status = 400
        raise refusal from None


def today() -> date:
    """The calendar day in China."""
    return day_of(timezone.now())


def reveal(request: Request, kind: str, pk: int, form: type[serializers.Serializer]) -> Response:
    """Show one personal value in clear, having written down who sees it and why; once, for it is not kept."""
    require(request.user, REVEAL_OUTAGE_CONTACT if kind == "contact" else REVEAL_PERSONAL_DATA)
    body = form(data=request.data)
    body.is_valid(raise_exception=True)
    asked = body.validated_data
    value = reveal_personal_data(
        kind=kind,
        pk=pk,
        field_name=asked["field"],
        reason=asked["reason"],
        note=asked["note"],
        actor=cast(Staff, request.user),
        now=timezone.now(),
    )
    return Response({"field": asked["field"], "value": value})
