"""What of an account's billing is under way: bills that are made and not posted yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from metering.models import Bill, LedgerEntry

MOST_NAMED = 20


@dataclass(frozen=True)
class UnpostedBill:
    """A bill that nobody owes yet, because its month has not been posted to the ledger."""

    account_number: str
    month: date


def unposted_bills(account_ids: Collection[int]) -> list[UnpostedBill]:
    """The bills of these accounts that are made and not posted, the oldest first, at most 20; one statement.

    A bill of nothing is never posted and does not count.
    """
    posted = LedgerEntry.objects.filter(bill=OuterRef("pk"))
    bills = Bill.objects.filter(~Exists(posted), account__in=account_ids, amount__gt=0)
    found = bills.order_by("month", "account__account_number").values_list("account__account_number", "month")
    return [UnpostedBill(number, month) for number, month in found[:MOST_NAMED]]
