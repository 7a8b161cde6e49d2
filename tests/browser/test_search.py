"""Looking somebody up by keyboard alone: hits as one types, and the page of the customer in four strokes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crm.org.models import Department
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_account, make_customer
from tests.factories.org import PASSWORD, make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def tree(transactional_db: None) -> dict[str, Department]:
    tree = make_company()
    make_staff("1001", tree["GS-H"], "R1", name="张三")
    return tree


def test_from_the_login_to_a_customer_in_four_strokes_and_a_query(
    open_page: OpenPage, tree: dict[str, Department]
) -> None:
    for name in ("苏州鑫盛纺织有限公司", "苏州鑫盛模具有限公司"):
        make_account(tree["GS"], customer=make_customer(name=name))
    page = open_page("/floor/")
    page.fill("#id_username", "1001")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")  # 1
    expect(page.locator("h1")).to_have_text("空白页")
    page.keyboard.press("/")  # 2
    page.keyboard.insert_text("鑫盛纺")
    expect(page.locator(".search-hit")).to_have_count(1)
    page.keyboard.press("ArrowDown")  # 3
    expect(page.locator(".search-hit")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")  # 4
    page.wait_for_url("**/customers/*/accounts/*/")
    expect(page.locator("h1")).to_contain_text("苏州鑫盛纺织有限公司")


def test_enter_opens_the_one_that_was_meant_and_lists_several(
    open_page: OpenPage, tree: dict[str, Department]
) -> None:
    one = make_account(tree["GS"], name="苏州鑫盛纺织有限公司")
    make_account(tree["GS"], name="苏州鑫盛模具有限公司")
    page = open_page("/floor/", number="1001")
    page.keyboard.press("/")
    page.keyboard.insert_text("鑫盛")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    expect(page.locator(".list-group-item").first).to_be_focused()
    expect(page.locator(".list-group-item")).to_have_count(2)
    page.keyboard.press("/")
    page.keyboard.type(one.account_number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/accounts/{one.account_number}/")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_list_is_read_aloud_closes_and_fits(
    open_page: OpenPage, tree: dict[str, Department], size: dict[str, int]
) -> None:
    for number in range(8):
        make_account(tree["GS"], name=f"苏州鑫盛{number}纺织有限公司", address="姑苏区平江路18号鑫盛大厦二楼东侧")
    page = open_page("/floor/", number="1001", size=size, bypass_csp=True)
    box = page.locator("#search-box")
    box.focus()
    page.keyboard.insert_text("鑫盛")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-hit")).to_have_count(8)
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute(
        "aria-activedescendant", page.locator(".search-hit").last.get_attribute("id") or ""
    )
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.keyboard.press("Escape")
    expect(page.locator("#search-hits")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.insert_text("无此人")
    expect(page.locator(".search-none")).to_have_text("没有找到")
