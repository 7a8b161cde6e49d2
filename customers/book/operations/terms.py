"""Terms in force over time: capacity, price, contract."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.outbox.operations import emit_at_end
from customers.book.enums import BANK_MODES, BasicChargeMode, ContractAttachment, ContractStatus, PriceStrategy
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InvoiceTitle,
    PaymentTerms,
    SupplyAccount,
)
from customers.book.models.payment_terms import payer_trouble
from customers.book.models.periods import days
from customers.book.numbers import allocate_contract_number
from customers.book.operations.locking import day_of, lock_account, store
from customers.book.operations.standing import require_following
from customers.book.specs import ContractSpec, PaymentSpec, PriceSpec
from customers.book.validators import CAPACITY_MAX_KVA

P = TypeVar("P", CapacityPeriod, AccountPrice, PaymentTerms, InvoiceTitle)


class ContractOverlaps(DomainError):
    """A contract of the same type is valid in part of the term."""

    code = "contract_overlaps"
    message = _("Another contract of this type is valid at that time.")


class LaterTermsExist(DomainError):
    """Terms that begin on or after this day are already written: history is not rewritten by this operation."""

    code = "later_terms"
    message = _("Later terms are already written for this account.")


@operation("book.set_capacity")
def set_capacity(
    *,
    account_id: int,
    contract_capacity: Decimal,
    running_capacity: Decimal,
    from_day: date,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> CapacityPeriod:
    """From a day on the account may draw these capacities (kVA); what was in force before ends there.

    `running_capacity` = contract capacity less what is suspended or reduced. Raises InvalidInput,
    LaterTermsExist.
    """
    account = lock_account(account_id, actor=actor)
    about(account, contract=str(contract_capacity), running=str(running_capacity), case=case_number)
    require_following(account, contract_capacity, running_capacity)
    row, changed = put_capacity(account, contract_capacity, running_capacity, from_day, case_number, now)
    if changed:
        store(account, contract_capacity=contract_capacity, running_capacity=running_capacity)
    return row


def put_capacity(
    account: SupplyAccount, contract: Decimal, running: Decimal, from_day: date, case_number: str, now: datetime
) -> tuple[CapacityPeriod, bool]:
    """The period of a locked account's capacities (kVA), and whether anything changed; the caller stores them.

    Raises InvalidInput, LaterTermsExist.
    """
    _check_capacity(contract, running)
    if from_day > day_of(now):
        raise InvalidInput({"from_day": _("This day lies in the future.")})
    values: dict[str, object] = {"contract_capacity": contract, "running_capacity": running}
    return put_in_force(CapacityPeriod, from_day, values, case_number, account=account)


@operation("book.set_account_price")
def set_account_price(
    *,
    account_id: int,
    price: PriceSpec,
    from_day: date,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> AccountPrice:
    """From a day on this price applies (at its `sequence`); what was in force before ends there. A price that is
    agreed from a day to come on (215) still begins on that day.

    Raises InvalidInput (a two-part price needs a basic charge, a one-part price has none), LaterTermsExist.
    """
    account = lock_account(account_id, actor=actor)
    about(account, price_code=price.price_code, case=case_number)
    return put_prices(account, [price], from_day, case_number, today=day_of(now))[0]


def put_prices(
    account: SupplyAccount,
    prices: Sequence[PriceSpec],
    from_day: date,
    case_number: str,
    *,
    today: date,
    no_others: bool = False,
) -> list[AccountPrice]:
    """The prices of a locked account from a day on, each at its sequence; with `no_others` those of other sequences
    end there. What begins after `today` is agreed, and not yet history: a price from an earlier day on ends where
    it begins. Raises InvalidInput, LaterTermsExist."""
    for price in prices:
        if (price.strategy == PriceStrategy.TWO_PART) == (price.basic_charge_mode == BasicChargeMode.NONE):
            raise InvalidInput(
                {"basic_charge_mode": _("A two-part price needs a basic charge; a one-part price has none.")}
            )
    standing = _not_over(AccountPrice.objects.filter(account=account), from_day)
    if no_others:
        _end_others(standing, {price.sequence for price in prices}, from_day)
    rows = []
    for price in prices:
        of_sequence = [row for row in standing if row.sequence == price.sequence]
        values = asdict(price)
        fresh = AccountPrice(account=account, sequence=values.pop("sequence"))
        ahead = [row for row in of_sequence if row.period.lower > max(from_day, today)]
        until = min((row.period.lower for row in ahead), default=None)
        now_standing = [row for row in of_sequence if row not in ahead]
        rows.append(_in_force(fresh, now_standing, from_day, values, case_number, until)[0])
    AccountPrice.objects.bulk_create([row for row in rows if row._state.adding])
    return rows


def _end_others(standing: Sequence[AccountPrice], sequences: Collection[int], from_day: date) -> None:
    """Prices that have no end of their own and stand at none of these sequences. Raises LaterTermsExist."""
    for row in standing:
        if row.period.upper is None and row.sequence not in sequences:
            if row.period.lower >= from_day:
                raise LaterTermsExist
            row.period = days(row.period.lower, from_day)
            row.save(update_fields=["period"])


@operation("book.set_payment_terms")
def set_payment_terms(
    *, account_id: int, terms: PaymentSpec, from_day: date, case_number: str = "", actor: Actor, now: datetime
) -> PaymentTerms:
    """From a day on the account pays, is told and gets its invoice like this (303); what was in force ends there.

    Raises InvalidInput (pay_mode: a bank needs account and authorisation; payer_number), LaterTermsExist.
    """
    if terms.payer_number:  # held, so that it does not leave meanwhile; before the accounts that it pays for
        list(SupplyAccount.objects.select_for_update(of=("self",)).filter(account_number=terms.payer_number))
    account = lock_account(account_id, actor=actor)
    about(account, pay_mode=terms.pay_mode, case=case_number, payer=terms.payer_number)
    if terms.payer_number and (trouble := payer_trouble(account, terms.payer_number, from_day)):
        raise InvalidInput({"payer_number": trouble})
    if (terms.pay_mode in BANK_MODES) != bool(terms.bank_cipher and terms.authorisation_number):
        raise InvalidInput({"pay_mode": _("A debit needs the bank account and its authorisation, others none.")})
    row, _changed = put_in_force(PaymentTerms, from_day, asdict(terms), case_number, account=account)
    return row


@operation("book.draft_contract")
def draft_contract(
    *, account_id: int, contract: ContractSpec, case_number: str, actor: Actor, now: datetime
) -> Contract:
    """Write an unsigned contract (S05); again for the same case and type it corrects the draft."""
    account = lock_account(account_id, actor=actor)
    of_case = _of_case(_living(account), contract, case_number)
    draft = next((row for row in of_case if row.status == ContractStatus.UNSIGNED), None)
    row = _filled(draft or _new(account, contract, case_number, now), contract)
    row.save()
    about(row, account_number=account.account_number)
    return row


@operation("book.sign_contract")
def sign_contract(
    *,
    account_id: int,
    contract: ContractSpec,
    signed_on: date,
    signatory: str,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> Contract:
    """The contract is signed (A16) and valid for its term; takes up the case's draft if there is one.

    Called again for the same case and type it returns the signed contract. Raises ContractOverlaps,
    InvalidInput (term, signed_on, attachments). Inverse: `void_contract`.
    """
    account = lock_account(account_id, actor=actor)
    return _sign(account, _living(account), contract, signed_on, signatory, case_number, now)


@operation("book.follow_contract")
def follow_contract(
    *,
    account_id: int,
    contract: ContractSpec,
    signed_on: date,
    signatory: str,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> tuple[Contract, list[tuple[int, date | None]]]:
    """`sign_contract` for one that takes the place of another (A23): what is in force on its first day ends there.

    Returns the signed contract, and the keys of those that ended with the ends they had before. Raises
    ContractOverlaps, InvalidInput (term, signed_on, attachments, valid_from). Inverse: `void_contract` and
    `reopen_contract` for each.
    """
    account = lock_account(account_id, actor=actor)
    living, first = _living(account), contract.starts_on
    standing = [
        row
        for row in living
        if row.status == ContractStatus.VALID and first in row.term and row.case_number != case_number
    ]
    ended = [(row.pk, end_on(row, first)) for row in standing]
    return _sign(account, living, contract, signed_on, signatory, case_number, now), ended


def end_on(contract: Contract, day: date) -> date | None:
    """Let a locked contract end on a day; returns the end that it had before. Raises InvalidInput."""
    before: date | None = contract.term.upper
    if before is not None and before <= day:
        return before
    if day <= contract.term.lower:
        raise InvalidInput({"valid_from": _("The contract in force began on that day or later.")})
    contract.term = days(contract.term.lower, day)
    contract.save(update_fields=["term"])
    return before


def _sign(
    account: SupplyAccount,
    living: Sequence[Contract],
    contract: ContractSpec,
    signed_on: date,
    signatory: str,
    case_number: str,
    now: datetime,
) -> Contract:
    of_case = _of_case(living, contract, case_number)
    term = days(contract.starts_on, contract.ends_on)
    signed = next((one for one in of_case if one.status == ContractStatus.VALID and one.term == term), None)
    if signed:
        return signed
    if signed_on > day_of(now) or not signatory.strip():
        raise InvalidInput({"signed_on": _("Name who signed, on a day that is not in the future.")})
    draft = next((one for one in of_case if one.status == ContractStatus.UNSIGNED), None)
    row = _filled(draft or _new(account, contract, case_number, now), contract)
    row.status, row.signed_on, row.signatory = ContractStatus.VALID, signed_on, signatory.strip()
    try:
        row.save()
    except IntegrityError as error:
        if "contract_one_valid_at_a_time" in str(error):
            raise ContractOverlaps(details={"contract_type": row.contract_type}) from None
        raise
    about(row, account_number=account.account_number)
    emit_at_end(
        "book.contract_signed",
        key=f"book.contract_signed:{row.pk}",
        payload={"contract_id": row.pk, "account_id": account.pk, "department_id": account.department_id},
        now=now,
    )
    return row


@operation("book.void_contract")
def void_contract(*, contract_id: int, reason: str, actor: Actor, now: datetime) -> Contract:
    """Declare a contract void; the row stays. Void already: nothing happens. Raises OutOfScope, InvalidInput."""
    account_id = Contract.objects.filter(pk=contract_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise OutOfScope
    lock_account(account_id, actor=actor)
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    about(row, reason=reason)
    if row.status == ContractStatus.VOID:
        return row
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the contract is void.")})
    row.status, row.voided_on, row.void_reason = ContractStatus.VOID, day_of(now), reason.strip()
    row.save(update_fields=["status", "voided_on", "void_reason"])
    return row


def _living(account: SupplyAccount) -> list[Contract]:
    """The contracts of a locked account that are signed or wait for it, locked."""
    statuses = (ContractStatus.UNSIGNED, ContractStatus.VALID)
    found = Contract.objects.select_for_update(of=("self",)).filter(account=account, status__in=statuses)
    return list(found.order_by("pk"))


def _of_case(living: Sequence[Contract], spec: ContractSpec, case_number: str) -> list[Contract]:
    """What the case has written of this type already."""
    return [row for row in living if (row.case_number, row.contract_type) == (case_number, spec.contract_type)]


def _new(account: SupplyAccount, spec: ContractSpec, case_number: str, now: datetime) -> Contract:
    number = allocate_contract_number(day_of(now).year)
    return Contract(number=number, account=account, contract_type=spec.contract_type, case_number=case_number)


def _filled(row: Contract, spec: ContractSpec) -> Contract:
    """The contract as the spec says, not yet saved. Raises InvalidInput."""
    _check_contract(spec)
    row.operation, row.term = spec.operation, days(spec.starts_on, spec.ends_on)
    row.is_standard_text, row.attachments = spec.is_standard_text, list(spec.attachments)
    return row


def _not_over(rows: QuerySet[P], from_day: date) -> list[P]:
    """The periods that reach beyond a day; one query."""
    return list(rows.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=from_day)))


def put_in_force(
    model: type[P], from_day: date, values: dict[str, object], case_number: str, **key: object
) -> tuple[P, bool]:
    """Make `values` hold from a day on: (the row in force, whether anything changed)."""
    standing = _not_over(model._default_manager.filter(**key), from_day)
    row, changed = _in_force(model(**key), standing, from_day, values, case_number)
    if row._state.adding:
        row.save()
    return row, changed


def _in_force(
    fresh: P,
    standing_rows: Sequence[P],
    from_day: date,
    values: dict[str, object],
    case_number: str,
    until: date | None = None,
) -> tuple[P, bool]:
    """Make `values` hold from a day on, or up to `until`: (the row in force, whether anything changed).

    A new row is not yet saved.

    The period before ends on that day; a period that begins on that very day is corrected in place.
    """
    if any(row.period.lower > from_day for row in standing_rows):
        raise LaterTermsExist
    standing = standing_rows[0] if standing_rows else None
    if standing and all(getattr(standing, name) == value for name, value in values.items()):
        return standing, False
    if standing and standing.period.lower == from_day:
        for name, value in (values | {"case_number": case_number}).items():
            setattr(standing, name, value)
        standing.save(update_fields=[*values, "case_number"])
        return standing, True
    if standing:
        standing.period = days(standing.period.lower, from_day)
        standing.save(update_fields=["period"])
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.period, fresh.case_number = days(from_day, until), case_number
    return fresh, True


def _check_capacity(contract: Decimal, running: Decimal) -> None:
    errors: dict[str, object] = {}
    if not 0 < contract <= CAPACITY_MAX_KVA:
        errors["contract_capacity"] = _("A capacity lies between 0 and %(maximum)s kVA.") % {
            "maximum": f"{CAPACITY_MAX_KVA:,.0f}"
        }
    elif not 0 <= running <= contract:
        errors["running_capacity"] = _("The running capacity cannot exceed the contract capacity.")
    if errors:
        raise InvalidInput(errors)


def _check_contract(spec: ContractSpec) -> None:
    errors: dict[str, object] = {}
    if spec.ends_on is not None and spec.ends_on <= spec.starts_on:
        errors["ends_on"] = _("The contract must end after it begins.")
    if not set(spec.attachments) <= set(ContractAttachment.values):
        errors["attachments"] = _("There is no such attachment.")
    if errors:
        raise InvalidInput(errors)
