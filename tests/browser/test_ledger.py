"""The counter takes a payment in a real browser, by keyboard; the ledger's pages fit desk and phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.org.enums import Role
from customers.book.models import SupplyAccount
from metering.models import AccountBalance
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_account
from tests.factories.metering import charge, pay
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def account(transactional_db: None) -> SupplyAccount:
    tree = make_company()
    make_staff("1001", tree["GS-H"], Role.R8, Role.R16, name="张三")
    account = make_account(tree["GS"])
    for days in (40, 10):
        charge(account, "100", timezone.localdate() - timedelta(days=days))
    pay(account, "30")
    return account


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("tail", ["", "payment/", "refund/", None], ids=["ledger", "payment", "refund", "arrears"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, account: SupplyAccount, size: dict[str, int], tail: str | None
) -> None:
    path = "/ledger/arrears/" if tail is None else f"/ledger/accounts/{account.account_number}/{tail}"
    page = open_page(path, number="1001", size=size, bypass_csp=True)
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_payment_by_keyboard_ends_with_the_receipt(open_page: OpenPage, account: SupplyAccount) -> None:
    page = open_page(f"/customers/{account.customer_id}/", number="1001")
    page.get_by_role("link", name="收费").first.click()
    page.wait_for_url("**/payment/")
    page.locator("[name=amount]").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/ledger/receipts/*/")
    expect(page.locator("h1")).to_have_text("收费收据")
    assert AccountBalance.objects.get(account=account).balance == 0
