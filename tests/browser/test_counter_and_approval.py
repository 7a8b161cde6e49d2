"""The counter clerk's path by keyboard alone, and an approval, in a real browser."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bizexpansion.enums import TaskState
from bizexpansion.models import Case, PlanApproval
from crm.org.models import District
from tests.browser.conftest import DESK, PHONE, OpenPage, serious_faults
from tests.factories.bizexpansion import SIMPLE, Company, Walk, make_people
from tests.factories.book import credit_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(transactional_db: None) -> Company:
    return make_people()


@pytest.fixture
def walk(company: Company) -> Walk:
    one = Walk(company, timezone.localtime() - timedelta(days=2), SIMPLE)
    one.accept()
    return one


def type_in(page: Page, name: str, value: str) -> None:
    """Reach a field with Tab and fill it as hands do; a mouse is never used."""
    field = page.locator(f'[name="{name}"]')
    for _ in range(200):
        if field.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab does not reach {name}")
    tag, kind = field.evaluate("one => [one.tagName, one.type]")
    if tag == "SELECT":
        field.select_option(value)
    elif kind == "checkbox":
        page.keyboard.press("Space")
    elif kind == "date":
        field.fill(value)
    else:
        page.keyboard.press("Control+A")
        page.keyboard.type(value)


def test_an_application_is_accepted_with_the_keyboard_alone(open_page: OpenPage, company: Company) -> None:
    page = open_page("/", number=company.who("R1").number)
    page.keyboard.press("F2")
    page.wait_for_url("**/accept/")
    page.get_by_role("link", name="高压新装").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accept/104/**")
    wanted = (timezone.localdate() + timedelta(days=90)).isoformat()
    page.locator("body").press("Home")
    entries = {
        "applicant_name": "苏州博远精密电子有限公司",
        "id_kind": "CREDIT_CODE",
        "id_number": credit_code(),
        "district": str(District.objects.get(department=company.tree["YQ"]).pk),
        "address": "苏州市工业园区星湖街18号",
        "applied_capacity": "630",
        "first_source_capacity": "630",
        "wanted_on": wanted,
        "trade_code": "3911",
        "tariff_class": "100",
        "purpose": "电子加工",
        "identity_checked": "on",
        "breaches_checked": "on",
        "contacts-0-purpose": "ELECTRICAL",
        "contacts-0-name": "陈静",
        "contacts-0-phone": "13812345678",
        "transformers-0-unit_capacity": "630",
        "transformers-0-count": "1",
        **{f"papers-{n}-present": "on" for n in range(5)},
    }
    order = page.eval_on_selector_all("#accept-form [name]", "all => all.map(one => one.name)")
    for name in sorted(entries, key=order.index):
        type_in(page, name, entries[name])
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")
    case = Case.objects.get()
    assert case.application.applied_capacity == Decimal(630)
    expect(page.locator("h1")).to_contain_text(case.case_number)
    assert "13812345678" not in page.url


def test_a_wrong_entry_is_named_in_chinese_and_nothing_typed_is_lost(open_page: OpenPage, company: Company) -> None:
    page = open_page("/accept/104/", number=company.who("R1").number)
    page.fill('[name="applicant_name"]', "苏州博远精密电子有限公司")
    page.fill('[name="applied_capacity"]', "-5")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary, .alert-danger, [role=alert]").first).to_be_visible()
    assert page.input_value('[name="applicant_name"]') == "苏州博远精密电子有限公司"
    assert page.input_value('[name="applied_capacity"]') == "-5"
    assert not Case.objects.exists()


def test_an_approver_approves_what_another_drafted(open_page: OpenPage, walk: Walk) -> None:
    walk.run_until("approve_plan")
    page = open_page("/", number=walk.company.who("R5").number)
    page.get_by_role("link", name=walk.case.case_number).first.click()
    page.wait_for_url(f"**/cases/{walk.case.case_number}/**")
    page.locator('[name="decision"]').select_option("APPROVE")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[name=decision]")).to_have_count(0)
    assert PlanApproval.objects.get().recorded_by == walk.company.who("R5")
    assert walk.case.tasks.filter(node="reply_plan", state=TaskState.OPEN).exists()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("place", ["queue", "case", "step", "accept"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_screen(
    open_page: OpenPage, walk: Walk, size: dict[str, int], place: str
) -> None:
    walk.run_until("survey")
    task = walk.task("survey")
    who = {"accept": "R1", "queue": "R2"}.get(place, "R3")
    path = {
        "queue": "/?desk=team",
        "case": f"/cases/{walk.case.case_number}/",
        "step": f"/cases/{walk.case.case_number}/tasks/{task.pk}/",
        "accept": "/accept/104/",
    }[place]
    number = walk.company.who(who).number
    page = open_page(path, number=number, size=size, bypass_csp=True)
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
