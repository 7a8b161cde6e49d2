"""Settle an account for good, and move what stands on one account to another (过户, 并户, 销户)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.outbox.operations import emit_at_end
from customers.book.models import SupplyAccount
from customers.book.operations.locking import day_of
from metering.enums import EntryKind
from metering.errors import DebtsRemain
from metering.models import LedgerEntry, OpenItem
from metering.operations.charges import Charge, write_charges
from metering.operations.late_charges import write_late_charges
from metering.operations.posting import (
    allocate,
    balance_of,
    clean_past_day,
    cover,
    hold_ledger,
    hold_ledgers,
    write_entry,
)
from metering.rules import SETTLE_ACCOUNT


@dataclass(frozen=True)
class Settlement:
    """How an account stands after its final settlement, yuan: one of the two is nothing."""

    account_id: int
    on: date
    to_pay: Decimal
    to_refund: Decimal

    @property
    def is_settled(self) -> bool:
        """Nothing is owed any more; credit may be left to pay out."""
        return self.to_pay == 0


@operation("metering.settle_account")
def settle_account(
    *, account_id: int, on: date, case_number: str, charges: Sequence[Charge] = (), actor: Actor, now: datetime
) -> Settlement:
    """Step A44: post the final charges given (the bill of the last reading) and the late-payment charge up to the
    day `on`, let credit cover them, and say what is left to pay or to refund.

    Call it again after the customer has paid: the charges are known by their keys, only what accrued since is new.
    Raises InvalidInput, EffectConflict. Source: 供电营业规则 (1996) art. 29 to 32 (debts first, balance returned).
    """
    account = hold_ledger(account_id, actor=actor, permission=SETTLE_ACCOUNT)
    clean_past_day(on, now, "on")
    write_charges(account, charges, actor=actor, now=now)
    cover([account.pk], now=now)
    write_late_charges(account, on=on, actor=actor, now=now)
    balance = balance_of(account)
    settled = Settlement(account.pk, on, balance.open_amount, balance.credit_amount)
    about(account, case=case_number, to_pay=str(settled.to_pay), to_refund=str(settled.to_refund))
    return settled


@operation("metering.transfer_balance")
def transfer_balance(
    *,
    from_account_id: int,
    to_account_id: int,
    case_number: str,
    with_debts: bool = False,
    actor: Actor,
    now: datetime,
) -> Decimal:
    """Move credit, and `with_debts` also the open charges with their due days, to another account.

    The two accounts' entries add up to nothing. Returns what was moved, yuan, positive for a net debt. Called
    twice for a case, the second call finds nothing to move. Raises DebtsRemain where charges are open and not to be
    moved (debts are settled before accounts are merged: 供电营业规则 (1996) art. 31), InvalidInput.
    """
    if from_account_id == to_account_id:
        raise InvalidInput({"to_account_id": _("Choose another account.")})
    source, target = hold_ledgers([from_account_id, to_account_id], actor=actor, permission=SETTLE_ACCOUNT)
    balance = balance_of(source)
    if balance.open_amount and not with_debts:
        raise DebtsRemain(details={"open_amount": str(balance.open_amount)})
    if with_debts:
        write_late_charges(source, on=day_of(now), actor=actor, now=now)
    items = list(OpenItem.objects.filter(account=source).select_related("entry").order_by("due_on", "entry_id"))
    for item in items:
        _move(item, source, target, case_number, actor=actor, now=now)
    cover([target.pk], now=now)
    moved = sum((item.open_amount for item in items), Decimal("0.00"))
    about(source, case=case_number, to=target.account_number, amount=str(moved))
    emit_at_end(
        "metering.balance_transferred",
        key=f"metering.balance_transferred:{case_number}:{source.pk}:{target.pk}",
        payload={"from_account_id": source.pk, "to_account_id": target.pk, "case": case_number},
        now=now,
    )
    return moved


def _move(
    item: OpenItem, source: SupplyAccount, target: SupplyAccount, case_number: str, *, actor: Actor, now: datetime
) -> None:
    """One open item leaves the source and stands, with its due day, on the target."""
    entry: LedgerEntry = item.entry
    today = day_of(now)
    words: dict[str, Any] = {"document": case_number, "relates_to": entry, "actor": actor, "now": now}
    times = entry.related_entries.filter(kind=EntryKind.TRANSFER, account=source).count()
    key = f"transfer:{case_number}:{entry.pk}:{times + 1}"
    gone = write_entry(
        source,
        EntryKind.TRANSFER,
        -item.open_amount,
        key=f"{key}:out",
        due_on=today if item.open_amount < 0 else None,
        note=target.account_number,
        **words,
    )
    debit, credit = (entry, gone) if gone.amount < 0 else (gone, entry)
    allocate(credit, [(debit, abs(item.open_amount))], now=now)
    write_entry(
        target,
        EntryKind.TRANSFER,
        item.open_amount,
        key=f"{key}:in",
        due_on=item.due_on,
        note=source.account_number,
        **words,
    )
