"""Everything of an account over the API: scope, history by day, what other people are not shown, constant cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from crm.audit.operation import SYSTEM
from crm.org import permissions
from crm.org.enums import Role
from crm.org.models import Department
from customers.book import enums, operations
from customers.book.api.urls import UNDER
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT, VIEW_CONTACTS, VIEW_CREDIT, VIEW_TERMS
from customers.book.specs import ContactSpec, PriceSpec
from tests.customers.book.api.conftest import Console
from tests.factories.book import (
    OPENED,
    make_account,
    make_customer,
    make_instrument_transformer,
    make_meter,
    make_section,
)
from tests.statements import Statements

pytestmark = pytest.mark.django_db
ACCOUNTS = "/api/v1/accounts/"
CUSTOMERS = "/api/v1/customers/"


@pytest.mark.parametrize("part", sorted(UNDER))
def test_each_part_of_an_account_is_read_and_scoped(
    clerk: Console, url: str, tree: dict[str, Department], part: str
) -> None:
    answer = clerk.get(f"{url}{part}/")
    assert answer.status_code == 200
    if part not in ("instrument-transformer-installations", "grades"):
        assert answer.json()["results"]
    stranger = Console(tree["WZ-H"], "3001", Role.R1)
    assert stranger.get(f"{url}{part}/").status_code == 404
    assert clerk.get(f"{ACCOUNTS}3200000000/{part}/").status_code == 404


def test_rows_name_each_other_by_their_numbers(clerk: Console, url: str) -> None:
    sources = clerk.get(f"{url}power-sources/").json()["results"]
    assert [(row["sequence"], row["supply_point"]) for row in sources] == [(1, 1), (2, 1)]
    hung = clerk.get(f"{url}meter-installations/").json()["results"]
    assert {row["metering_point"] for row in hung} == {1, 2}
    assert all(len(row["meter"]) == 22 and row["ends_at"] is None for row in hung)


def test_a_day_shows_what_was_in_force_then(clerk: Console, account: SupplyAccount, url: str) -> None:
    opened = OPENED.date()
    later = opened + timedelta(days=30)
    who: dict[str, Any] = {"actor": SYSTEM, "now": OPENED}
    operations.set_account_price(
        account_id=account.pk,
        price=PriceSpec(price_code="JS-NEW", strategy=enums.PriceStrategy.ONE_PART),
        from_day=later,
        **who,
    )

    def codes(day: date) -> list[str]:
        return [row["price_code"] for row in clerk.get(f"{url}prices/", {"as_of": str(day)}).json()["results"]]

    assert codes(later) == ["JS-NEW"]
    assert len(codes(later - timedelta(days=1))) == 1
    assert codes(later - timedelta(days=1)) != ["JS-NEW"]
    assert codes(opened - timedelta(days=1)) == []
    assert len(clerk.get(f"{url}prices/").json()["results"]) == 2
    before = clerk.get(url, {"as_of": str(opened - timedelta(days=1))}).json()["in_force"]
    assert before == {
        "day": str(opened - timedelta(days=1)),
        "capacity": None,
        "prices": [],
        "contracts": [],
        "meters": [],
        "instrument_transformers": [],
    }
    now = clerk.get(url, {"as_of": str(later)}).json()["in_force"]
    assert [price["price_code"] for price in now["prices"]] == ["JS-NEW"]
    assert now["capacity"]["contract_capacity"] == str(account.contract_capacity)
    assert len(now["contracts"]) == 1
    assert len(now["meters"]) == 2


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-13-01", "2026-02-30", "1", "0000-00-00", "2026-01-01T00:00"]
)
@pytest.mark.parametrize("part", ["", "prices/", "contracts/", "meter-installations/"])
def test_what_is_no_day_is_told(clerk: Console, url: str, part: str, day: str) -> None:
    answer = clerk.get(f"{url}{part}", {"as_of": day})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["as_of"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("part", ["", "prices/", "meter-installations/"])
def test_the_ends_of_time_are_days_too(clerk: Console, url: str, part: str, day: str) -> None:
    assert clerk.get(f"{url}{part}", {"as_of": day}).status_code == 200


def test_filters_of_the_list(clerk: Console, account: SupplyAccount, tree: dict[str, Department]) -> None:
    small = make_account(tree["GS"], contract_capacity=10, industry_code="6210", section=make_section(tree["GS"]))

    def found(**params: Any) -> set[str]:
        answer = clerk.get(ACCOUNTS, params)
        assert answer.status_code == 200, answer.json()
        return {row["account_number"] for row in answer.json()["results"]}

    big, small_number = account.account_number, small.account_number
    assert found() == {big, small_number}
    assert found(capacity_max="10") == {small_number}
    assert found(capacity_min="10.01") == {big}
    assert found(industry="62") == {small_number}
    assert found(customer=account.customer.customer_number) == {big}
    assert found(section=small.section.number) == {small_number}
    assert found(energised_to="2020-01-08") == {small_number}
    assert found(updated_since="2999-01-01T00:00:00Z") == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")  # changes are stamped by the database
        [changed] = cursor.fetchone()
    assert found(updated_since=(changed - timedelta(hours=2)).isoformat()) == {big, small_number}
    assert found(updated_since=(changed + timedelta(hours=2)).isoformat()) == set()
    assert found(is_key_account="true") == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("capacity_min", "much"),
        ("capacity_min", "NaN"),
        ("capacity_min", "1e400"),
        ("energised_from", "soon"),
        ("updated_since", "now"),
        ("department", "99999999999999999999"),
        ("industry", "6"),
        ("section", "\x00"),
    ],
)
def test_a_wrong_filter_is_named(clerk: Console, name: str, value: str) -> None:
    answer = clerk.get(ACCOUNTS, {name: value})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [name]


def test_a_person_is_masked_everywhere(clerk: Console, tree: dict[str, Department]) -> None:
    person = make_customer(
        kind=enums.CustomerKind.PERSON, name="王建国", mailing_address="苏州市姑苏区平江路18号3幢201室"
    )
    home = make_account(tree["GS"], customer=person, name="王建国", address="苏州市姑苏区平江路18号3幢201室")
    for url in (ACCOUNTS, f"{ACCOUNTS}{home.account_number}/", CUSTOMERS, f"{CUSTOMERS}{person.customer_number}/"):
        shown = clerk.get(url).content.decode()
        assert "王建国" not in shown
        assert "201室" not in shown
        assert "王*" in shown


def test_a_customer_of_another_department_does_not_exist(clerk: Console, tree: dict[str, Department]) -> None:
    foreign = make_account(tree["WZ"]).customer
    assert clerk.get(f"{CUSTOMERS}{foreign.customer_number}/").status_code == 404
    assert clerk.get(CUSTOMERS).json()["results"] == []


@pytest.fixture
def reader(tree: dict[str, Department], monkeypatch: pytest.MonkeyPatch) -> Console:
    """Somebody of another department: the book, but neither contacts nor terms nor credit."""
    for permission in (VIEW_CONTACTS, VIEW_TERMS, VIEW_CREDIT, "bizexpansion.view_case"):
        roles = permissions.granted_roles(permission) - {"R18"}
        monkeypatch.setitem(permissions._grants, permission, set(roles))
    assert "R18" in permissions.granted_roles(VIEW_ACCOUNT)
    return Console(tree["GS-H"], "1009", Role.R18)


def test_who_may_not_see_contacts_terms_and_credit_sees_the_rest(
    reader: Console, account: SupplyAccount, url: str
) -> None:
    outage = ContactSpec(purpose=enums.ContactPurpose.OUTAGE, name="陈静", phone="13912345678")
    operations.update_contact(account_id=account.pk, contact=outage, version=0, actor=SYSTEM, now=OPENED)
    shown = reader.get(url).json()
    assert {"contracts", "risk_grade", "open_cases"} & set(shown) == set()
    assert {"prices", "contracts"} & set(shown["in_force"]) == set()
    assert {"id_number", "mailing_address"} & set(shown["customer"]) == set()
    assert [contact["purpose"] for contact in shown["contacts"]] == ["OUTAGE"]
    assert [row["purpose"] for row in reader.get(f"{url}contacts/").json()["results"]] == ["OUTAGE"]
    assert reader.get(f"{url}contacts/OUTAGE/").status_code == 200
    assert reader.get(f"{url}contacts/ELECTRICAL/").status_code == 404
    for part in ("prices", "contracts", "grades"):
        assert (reader.get(f"{url}{part}/").status_code, part) == (403, part)
    assert reader.get(f"{url}power-sources/").status_code == 200
    assert "risk_grade" not in reader.get(ACCOUNTS).json()["results"][0]


def test_devices_and_sections(clerk: Console, tree: dict[str, Department]) -> None:
    keeper = Console(tree["GS-T"], "1013", Role.R13)
    here, _there = make_meter(tree["GS"]), make_meter(tree["WZ"])
    transformer = make_instrument_transformer(tree["GS"])
    rows = keeper.get("/api/v1/meters/", {"state": here.state}).json()["results"]
    assert [row["asset_number"] for row in rows] == [here.asset_number]
    assert keeper.get(f"/api/v1/meters/{here.asset_number}/").json()["department"] == "GS"
    assert keeper.get(f"/api/v1/instrument-transformers/{transformer.asset_number}/").status_code == 200
    refused = clerk.get("/api/v1/meters/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    section = make_section(tree["GS"])
    assert clerk.get(f"/api/v1/reading-sections/{section.number}/").json()["name"] == section.name


def count_queries(who: Console, url: str) -> int:
    """Without the session, whose store may or may not have to be asked."""
    client = APIClient()
    client.force_authenticate(who.staff)
    client.get(url)
    with Statements() as queries:
        assert client.get(url).status_code == 200
    return queries.cost


def test_an_account_costs_the_same_with_little_and_with_much(
    manager: Console, account: SupplyAccount, tree: dict[str, Department]
) -> None:
    little = make_account(tree["GS"])
    bare = count_queries(manager, f"{ACCOUNTS}{little.account_number}/")
    whole = count_queries(manager, f"{ACCOUNTS}{account.account_number}/")
    assert whole <= 26
    assert bare <= whole


@pytest.mark.parametrize("url", [CUSTOMERS, ACCOUNTS, "/api/v1/meters/", "/api/v1/reading-sections/"])
def test_lists_cost_the_same_for_one_and_for_thirty(
    manager: Console, tree: dict[str, Department], url: str
) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            make_account(tree["GS"], section=make_section(tree["GS"]))
            make_meter(tree["GS"])

    more(1)
    one = count_queries(manager, url)
    more(29)
    assert count_queries(manager, url) == one
    assert len(manager.get(url).json()["results"]) == 30


@pytest.mark.parametrize("part", sorted(UNDER))
def test_parts_cost_the_same_few_queries(manager: Console, url: str, part: str) -> None:
    assert count_queries(manager, f"{url}{part}/") <= 4
