"""Correct what the book says of an account or a customer. What changes the contract is the business of a flow.

Every correction names the version that the person has seen, says why, and is refused while a case is open on the
account: the case will write the same columns (precondition P1).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db.models import CharField, F, Model
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope, StaleVersion
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from customers.book.models import Customer, ReadingSection, SupplyAccount
from customers.book.operations.locking import AccountBusy, AccountNotLiving, lock_account, store
from customers.book.operations.quality.scoring import score_accounts, score_customer
from customers.book.rules import EDIT_ACCOUNT, EDIT_CUSTOMER, KEEP_SECTIONS


@operation("book.correct_account")
def correct_account(
    *,
    account_id: int,
    version: int,
    name: str | None = None,
    address: str | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> SupplyAccount:
    """Mend a slip in the name or the supply address of an account; None leaves a value as it is.

    Raises InvalidInput naming the field, AccountBusy, AccountNotLiving, StaleVersion, OutOfScope, NotPermitted.
    """
    account = lock_account(account_id, actor=actor, permission=EDIT_ACCOUNT)
    changes = _changes(account, {"name": name, "address": address}, reason)
    about(account, reason=reason.strip(), fields=sorted(changes))
    if not changes:
        return account
    refuse_unless_free(account)
    refuse_stale(account.version, version)
    store(account, **changes)
    tell_corrected(account, now, sorted(changes))
    return account


@operation("book.move_to_section")
def move_to_section(
    *, account_id: int, version: int, section_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Let an account be read with another reading section 抄表段 of its department.

    Raises InvalidInput naming `section`, AccountNotLiving, StaleVersion, OutOfScope, NotPermitted.
    """
    account = lock_account(account_id, actor=actor, permission=KEEP_SECTIONS)
    section = ReadingSection.objects.filter(number=section_number.strip()).first()
    if section is None or section.department_id != account.department_id or not section.is_active:
        raise InvalidInput({"section": _("There is no such reading section in the department of the account.")})
    about(account, section=section.number)
    if account.section_id == section.pk:
        return account
    if account.closed_on is not None:
        raise AccountNotLiving(details={"status": account.status})
    refuse_stale(account.version, version)
    store(account, section=section)
    tell_corrected(account, now, ["section"])
    return account


@operation("book.correct_customer")
def correct_customer(
    *,
    customer_id: int,
    version: int,
    name: str | None = None,
    registered_address: str | None = None,
    mailing_address: str | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Customer:
    """Mend the name, the registered or the mailing address of a customer; None leaves a value as it is.

    Addresses may be mended by whoever serves one of its accounts; the name stands on the accounts of every
    department, so that it takes the permission in all of them. Raises InvalidInput naming the field,
    StaleVersion, OutOfScope, NotPermitted.
    """
    customer = lock_customer_to_edit(customer_id, actor)
    wanted = {"name": name, "registered_address": registered_address, "mailing_address": mailing_address}
    changes = _changes(customer, wanted, reason)
    about(customer, reason=reason.strip(), fields=sorted(changes))
    if not changes:
        return customer
    if "name" in changes:
        require_in_all_departments(customer, actor)
    refuse_stale(customer.version, version)
    Customer.objects.filter(pk=customer.pk).update(version=F("version") + 1, **changes)
    customer.refresh_from_db()
    emit_at_end(
        "book.customer_corrected",
        key=f"book.customer_corrected:{customer.pk}:{customer.version}",
        payload={"customer_id": customer.pk, "fields": sorted(changes)},
        now=now,
    )
    score_customer(customer.pk, now=now)
    return customer


def _changes(record: Model, wanted: dict[str, str | None], reason: str) -> dict[str, Any]:
    """The values that differ, cleaned. Raises InvalidInput."""
    errors: dict[str, Any] = {}
    changes = {}
    for field, value in wanted.items():
        if value is None:
            continue
        cleaned = " ".join(value.split())
        column = cast("CharField[Any, Any]", record._meta.get_field(field))
        most = column.max_length or 0
        if not cleaned and not column.blank:
            errors[field] = _("Enter a value.")
        elif len(cleaned) > most:
            errors[field] = _("At most %(most)d characters.") % {"most": most}
        elif cleaned != getattr(record, field):
            changes[field] = cleaned
    if fault := fault_of_reason(reason):
        errors["reason"] = fault
    if errors:
        raise InvalidInput(errors)
    return changes


def lock_customer_to_edit(customer_id: int, actor: Actor) -> Customer:
    """The customer, locked for this transaction. Raises OutOfScope, NotPermitted."""
    require(actor, EDIT_CUSTOMER)
    customer = Customer.objects.restrict(actor, EDIT_CUSTOMER).select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise OutOfScope
    return customer


def require_in_all_departments(customer: Customer, actor: Actor) -> None:
    """For what stands on the accounts of every department. Raises OutOfScope, NotPermitted."""
    for department_id in customer.accounts.order_by().values_list("department_id", flat=True).distinct():
        require(actor, EDIT_CUSTOMER, department_id)


def fault_of_reason(reason: str) -> str:
    """What is wrong with the reason of a correction; empty when nothing is."""
    return "" if 2 <= len(reason.strip()) <= 200 else _("Say why, in 2 to 200 characters.")


def refuse_unless_free(account: SupplyAccount) -> None:
    """Raises AccountBusy while a case is open, AccountNotLiving when the account is not in use."""
    if account.open_case_number:
        raise AccountBusy(details={"case_number": account.open_case_number})
    if not account.is_open_for_change:
        raise AccountNotLiving(details={"status": account.status})


def refuse_stale(standing: int, seen: int) -> None:
    """Raises StaleVersion unless the person has seen what stands."""
    if standing != seen:
        raise StaleVersion(field="version", details={"version": standing})


def tell_corrected(account: SupplyAccount, now: datetime, fields: list[str]) -> None:
    """Score the account anew and let others know; once for each version."""
    score_accounts([account.pk], now=now)
    emit_at_end(
        "book.account_corrected",
        key=f"book.account_corrected:{account.pk}:{account.version}",
        payload={"account_id": account.pk, "department_id": account.department_id, "fields": fields},
        now=now,
    )
