"""The account list and the customer page in a real browser: reachable, narrow enough, the eye without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from crm.audit.models import Reveal
from crm.org.enums import Role
from customers.book.models import SupplyAccount
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_hv_account
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def account(transactional_db: None) -> SupplyAccount:
    tree = make_company()
    make_staff("1001", tree["YQ-H"], Role.R1, name="张三")
    return make_hv_account(tree["YQ"])


def address_of(account: SupplyAccount) -> str:
    return f"/customers/{account.customer_id}/accounts/{account.account_number}/"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("tail", ["", "contacts/LEGAL/", None], ids=["page", "contact", "list"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, account: SupplyAccount, size: dict[str, int], tail: str | None
) -> None:
    path = "/customers/" if tail is None else address_of(account) + tail
    page = open_page(path, number="1001", size=size, bypass_csp=True)
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_eye_by_keyboard_shows_once(open_page: OpenPage, account: SupplyAccount) -> None:
    page = open_page(address_of(account), number="1001")
    contact: Any = account.contacts.get(purpose="ELECTRICAL")
    place = page.locator(".contacts .masked", has_text="138****5678")
    place.locator(".eye").focus()
    page.keyboard.press("Enter")
    page.locator(".reveal-form select").select_option("CONTACT")
    page.locator(".reveal-form button").press("Enter")
    expect(page.locator(".revealed")).to_have_text("13812345678")
    assert Reveal.objects.filter(subject_id=contact.pk, field="phone").count() == 1
    page.reload()
    expect(page.locator("body")).not_to_contain_text("13812345678")


def test_from_the_list_to_the_page_by_keyboard(open_page: OpenPage, account: SupplyAccount) -> None:
    page = open_page("/customers/", number="1001")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address_of(account)}")
