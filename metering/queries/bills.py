"""Bills of accounts with what the ledger says of them, and arrears. Money in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery, Sum

from metering.enums import EntryKind
from metering.models import Allocation, Bill, LedgerEntry, OpenItem
from metering.rules import VIEW_BILLS

BILLS_SHOWN = 13


@dataclass(frozen=True)
class Arrears:
    """What is overdue: the sum, of how many charges, and since when."""

    amount: Decimal = Decimal(0)
    bills: int = 0
    oldest_due_on: date | None = None
    days: int = 0
    """Days since the oldest unpaid charge fell due."""

    def __bool__(self) -> bool:
        return self.bills > 0


@dataclass(frozen=True)
class BillLine:
    """A bill as the ledger has it: what of it is open, yuan, and the day on which the last of it was covered.

    `paid_on` is empty while something is open; a bill of nothing is paid, on no day. `is_taken_back`: a reversal
    cancels it, nobody paid.
    """

    bill: Bill
    open_amount: Decimal
    paid_on: date | None
    is_taken_back: bool = False

    @property
    def is_paid(self) -> bool:
        """Nothing of it is open."""
        return self.open_amount == 0


def bills_of(user: Any, account_id: int) -> list[BillLine]:
    """The latest bills of an account, newest first, in one statement."""
    return [line_of(bill) for bill in stated_bills(user, account_id).order_by("-month")[:BILLS_SHOWN]]


def stated_bills(user: Any, account_id: int) -> QuerySet[Any]:
    """The bills of an account with what the ledger says of each, unordered; `line_of` reads it."""
    charge = OuterRef("entries")
    covered = Allocation.objects.filter(debit=charge).values("credit", "credit__value_on")
    covered = covered.annotate(net=Sum("amount")).filter(net__gt=0).order_by("-credit__value_on")
    still_open = OpenItem.objects.filter(entry=charge).values("open_amount")
    bills = Bill.objects.restrict(user, VIEW_BILLS).filter(account_id=account_id)
    return bills.annotate(
        entry_id=F("entries"),
        left=Subquery(still_open),
        covered_on=Subquery(covered.values("credit__value_on")[:1]),
        taken_back=Exists(LedgerEntry.objects.filter(relates_to=charge, kind=EntryKind.REVERSAL)),
    )


def line_of(bill: Any) -> BillLine:
    """A bill as the ledger has it; one that is not posted yet is open as a whole."""
    left = bill.left or Decimal("0.00") if bill.entry_id else bill.amount
    return BillLine(bill, left, None if left else bill.covered_on, bill.taken_back)


def arrears_of(user: Any, account_ids: Sequence[int], today: date) -> Arrears:
    """What these accounts owe that fell due before `today`, in one query."""
    late = OpenItem.objects.restrict(user, VIEW_BILLS).filter(
        account_id__in=account_ids, open_amount__gt=0, due_on__lt=today
    )
    row = late.aggregate(amount=Sum("open_amount"), bills=Count("entry_id"), oldest=Min("due_on"))
    if not row["bills"]:
        return Arrears()
    return Arrears(row["amount"], row["bills"], row["oldest"], (today - row["oldest"]).days)
