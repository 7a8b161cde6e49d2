"""The quality of the book in a real browser: mend by keyboard, the hint beside an address, narrow enough."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from crm.org.models import District
from customers.book.models import QualityFinding, SupplyAccount
from customers.book.operations.quality import score_everything
from customers.book.operations.streets import StreetRow, import_streets
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def accounts(transactional_db: None, now: datetime) -> list[SupplyAccount]:
    tree = make_company()
    make_staff("1001", tree["GS-H"], Role.R1, Role.MANAGER, name="张三")
    made = [make_account(tree["GS"]) for _place in range(3)]
    import_streets(rows=[StreetRow("320506100", "木渎镇", "320506")], actor=SYSTEM, now=now)
    score_everything(now=now)
    return made


def addresses(account: SupplyAccount) -> list[str]:
    finding = QualityFinding.objects.filter(account=account, rule="contact_accounts").get()
    of = f"/customers/{account.customer_id}/accounts/{account.account_number}/"
    return [
        "/customers/quality/",
        "/customers/quality/accounts/",
        "/customers/quality/findings/",
        f"/customers/quality/findings/{finding.pk}/",
        f"{of}details/",
        f"{of}customer/",
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, accounts: list[SupplyAccount], size: dict[str, int]
) -> None:
    page = open_page("/floor/", number="1001", size=size, bypass_csp=True)
    for address in addresses(accounts[0]):
        page.goto(address)
        assert serious_faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address


def test_mend_by_keyboard_and_go_on(open_page: OpenPage, accounts: list[SupplyAccount]) -> None:
    page = open_page("/customers/quality/findings/?rule=contact_accounts", number="1001")
    finding, contact = re.compile(r"/findings/\d+/"), re.compile(r"/contacts/ACCOUNTS/")
    page.keyboard.press("F2")
    for account in accounts:
        page.wait_for_url(finding)
        page.keyboard.press("F2")
        page.wait_for_url(contact)
        page.locator("[name=name]").fill("王某")
        page.locator("[name=phone]").fill("18912345670")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/quality/findings/**")
        assert account.contacts.filter(phone="18912345670").exists()
    expect(page.get_by_text("本队列的问题已全部看完。")).to_be_visible()


def test_the_hint_stands_beside_the_address_and_goes(open_page: OpenPage, accounts: list[SupplyAccount]) -> None:
    account = accounts[0]
    assert account.district == District.objects.get(code="320508")
    page = open_page(addresses(account)[4], number="1001")
    address = page.get_by_label("用电地址")
    address.fill("吴中区木渎镇中山路1号")
    address.blur()
    expect(page.get_by_text("木渎镇属于")).to_be_visible()
    address.fill(f"{account.district.name}干将路1号")
    address.blur()
    expect(page.get_by_text("木渎镇属于")).to_have_count(0)
