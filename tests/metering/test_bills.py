"""Bills hold their rules in the database; what of them is paid is what the ledger says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from metering.operations.payments import reverse_charge, reverse_payment
from metering.queries.bills import BILLS_SHOWN, Arrears, arrears_of, bills_of
from metering.templatetags.metering import payment_chip
from tests.factories.metering import NOW, make_bill, make_charged_bill, pay
from tests.factories.org import make_staff

TODAY = date(2026, 11, 25)


@pytest.fixture
def shop(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[1]


@pytest.fixture
def clerk(company: dict[str, Department]) -> Staff:
    return make_staff("gs-r16", company["GS-T"], Role.R16)


@pytest.mark.parametrize(
    "fields",
    [
        {"month": date(2026, 9, 2)},
        {"energy": Decimal("-1")},
        {"amount": Decimal("-1")},
        {"due_on": date(2026, 9, 1)},
    ],
)
def test_database_refuses_a_bill_that_cannot_be(shop: SupplyAccount, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_bill(shop, **{"month": date(2026, 9, 1), **fields})


def test_one_bill_a_month(shop: SupplyAccount) -> None:
    make_bill(shop, date(2026, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_bill(shop, date(2026, 9, 1))


def test_arrears_are_what_is_overdue(shop: SupplyAccount, clerk: Staff) -> None:
    paid = make_charged_bill(shop, date(2026, 7, 1))
    part = make_charged_bill(shop, date(2026, 8, 1))
    make_charged_bill(shop, date(2026, 9, 1))
    make_charged_bill(shop, date(2026, 11, 1))
    pay(shop, "105.66", charges=[paid.pk])
    pay(shop, "5.66", charges=[part.pk])
    assert arrears_of(clerk, shop.pk, TODAY) == Arrears(Decimal("205.66"), 2, date(2026, 9, 20), 66)


def test_a_bill_is_not_overdue_on_its_day(shop: SupplyAccount, clerk: Staff) -> None:
    make_charged_bill(shop, date(2026, 10, 1), due_on=TODAY)
    assert not arrears_of(clerk, shop.pk, TODAY)
    assert arrears_of(clerk, shop.pk, date(2026, 11, 26)).days == 1


def test_other_departments_bills_are_not_seen(shop: SupplyAccount, company: dict[str, Department]) -> None:
    make_charged_bill(shop, date(2026, 9, 1))
    outsider = make_staff("yq-r16", company["YQ-T"], Role.R16)
    assert bills_of(outsider, shop.pk) == []
    assert not arrears_of(outsider, shop.pk, TODAY)


@pytest.mark.parametrize("count", [1, 12])
def test_bills_cost_one_query(
    shop: SupplyAccount, clerk: Staff, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, count + 1):
        make_charged_bill(shop, date(2026, month, 1))
    pay(shop, "300")
    bills_of(clerk, shop.pk)
    with django_assert_num_queries(1):
        assert len(bills_of(clerk, shop.pk)) == count


def test_newest_bills_first_and_not_too_many(shop: SupplyAccount, clerk: Staff) -> None:
    for year in (2025, 2026):
        for month in range(1, 13):
            make_bill(shop, date(year, month, 1))
    bills = bills_of(clerk, shop.pk)
    assert len(bills) == BILLS_SHOWN
    assert bills[0].bill.month == date(2026, 12, 1)


def chip_of(clerk: Staff, shop: SupplyAccount) -> str:
    with translation.override("en"):
        return payment_chip(bills_of(clerk, shop.pk)[0], TODAY)


@pytest.mark.parametrize(
    ("due_on", "payments", "words"),
    [
        (date(2026, 10, 20), [("105.66", date(2026, 10, 20))], "paid"),
        (date(2026, 10, 20), [("5.66", date(2026, 10, 1)), ("100", date(2026, 10, 23))], "paid 3 days late"),
        (date(2026, 10, 20), [("5.66", date(2026, 10, 1))], "¥100.00 overdue for 36 days"),
        (date(2026, 12, 1), [], "¥105.66 to pay"),
    ],
)
def test_payment_is_said_in_words(
    shop: SupplyAccount, clerk: Staff, due_on: date, payments: list[tuple[str, date]], words: str
) -> None:
    make_charged_bill(shop, date(2026, 9, 1), due_on=due_on)
    for amount, paid_on in payments:
        pay(shop, amount, paid_on)
    assert f"<span>{words}</span>" in chip_of(clerk, shop)


def test_a_payment_that_was_taken_back_never_was(shop: SupplyAccount, clerk: Staff) -> None:
    make_charged_bill(shop, date(2026, 9, 1), due_on=date(2026, 10, 20))
    wrong = pay(shop, "105.66", date(2026, 11, 1))
    reverse_payment(entry_id=wrong.pk, reason="入错户", actor=SYSTEM, now=NOW)
    assert "¥105.66 overdue" in chip_of(clerk, shop)
    pay(shop, "105.66", date(2026, 10, 20))
    assert "<span>paid</span>" in chip_of(clerk, shop)


def test_a_bill_that_was_taken_back_is_not_called_paid(shop: SupplyAccount, clerk: Staff) -> None:
    entry = make_charged_bill(shop, date(2026, 9, 1))
    reverse_charge(entry_id=entry.pk, reason="抄表差错", actor=SYSTEM, now=NOW)
    assert "<span>reversed</span>" in chip_of(clerk, shop)


def test_a_bill_of_nothing_is_paid_and_one_not_posted_is_not(shop: SupplyAccount, clerk: Staff) -> None:
    nothing = make_bill(shop, date(2026, 8, 1), amount=Decimal(0))
    make_bill(shop, date(2026, 9, 1))
    lines = {line.bill.month: line for line in bills_of(clerk, shop.pk)}
    assert lines[nothing.month].is_paid
    assert lines[date(2026, 9, 1)].open_amount == Decimal("105.66")


def test_customer_page_shows_bills_and_arrears(shop: SupplyAccount, clerk: Staff, client: Client) -> None:
    make_charged_bill(shop, date(2020, 9, 1))
    client.force_login(clerk)
    page = client.get(f"/customers/{shop.customer_id}/")
    assert page.status_code == 200
    assert "¥105.66" in page.text, "the head says what is overdue"
    assert "chip-red" in page.text
    blocks = client.get(f"/customers/{shop.customer_id}/accounts/{shop.account_number}/blocks/")
    assert "2020-09" in blocks.text
