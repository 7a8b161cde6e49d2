"""Bills of accounts with what the ledger says of them, and arrears. Money in yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum

from crm.org.scope import ScopedQuerySet, restricted_rows
from crm.prepared import Prepared
from metering.enums import EntryKind
from metering.models import Allocation, Bill, ChangeReading, LedgerEntry, OpenItem
from metering.rules import VIEW_BILLS

BILLS_SHOWN = 13
CHANGES_SHOWN = 5


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


def _stated(account: int) -> ScopedQuerySet[Any]:
    """The bills of an account with what the ledger says of each, whoever asks."""
    charge = OuterRef("entries")
    covered = Allocation.objects.filter(debit=charge).values("credit", "credit__value_on")
    covered = covered.annotate(net=Sum("amount")).filter(net__gt=0).order_by("-credit__value_on")
    still_open = OpenItem.objects.filter(entry=charge).values("open_amount")
    return Bill.objects.filter(account_id=account).annotate(
        entry_id=F("entries"),
        left=Subquery(still_open),
        covered_on=Subquery(covered.values("credit__value_on")[:1]),
        taken_back=Exists(LedgerEntry.objects.filter(relates_to=charge, kind=EntryKind.REVERSAL)),
    )


def _latest(account: int) -> QuerySet[Any]:
    return _stated(account).select_related("account").order_by("-month")[:BILLS_SHOWN]


_LATEST = Prepared(_latest, int)


def bills_of(user: Any, account_id: int) -> list[BillLine]:
    """The latest bills of an account, newest first, in one statement."""
    return [line_of(bill) for bill in restricted_rows(_LATEST.rows(account_id), user, VIEW_BILLS)]


def stated_bills(user: Any, account_id: int) -> QuerySet[Any]:
    """The bills of an account with what the ledger says of each, unordered; `line_of` reads it."""
    return _stated(account_id).restrict(user, VIEW_BILLS)


def line_of(bill: Any) -> BillLine:
    """A bill as the ledger has it; one that is not posted yet is open as a whole."""
    left = bill.left or Decimal("0.00") if bill.entry_id else bill.amount
    return BillLine(bill, left, None if left else bill.covered_on, bill.taken_back)


def change_readings_of(user: Any, account_id: int) -> list[ChangeReading]:
    """The latest readings up to a change of capacity, price or meter, in one statement."""
    rows = ChangeReading.objects.restrict(user, VIEW_BILLS).filter(account_id=account_id)
    return list(rows.order_by("-changed_on")[:CHANGES_SHOWN])


_OPEN = Prepared(lambda account: OpenItem.objects.filter(account_id=account, open_amount__gt=0).order_by(), int)


def arrears_of(user: Any, account_id: int, today: date) -> Arrears:
    """What an account owes that fell due before `today`, in one query."""
    found = restricted_rows(_OPEN.rows(account_id), user, VIEW_BILLS)
    late = [(item.due_on, item.open_amount) for item in found if item.due_on is not None and item.due_on < today]
    if not late:
        return Arrears()
    oldest = min(due_on for due_on, _amount in late)
    return Arrears(sum((amount for _due_on, amount in late), Decimal(0)), len(late), oldest, (today - oldest).days)
