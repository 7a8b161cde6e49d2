"""A payment covers what is owed on the accounts that are paid together with the payer's (303, 账务关系).

The charge that is due first comes first, whichever account owes it. What covers a charge of another account leaves
the payer's ledger as a transfer and comes into the other's by a transfer of the same amount: each balance stays the
sum of its own entries, and the pair adds up to nothing. What is over stays credit of the payer. How one payment is
shared among accounts no source says: ours, UNCONFIRMED.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from crm.audit.operation import Actor
from crm.outbox.operations import emit_all
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import Allocation, LedgerEntry, OpenItem

Share = tuple[OpenItem, Decimal]


def share_payment(
    payment: LedgerEntry, accounts: Sequence[SupplyAccount], named: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Let a payment cover the charges `named` (ids of entries), then those of all `accounts`, first due first.

    The ledgers of the accounts are held. A constant number of statements.
    """
    shares = _shares(payment, accounts, named)
    own = [(item.entry, part) for item, part in shares if item.account_id == payment.account_id]
    others = [(item, part) for item, part in shares if item.account_id != payment.account_id]
    Allocation.objects.bulk_create(_covering(payment, debit, part, now) for debit, part in own)
    if others:
        _hand_on(payment, others, {one.pk: one for one in accounts}, actor=actor, now=now)


def shares_of(payment: LedgerEntry) -> list[tuple[LedgerEntry, LedgerEntry]]:
    """What a payment has paid of other accounts and still pays: the entries of each pair, the payer's first."""
    gone = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, relates_to=payment, account=payment.account_id)
    gone = gone.exclude(related_entries__kind=EntryKind.REVERSAL)
    came = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, relates_to__in=gone, amount__lt=0)
    pairs = came.filter(effect_key__startswith="share:").select_related("relates_to").order_by("pk")
    return [(one.relates_to, one) for one in pairs if one.relates_to is not None]


def _shares(payment: LedgerEntry, accounts: Sequence[SupplyAccount], named: Sequence[int]) -> list[Share]:
    """How much of the payment goes to which open charge."""
    rows = OpenItem.objects.filter(account__in=accounts, open_amount__gt=0).select_related("entry")
    place = {pk: index for index, pk in enumerate(dict.fromkeys(named))}
    items = sorted(rows.order_by("due_on", "entry_id"), key=lambda item: place.get(item.entry_id, len(place)))
    left, shares = -payment.amount, list[Share]()
    for item in items:
        part = min(left, item.open_amount)
        if part > 0:
            shares.append((item, part))
            left -= part
    return shares


def _hand_on(
    payment: LedgerEntry,
    shares: Sequence[Share],
    accounts: dict[int, SupplyAccount],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """The pairs of transfers, what they cover, and a fact for each account that was paid for."""
    payer = accounts[payment.account_id]

    def transfer(account: SupplyAccount, item: OpenItem, amount: Decimal, other: SupplyAccount) -> LedgerEntry:
        way = "in" if amount < 0 else "out"
        return LedgerEntry(
            account=account,
            department_id=account.department_id,
            kind=EntryKind.TRANSFER,
            amount=amount,
            value_on=payment.value_on,
            due_on=payment.value_on if amount > 0 else None,
            document=item.entry.document,
            note=other.account_number,
            effect_key=f"share:{payment.pk}:{item.entry_id}:{way}",
            posted_by_id=actor.pk,
            posted_at=now,
        )

    gone = [transfer(payer, item, part, accounts[item.account_id]) for item, part in shares]
    for one in gone:
        one.relates_to = payment
    LedgerEntry.objects.bulk_create(gone)
    came = [transfer(accounts[item.account_id], item, -part, payer) for item, part in shares]
    for source, one in zip(gone, came, strict=True):
        one.relates_to = source
    LedgerEntry.objects.bulk_create(came)
    covering = [_covering(payment, one, one.amount, now) for one in gone]
    covering += [_covering(one, item.entry, part, now) for one, (item, part) in zip(came, shares, strict=True)]
    Allocation.objects.bulk_create(covering)
    latest = {one.account_id: one for one in came}
    emit_all(
        [
            (
                "metering.payment_posted",
                f"metering.payment_posted:{one.pk}",
                {"entry_id": one.pk, "account_id": one.account_id, "department_id": one.department_id},
            )
            for one in latest.values()
        ],
        now=now,
    )


def _covering(credit: LedgerEntry, debit: LedgerEntry, amount: Decimal, now: datetime) -> Allocation:
    return Allocation(account_id=credit.account_id, debit=debit, credit=credit, amount=amount, posted_at=now)
