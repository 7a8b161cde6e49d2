"""Pay credit back: asked for by one person (A35), paid out or turned down by another (A30)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from crm.reading import read_together
from metering.enums import EntryKind, PaymentMethod
from metering.errors import AlreadyDecided, CreditTooSmall, SecondPersonNeeded
from metering.models import AccountBalance, LedgerEntry, RefundRequest
from metering.operations.posting import (
    balance_of,
    clean_amount,
    cover,
    entry_of_key,
    hold_ledger,
    same_or_refuse,
    write_entry,
)
from metering.rules import PAY_REFUND, REQUEST_REFUND


@operation("metering.refund_credit")
def refund_credit(
    *,
    account_id: int,
    amount: Decimal,
    method: PaymentMethod | str,
    key: str,
    asked_by: Staff,
    reference: str = "",
    note: str = "",
    document: str = "",
    actor: Actor,
    now: datetime,
) -> LedgerEntry:
    """Pay `amount` yuan of an account's credit back to the customer; `asked_by` is who determined the refund.

    Debts come first: credit is what is left after they are covered. `key` names the refund; the same one again
    returns the entry that stands. Raises InvalidInput, CreditTooSmall, SecondPersonNeeded, EffectConflict.
    """
    account = hold_ledger(account_id, actor=actor, permission=PAY_REFUND)
    amount, effect = clean_amount(amount), f"refund:{key}"
    standing = entry_of_key(account, effect)
    if standing:
        return same_or_refuse(standing, amount, EntryKind.REFUND)
    if asked_by.pk == actor.pk:
        raise SecondPersonNeeded
    if method not in PaymentMethod.values:
        raise InvalidInput({"method": _("Choose how the money is paid out.")})
    cover([account.pk], now=now)
    credit = balance_of(account).credit_amount
    if amount > credit:
        raise CreditTooSmall(field="amount", details={"credit": str(credit)})
    entry = write_entry(
        account,
        EntryKind.REFUND,
        amount,
        key=effect,
        actor=actor,
        now=now,
        method=method,
        reference=reference.strip()[:60],
        note=note.strip()[:200],
        document=document,
    )
    cover([account.pk], now=now)
    about(entry, account_number=account.account_number, amount=str(amount), asked_by=asked_by.number)
    emit_at_end(
        "metering.refund_paid",
        key=f"metering.refund_paid:{entry.pk}",
        payload={"entry_id": entry.pk, "account_id": account.pk, "department_id": account.department_id},
        now=now,
    )
    return entry


@operation("metering.request_refund")
def request_refund(*, account_id: int, amount: Decimal, reason: str, actor: Staff, now: datetime) -> RefundRequest:
    """Ask that credit be paid back. One request an account waits at a time; the same again is the same request.

    Raises InvalidInput (`amount`, `reason`), CreditTooSmall.
    """
    account = hold_ledger(account_id, actor=actor, permission=REQUEST_REFUND)
    amount = clean_amount(amount)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the credit is paid back.")})
    requests = RefundRequest.objects.filter(account=account, decided_at__isnull=True).order_by("pk")
    found, balances = read_together(requests[:1], AccountBalance.objects.filter(account=account))
    for waiting in found:
        if waiting.amount == amount:
            return waiting
        raise InvalidInput({"amount": _("Another request for a refund is waiting on this account.")})
    credit = balances[0].credit_amount
    if amount > credit:
        raise CreditTooSmall(field="amount", details={"credit": str(credit)})
    request = RefundRequest.objects.create(
        account=account,
        department_id=account.department_id,
        amount=amount,
        reason=reason.strip()[:200],
        requested_by_id=actor.pk,
        requested_at=now,
    )
    about(request, reason=reason, account_number=account.account_number, amount=str(amount))
    return request


@operation("metering.pay_refund")
def pay_refund(
    *, request_id: int, method: PaymentMethod | str, reference: str = "", actor: Staff, now: datetime
) -> LedgerEntry:
    """Pay a requested refund out, by another person than asked for it. The same call again: the same entry.

    Raises as `refund_credit`, and AlreadyDecided for a request that was turned down.
    """
    request = _lock(request_id, actor)
    if request.entry:
        return request.entry
    if not request.is_waiting:
        raise AlreadyDecided
    entry = refund_credit(
        account_id=request.account_id,
        amount=request.amount,
        method=method,
        key=f"request:{request.pk}",
        asked_by=request.requested_by,
        reference=reference,
        note=request.reason,
        actor=actor,
        now=now,
    )
    _decide(request, actor, now, entry=entry)
    about(request, amount=str(request.amount))
    return entry


@operation("metering.turn_down_refund")
def turn_down_refund(*, request_id: int, reason: str, actor: Staff, now: datetime) -> RefundRequest:
    """Refuse a requested refund, by another person than asked for it. Raises InvalidInput, AlreadyDecided."""
    request = _lock(request_id, actor)
    if not request.is_waiting:
        if request.entry is None and request.decided_by_id == actor.pk:
            return request
        raise AlreadyDecided
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the refund is turned down.")})
    if request.requested_by_id == actor.pk:
        raise SecondPersonNeeded
    _decide(request, actor, now, decision_note=reason.strip()[:200])
    about(request, reason=reason)
    return request


def _lock(request_id: int, actor: Staff) -> RefundRequest:
    """The request, its account's ledger held before it: the order of all writes."""
    found = RefundRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise OutOfScope
    require(actor, PAY_REFUND, found.department_id)
    hold_ledger(found.account_id, actor=actor, permission=PAY_REFUND)
    return (
        RefundRequest.objects.select_for_update(of=("self",))
        .select_related("requested_by", "entry")
        .get(pk=request_id)
    )


def _decide(request: RefundRequest, actor: Staff, now: datetime, **fields: object) -> None:
    values = {"decided_by_id": actor.pk, "decided_at": now, **fields}
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=[name.removesuffix("_id") for name in values])
