"""Take a payment, and take an entry back by its reverse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.outbox.operations import emit_at_end
from customers.book.models import SupplyAccount
from customers.book.operations.locking import day_of
from customers.book.queries.payers import paid_with
from metering.enums import EntryKind, PaymentMethod
from metering.errors import CreditSpent, NotReversible
from metering.models import Allocation, LedgerEntry
from metering.operations.late_charges import write_late_charges
from metering.operations.posting import (
    allocate,
    clean_amount,
    clean_past_day,
    cover,
    entry_of_key,
    hold_ledgers,
    same_or_refuse,
    write_entry,
)
from metering.operations.sharing import share_payment, share_what_is_left, shares_of
from metering.rules import POST_CHARGE, POST_PAYMENT, REVERSE_PAYMENT

MONEY = frozenset({EntryKind.PAYMENT, EntryKind.REFUND})
CHARGES = frozenset({EntryKind.BILL, EntryKind.FEE, EntryKind.ADJUSTMENT, EntryKind.LATE_CHARGE})


@operation("metering.post_payment")
def post_payment(
    *,
    account_id: int,
    amount: Decimal,
    method: PaymentMethod | str,
    paid_on: date,
    key: str,
    charges: Sequence[int] = (),
    with_late_charge: bool = False,
    own_only: bool = False,
    reference: str = "",
    note: str = "",
    actor: Actor,
    now: datetime,
) -> LedgerEntry:
    """Take `amount` yuan that came in on `paid_on`.

    It covers the `charges` (ids of entries) that the payer named, then the charge that is due first, on this
    account and, unless `own_only`, on those that are paid together with it (303); what is over stays as credit
    and covers the next bills, theirs too (`share_credit`); of a case's own payment (`key` begins with `case:`)
    only its own. `with_late_charge` posts before it what has accrued on overdue bills up to
    `paid_on`. `key` names the payment; the same one again returns the entry that stands. Raises InvalidInput
    (`amount`, `method`, `paid_on`, `charges`, `key`), EffectConflict.
    """
    held = hold_ledgers(
        [account_id, *_paid_together(account_id, own_only, day_of(now))], actor=actor, permission=POST_PAYMENT
    )
    account = held[0]
    amount, effect = clean_amount(amount), f"payment:{_clean_key(key)}"
    standing = entry_of_key(account, effect)
    if standing:
        return same_or_refuse(standing, -amount, EntryKind.PAYMENT)
    if method not in PaymentMethod.values:
        raise InvalidInput({"method": _("Choose how the money came in.")})
    clean_past_day(paid_on, now, "paid_on")
    _require_of(held, charges)
    if with_late_charge:
        write_late_charges(*held, on=paid_on, actor=actor, now=now)
    entry = write_entry(
        account,
        EntryKind.PAYMENT,
        -amount,
        key=effect,
        actor=actor,
        now=now,
        value_on=paid_on,
        method=method,
        reference=reference.strip()[:60],
        note=note.strip()[:200],
    )
    share_payment(entry, held, charges, actor=actor, now=now)
    cover([account.pk], now=now)
    if len(held) > 1:
        # What was paid ahead before covers the rest: the counter has taken it off what it asked for.
        share_what_is_left(account.pk, {one.pk: one for one in held}, day_of(now), actor=actor, now=now)
    about(entry, account_number=account.account_number, amount=str(amount), method=method)
    emit_at_end(
        "metering.payment_posted",
        key=f"metering.payment_posted:{entry.pk}",
        payload={"entry_id": entry.pk, "account_id": account.pk, "department_id": account.department_id},
        now=now,
    )
    return entry


@operation("metering.reverse_payment")
def reverse_payment(*, entry_id: int, reason: str, actor: Actor, now: datetime) -> LedgerEntry:
    """Take a payment or a refund back (a wrong account, a bounced slip): what it covered is open again.

    Returns the reversing entry, the same for the same entry. Raises InvalidInput (`reason`), OutOfScope,
    NotReversible, CreditSpent where a later refund or transfer has used it.
    """
    return reverse_entry(entry_id, reason, MONEY, REVERSE_PAYMENT, actor=actor, now=now)


@operation("metering.reverse_charge")
def reverse_charge(*, entry_id: int, reason: str, actor: Actor, now: datetime) -> LedgerEntry:
    """Take a charge back, and the late-payment charges that accrued on it: what had covered it is credit again.

    Returns the reversing entry, the same for the same entry. Raises as `reverse_payment`.
    """
    made = reverse_entry(entry_id, reason, CHARGES, POST_CHARGE, actor=actor, now=now)
    accrued = LedgerEntry.objects.filter(relates_to_id=entry_id, kind=EntryKind.LATE_CHARGE)
    for late in accrued.exclude(related_entries__kind=EntryKind.REVERSAL).order_by("pk"):
        reverse_entry(late.pk, reason, CHARGES, POST_CHARGE, actor=actor, now=now)
    return made


def reverse_entry(
    entry_id: int, reason: str, kinds: frozenset[EntryKind], permission: str, *, actor: Actor, now: datetime
) -> LedgerEntry:
    """Write the reverse of an entry; runs inside an operation. Reversed already: the reverse that stands."""
    entry = LedgerEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise OutOfScope
    others = shares_of(entry) if entry.kind == EntryKind.PAYMENT else []
    keys = [entry.account_id, *dict.fromkeys(came.account_id for _gone, came in others)]
    account, *paid_for = hold_ledgers(keys, actor=actor, permission=permission)
    standing = entry.related_entries.filter(kind=EntryKind.REVERSAL).first()
    if standing:
        return standing
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the entry is taken back.")})
    if entry.kind not in kinds:
        raise NotReversible
    accounts = {one.pk: one for one in (account, *paid_for)}
    for gone, came in others:  # what it has paid of other accounts is open there again
        if _is_used_finally(came):
            raise CreditSpent
        for one in (came, gone):
            _write_reverse(accounts[one.account_id], one, reason, actor=actor, now=now)
    if _is_used_finally(entry):
        raise CreditSpent
    made = _write_reverse(account, entry, reason, actor=actor, now=now)
    cover(keys, now=now)
    about(entry, reason=reason, account_number=account.account_number, amount=str(entry.amount), by=made.pk)
    emit_at_end(
        "metering.entry_reversed",
        key=f"metering.entry_reversed:{entry.pk}",
        payload={"entry_id": entry.pk, "account_id": account.pk, "department_id": account.department_id},
        now=now,
    )
    return made


def _write_reverse(
    account: SupplyAccount, entry: LedgerEntry, reason: str, *, actor: Actor, now: datetime
) -> LedgerEntry:
    """The reverse of an entry of a held ledger: what hung on the entry is free again, the two cover each other."""
    _take_back_allocations(entry, now)
    made = write_entry(
        account,
        EntryKind.REVERSAL,
        -entry.amount,
        key=f"reversal:{entry.pk}",
        actor=actor,
        now=now,
        relates_to=entry,
        document=entry.document,
        note=reason.strip()[:200],
    )
    debit, credit = (made, entry) if made.amount > 0 else (entry, made)
    allocate(credit, [(debit, debit.amount)], now=now)
    return made


def _is_used_finally(entry: LedgerEntry) -> bool:
    """Whether money that left the account, by refund or transfer, hangs on this entry.

    A transfer that came in is a charge or a credit like any other.
    """
    other = "debit" if entry.amount < 0 else "credit"
    gone = Q(**{f"{other}__kind": EntryKind.TRANSFER, f"{other}__relates_to__account": entry.account_id})
    if entry.amount < 0:
        gone |= Q(debit__kind=EntryKind.REFUND)
    used = Allocation.objects.filter(gone, **{"credit" if entry.amount < 0 else "debit": entry})
    return used.values("debit_id", "credit_id").annotate(net=Sum("amount")).filter(net__gt=0).exists()


def _take_back_allocations(entry: LedgerEntry, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"entry": entry.pk, "now": now})


def _paid_together(account_id: int, own_only: bool, on: date) -> list[int]:
    """The accounts that are paid together with this one, by their keys."""
    payer = None if own_only else SupplyAccount.objects.filter(pk=account_id).first()
    return list(paid_with(payer, on).values_list("pk", flat=True)) if payer else []


def _require_of(accounts: Sequence[SupplyAccount], charges: Sequence[int]) -> None:
    if not charges:
        return
    found = LedgerEntry.objects.filter(account__in=accounts, pk__in=charges, amount__gt=0)
    if found.count() != len(set(charges)):
        raise InvalidInput({"charges": _("One of the charges does not belong to this account.")})


def _clean_key(key: str) -> str:
    if not 0 < len(key.strip()) <= 60:
        raise InvalidInput({"key": _("A payment needs a number of its own, at most 60 characters.")})
    return key.strip()


_TAKE_BACK = """
INSERT INTO metering_allocation (account_id, debit_id, credit_id, amount, posted_at)
SELECT account_id, debit_id, credit_id, -sum(amount), %(now)s
  FROM metering_allocation
 WHERE debit_id = %(entry)s OR credit_id = %(entry)s
 GROUP BY account_id, debit_id, credit_id
HAVING sum(amount) > 0
"""
