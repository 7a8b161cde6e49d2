"""A payment covers what is owed on the accounts that are paid together with the payer's (303, 账务关系).

The charge that is due first comes first, whichever account owes it. What covers a charge of another account leaves
the payer's ledger as a transfer and comes into the other's by a transfer of the same amount: each balance stays the
sum of its own entries, and the pair adds up to nothing. What is over stays credit of the payer and covers, in the
same way, what is posted on the others later, his own charges first (`share_credit`). How one payment is shared
among accounts no source says: ours, UNCONFIRMED.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from crm.audit.operation import Actor, about, operation
from crm.outbox.operations import emit_all
from customers.book.models import SupplyAccount
from customers.book.operations.locking import day_of
from customers.book.queries.payers import paid_with
from metering.enums import EntryKind
from metering.models import Allocation, LedgerEntry, OpenItem
from metering.operations.posting import cover, hold_ledgers
from metering.queries.payers import payments_to_share
from metering.rules import POST_PAYMENT


@dataclass(frozen=True)
class Share:
    """So much, yuan, of a payment goes to an open charge."""

    payment: LedgerEntry
    item: OpenItem
    amount: Decimal


def share_payment(
    payment: LedgerEntry, accounts: Sequence[SupplyAccount], named: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Let a payment cover the charges `named` (ids of entries), then those of all `accounts`, first due first.

    The ledgers of the accounts are held. A constant number of statements.
    """
    rows = OpenItem.objects.filter(account__in=accounts, open_amount__gt=0).select_related("entry")
    place = {pk: index for index, pk in enumerate(dict.fromkeys(named))}
    items = sorted(rows.order_by("due_on", "entry_id"), key=lambda item: place.get(item.entry_id, len(place)))
    shares = list(_shares([(payment, -payment.amount)], items))
    own = [one for one in shares if one.item.account_id == payment.account_id]
    others = [one for one in shares if one.item.account_id != payment.account_id]
    Allocation.objects.bulk_create(_covering(payment, one.item.entry, one.amount, now) for one in own)
    if others:
        _hand_on(others, {one.pk: one for one in accounts}, payment.value_on, actor=actor, now=now)


@operation("metering.share_credit")
def share_credit(*, payer_id: int, actor: Actor, now: datetime) -> Decimal:
    """Let what an account has paid in advance cover what is open on those that are paid together with it.

    What it owes itself comes first, then the charge that is due first. What was paid for a case (the prepayment
    of a supply without a meter) is not touched, nor is any credit but a payment. Returns what was handed on, yuan;
    nothing the second time. Raises OutOfScope, NotPermitted.
    """
    today = day_of(now)
    payer = SupplyAccount.objects.get(pk=payer_id)
    keys = [payer_id, *paid_with(payer, today).values_list("pk", flat=True)]
    accounts = {one.pk: one for one in hold_ledgers(keys, actor=actor, permission=POST_PAYMENT)}
    cover([payer_id], now=now)
    shares = share_what_is_left(payer_id, accounts, today, actor=actor, now=now)
    handed_on = sum((one.amount for one in shares), Decimal("0.00"))
    about(payer, amount=str(handed_on), charges=[one.item.entry_id for one in shares])
    return handed_on


def share_what_is_left(
    payer_id: int, accounts: Mapping[int, SupplyAccount], on: date, *, actor: Actor, now: datetime
) -> list[Share]:
    """Let what is left of the payer's payments cover what is open on the others of `accounts`, whose ledgers are
    held; his own charges are covered already."""
    paid = payments_to_share(payer_id).select_related("entry").order_by("entry_id")
    credits = [(one.entry, -one.open_amount) for one in paid]
    if not credits:
        return []
    owed = OpenItem.objects.filter(account__in=accounts, open_amount__gt=0).exclude(account=payer_id)
    shares = list(_shares(credits, owed.select_related("entry").order_by("due_on", "entry_id")))
    if shares:
        _hand_on(shares, accounts, on, actor=actor, now=now)
    return shares


def shares_of(payment: LedgerEntry) -> list[tuple[LedgerEntry, LedgerEntry]]:
    """What a payment has paid of other accounts and still pays: the entries of each pair, the payer's first."""
    gone = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, relates_to=payment, account=payment.account_id)
    gone = gone.exclude(related_entries__kind=EntryKind.REVERSAL)
    came = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, relates_to__in=gone, amount__lt=0)
    pairs = came.filter(effect_key__startswith="share:").select_related("relates_to").order_by("pk")
    return [(one.relates_to, one) for one in pairs if one.relates_to is not None]


def _shares(credits: Iterable[tuple[LedgerEntry, Decimal]], items: Iterable[OpenItem]) -> Iterator[Share]:
    """How much of which payment, `credits` with what is left of each, goes to which open charge, in their order."""
    payments = iter(credits)
    payment, left = next(payments)
    for item in items:
        still_open = item.open_amount
        while still_open:
            if not left:
                following = next(payments, None)
                if following is None:
                    return
                payment, left = following
            part = min(left, still_open)
            yield Share(payment, item, part)
            left, still_open = left - part, still_open - part


def _hand_on(
    shares: Sequence[Share], accounts: Mapping[int, SupplyAccount], on: date, *, actor: Actor, now: datetime
) -> None:
    """The pairs of transfers of the day `on`, what they cover, and a fact for each account that was paid for."""
    before = _handed_on_before(shares)

    def transfer(share: Share, amount: Decimal, account: SupplyAccount, other: SupplyAccount) -> LedgerEntry:
        pair = f"share:{share.payment.pk}:{share.item.entry_id}"
        times = before.get(pair, 0)
        way = "in" if amount < 0 else "out"
        return LedgerEntry(
            account=account,
            department_id=account.department_id,
            kind=EntryKind.TRANSFER,
            amount=amount,
            value_on=on,
            due_on=on if amount > 0 else None,
            document=share.item.entry.document,
            note=other.account_number,
            effect_key=f"{pair}:{times + 1}:{way}" if times else f"{pair}:{way}",
            posted_by_id=actor.pk,
            posted_at=now,
        )

    gone, came = [], []
    for one in shares:
        payer, other = accounts[one.payment.account_id], accounts[one.item.account_id]
        gone.append(transfer(one, one.amount, payer, other))
        came.append(transfer(one, -one.amount, other, payer))
        gone[-1].relates_to = one.payment
    LedgerEntry.objects.bulk_create(gone)
    for source, arrived in zip(gone, came, strict=True):
        arrived.relates_to = source
    LedgerEntry.objects.bulk_create(came)
    covering = [_covering(one.payment, out, out.amount, now) for one, out in zip(shares, gone, strict=True)]
    covering += [
        _covering(one, share.item.entry, share.amount, now) for one, share in zip(came, shares, strict=True)
    ]
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


def _handed_on_before(shares: Sequence[Share]) -> dict[str, int]:
    """By pair of payment and charge (`share:…:…`) how often the one has been handed on to the other already: what
    was taken back may be shared again."""
    payments = {one.payment.pk for one in shares}
    gone = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, relates_to__in=payments, amount__gt=0)
    keys = gone.filter(effect_key__startswith="share:").values_list("effect_key", flat=True)
    return Counter(":".join(key.split(":")[:3]) for key in keys)


def _covering(credit: LedgerEntry, debit: LedgerEntry, amount: Decimal, now: datetime) -> Allocation:
    return Allocation(account_id=credit.account_id, debit=debit, credit=credit, amount=amount, posted_at=now)
