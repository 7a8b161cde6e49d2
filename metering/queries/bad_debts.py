"""Debts that nobody can be made to pay: those that wait for approval, and the list of all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from crm.errors import OutOfScope
from metering.models import BadDebt
from metering.rules import VIEW_LEDGER


def bad_debt_list(user: Any) -> QuerySet[BadDebt]:
    """The bad debts that this person may see, with what a row shows, unordered."""
    return BadDebt.objects.restrict(user, VIEW_LEDGER).select_related(
        "account__customer", "department", "proposed_by", "decided_by"
    )


def bad_debt_by_id(user: Any, bad_debt_id: int) -> BadDebt:
    """One bad debt. Raises OutOfScope (404)."""
    found = bad_debt_list(user).filter(pk=bad_debt_id).first()
    if found is None:
        raise OutOfScope
    return found
