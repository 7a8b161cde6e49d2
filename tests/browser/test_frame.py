"""The frame in a real browser: keyboard, drafts across counters, width of a phone, accessibility."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from crm.org.models import Staff
from crm.web.models import FormDraft
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.crm.web.showcase import templates_with_showcase
from tests.factories.org import PASSWORD, make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def clerk(settings: Any, transactional_db: None) -> Staff:
    settings.ROOT_URLCONF = "tests.crm.web.showcase"
    settings.TEMPLATES = templates_with_showcase()
    return make_staff("1001", make_company()["GS-H"], "R1", name="张三")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "path",
    [
        "/login/",
        "/floor/",
        "/account/password/",
        "/showcase/",
        "/showcase/list/",
        "/showcase/form/",
        "/showcase/print/",
        "/nothing/",
    ],
)
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, path: str, size: dict[str, int]
) -> None:
    page = open_page(path, number="" if path == "/login/" else "1001", size=size, bypass_csp=True)
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_keyboard_reaches_search_help_rows_and_places(open_page: OpenPage) -> None:
    page = open_page("/showcase/list/", number="1001")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#search-box")).to_have_value("?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("tr[data-href]").nth(1)
    expect(second.locator("a")).to_be_focused()
    address = second.get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    page.go_back()
    page.keyboard.press("F2")
    page.wait_for_url("**/showcase/form/")
    page.go_back()
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers/")


def test_more_rows_follow_in_place(open_page: OpenPage) -> None:
    page = open_page("/showcase/list/", number="1001")
    expect(page.locator("tr[data-href]")).to_have_count(4)
    page.click("tr.more a")
    expect(page.locator("tr[data-href]")).to_have_count(8)
    assert page.url.endswith("/showcase/list/")


def test_what_is_typed_is_kept_and_opens_at_another_counter(open_page: OpenPage) -> None:
    page = open_page("/showcase/form/", number="1001")
    page.fill("#id_name", "苏州博远")
    expect(page.locator(".draft-words")).to_contain_text("已自动保存")
    page.fill("#id_capacity", "630")
    page.keyboard.press("Escape")  # leaves at once, and keeps what was typed a moment ago
    page.wait_for_url("**/showcase/")
    other = open_page("/showcase/form/", number="1001")
    expect(other.locator("#id_name")).to_have_value("苏州博远")
    expect(other.locator("#id_capacity")).to_have_value("630")
    other.click("text=重新填写")
    expect(other.locator("#id_name")).to_have_value("")
    assert FormDraft.objects.count() == 0


def test_a_form_is_sent_and_corrected_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/showcase/form/", number="1001")
    page.focus("#id_name")
    page.keyboard.type("苏州博远")
    page.keyboard.press("Tab")
    page.keyboard.type("-5")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".form-errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link of the summary leads to the field
    expect(page.locator("#id_capacity")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("630")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".alert-success")).to_contain_text("已受理")


def test_the_language_switch_changes_every_word_of_the_frame(open_page: OpenPage) -> None:
    page = open_page("/floor/", number="1001")
    page.click(".language button[value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    words = page.locator("body").inner_text().replace("张三", "").replace("中", "")
    assert not any("\u4e00" <= character <= "\u9fff" for character in words), words


def test_on_a_phone_filters_stand_behind_a_button(open_page: OpenPage) -> None:
    page = open_page("/showcase/list/", number="1001", size=PHONE)
    expect(page.locator("#id_kind")).to_be_hidden()
    page.click(".filter-toggle")
    page.select_option("#id_kind", "HALL")
    page.click("#filters button")
    expect(page.locator(".filter-chips")).to_contain_text("营业厅")
    expect(page.locator("tr[data-href]")).to_have_count(3)


def test_a_sheet_is_printed_with_page_numbers(open_page: OpenPage) -> None:
    page = open_page("/showcase/print/", number="1001")
    expect(page.locator("img.qr")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".screen-only")).to_be_hidden()
    assert page.pdf().count(b"/Type /Page\n") == 3


def test_in_by_the_form_and_out_by_the_menu(open_page: OpenPage) -> None:
    page = open_page("/floor/")
    page.fill("#id_username", "1001")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("空白页")
    page.click(".person")
    page.click("text=退出登录")
    page.wait_for_url("**/login/")
    page.go_back()
    page.wait_for_url("**/login/?next=/floor/")
