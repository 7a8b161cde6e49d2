"""A segment built in a real browser by keyboard, counted as one goes; narrow enough, nothing serious for axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from crm.org.enums import Role
from customers.book.models import Segment
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def accounts(transactional_db: None) -> None:
    tree = make_company()
    make_staff("1001", tree["YQ-H"], Role.R1, name="张三")
    hv = {"account_class": "01", "voltage": "KV10"}
    for capacity in (100, 800, 2000):
        make_account(tree["YQ"], **hv, contract_capacity=capacity, industry_code="3970")
    make_account(tree["YQ"])
    make_account(tree["GS"], **hv, contract_capacity=2000)


def choose(page: Page, row: str, field: str) -> None:
    """Choose what a row asks, and wait for its operators; htmx must have taken over what it has just put in."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    page.locator(f"#{row}-field").select_option(field)
    expect(page.locator(f"#{row} .segment-op")).to_be_visible()


def number(page: Page, words: str) -> None:
    """The live count."""
    expect(page.locator("#preview .segment-number b")).to_have_text(words)


def test_a_segment_is_built_counted_and_saved(open_page: OpenPage) -> None:
    page = open_page("/customers/segments/new/", number="1001")
    number(page, "4")  # the first row, living accounts, is there already
    choose(page, "r2", "book.voltage")
    page.locator("#r2").get_by_label("10 kV", exact=True).check()
    number(page, "3")
    page.locator("#add-row").press("Enter")
    expect(page.locator("#r3-field")).to_be_focused()
    choose(page, "r3", "book.capacity")
    page.locator("#r3-value").fill("500")
    number(page, "2")
    page.locator("#r3 .segment-not input").check()
    number(page, "1")
    page.locator("button[value='remove:r3']").press("Enter")
    number(page, "3")
    page.locator("#id_name").fill("高压客户")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/customers/segments/*/")
    expect(page.locator("h1")).to_have_text("高压客户")
    expect(page.locator(".segment-words")).to_contain_text("供电电压 属于 10 kV")
    assert len(Segment.objects.get().conditions["items"]) == 2


def test_enter_in_the_name_saves_and_removes_no_row(open_page: OpenPage) -> None:
    page = open_page("/customers/segments/new/", number="1001")
    page.locator("button[value='remove:r2']").click()
    expect(page.locator("#r2")).to_have_count(0)
    page.locator("#id_name").fill("在用客户")
    page.locator("#id_name").press("Enter")
    page.wait_for_url("**/customers/segments/*/")
    assert len(Segment.objects.get().conditions["items"]) == 1


def test_a_wrong_value_is_named_while_one_types(open_page: OpenPage) -> None:
    page = open_page("/customers/segments/new/", number="1001")
    choose(page, "r2", "book.capacity")
    page.locator("#r2-value").fill("很大")
    expect(page.locator("#preview .field-errors")).to_have_text("第 2 行（合同容量）：请输入数字。")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page("/customers/segments/new/", number="1001", size=size, bypass_csp=True)
    page.locator("button[value=group]").click()
    expect(page.locator("#g1")).to_be_visible()
    choose(page, "r2", "book.section")
    number(page, "4")
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
