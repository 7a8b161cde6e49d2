"""Customers that are one, and the people who decide about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crm.audit.operation import SYSTEM
from crm.org.models import Department
from customers.book.enums import IdKind
from customers.book.models import Customer, DuplicatePair
from customers.book.operations import find_duplicates
from customers.book.sealed import seal
from tests.factories.book import make_account, make_customer


def make_firm(department: Department, number: str = "", **fields: Any) -> Customer:
    """A firm with one account in the department; `number` is its credit code, `address` that of the account."""
    account = {"address": fields.pop("address")} if "address" in fields else {}
    if number:
        sealed = seal(number)
        fields |= {
            "id_kind": IdKind.CREDIT_CODE,
            "id_hash": sealed.hash,
            "id_tail_hash": sealed.tail_hash,
            "id_last4": sealed.last4,
            "id_cipher": sealed.cipher,
        }
    customer = make_customer(**fields)
    make_account(department, customer=customer, **account)
    return customer


def compare(now: datetime) -> None:
    """Work the whole queue of comparisons off."""
    while find_duplicates(actor=SYSTEM, now=now):
        pass


def pair_of(one: Customer, other: Customer) -> DuplicatePair:
    """The pair that the two are."""
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.get(first_id=first, second_id=second)
