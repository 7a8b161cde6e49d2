"""What accounts owe: balance, open items, arrears, debts before a case. Money in yuan.

An item is overdue from the day after its due day; what is not due yet is open but no arrears.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from crm.errors import OutOfScope
from crm.org.scope import restricted_rows
from crm.prepared import Prepared
from crm.registries import TimelineEntry
from crm.registries.timeline import Moment, earlier
from crm.web.figures import money
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, Allocation, LedgerEntry, OpenItem
from metering.queries.late_charges import accrued_on
from metering.rules import VIEW_LEDGER

MONEY: DecimalField[Any, Any] = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True)
class OwedItem:
    """An open charge on a day: what of it is open, days past its due day, and what has accrued on it, yuan."""

    entry: LedgerEntry
    open_amount: Decimal
    due_on: date
    days: int
    late_charge: Decimal


@dataclass(frozen=True)
class Debt:
    """What an account owes on a day, with the late-payment charge that is not posted yet.

    `open_amount` are all open charges, `overdue` those of them past their due day, `credit` what was paid in
    advance; `items` the open charges, the first due first.
    """

    on: date
    open_amount: Decimal = Decimal("0.00")
    overdue: Decimal = Decimal("0.00")
    late_charge: Decimal = Decimal("0.00")
    credit: Decimal = Decimal("0.00")
    oldest_due_on: date | None = None
    items: list[OwedItem] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Everything that would have to be paid on that day to owe nothing, due or not."""
        return self.open_amount + self.late_charge

    @property
    def arrears(self) -> Decimal:
        """What is overdue, with its late-payment charge."""
        return self.overdue + self.late_charge

    @property
    def days(self) -> int:
        """Days since the oldest open charge fell due; 0 while none is overdue."""
        return max((self.on - self.oldest_due_on).days, 0) if self.oldest_due_on else 0

    def __bool__(self) -> bool:
        """Whether anything is owed, due or not."""
        return self.total > 0


def debt_of(account_id: int, on: date) -> Debt:
    """What one account owes on a day; for preconditions and settlements, which carry their own permission.

    At most five statements.
    """
    return debts_of([account_id], on)[account_id]


def debts_of(account_ids: Sequence[int], on: date) -> dict[int, Debt]:
    """`debt_of` for several accounts, in the same number of statements. Reads what is open now, not history."""
    by_account: dict[int, list[OpenItem]] = {pk: [] for pk in account_ids}
    items = OpenItem.objects.filter(account__in=account_ids, open_amount__gt=0)
    for item in items.select_related("entry", "account").order_by("due_on", "entry_id"):
        by_account[item.account_id].append(item)
    late = accrued_on([item for each in by_account.values() for item in each], on)
    credits_of = dict(
        AccountBalance.objects.filter(account__in=account_ids, credit_amount__gt=0).values_list(
            "account_id", "credit_amount"
        )
    )
    return {pk: _debt(each, late, credits_of.get(pk), on) for pk, each in by_account.items()}


def _debt(items: list[OpenItem], late: dict[int, Decimal], credit: Decimal | None, on: date) -> Debt:
    nothing = Decimal("0.00")
    owed_items = [
        OwedItem(
            entry=item.entry,
            open_amount=item.open_amount,
            due_on=item.due_on,
            days=max((on - item.due_on).days, 0),
            late_charge=late.get(item.entry_id, nothing),
        )
        for item in items
        if item.due_on
    ]
    return Debt(
        on=on,
        open_amount=sum((item.open_amount for item in owed_items), nothing),
        overdue=sum((item.open_amount for item in owed_items if item.days), nothing),
        late_charge=sum((item.late_charge for item in owed_items), nothing),
        credit=credit or nothing,
        oldest_due_on=owed_items[0].due_on if owed_items else None,
        items=owed_items,
    )


def owed(account_id: int, on: date) -> Decimal:
    """Yuan that would have to be paid on that day to owe nothing, late-payment charge included."""
    return debt_of(account_id, on).total


TOLD = (
    EntryKind.BILL,
    EntryKind.FEE,
    EntryKind.PAYMENT,
    EntryKind.REFUND,
    EntryKind.ADJUSTMENT,
    EntryKind.REVERSAL,
)


def told_of_accounts(user: Any, accounts: Sequence[int], before: Moment | None, limit: int) -> list[TimelineEntry]:
    """Bills, payments and what was taken back, for the line of time of a customer; one query."""
    rows = LedgerEntry.objects.restrict(user, VIEW_LEDGER).filter(account__in=accounts, kind__in=TOLD)
    columns = ("posted_at", "pk", "kind", "amount", "document", "posted_by__name", "account__account_number")
    kinds = dict(EntryKind.choices)
    return [
        TimelineEntry(
            at,
            pk,
            f"{kinds[kind]} {money(abs(amount))}",
            detail=document,
            who=who or "",
            icon="receipt" if amount > 0 else "cash",
            state="" if amount > 0 else "done",
            about=number,
        )
        for at, pk, kind, amount, document, who, number in earlier(rows, before, limit, at="posted_at").values_list(
            *columns
        )
    ]


_BALANCE = Prepared(
    lambda account: AccountBalance.objects.filter(account_id=account).select_related("account").order_by(), int
)


def balance_of(user: Any, account_id: int) -> AccountBalance:
    """The sums of an account; all zero where nothing was posted, or where the person may not see it."""
    found = restricted_rows(_BALANCE.rows(account_id), user, VIEW_LEDGER)
    return found[0] if found else AccountBalance(account_id=account_id)


def open_items(user: Any, account_id: int) -> list[OpenItem]:
    """The open charges of an account, the first due first, with their entries: one statement."""
    items = OpenItem.objects.restrict(user, VIEW_LEDGER).filter(account_id=account_id, open_amount__gt=0)
    return list(items.select_related("entry", "account").order_by("due_on", "entry_id"))


def entries_of(user: Any, account_id: int) -> QuerySet[Any]:
    """The entries of an account that this person may see, unordered; each with `is_taken_back`."""
    reversal = LedgerEntry.objects.filter(relates_to=OuterRef("pk"), kind=EntryKind.REVERSAL)
    return (
        LedgerEntry.objects.restrict(user, VIEW_LEDGER)
        .filter(account_id=account_id)
        .select_related("posted_by", "open_item")
        .annotate(is_taken_back=Exists(reversal))
    )


def last_payments(user: Any, account_id: int, count: int = 3) -> list[Any]:
    """The latest payments that stand, the newest first: one statement."""
    rows = entries_of(user, account_id).filter(kind=EntryKind.PAYMENT, is_taken_back=False)
    return list(rows.select_related(None).only("value_on", "amount", "method").order_by("-value_on", "-pk")[:count])


def entry_by_id(user: Any, entry_id: int) -> LedgerEntry:
    """One entry with its account. Raises OutOfScope (404)."""
    rows = LedgerEntry.objects.restrict(user, VIEW_LEDGER).select_related(
        "account__customer", "account__department", "posted_by"
    )
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise OutOfScope
    return entry


def covered_by(entry: LedgerEntry) -> list[dict[str, Any]]:
    """What a payment covers now, the first due first: kind, document and share, and the account where it is another
    one (a transfer names it); for its receipt."""
    columns = ("debit_id", "debit__kind", "debit__document", "debit__note")
    shares = Allocation.objects.filter(credit=entry).values(*columns)
    shares = shares.annotate(share=Sum("amount")).filter(share__gt=0).order_by("debit__due_on", "debit_id")
    return [{**row, "label": EntryKind(row["debit__kind"]).label} for row in shares]


@dataclass(frozen=True)
class StatementLine:
    """An entry with the balance after it, yuan."""

    entry: LedgerEntry
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """The entries of an account by value date from `first` to `last`, with the balances before and after, yuan."""

    first: date
    last: date
    opening: Decimal
    lines: list[StatementLine]
    closing: Decimal
    debits: Decimal
    credits: Decimal


def statement_of(account_id: int, first: date, last: date) -> Statement:
    """An account statement 对账单, in two statements of SQL; permission is the caller's."""
    rows = LedgerEntry.objects.filter(account_id=account_id)
    before = rows.filter(value_on__lt=first).aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
    lines, balance = [], before
    for entry in rows.filter(value_on__gte=first, value_on__lte=last).order_by("value_on", "pk"):
        balance += entry.amount
        lines.append(StatementLine(entry, balance))
    nothing = Decimal("0.00")
    return Statement(
        first=first,
        last=last,
        opening=before,
        lines=lines,
        closing=balance,
        debits=sum((line.entry.amount for line in lines if line.entry.amount > 0), nothing),
        credits=-sum((line.entry.amount for line in lines if line.entry.amount < 0), nothing),
    )


def accounts_in_arrears(user: Any, on: date) -> QuerySet[Any]:
    """Balances of the accounts with a charge that fell due before `on`, by an index; with `arrears`, yuan."""
    late = AccountBalance.objects.restrict(user, VIEW_LEDGER).filter(oldest_due_on__lt=on)
    return late.annotate(arrears=arrears_amount(on))


def arrears_amount(on: date, account: str = "account_id") -> Coalesce:
    """An expression for lists and segments: what is overdue on a day, yuan; `account` names the outer column."""
    items = OpenItem.objects.filter(account_id=OuterRef(account), open_amount__gt=0, due_on__lt=on).order_by()
    total = items.values("account_id").annotate(total=Sum("open_amount")).values("total")
    return Coalesce(Subquery(total, output_field=MONEY), Value(Decimal(0), output_field=MONEY))


def balances_of(accounts: Iterable[SupplyAccount]) -> dict[int, AccountBalance]:
    """Balances by account id for the rows of a list, in one statement."""
    return AccountBalance.objects.in_bulk([account.pk for account in accounts])
