"""Complete what the book says of an account or a customer: the forms behind the findings of quality.

What other operations keep (name, address, section, industry) is left to them and their permissions; here stand the
details that nobody else writes outside a case, and the ID number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.permissions import require
from customers.book.enums import IdKind, LoadCharacter, ShiftPattern, TemporaryKind
from customers.book.models import Customer, SupplyAccount
from customers.book.operations.corrections import (
    correct_account,
    correct_customer,
    fault_of_reason,
    lock_customer_to_edit,
    move_to_section,
    refuse_stale,
    refuse_unless_free,
    require_in_all_departments,
    tell_corrected,
)
from customers.book.operations.customers import clean_id_number
from customers.book.operations.grading import set_industry
from customers.book.operations.locking import day_of, lock_account, store
from customers.book.operations.quality.scoring import score_customer
from customers.book.rules import EDIT_ACCOUNT, VIEW_ACCOUNT
from customers.book.sealed import seal
from customers.book.validators import CAPACITY_MAX_KVA

OWN = frozenset(
    (
        "check_cycle_months",
        "last_checked_on",
        "load_character",
        "security_capacity",
        "shift_pattern",
        "temporary_until",
        "energised_on",
    )
)
"""Columns of an account that nobody else writes outside a case."""

OTHERS = frozenset(("name", "address", "section", "industry_code"))
"""What is written by its own operation, with its own permission."""


@operation("book.correct_account_details")
def correct_account_details(
    *, account_id: int, version: int, changes: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Write what changes of an account: columns of `OWN` and `OTHERS`; `section` is a number, capacity in kVA.

    Whatever already stands so is no change. Raises InvalidInput naming the field, `reason` or an unknown name;
    AccountBusy, AccountNotLiving, StaleVersion, OutOfScope, NotPermitted.
    """
    account = lock_account(account_id, actor=actor, permission=VIEW_ACCOUNT)
    if unknown := set(changes) - OWN - OTHERS:
        raise InvalidInput(dict.fromkeys(sorted(unknown), _("This is not corrected here.")))
    changes = {name: value for name, value in changes.items() if value != _standing(account, name)}
    about(account, reason=reason.strip(), fields=sorted(changes))
    if not changes:
        return account
    if fault := fault_of_reason(reason):
        raise InvalidInput({"reason": fault})
    refuse_unless_free(account)
    refuse_stale(account.version, version)
    own = {name: value for name, value in changes.items() if name in OWN}
    if own:
        require(actor, EDIT_ACCOUNT, account.department_id)
        _check(account, own, day_of(now))
        store(account, **own)
        tell_corrected(account, now, sorted(own))
    who: dict[str, Any] = {"account_id": account.pk, "actor": actor, "now": now}
    if texts := {name: changes[name] for name in ("name", "address") if name in changes}:
        account = correct_account(version=account.version, reason=reason, **texts, **who)
    if "section" in changes:
        account = move_to_section(version=account.version, section_number=changes["section"], **who)
    if "industry_code" in changes:
        account = set_industry(version=account.version, industry_code=changes["industry_code"], **who)
    return account


@operation("book.correct_customer_details")
def correct_customer_details(
    *,
    customer_id: int,
    version: int,
    id_kind: str = "",
    id_number: str = "",
    mailing_address: str | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Customer:
    """Write the ID number (empty keeps what stands) and the mailing address of a customer.

    Whoever serves one of its accounts may fill in a missing number; one that stands is the business of all
    departments, so that to replace it takes the permission in each. Raises InvalidInput naming `id_kind`,
    `id_number`, `mailing_address` or `reason`; StaleVersion, OutOfScope, NotPermitted.
    """
    customer = lock_customer_to_edit(customer_id, actor)
    about(customer, reason=reason.strip())
    if id_number.strip():
        customer = _write_number(customer, version, id_kind, id_number, reason, actor, now)
        version = customer.version
    return correct_customer(
        customer_id=customer.pk,
        version=version,
        mailing_address=mailing_address,
        reason=reason,
        actor=actor,
        now=now,
    )


def _write_number(
    customer: Customer, version: int, kind: str, typed: str, reason: str, actor: Actor, now: datetime
) -> Customer:
    """The customer with the new number; a number that stands already is no change."""
    if kind not in IdKind.values or not kind:
        raise InvalidInput({"id_kind": _("Choose the kind of ID document.")})
    number = clean_id_number(kind, typed, today=day_of(now))
    sealed = seal(number)
    if (customer.id_kind, customer.id_hash) == (kind, sealed.hash):
        return customer
    if fault := fault_of_reason(reason):
        raise InvalidInput({"reason": fault})
    if customer.id_hash:
        require_in_all_departments(customer, actor)
    if Customer.objects.filter(id_kind=kind, id_hash=sealed.hash).exclude(pk=customer.pk).exists():
        raise InvalidInput({"id_number": _("Another customer has this ID number: perhaps the same one, twice.")})
    refuse_stale(customer.version, version)
    Customer.objects.filter(pk=customer.pk).update(
        id_kind=kind,
        id_hash=sealed.hash,
        id_tail_hash=sealed.tail_hash,
        id_last4=sealed.last4,
        id_cipher=sealed.cipher,
        version=F("version") + 1,
    )
    customer.refresh_from_db()
    score_customer(customer.pk, now=now)
    return customer


def _standing(account: SupplyAccount, name: str) -> Any:
    if name == "section":
        return account.section.number if account.section else ""
    return getattr(account, name)


def _check(account: SupplyAccount, own: Mapping[str, Any], today: date) -> None:
    """Raises InvalidInput naming each of the columns that cannot be so."""
    errors = {name: sentence for name, value in own.items() if (sentence := _CHECKS[name](account, value, today))}
    if errors:
        raise InvalidInput(errors)


def _cycle(account: SupplyAccount, months: int | None, today: date) -> str:
    return "" if months is None or 1 <= months <= 120 else _("Enter 1 to 120 months.")


def _inspected(account: SupplyAccount, day: date | None, today: date) -> str:
    return "" if day is None or day <= today else _("This day lies in the future.")


def _energised(account: SupplyAccount, day: date | None, today: date) -> str:
    if day is None:
        return _("Enter a value.") if account.energised_on else ""
    known = _("The day lies before the account was opened or in the future.")
    return "" if account.built_on <= day <= today else known


def _security(account: SupplyAccount, capacity: Decimal, today: date) -> str:
    if 0 <= capacity <= CAPACITY_MAX_KVA:
        return ""
    return _("A capacity lies between 0 and %(maximum)s kVA.") % {"maximum": f"{CAPACITY_MAX_KVA:,.0f}"}


def _temporary(account: SupplyAccount, day: date | None, today: date) -> str:
    if account.temporary == TemporaryKind.PERMANENT:
        return _("This supply is not temporary.") if day else ""
    return "" if day and day >= account.built_on else _("Enter the last day of the temporary supply.")


def _load(account: SupplyAccount, value: str, today: date) -> str:
    return "" if value in LoadCharacter.values else _("Choose from the list.")


def _shift(account: SupplyAccount, value: str, today: date) -> str:
    return "" if value in ShiftPattern.values else _("Choose from the list.")


_CHECKS: dict[str, Callable[[SupplyAccount, Any, date], str]] = {
    "check_cycle_months": _cycle,
    "last_checked_on": _inspected,
    "energised_on": _energised,
    "security_capacity": _security,
    "temporary_until": _temporary,
    "load_character": _load,
    "shift_pattern": _shift,
}
