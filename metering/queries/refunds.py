"""Requests for refunds: the one that waits on an account, and the list of all that wait."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from crm.errors import OutOfScope
from metering.models import RefundRequest
from metering.rules import VIEW_LEDGER


def waiting_refund(account_id: int) -> RefundRequest | None:
    """The request that waits on this account; permission is the caller's."""
    return (
        RefundRequest.objects.filter(account_id=account_id, decided_at__isnull=True)
        .select_related("requested_by")
        .first()
    )


def refund_requests(user: Any) -> QuerySet[RefundRequest]:
    """The requests that this person may see, with what a row shows, unordered."""
    return RefundRequest.objects.restrict(user, VIEW_LEDGER).select_related(
        "account__customer", "department", "requested_by", "decided_by"
    )


def refund_by_id(user: Any, request_id: int) -> RefundRequest:
    """One request. Raises OutOfScope (404)."""
    found = refund_requests(user).filter(pk=request_id).first()
    if found is None:
        raise OutOfScope
    return found
