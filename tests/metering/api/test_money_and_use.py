"""Bills, ledger, debt and use over the API: what they say, who is shown them, what they cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from tests.factories.book import make_account
from tests.factories.metering import make_charged_bill, pay
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["GS-H"], Role.R1)


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    account = make_account(tree["GS"])
    for month in range(1, 4):
        make_charged_bill(account, date(2026, month, 1))
    pay(account, "150.00", paid_on=date(2026, 4, 1))
    return account


def get(who: Staff, account: SupplyAccount, part: str = "", **params: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(f"/api/v1/accounts/{account.account_number}/{part}", params)


def test_bills_say_what_is_open(clerk: Staff, account: SupplyAccount) -> None:
    rows = get(clerk, account, "bills/").json()["results"]
    assert [row["month"] for row in rows] == ["2026-03-01", "2026-02-01", "2026-01-01"]
    assert [row["open_amount"] for row in rows] == ["105.66", "61.32", "0.00"]
    assert [row["paid_on"] for row in rows] == [None, None, "2026-04-01"]
    page = get(clerk, account, "bills/", limit=2).json()
    client = Client()
    client.force_login(clerk)
    assert [row["month"] for row in client.get(page["next"]).json()["results"]] == ["2026-01-01"]


def test_the_account_tells_what_is_owed(clerk: Staff, account: SupplyAccount) -> None:
    owed = get(clerk, account).json()["balance"]
    assert (owed["open_amount"], owed["overdue"], owed["oldest_due_on"]) == ("166.98", "166.98", "2026-03-20")
    assert get(clerk, account, "balance/").json() == {**owed, "paid_for": []}


def test_who_needs_no_money_is_not_shown_it(tree: dict[str, Department], account: SupplyAccount) -> None:
    switcher = make_staff("1014", tree["GS-T"], Role.R14)
    for part in ("bills/", "balance/"):
        assert get(switcher, account, part).status_code == 403
    assert "balance" not in get(switcher, account).json()
    stranger = make_staff("3001", tree["WZ-H"], Role.R1)
    for part in ("bills/", "balance/", "energy/"):
        assert get(stranger, account, part).status_code == 404


def test_use_is_told_for_every_day_of_a_span(clerk: Staff, account: SupplyAccount) -> None:
    told = get(clerk, account, "energy/", first="2026-01-30", last="2026-02-02").json()
    assert [day["day"] for day in told["days"]] == ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]
    assert [month["month"] for month in told["months"]] == ["2026-01-01", "2026-02-01"]
    assert len(get(clerk, account, "energy/").json()["days"]) == 31


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("x", "2026-01-01", "first"),
        ("2026-01-02", "2026-01-01", "first"),
        ("2024-12-31", "2026-01-01", "first"),
        ("2026-01-01", "9999-12-31", "last"),
        ("0001-01-01", "0001-01-01", "last"),
    ],
)
def test_what_is_no_span_is_told(clerk: Staff, account: SupplyAccount, first: str, last: str, wrong: str) -> None:
    answer = get(clerk, account, "energy/", first=first, last=last)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [wrong]


@pytest.mark.parametrize("part", ["bills/", "ledger-entries/", "energy/"])
def test_many_cost_the_same_as_one(tree: dict[str, Department], clerk: Staff, part: str) -> None:
    def cost(bills: int) -> int:
        account = make_account(tree["GS"])
        for number in range(bills):
            make_charged_bill(account, (date(2026, 1, 1) - timedelta(days=31 * number)).replace(day=1))
        client = APIClient()
        client.force_authenticate(clerk)
        url = f"/api/v1/accounts/{account.account_number}/{part}"
        client.get(url)
        with Statements() as queries:
            assert client.get(url).status_code == 200
        return queries.cost

    assert cost(1) == cost(30) <= 5
