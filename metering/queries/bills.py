"""Bills and arrears of accounts. Money in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Sum

from metering.models import Bill

BILLS_SHOWN = 13


@dataclass(frozen=True)
class Arrears:
    """What is overdue: the sum, of how many bills, and since when."""

    amount: Decimal = Decimal(0)
    bills: int = 0
    oldest_due_on: date | None = None
    days: int = 0
    """Days since the oldest unpaid bill fell due."""

    def __bool__(self) -> bool:
        return self.bills > 0


def bills_of(user: Any, account_id: int) -> list[Bill]:
    """The latest bills of an account, newest first."""
    bills = Bill.objects.restrict(user, "metering.view_bills").filter(account_id=account_id)
    return list(bills.order_by("-month")[:BILLS_SHOWN])


def arrears_of(user: Any, account_ids: Sequence[int], today: date) -> Arrears:
    """What these accounts owe that fell due before `today`, in one query."""
    late = Bill.objects.restrict(user, "metering.view_bills").filter(
        account_id__in=account_ids, paid_on__isnull=True, due_on__lt=today
    )
    row = late.aggregate(amount=Sum(F("amount") - F("paid_amount")), bills=Count("id"), oldest=Min("due_on"))
    if not row["bills"]:
        return Arrears()
    return Arrears(row["amount"], row["bills"], row["oldest"], (today - row["oldest"]).days)
