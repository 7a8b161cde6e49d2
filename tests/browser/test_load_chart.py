"""The load chart in a real browser: drawn under the content policy, gaps left open, the table below it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from crm.org.enums import Role
from customers.book.models import SupplyAccount
from metering.models import Bill, Reading
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.book import make_hv_account
from tests.factories.org import make_company, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST = date(2016, 9, 30)


@pytest.fixture(autouse=True)
def account(transactional_db: None) -> SupplyAccount:
    tree = make_company()
    make_staff("1001", tree["YQ-H"], Role.R1, name="张三")
    account = make_hv_account(tree["YQ"])
    days = [LAST - timedelta(days=number) for number in range(639)]
    Reading.objects.bulk_create(
        Reading(account=account, day=day, energy=Decimal(800 if day.weekday() < 5 else 250))
        for day in days
        if day != date(2016, 9, 10)
    )
    Bill.objects.create(
        account=account, month=date(2026, 9, 1), energy=20000, amount=15000, due_on=date(2026, 10, 20)
    )
    return account


def page_of(account: SupplyAccount) -> str:
    return f"/customers/{account.customer_id}/accounts/{account.account_number}/"


def test_the_chart_is_drawn_and_the_policy_does_not_complain(open_page: OpenPage, account: SupplyAccount) -> None:
    page = open_page(page_of(account), number="1001")
    box = page.locator("[data-chart]")
    expect(box.locator("canvas")).to_be_visible()
    expect(page.locator("#block-load")).to_contain_text("2016-09-30")
    drawn = page.evaluate(
        "() => { const option = echarts.getInstanceByDom(document.querySelector('[data-chart]')).getOption();"
        " const at = option.xAxis[0].data.indexOf('2016-09-10');"
        " return [option.series[0].data[at], option.series[0].data[at + 1], option.yAxis[0].min,"
        "         option.tooltip[0].renderMode, option.aria[0] ? option.aria[0].enabled : option.aria.enabled]; }"
    )
    assert drawn == [None, 250, 0, "richText", True]
    page.locator(".chart-table summary").click()
    expect(page.locator(".chart-table tbody tr")).to_have_count(13)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_with_chart_has_no_serious_fault_and_fits(
    open_page: OpenPage, account: SupplyAccount, size: dict[str, int]
) -> None:
    page = open_page(page_of(account), number="1001", size=size, bypass_csp=True)
    expect(page.locator("[data-chart] canvas")).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
