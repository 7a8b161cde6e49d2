"""Duplicates in a real browser: compared, proposed, agreed to by the other department, undone."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from customers.book.models import Customer, CustomerMerge, DuplicatePair, SupplyAccount
from customers.book.operations import merge_customers
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import credit_code
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def pair(transactional_db: None, now: datetime) -> DuplicatePair:
    """One firm in two departments; in one of them a merge that is done."""
    tree = make_company()
    make_staff("1001", tree["GS-H"], Role.R1, name="张三")
    make_staff("2001", tree["YQ"], Role.MANAGER, name="李四")
    number = credit_code()
    one = make_firm(tree["GS"], number, name="苏州博远电子有限公司")
    other = make_firm(tree["YQ"], number, name="博远电子（苏州）有限公司")
    compare(now)
    twins = [make_firm(tree["GS"], kind="PERSON", name="欧阳建国", address="平江路18号401室") for _ in range(2)]
    merge_customers(survivor_id=twins[0].pk, merged_id=twins[1].pk, reason="同一人", actor=SYSTEM, now=now)
    return pair_of(one, other)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, pair: DuplicatePair, size: dict[str, int]
) -> None:
    merge = CustomerMerge.objects.get()
    places = (
        "/customers/duplicates/",
        f"/customers/duplicates/{pair.pk}/",
        "/customers/merges/",
        f"/customers/merges/{merge.pk}/",
    )
    page = open_page("/floor/", number="1001", size=size, bypass_csp=True)
    for place in places:
        page.goto(place)
        assert serious_faults(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], place


def test_proposed_here_and_agreed_there(open_page: OpenPage, pair: DuplicatePair) -> None:
    page = open_page("/customers/duplicates/", number="1001")
    page.get_by_role("link", name="苏州博远电子有限公司").click()
    page.get_by_label("博远电子（苏州）有限公司", exact=True).check()
    page.get_by_label("认定为同一客户的理由").fill("营业执照一致")
    page.get_by_role("button", name="提议合并").click()
    page.wait_for_url("**/customers/merges/*/")
    expect(page.locator(".chips")).to_contain_text("待同意")
    other = open_page("/customers/merges/waiting/", number="2001")
    other.locator("tbody a").first.click()
    other.get_by_role("button", name="同意", exact=True).click()
    expect(other.locator(".chips")).to_contain_text("已合并")
    stays = Customer.objects.get(pk=CustomerMerge.objects.latest("pk").survivor_id)
    assert stays.name == "博远电子（苏州）有限公司"
    assert SupplyAccount.objects.filter(customer=stays).count() == 2


def test_undone_from_the_customer_page(open_page: OpenPage) -> None:
    merge = CustomerMerge.objects.get()
    page = open_page(f"/customers/{merge.survivor_id}/", number="1001")
    page.get_by_role("link", name="可撤销至").click()
    page.get_by_role("button", name="撤销合并").click()
    dialog = page.locator("dialog#undo")
    dialog.locator("textarea").fill("不是同一人")
    dialog.get_by_role("button", name="撤销合并").click()
    expect(page.locator(".chips")).to_contain_text("已撤销")
    assert SupplyAccount.objects.filter(customer=merge.merged_id).count() == 1
