"""Which accounts a person may see, and how one is found by a number that somebody reads out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from crm.errors import OutOfScope
from customers.book.models import Customer, SupplyAccount
from customers.book.rules import VIEW_ACCOUNT


def visible_accounts(user: Any, permission: str = VIEW_ACCOUNT) -> QuerySet[SupplyAccount]:
    """The accounts that this person may see (or only look up), with what a row of a list shows: one query."""
    return SupplyAccount.objects.restrict(user, permission).select_related("customer", "department")


def account_by_number(user: Any, account_number: str, permission: str = VIEW_ACCOUNT) -> SupplyAccount:
    """The account with this number, all that its head shows joined. Raises OutOfScope (404)."""
    accounts = visible_accounts(user, permission).select_related("district", "section")
    account = accounts.filter(account_number=account_number).first()
    if account is None:
        raise OutOfScope
    return account


def visible_customer(user: Any, customer_id: int, permission: str = VIEW_ACCOUNT) -> Customer:
    """The customer, if one of its accounts is in this person's departments. Raises OutOfScope (404).

    A merged customer is the one that it was merged into.
    """
    customers = Customer.objects.restrict(user, permission)
    customer = customers.filter(pk=customer_id).first() or customers.filter(merged_customers=customer_id).first()
    if customer is None:
        raise OutOfScope
    return customer
