"""The life of a supply account: opened, held by a case, energised, voided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput
from crm.org.models import District
from crm.org.permissions import require
from crm.outbox.operations import NewFact, emit_all
from customers.book.enums import (
    HIGH_VOLTAGES,
    AccountClass,
    AccountStatus,
    ContractStatus,
    PowerState,
)
from customers.book.industries import clean_industry_code
from customers.book.models import (
    Contract,
    InstrumentTransformer,
    Meter,
    SupplyAccount,
)
from customers.book.numbers import allocate_account_numbers
from customers.book.operations.contacts import write_contacts
from customers.book.operations.customers import find_or_write_customer
from customers.book.operations.grading import record_grade_of_case
from customers.book.operations.locking import (
    AccountNotLiving,
    day_of,
    lock_account,
    require_case,
    store,
)
from customers.book.rules import CHANGE_SUPPLY
from customers.book.specs import AccountSpec, ContactSpec, CustomerSpec


class AccountInUse(DomainError):
    """The account cannot be voided: devices or a valid contract still hang on it."""

    code = "account_in_use"
    message = _("Devices or a valid contract still belong to this account; take them back first.")


@operation("book.open_account")
def open_account(
    *,
    case_number: str,
    account: AccountSpec,
    customer: CustomerSpec | None = None,
    customer_id: int | None = None,
    contacts: Sequence[ContactSpec] = (),
    actor: Actor,
    now: datetime,
) -> SupplyAccount:
    """Give an application its account number: status "new supply in progress", held by the case (A01).

    The customer is the one of `customer_id`, or the one with the ID number of `customer`, or a new one.
    Called again for the same case it returns the same account. Raises InvalidInput, OutOfScope.
    Inverse: `void_account`.
    """
    opened = SupplyAccount.objects.filter(
        open_case_number=case_number, status=AccountStatus.NEW_SUPPLY_OPEN
    ).first()
    if opened:
        require(actor, CHANGE_SUPPLY, opened.department_id)
        return opened
    spec = _complete(account)
    require(actor, CHANGE_SUPPLY, spec.department_id)
    spec = _checked(spec)
    owner = find_or_write_customer(customer, customer_id, department_id=spec.department_id, now=now)
    row = SupplyAccount.objects.create(
        **asdict(spec),
        account_number=allocate_account_numbers()[0],
        customer=owner,
        status=AccountStatus.NEW_SUPPLY_OPEN,
        open_case_number=case_number,
        built_on=day_of(now),
        created_at=now,
    )
    write_contacts(row, contacts)
    facts = record_grade_of_case(row, spec.importance, actor=actor, now=now) if spec.importance else []
    about(row, case=case_number)
    emit_all([*facts, _news("book.account_opened", row, case=case_number)], now=now)
    return row


@operation("book.void_account")
def void_account(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Undo `open_account`: the application came to nothing. The number stays and is not given out again.

    Raises AccountInUse while devices or a valid contract hang on it, AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.status == AccountStatus.VOIDED:
        return account
    require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    _require_empty(account)
    store(account, status=AccountStatus.VOIDED, open_case_number="")
    _tell("book.account_voided", account, now, case=case_number)
    return account


@operation("book.lock_account_for_change")
def lock_account_for_change(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Hold a normal account for one case (status "change in progress"); one open case per account.

    The same case may ask again. Raises AccountBusy with the other case's number, AccountNotLiving.
    Inverse: `unlock_account`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.status == AccountStatus.CHANGE_OPEN and account.open_case_number == case_number:
        return account
    require_case(account, case_number, AccountStatus.NORMAL)
    store(account, status=AccountStatus.CHANGE_OPEN, open_case_number=case_number)
    return account


@operation("book.unlock_account")
def unlock_account(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Let go of an account that `lock_account_for_change` holds; free already: nothing happens.

    Raises AccountBusy when another case holds it.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.status == AccountStatus.NORMAL:
        return account
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    store(account, status=AccountStatus.NORMAL, open_case_number="")
    return account


@operation("book.energise_account")
def energise_account(*, account_id: int, energised_on: date, actor: Actor, now: datetime) -> SupplyAccount:
    """Power is on (A18). The first day stays the first day. Raises InvalidInput for a day to come.

    Inverse: `undo_energise_account`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, energised_on=energised_on.isoformat())
    if account.status not in (AccountStatus.NEW_SUPPLY_OPEN, AccountStatus.CHANGE_OPEN, AccountStatus.NORMAL):
        raise AccountNotLiving(details={"status": account.status})
    if energised_on > day_of(now) or energised_on < account.built_on:
        raise InvalidInput({"energised_on": _("The day lies before the account was opened or in the future.")})
    if account.power_state == PowerState.ON:
        return account
    store(account, power_state=PowerState.ON, energised_on=account.energised_on or energised_on)
    _tell("book.account_energised", account, now, energised_on=energised_on.isoformat())
    return account


@operation("book.undo_energise_account")
def undo_energise_account(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Power is off again because the new supply was aborted; a day of first energising is taken back."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.power_state == PowerState.CUT:
        return account
    require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    store(account, power_state=PowerState.CUT, energised_on=None)
    _tell("book.account_deenergised", account, now, case=case_number)
    return account


def _complete(spec: AccountSpec) -> AccountSpec:
    """Fill in the business department from the district, where the caller has not."""
    if spec.department_id:
        return spec
    district = District.objects.filter(pk=spec.district_id).first()
    if district is None:
        raise InvalidInput({"district": _("There is no such district.")})
    return replace(spec, department_id=district.department_id)


def _checked(spec: AccountSpec) -> AccountSpec:
    """The spec with its industry code in the stored form. Raises InvalidInput."""
    errors: dict[str, object] = {}
    industry = spec.industry_code
    try:
        industry = clean_industry_code(spec.industry_code)
    except ValidationError as error:
        errors["industry_code"] = error.messages
    if not spec.name.strip():
        errors["name"] = _("Enter the name of the account.")
    if not spec.address.strip():
        errors["address"] = _("Enter the address of supply.")
    if (spec.account_class == AccountClass.HV) != (spec.voltage in HIGH_VOLTAGES):
        errors["voltage"] = _("The supply voltage does not fit the class of account.")
    if spec.security_capacity < 0:
        errors["security_capacity"] = _("A capacity cannot be negative.")
    if errors:
        raise InvalidInput(errors)
    return replace(spec, industry_code=industry)


def _require_empty(account: SupplyAccount) -> None:
    """Nothing of value may hang on an account that is to be voided."""
    devices = [
        *Meter.objects.filter(reserved_for=account).values_list("asset_number", flat=True),
        *InstrumentTransformer.objects.filter(reserved_for=account).values_list("asset_number", flat=True),
    ]
    contracts = Contract.objects.filter(account=account, status=ContractStatus.VALID)
    numbers = [*devices, *contracts.values_list("number", flat=True)]
    if numbers or account.power_state != PowerState.CUT:
        raise AccountInUse(details={"numbers": numbers, "power_state": account.power_state})


def _tell(topic: str, account: SupplyAccount, now: datetime, **more: object) -> None:
    emit_all([_news(topic, account, **more)], now=now)


def _news(topic: str, account: SupplyAccount, **more: object) -> NewFact:
    """A fact for the outbox; the account's version makes its key unique."""
    payload = {"account_id": account.pk, "department_id": account.department_id, **more}
    return topic, f"{topic}:{account.pk}:{account.version}", payload
