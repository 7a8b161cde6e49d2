"""Charges and payments for tests, made by the operations of the ledger itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from crm.audit.operation import SYSTEM
from customers.book.models import SupplyAccount
from metering.enums import EntryKind, PaymentMethod
from metering.models import Bill, LedgerEntry
from metering.operations.charges import Charge, post_bills, post_charges
from metering.operations.payments import post_payment

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_serial = count(1)


def make_bill(account: SupplyAccount, month: date, **fields: Any) -> Bill:
    """A bill of a month, due on the 20th of the next one; not posted yet."""
    fields.setdefault("due_on", date(month.year + month.month // 12, month.month % 12 + 1, 20))
    return Bill.objects.create(
        account=account, month=month, **{"energy": Decimal("200"), "amount": Decimal("105.66"), **fields}
    )


def make_charged_bill(account: SupplyAccount, month: date, **fields: Any) -> LedgerEntry:
    """A bill and its charge."""
    bill = make_bill(account, month, **fields)
    post_bills(month=month, department_id=account.department_id, actor=SYSTEM, now=NOW)
    return LedgerEntry.objects.get(bill=bill)


def charge(
    account: SupplyAccount, amount: str = "100.00", due_on: date = date(2026, 11, 20), **fields: Any
) -> LedgerEntry:
    """An open charge of so many yuan."""
    wanted = Charge(
        key=fields.pop("key", f"test:{next(_serial)}"),
        amount=Decimal(amount),
        due_on=due_on,
        kind=fields.pop("kind", EntryKind.BILL),
    )
    return post_charges(account_id=account.pk, charges=[wanted], actor=SYSTEM, now=NOW, **fields)[0]


def pay(account: SupplyAccount, amount: str, paid_on: date = date(2026, 11, 25), **fields: Any) -> LedgerEntry:
    """A payment of so many yuan at the counter."""
    fields.setdefault("key", f"T{next(_serial)}")
    return post_payment(
        account_id=account.pk,
        amount=Decimal(amount),
        paid_on=paid_on,
        **{"method": PaymentMethod.CASH, "actor": SYSTEM, "now": NOW, **fields},
    )
