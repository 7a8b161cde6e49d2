"""The API's documentation draws itself in a real browser, from our own files, under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crm.org.enums import Role
from tests.browser.conftest import OpenPage
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_swagger_ui_lists_the_operations(open_page: OpenPage) -> None:
    make_staff("95001", make_company()["95598"], Role.CALL_AGENT)
    page = open_page("/api/v1/docs/", number="95001")
    expect(page.locator(".opblock").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("/api/v1/accounts/{account_number}/")
    # What lies far below is drawn when one scrolls there, or narrows the list.
    page.locator(".operation-filter-input").fill("cases")
    expect(page.locator("body")).to_contain_text("/api/v1/cases/{case_number}/")
