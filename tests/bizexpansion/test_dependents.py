"""216, 217: what the end of an account touches is told before: debts, who is paid for, cases, meters behind."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.flows import get_flow
from bizexpansion.operations.dependents import touched_by
from bizexpansion.operations.preconditions import Question, look_up_all
from customers.book.models import MeteringPoint, SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import batch_closing
from tests.factories.bizexpansion import make_people
from tests.factories.book import make_lv_account
from tests.factories.metering import charge
from tests.factories.org import make_company
from tests.metering.ledger.test_sharing import relate
from tests.statements import Statements

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 25)


def hang_behind(other: SupplyAccount, main: SupplyAccount) -> None:
    MeteringPoint.objects.filter(account=other).update(parent=main.metering_points.get(), relation="DEDUCT")


def test_the_list_of_a_batch_closing_tells_row_by_row_what_it_touches(now: datetime) -> None:
    office = Office(make_people(), batch_closing.TABLES[0], now)
    shop, _home = office.subject
    paid_for, behind = (make_lv_account(shop.department) for _ in range(2))
    relate(paid_for, shop)
    hang_behind(behind, shop)
    office.accept()
    clerk = office.browser(office.company.who("R1"))
    with time_machine.travel(now):
        page = clerk.get(reverse("case-batch", args=[office.case.case_number])).content.decode()
        rows = clerk.get(reverse("api-batch-rows", args=[office.case.case_number])).json()["results"]
    told = [
        "结算后退还预存 ¥200.00",
        f"合并交费关联户：{paid_for.account_number}",
        f"户号 {behind.account_number} 的电能表接在本户表后",
    ]
    for words in told:
        assert words in page
    assert rows[0]["remarks"] == told
    assert rows[1]["remarks"] == [], "its number lacks a digit: nobody knows the account"
    sheet = office.opened("determine_batch")
    with time_machine.travel(now):
        form = office.browser(sheet.person).get(sheet.url).content.decode()
    assert "1 户为他户合并交费" in form


def test_the_counter_tells_of_meters_behind_the_one_that_goes(now: datetime) -> None:
    main = make_lv_account(make_company()["YQ"])
    flow = get_flow("216").flow
    assert "DEPENDENTS" not in _told(main, now)
    behind = make_lv_account(main.department)
    hang_behind(behind, main)
    assert behind.account_number in _told(main, now)["DEPENDENTS"]
    rename = get_flow("210").flow
    assert flow.code == "216"
    assert "DEPENDENTS" not in {one.rule.code for one in look_up_all(rename, Question(rename, main, None, now))}


def _told(account: SupplyAccount, now: datetime) -> dict[str, str]:
    flow = get_flow("216").flow
    return {one.rule.code: one.answer.words for one in look_up_all(flow, Question(flow, account, None, now))}


def test_thirty_accounts_take_as_many_statements_as_one(now: datetime) -> None:
    department = make_company()["YQ"]
    accounts = [make_lv_account(department) for _ in range(30)]
    for one in accounts[:15]:
        charge(one, "88.00", due_on=DUE)
        relate(one, accounts[29])

    def statements(some: list[SupplyAccount]) -> int:
        with Statements() as seen:
            found = touched_by(some, now.date())
        assert found[some[0].pk].words()[1:] == [f"由户号 {accounts[29].account_number} 合并交费"]
        return len(seen)

    assert statements(accounts[:1]) == statements(accounts) <= 12
    told = touched_by(accounts, now.date())
    assert len(told[accounts[29].pk].pays_for) == 15
    assert told[accounts[0].pk].debt.total > 88, "with the charge for paying late"
