"""Debts that nobody can be made to pay: proposed by one person, approved by another, written off by the case."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from metering.enums import EntryKind
from metering.errors import AlreadyDecided, DebtsRemain, SecondPersonNeeded
from metering.models import BadDebt, LedgerEntry
from metering.operations.posting import balance_of, clean_amount, cover, hold_ledger, write_entry
from metering.rules import APPROVE_BAD_DEBT, SETTLE_ACCOUNT, UNDO_SETTLEMENT


@operation("metering.propose_bad_debt")
def propose_bad_debt(
    *,
    account_id: int,
    amount: Decimal,
    settled_on: date,
    reason: str,
    case_number: str,
    actor: Staff,
    now: datetime,
) -> BadDebt:
    """Propose that what is left of an account's debts on a day be given up (workflows.md 3.4.12).

    One proposal an account waits at a time; the same again is the same. Raises InvalidInput (`amount`, `reason`).
    """
    account = hold_ledger(account_id, actor=actor, permission=SETTLE_ACCOUNT)
    amount = clean_amount(amount)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why nobody can be made to pay.")})
    waiting = BadDebt.objects.filter(account=account, decided_at__isnull=True).first()
    if waiting is not None:
        if (waiting.amount, waiting.case_number) == (amount, case_number):
            return waiting
        raise InvalidInput({"amount": _("Another bad debt of this account waits for approval.")})
    made = BadDebt.objects.create(
        account=account,
        department_id=account.department_id,
        case_number=case_number,
        amount=amount,
        settled_on=settled_on,
        reason=reason.strip()[:200],
        proposed_by_id=actor.pk,
        proposed_at=now,
    )
    about(made, reason=reason, account_number=account.account_number, amount=str(amount), case=case_number)
    return made


@operation("metering.approve_bad_debt")
def approve_bad_debt(*, bad_debt_id: int, note: str = "", actor: Staff, now: datetime) -> BadDebt:
    """Let a debt go, as another person than the one who proposed it. Approved by him already: nothing happens.

    Raises SecondPersonNeeded, AlreadyDecided, OutOfScope, NotPermitted.
    """
    return _decide(bad_debt_id, True, note, actor, now)


@operation("metering.turn_down_bad_debt")
def turn_down_bad_debt(*, bad_debt_id: int, note: str, actor: Staff, now: datetime) -> BadDebt:
    """The debt is to be collected after all; says why. Raises InvalidInput (`note`), and as `approve_bad_debt`."""
    if not note.strip():
        raise InvalidInput({"note": _("Say why the debt is not given up.")})
    return _decide(bad_debt_id, False, note, actor, now)


@operation("metering.write_off")
def write_off(*, bad_debt_id: int, actor: Actor, now: datetime) -> LedgerEntry:
    """Write an approved bad debt off: what is open on the account is covered by it; it stays on the list.

    Written off already: the entry that stands. Raises AlreadyDecided where it is not approved, DebtsRemain where
    more is owed than was approved.
    """
    found = _lock(bad_debt_id, actor, SETTLE_ACCOUNT)
    if found.entry is not None:
        return found.entry
    if not found.is_approved:
        raise AlreadyDecided(_("This bad debt is not approved."))
    account = found.account
    cover([account.pk], now=now)
    still_open = balance_of(account).open_amount
    if not 0 < still_open <= found.amount:
        raise DebtsRemain(details={"open_amount": str(still_open)})
    times = account.ledger_entries.filter(effect_key__startswith=f"bad-debt:{found.pk}:").count()
    entry = write_entry(
        account,
        EntryKind.BAD_DEBT,
        -still_open,
        key=f"bad-debt:{found.pk}:{times + 1}",
        actor=actor,
        now=now,
        document=found.case_number,
        note=found.reason,
    )
    cover([account.pk], now=now)
    found.entry = entry
    found.save(update_fields=["entry"])
    about(found, amount=str(still_open), account_number=account.account_number, case=found.case_number)
    emit_at_end(
        "metering.bad_debt_written_off",
        key=f"metering.bad_debt_written_off:{entry.pk}",
        payload={"entry_id": entry.pk, "account_id": account.pk, "department_id": account.department_id},
        now=now,
    )
    return entry


@operation("metering.withdraw_bad_debt")
def withdraw_bad_debt(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> None:
    """The case is sent back or ended: what it proposed is no bad debt any more. A decision stays in the log."""
    account = hold_ledger(account_id, actor=actor, permission=UNDO_SETTLEMENT)
    about(account, case=case_number)
    BadDebt.objects.filter(account=account, case_number=case_number).delete()


def _decide(bad_debt_id: int, approved: bool, note: str, actor: Staff, now: datetime) -> BadDebt:
    found = _lock(bad_debt_id, actor, APPROVE_BAD_DEBT)
    if not found.is_waiting:
        if (found.decided_by_id, found.is_approved) == (actor.pk, approved):
            return found
        raise AlreadyDecided
    if found.proposed_by_id == actor.pk:
        raise SecondPersonNeeded(_("Another person than the one who proposed it must decide."))
    found.decided_by_id, found.decided_at, found.is_approved = actor.pk, now, approved
    found.decision_note = note.strip()[:200]
    found.save(update_fields=["decided_by", "decided_at", "is_approved", "decision_note"])
    about(found, reason=note, amount=str(found.amount), case=found.case_number, approved=approved)
    return found


def _lock(bad_debt_id: int, actor: Actor, permission: str) -> BadDebt:
    """The bad debt, its account's ledger held before it: the order of all writes."""
    row = BadDebt.objects.filter(pk=bad_debt_id).first()
    if row is None:
        raise OutOfScope
    require(actor, permission, row.department_id)
    hold_ledger(row.account_id, actor=actor, permission=permission)
    return BadDebt.objects.select_for_update(of=("self",)).select_related("entry", "account").get(pk=bad_debt_id)
