"""Take hold of one account: the lock, the gate and the errors that every operation shares.

An operation locks the account first and whatever hangs under it afterwards, several rows of a table in the
order of their keys: so no two operations wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, change_later, held_row, hold_row
from crm.errors import DomainError, OutOfScope
from crm.org.permissions import require
from crm.prepared import Prepared
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from customers.book.rules import CHANGE_SUPPLY


class AccountBusy(DomainError):
    """Another case is open on the account; `details["case_number"]` names it (precondition P1)."""

    code = "account_busy"
    message = _("Another case is open on this account.")


class AccountNotLiving(DomainError):
    """The account is closed or voided, or not in the state that the operation starts from."""

    code = "account_state"
    message = _("The account is not in a state that allows this.")


_LOCKED = Prepared(lambda pk: SupplyAccount.objects.select_for_update(of=("self",)).filter(pk=pk).order_by(), int)


def lock_account(account_id: int, *, actor: Actor, permission: str = CHANGE_SUPPLY) -> SupplyAccount:
    """The account, locked for this transaction. Raises OutOfScope, NotPermitted."""
    account = held_row(SupplyAccount, account_id) or _LOCKED.one(account_id)
    if account is None:
        raise OutOfScope
    hold_row(account)
    require(actor, permission, account.department_id)
    return account


def lock_accounts(account_ids: Iterable[int], *, actor: Actor) -> list[SupplyAccount]:
    """The accounts in the order of their keys, locked for this transaction. Raises OutOfScope, NotPermitted."""
    keys = set(account_ids)
    rows = list(SupplyAccount.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(keys):
        raise OutOfScope
    for department_id in sorted({row.department_id for row in rows}):
        require(actor, CHANGE_SUPPLY, department_id)
    return rows


def require_case(account: SupplyAccount, case_number: str, status: AccountStatus) -> None:
    """Refuse unless the account is held, with this status, by this case."""
    if account.open_case_number and account.open_case_number != case_number:
        raise AccountBusy(details={"case_number": account.open_case_number})
    if account.status != status:
        raise AccountNotLiving(details={"status": account.status})


def require_open_case(account: SupplyAccount, case_number: str) -> None:
    """Refuse unless this case holds the account, as a new supply or as a change."""
    if account.status == AccountStatus.NEW_SUPPLY_OPEN:
        require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    else:
        require_case(account, case_number, AccountStatus.CHANGE_OPEN)


def store(account: SupplyAccount, **values: object) -> None:
    """Write columns of a locked account and count its version up."""
    held = held_row(SupplyAccount, account.pk)
    for name, value in values.items():
        setattr(account, name, value)
    if held is None:
        SupplyAccount.objects.filter(pk=account.pk).update(version=F("version") + 1, **values)
        account.version += 1
        return
    # The account as it stands, whatever has happened to it since `account` was read.
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    account.version = held.version
    change_later(held, [*values, "version"])
    hold_row(held)


def day_of(now: datetime) -> date:
    """The calendar day of a moment in China (the time zone of the settings)."""
    return timezone.localdate(now, timezone.get_default_timezone())
