"""Contacts on pages and in the API: from the customer page and back, one's own list, the line of time."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from customers.interactions.models import Interaction
from tests.customers.book.test_pages import address_of
from tests.customers.interactions.test_operations import record
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1, name="张三")


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    return make_account(tree["YQ"])


@pytest.fixture
def page(client: Client, clerk: Staff) -> Client:
    client.force_login(clerk)
    return client


def form(**values: object) -> dict[str, object]:
    return {
        "channel": "PHONE",
        "direction": "IN",
        "purpose": "SUPPLY",
        "text": "家里没电了",
        "contact_name": "李小红",
        "token": str(uuid4()),
        **values,
    }


def test_from_the_customer_page_to_the_form_and_back(page: Client, account: SupplyAccount) -> None:
    head = page.get(address_of(account)).content.decode()
    new = f"/contacts/new/{account.account_number}/"
    assert new in head
    assert page.get(new).status_code == 200
    answer = page.post(new, form())
    assert (answer.status_code, answer.headers["Location"]) == (302, address_of(account))
    blocks = page.get(address_of(account, "blocks/")).content.decode()
    assert blocks.count("家里没电了") == 2, "among the open questions, and on the line of time"
    assert "李小红" not in blocks


def test_what_is_answered_stands_on_the_line_only(page: Client, account: SupplyAccount) -> None:
    page.post(f"/contacts/new/{account.account_number}/", form(answer="已告知抢修进度"))
    blocks = page.get(address_of(account, "blocks/")).content.decode()
    assert blocks.count("家里没电了") == 1
    assert "已告知抢修进度" in blocks


def test_a_wrong_entry_keeps_what_was_typed(page: Client, account: SupplyAccount) -> None:
    answer = page.post(f"/contacts/new/{account.account_number}/", form(due_on="2020-01-01"))
    assert answer.status_code == 422
    assert "家里没电了" in answer.content.decode()
    assert not Interaction.objects.exists()


def test_ones_own_list_and_the_answer(page: Client, clerk: Staff, account: SupplyAccount, now: datetime) -> None:
    row = record(account, clerk, now)
    assert row.text in page.get("/contacts/").content.decode()
    shown = page.get(f"/contacts/{row.pk}/").content.decode()
    assert f"/contacts/{row.pk}/answer/" in shown
    assert page.post(f"/contacts/{row.pk}/answer/", {"answer": "已说明", "version": 1}).status_code == 302
    assert row.text not in page.get("/contacts/").content.decode()
    assert f"/contacts/{row.pk}/answer/" not in page.get(f"/contacts/{row.pk}/").content.decode()


def test_it_is_handed_over_on_a_page(
    page: Client, clerk: Staff, account: SupplyAccount, tree: dict[str, Department], now: datetime
) -> None:
    make_staff("1003", tree["YQ-T"], Role.R16)
    row = record(account, clerk, now)
    url = f"/contacts/{row.pk}/hand-over/"
    assert page.post(url, {"to_number": "9999", "reason": "转办", "version": 1}).status_code == 422
    assert page.post(url, {"to_number": "1003", "reason": "转办", "version": 1}).status_code == 302
    assert Interaction.objects.get().owner.number == "1003"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_rows(
    page: Client, clerk: Staff, tree: dict[str, Department], now: datetime, rows: int
) -> None:
    for _row in range(rows):
        record(make_account(tree["YQ"]), clerk, now)
    page.get("/contacts/")
    with Statements() as queries:
        page.get("/contacts/")
    seen = [query for query in queries if "interactions_" in query["sql"]]
    assert len(seen) == 2, "the rows, the capped count"


def test_the_console_writes_down_and_reads(client: Client, tree: dict[str, Department], now: datetime) -> None:
    client.force_login(make_staff("5001", tree["95598"], Role.CALL_AGENT))
    account = make_account(tree["YQ"])
    url = f"/api/v1/accounts/{account.account_number}/interactions/"
    body = {"token": str(uuid4()), "channel": "PHONE", "purpose": "SUPPLY", "text": "没电"}
    body |= {"contact_name": "李小红"}
    answers = [client.post(url, body, content_type="application/json") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["owner"], answers[0].json()["state"]) == ("5001", "OPEN")
    listed = client.get(url).json()["results"]
    assert "李小红" not in str(listed)
    assert listed[0]["contact_name"].startswith("李*")
    assert client.post(url, {**body, "text": ""}, content_type="application/json").status_code in (400, 422)


def test_another_departments_contact_does_not_exist(
    client: Client, clerk: Staff, account: SupplyAccount, tree: dict[str, Department], now: datetime
) -> None:
    row = record(account, clerk, now)
    client.force_login(make_staff("2001", tree["GS-H"], Role.R1))
    for url in (
        f"/contacts/{row.pk}/",
        f"/contacts/{row.pk}/answer/",
        f"/contacts/new/{account.account_number}/",
        f"/api/v1/accounts/{account.account_number}/interactions/",
    ):
        assert client.get(url).status_code == 404, url
