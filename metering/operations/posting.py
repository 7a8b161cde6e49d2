"""What every write to the account ledger shares: hold the account, check money, write entries, cover charges.

Runs inside operations. The balance of the account is locked first, several accounts in the order of their keys;
so two writes to one account come one after the other, and none waits for another in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor
from crm.errors import InvalidInput, OutOfScope
from crm.org.permissions import require
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.errors import EffectConflict
from metering.models import AccountBalance, Allocation, LedgerEntry, OpenItem

FEN = Decimal("0.01")
MOST = Decimal("1000000000")
EARLIEST = date(1990, 1, 1)


def hold_ledger(account_id: int, *, actor: Actor, permission: str) -> SupplyAccount:
    """The account with its balance locked until the transaction ends. Raises OutOfScope, NotPermitted."""
    return hold_ledgers([account_id], actor=actor, permission=permission)[0]


def hold_ledgers(account_ids: Sequence[int], *, actor: Actor, permission: str) -> list[SupplyAccount]:
    """Several accounts in the order asked for, their balances locked. An aborted application has no ledger."""
    found = SupplyAccount.objects.select_related("customer", "department").in_bulk(account_ids)
    for pk in account_ids:
        if pk not in found or found[pk].status == AccountStatus.VOIDED:
            raise OutOfScope
        require(actor, permission, found[pk].department_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT metering_hold_balances(%s)", [sorted(set(account_ids))])
    return [found[pk] for pk in account_ids]


def clean_amount(amount: Decimal, field: str = "amount") -> Decimal:
    """Yuan above nothing and to the fen. Raises InvalidInput naming `field`."""
    if not amount.is_finite() or not 0 < amount <= MOST:
        raise InvalidInput({field: _("Enter an amount above 0 yuan, at most a thousand million.")})
    if amount != amount.quantize(FEN):
        raise InvalidInput({field: _("Enter an amount in yuan with at most two decimals.")})
    return amount.quantize(FEN)


def clean_past_day(day: date, now: datetime, field: str) -> date:
    """A day up to today. Raises InvalidInput naming `field`."""
    if not EARLIEST <= day <= timezone.localdate(now, timezone.get_default_timezone()):
        raise InvalidInput({field: _("The day must not lie in the future.")})
    return day


def entry_of_key(account: SupplyAccount, key: str) -> LedgerEntry | None:
    """What this fact was posted as before."""
    return LedgerEntry.objects.filter(account=account, effect_key=key).first()


def same_or_refuse(entry: LedgerEntry, amount: Decimal, kind: EntryKind) -> LedgerEntry:
    """The entry that stands for the fact already. Raises EffectConflict if it was another one."""
    if (entry.amount, entry.kind) != (amount, kind):
        raise EffectConflict(details={"entry": entry.pk})
    return entry


def write_entry(
    account: SupplyAccount,
    kind: EntryKind,
    amount: Decimal,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    **fields: Any,
) -> LedgerEntry:
    """Post one entry; `amount` with its sign. The value date is today unless given."""
    fields.setdefault("value_on", timezone.localdate(now, timezone.get_default_timezone()))
    return LedgerEntry.objects.create(
        account=account,
        department_id=account.department_id,
        kind=kind,
        amount=amount,
        effect_key=key,
        posted_by_id=actor.pk,
        posted_at=now,
        **fields,
    )


def allocate(credit: LedgerEntry, debits: Iterable[tuple[LedgerEntry, Decimal]], *, now: datetime) -> None:
    """Let a credit cover so much of each debit."""
    rows = [
        Allocation(account_id=credit.account_id, debit=debit, credit=credit, amount=amount, posted_at=now)
        for debit, amount in debits
        if amount > 0
    ]
    Allocation.objects.bulk_create(rows)


def cover(account_ids: Sequence[int], *, now: datetime) -> None:
    """Let what is paid cover what is owed on these accounts: the charge that is due first, the oldest credit."""
    with connection.cursor() as cursor:
        cursor.execute(_COVER, {"accounts": list(account_ids), "now": now})


def open_amount_of(entry: LedgerEntry) -> Decimal:
    """What of an entry is not covered yet, without its sign."""
    return abs(OpenItem.objects.filter(entry=entry).values_list("open_amount", flat=True).first() or Decimal(0))


def balance_of(account: SupplyAccount) -> AccountBalance:
    """The sums of an account whose ledger is held."""
    return AccountBalance.objects.get(account=account)


_COVER = """
WITH items AS (
  SELECT account_id, entry_id, due_on, open_amount FROM metering_openitem WHERE account_id = ANY(%(accounts)s)
), owed AS (
  SELECT account_id, entry_id, open_amount AS amount,
         sum(open_amount) OVER (PARTITION BY account_id ORDER BY due_on, entry_id) AS upto
    FROM items WHERE open_amount > 0
), paid AS (
  SELECT account_id, entry_id, -open_amount AS amount,
         sum(-open_amount) OVER (PARTITION BY account_id ORDER BY entry_id) AS upto
    FROM items WHERE open_amount < 0
)
INSERT INTO metering_allocation (account_id, debit_id, credit_id, amount, posted_at)
SELECT account_id, owed.entry_id, paid.entry_id,
       least(owed.upto, paid.upto) - greatest(owed.upto - owed.amount, paid.upto - paid.amount), %(now)s
  FROM owed JOIN paid USING (account_id)
 WHERE least(owed.upto, paid.upto) > greatest(owed.upto - owed.amount, paid.upto - paid.amount)
 ORDER BY account_id, owed.upto
"""
