"""What flows change on a living account: its contract replaced or ended, its name."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.outbox.operations import emit_at_end
from customers.book.enums import AccountStatus, ContractStatus, TariffClass
from customers.book.models import Contract, Customer, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations.invoices import rename_invoice_title
from customers.book.operations.locking import day_of, lock_account, require_case, store
from customers.book.operations.terms import end_on


@operation("book.end_contract")
def end_contract(*, contract_id: int, ends_on: date, actor: Actor, now: datetime) -> date | None:
    """Let a valid contract end on a day (A23, A28; that day is no longer in it). Returns the end it had before.

    Ended then already: nothing happens. Raises OutOfScope, InvalidInput where the contract began on that day or
    later. Inverse: `reopen_contract` with what was returned.
    """
    contract = _lock_contract(contract_id, actor)
    about(contract, ends_on=ends_on.isoformat())
    return end_on(contract, ends_on)


@operation("book.reopen_contract")
def reopen_contract(*, contract_id: int, ends_on: date | None, actor: Actor, now: datetime) -> Contract:
    """Undo `end_contract`: the contract runs again until `ends_on` (None: until terminated). Raises OutOfScope."""
    contract = _lock_contract(contract_id, actor)
    about(contract, ends_on=ends_on.isoformat() if ends_on else "")
    contract.term = days(contract.term.lower, ends_on)
    contract.save(update_fields=["term"])
    return contract


@operation("book.reclassify_account")
def reclassify_account(
    *, account_id: int, tariff_class: str, industry_code: str, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """The power is used for something else (215): class of use and, where given, industry. Archived with the case.

    Raises InvalidInput (tariff_class), AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, tariff_class=tariff_class)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    if tariff_class not in TariffClass.values:
        raise InvalidInput({"tariff_class": _("There is no such class of use.")})
    store(account, tariff_class=tariff_class, industry_code=industry_code or account.industry_code)
    return account


@operation("book.rename_account")
def rename_account(*, account_id: int, name: str, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """The customer bears another name (210): so do the customer and this account. The same person, the same papers;
    the invoice data take the name with the tax number as it is.

    Its other accounts keep the name under which their contracts are. Named so already: nothing happens. Raises
    InvalidInput, AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    name = name.strip()
    if not name:
        raise InvalidInput({"name": _("Enter the name of the account.")})
    if account.name == name:
        return account
    store(account, name=name)
    rename_invoice_title(account, name, day_of(now), case_number)
    Customer.objects.filter(pk=account.customer_id).update(name=name, version=F("version") + 1)
    emit_at_end(
        "book.account_renamed",
        key=f"book.account_renamed:{account.pk}:{account.version}",
        payload={"account_id": account.pk, "department_id": account.department_id, "case": case_number},
        now=now,
    )
    return account


def _lock_contract(contract_id: int, actor: Actor) -> Contract:
    account_id = Contract.objects.filter(pk=contract_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise OutOfScope
    lock_account(account_id, actor=actor)
    contract: Contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    if contract.status != ContractStatus.VALID:
        raise InvalidInput({"contract": _("Only a contract in force can end.")})
    return contract
