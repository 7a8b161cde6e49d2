"""What the search box finds in the book by an exact identifier. Hits show masked values only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from crm.registries import SearchHit
from customers.book.enums import IdKind
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import visible_accounts
from customers.book.sealed import hash_of
from customers.book.validators import ACCOUNT_NUMBER, METER_ASSET_NUMBER, clean_phone

MOST = 10


def account_url(account: SupplyAccount) -> str:
    """The customer page with this account in view."""
    return reverse("customer-account", args=[account.customer_id, account.account_number])


def find_account(user: Any, text: str) -> Iterable[SearchHit]:
    """By the account number 户号."""
    number = _digits(text)
    if not re.match(ACCOUNT_NUMBER, number):
        return []
    return _hits(visible_accounts(user).filter(account_number=number))


def find_meter(user: Any, text: str) -> Iterable[SearchHit]:
    """By the asset number of a meter that hangs at the account now."""
    number = _digits(text)
    if not re.match(METER_ASSET_NUMBER, number):
        return []
    return _hits(
        visible_accounts(user).filter(
            meterinstallations__meter__asset_number=number, meterinstallations__period__upper_inf=True
        )
    )


def find_customer(user: Any, text: str) -> Iterable[SearchHit]:
    """By customer number, identity card, credit code or contract number."""
    key = "".join(text.split()).upper()
    if not 8 <= len(key) <= 30:
        return []
    accounts = visible_accounts(user)
    if key.startswith("K"):
        return _hits(accounts.filter(customer__customer_number=key))
    if key.startswith("HT"):
        return _hits(accounts.filter(contracts__number=key))
    kinds = [kind for kind in IdKind.values if kind]  # the index begins with the kind of document
    return _hits(accounts.filter(customer__id_kind__in=kinds, customer__id_hash=hash_of(key)))


def find_phone(user: Any, text: str) -> Iterable[SearchHit]:
    """By the phone of a contact person."""
    try:
        phone = clean_phone(text)
    except ValidationError:
        return []
    return _hits(visible_accounts(user).filter(contacts__phone=phone).distinct())


def _hits(accounts: QuerySet[SupplyAccount]) -> list[SearchHit]:
    return [
        SearchHit(
            url=account_url(account),
            title=f"{account.account_number} {account.masked_name}",
            detail=f"{account.masked_address} · {account.get_account_class_display()}",
        )
        for account in accounts.order_by("account_number")[:MOST]
    ]


def _digits(text: str) -> str:
    return "".join(text.split())
