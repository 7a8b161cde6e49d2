"""Terms in force over time: capacity, price, contract."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.outbox.operations import emit
from customers.book.enums import BANK_MODES, BasicChargeMode, ContractAttachment, ContractStatus, PriceStrategy
from customers.book.models import AccountPrice, CapacityPeriod, Contract, PaymentTerms, SupplyAccount
from customers.book.models.periods import days
from customers.book.numbers import allocate_contract_number
from customers.book.operations.locking import day_of, lock_account, store
from customers.book.specs import ContractSpec, PaymentSpec, PriceSpec
from customers.book.validators import CAPACITY_MAX_KVA

P = TypeVar("P", CapacityPeriod, AccountPrice, PaymentTerms)


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
    _check_capacity(contract_capacity, running_capacity)
    if from_day > day_of(now):
        raise InvalidInput({"from_day": _("This day lies in the future.")})
    row, changed = put_in_force(
        CapacityPeriod,
        from_day,
        {"contract_capacity": contract_capacity, "running_capacity": running_capacity},
        case_number,
        account=account,
    )
    if changed:
        store(account, contract_capacity=contract_capacity, running_capacity=running_capacity)
    return row


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
    """From a day on this price applies (at its `sequence`); what was in force before ends there.

    Raises InvalidInput (a two-part price needs a basic charge, a one-part price has none), LaterTermsExist.
    """
    account = lock_account(account_id, actor=actor)
    about(account, price_code=price.price_code, case=case_number)
    if (price.strategy == PriceStrategy.TWO_PART) == (price.basic_charge_mode == BasicChargeMode.NONE):
        raise InvalidInput(
            {"basic_charge_mode": _("A two-part price needs a basic charge; a one-part price has none.")}
        )
    values = {
        "price_code": price.price_code,
        "strategy": price.strategy,
        "basic_charge_mode": price.basic_charge_mode,
        "power_factor_standard": price.power_factor_standard,
        "is_time_of_use": price.is_time_of_use,
    }
    row, _changed = put_in_force(
        AccountPrice, from_day, values, case_number, account=account, sequence=price.sequence
    )
    return row


@operation("book.set_payment_terms")
def set_payment_terms(
    *, account_id: int, terms: PaymentSpec, from_day: date, case_number: str = "", actor: Actor, now: datetime
) -> PaymentTerms:
    """From a day on the account pays, is told and gets its invoice like this (303); what was in force ends there.

    Raises InvalidInput (pay_mode: a bank needs account and authorisation), LaterTermsExist.
    """
    account = lock_account(account_id, actor=actor)
    about(account, pay_mode=terms.pay_mode, case=case_number)
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
    row = _draft(account, contract, case_number, now)
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
    signed = Contract.objects.filter(
        account=account,
        contract_type=contract.contract_type,
        case_number=case_number,
        status=ContractStatus.VALID,
        term=days(contract.starts_on, contract.ends_on),
    ).first()
    if signed:
        return signed
    if signed_on > day_of(now) or not signatory.strip():
        raise InvalidInput({"signed_on": _("Name who signed, on a day that is not in the future.")})
    row = _draft(account, contract, case_number, now)
    about(row, account_number=account.account_number)
    row.status, row.signed_on, row.signatory = ContractStatus.VALID, signed_on, signatory.strip()
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "signed_on", "signatory"])
    except IntegrityError as error:
        if "contract_one_valid_at_a_time" in str(error):
            raise ContractOverlaps(details={"contract_type": row.contract_type}) from None
        raise
    emit(
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


def _draft(account: SupplyAccount, spec: ContractSpec, case_number: str, now: datetime) -> Contract:
    _check_contract(spec)
    values = {
        "operation": spec.operation,
        "term": days(spec.starts_on, spec.ends_on),
        "is_standard_text": spec.is_standard_text,
        "attachments": list(spec.attachments),
    }
    row = (
        Contract.objects.select_for_update(of=("self",))
        .filter(
            account=account,
            contract_type=spec.contract_type,
            case_number=case_number,
            status=ContractStatus.UNSIGNED,
        )
        .first()
    )
    if row is None:
        return Contract.objects.create(
            number=allocate_contract_number(day_of(now).year),
            account=account,
            contract_type=spec.contract_type,
            case_number=case_number,
            **values,
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def put_in_force(
    model: type[P], from_day: date, values: dict[str, object], case_number: str, **key: object
) -> tuple[P, bool]:
    """Make `values` hold from a day on: (the row in force, whether anything changed).

    The period before ends on that day; a period that begins on that very day is corrected in place.
    """
    rows = model._default_manager.filter(**key)
    if rows.filter(period__startswith__gt=from_day).exists():
        raise LaterTermsExist
    standing = rows.filter(period__contains=from_day).first()
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
    row = model._default_manager.create(**key, **values, period=days(from_day), case_number=case_number)
    return row, True


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
