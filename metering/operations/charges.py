"""Post what customers owe: single charges with a case, a month of bills in one statement, and take one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import LedgerEntry
from metering.operations.posting import clean_amount, cover, entry_of_key, hold_ledger, same_or_refuse, write_entry
from metering.operations.use import refresh_account_use
from metering.rules import POST_CHARGE

POSTABLE = (EntryKind.BILL, EntryKind.FEE, EntryKind.ADJUSTMENT)


@dataclass(frozen=True)
class Charge:
    """What is to be posted, in yuan. `key` names the fact (`case:…:final-bill`): twice the same is once.

    Only an adjustment may be negative: an allowance, which covers charges as a payment does.
    """

    key: str
    amount: Decimal
    due_on: date
    kind: EntryKind = EntryKind.BILL
    document: str = ""
    note: str = ""


@operation("metering.post_charges")
def post_charges(*, account_id: int, charges: Sequence[Charge], actor: Actor, now: datetime) -> list[LedgerEntry]:
    """Post charges to one account; what was paid in advance covers them at once, the first due first; what the
    account that pays for it has paid in advance follows (`metering.handlers`).

    Raises InvalidInput (`amount`, `kind`), EffectConflict where a key stands for another amount.
    """
    account = hold_ledger(account_id, actor=actor, permission=POST_CHARGE)
    posted = write_charges(account, charges, actor=actor, now=now)
    if posted:
        news = {"account_id": account.pk, "department_id": account.department_id}
        emit_at_end(
            "metering.charges_posted", key=f"metering.charges_posted:{posted[-1].pk}", payload=news, now=now
        )
    about(account, entries=[entry.pk for entry in posted], amount=str(sum(entry.amount for entry in posted)))
    return posted


def write_charges(
    account: SupplyAccount, charges: Sequence[Charge], *, actor: Actor, now: datetime
) -> list[LedgerEntry]:
    """The entries of the charges, and what covers them; the account's ledger is held."""
    posted = [_write(account, charge, actor=actor, now=now) for charge in charges]
    if posted:
        cover([account.pk], now=now)
    return posted


def _write(account: SupplyAccount, charge: Charge, *, actor: Actor, now: datetime) -> LedgerEntry:
    if charge.kind not in POSTABLE:
        raise InvalidInput({"kind": _("Charges of this kind are not posted by hand.")})
    allowance = charge.kind == EntryKind.ADJUSTMENT and charge.amount < 0
    amount = -clean_amount(-charge.amount) if allowance else clean_amount(charge.amount)
    standing = entry_of_key(account, charge.key)
    if standing:
        return same_or_refuse(standing, amount, charge.kind)
    return write_entry(
        account,
        charge.kind,
        amount,
        key=charge.key,
        actor=actor,
        now=now,
        due_on=None if allowance else charge.due_on,
        document=charge.document,
        note=charge.note,
    )


@operation("metering.post_bills")
def post_bills(*, month: date, department_id: int, actor: Actor, now: datetime) -> int:
    """Post the bills of a month (its first day) of one business department as charges; return how many were new.

    Set-based: a statement for the charges, one for what was paid in advance. Run again it posts only what is
    missing. A bill of nothing owes nothing and gets no entry.
    """
    require(actor, POST_CHARGE, department_id)
    with connection.cursor() as cursor:
        cursor.execute(_POST_BILLS, {"month": month, "department": department_id, "actor": actor.pk, "now": now})
        accounts = [row[0] for row in cursor.fetchall()]
    if accounts:
        cover(accounts, now=now)
        refresh_account_use(account_ids=accounts, actor=actor, now=now)
        key = f"metering.bills_posted:{department_id}:{month:%Y-%m}:{now.isoformat()}"
        emit_at_end("metering.bills_posted", key=key, payload={"department_id": department_id}, now=now)
    return len(accounts)


# The order of the accounts is the order in which their balances are locked.
_POST_BILLS = """
INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, due_on, bill_id, document,
                                  method, reference, note, effect_key, posted_by_id, posted_at)
SELECT a.id, a.department_id, 'BILL', b.amount, (b.month + interval '1 month')::date, b.due_on, b.id,
       to_char(b.month, 'YYYY-MM'), '', '', '', 'bill:' || b.id, %(actor)s, %(now)s
  FROM metering_bill b JOIN book_supplyaccount a ON a.id = b.account_id
 WHERE b.month = %(month)s AND a.department_id = %(department)s AND b.amount > 0
   AND NOT EXISTS (SELECT FROM metering_ledgerentry e WHERE e.bill_id = b.id)
 ORDER BY a.id
ON CONFLICT DO NOTHING
RETURNING account_id
"""
