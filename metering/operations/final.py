"""The last bill of a case (A44), and everything that a case has posted taken back when it is sent back or ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import BadDebt, LedgerEntry, RefundRequest
from metering.operations.charges import Charge, write_charges
from metering.operations.late_charges import write_late_charges
from metering.operations.payments import CHARGES, MONEY, reverse_entry
from metering.operations.posting import balance_of, clean_past_day, cover, hold_ledger
from metering.operations.settlement import Settlement
from metering.rules import SETTLE_ACCOUNT, UNDO_SETTLEMENT

CASE_POSTS = CHARGES | MONEY | {EntryKind.BAD_DEBT}


@dataclass(frozen=True)
class FinalBill:
    """A last charge, yuan, with the energy in kWh that it is for. `name` tells several of one case apart."""

    energy: Decimal
    amount: Decimal
    name: str = "final"
    kind: EntryKind = EntryKind.BILL
    note: str = ""


@operation("metering.settle_for_case")
def settle_for_case(
    *, account_id: int, on: date, case_number: str, bills: Sequence[FinalBill], actor: Actor, now: datetime
) -> Settlement:
    """Step A44 of a case: post its final bills and the late-payment charge up to `on`; credit covers what is owed.

    Returns how the account stands. Called again with the same bills it posts only what has accrued since; a bill
    with another amount, or one that is gone, is taken back. Raises InvalidInput (`amount`, `on`). Source:
    供电营业规则 (1996) art. 29 to 32. Inverse: `undo_last_bills`.
    """
    account = hold_ledger(account_id, actor=actor, permission=SETTLE_ACCOUNT)
    clean_past_day(on, now, "on")
    if any(bill.amount < 0 or bill.energy < 0 for bill in bills):
        raise InvalidInput({"amount": _("A bill cannot be negative.")})
    _post(account, case_number, bills, on, actor=actor, now=now)
    cover([account.pk], now=now)
    if write_late_charges(account, on=on, actor=actor, now=now):
        cover([account.pk], now=now)
    balance = balance_of(account)
    settled = Settlement(account.pk, on, balance.open_amount, balance.credit_amount)
    about(account, case=case_number, to_pay=str(settled.to_pay), to_refund=str(settled.to_refund))
    return settled


@operation("metering.undo_settlement")
def undo_settlement(
    *, account_id: int, entries: Sequence[int], case_number: str, actor: Actor, now: datetime
) -> None:
    """Take back what a case has posted to an account (refund, write-off), the latest first.

    The late-payment charge stays: it accrued with or without the case. Taken back already: nothing happens.
    Raises CreditSpent, OutOfScope.
    """
    account = hold_ledger(account_id, actor=actor, permission=UNDO_SETTLEMENT)
    about(account, case=case_number, entries=list(entries))
    own = LedgerEntry.objects.filter(account=account, pk__in=entries).order_by("-pk")
    for pk in own.values_list("pk", flat=True):
        reverse_entry(pk, case_number, CASE_POSTS, UNDO_SETTLEMENT, actor=actor, now=now)


@operation("metering.undo_last_bills")
def undo_last_bills(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> None:
    """Take back what A44 of a case has posted or proposed on an account: last bills, bad debts not written off.

    Nothing posted, or taken back already: nothing happens. Raises CreditSpent, OutOfScope.
    """
    posted = LedgerEntry.objects.filter(account=account_id, effect_key__startswith=_prefix(case_number))
    entries = list(posted.order_by("-pk").values_list("pk", flat=True))
    if not entries and not BadDebt.objects.filter(account=account_id, case_number=case_number).exists():
        return
    account = hold_ledger(account_id, actor=actor, permission=UNDO_SETTLEMENT)
    about(account, case=case_number, entries=entries)
    for pk in entries:
        reverse_entry(pk, case_number, CASE_POSTS, UNDO_SETTLEMENT, actor=actor, now=now)
    still_there = BadDebt.objects.filter(account=account, case_number=case_number)
    still_there.exclude(entry__in=_standing_write_offs(account)).delete()


def last_billed(account_ids: Sequence[int], case_number: str) -> list[int]:
    """Of these accounts those on which A44 of a case has posted or proposed something, in two statements."""
    posted = LedgerEntry.objects.filter(account__in=account_ids, effect_key__startswith=_prefix(case_number))
    proposed = BadDebt.objects.filter(account__in=account_ids, case_number=case_number)
    return sorted({*posted.values_list("account_id", flat=True), *proposed.values_list("account_id", flat=True)})


@operation("metering.withdraw_refund")
def withdraw_refund(*, request_id: int, case_number: str, actor: Actor, now: datetime) -> None:
    """The case that asked for a refund is sent back or ended: its request waits no longer, unless it was paid."""
    found = RefundRequest.objects.filter(pk=request_id, decided_at__isnull=True).first()
    if found is None:
        return
    hold_ledger(found.account_id, actor=actor, permission=UNDO_SETTLEMENT)
    about(found, case=case_number)
    RefundRequest.objects.filter(pk=request_id, decided_at__isnull=True).delete()


def _prefix(case_number: str) -> str:
    return f"case:{case_number}:last:"


def _standing_write_offs(account: SupplyAccount) -> QuerySet[LedgerEntry]:
    written = LedgerEntry.objects.filter(account=account, kind=EntryKind.BAD_DEBT)
    return written.exclude(related_entries__kind=EntryKind.REVERSAL)


def _post(
    account: SupplyAccount, case_number: str, bills: Sequence[FinalBill], on: date, *, actor: Actor, now: datetime
) -> None:
    """Post the final bills that do not stand yet; what stood before and is not asked for is reversed."""
    prefix = _prefix(case_number)
    posted = list(LedgerEntry.objects.filter(account=account, effect_key__startswith=prefix))
    reversals = LedgerEntry.objects.filter(relates_to__in=posted, kind=EntryKind.REVERSAL)
    gone = set(reversals.values_list("relates_to_id", flat=True))
    wanted = {bill.name: bill for bill in bills if bill.amount}
    for entry in posted:
        name = entry.effect_key.removeprefix(prefix).rpartition(":")[0]
        if entry.pk in gone:
            continue
        if name in wanted and (wanted[name].amount, wanted[name].kind) == (entry.amount, entry.kind):
            del wanted[name]
        else:
            reverse_entry(entry.pk, case_number, CHARGES, SETTLE_ACCOUNT, actor=actor, now=now)
    charges = [
        Charge(
            key=f"{prefix}{bill.name}:{len(posted) + number}",
            amount=bill.amount,
            due_on=on,
            kind=bill.kind,
            document=case_number,
            note=bill.note or f"{bill.energy.normalize():f} kWh",
        )
        for number, bill in enumerate(wanted.values(), start=1)
    ]
    write_charges(account, charges, actor=actor, now=now)
