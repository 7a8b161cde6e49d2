"""Accounts over the API: scope, masks, filters, cursor pages, constant queries."""

from datetime import datetime

import pytest
from django.test import Client

from crm.org.enums import Role
from customers.book import enums
from tests.factories.book import id_card, make_account, make_customer, make_hv_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
URL = "/api/v1/accounts/"


@pytest.fixture
def tree():
    return make_company()


@pytest.fixture
def clerk(client: Client, tree):
    person = make_staff("1001", tree["GS-H"], Role.R1)
    client.force_login(person)
    return person


def test_nobody_gets_a_problem_document(client: Client, tree) -> None:
    answer = client.get(URL)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["Content-Type"] == "application/problem+json"


def test_another_departments_account_does_not_exist(client: Client, tree, clerk) -> None:
    own, foreign = make_account(tree["GS"]), make_account(tree["YQ"])
    assert [row["account_number"] for row in client.get(URL).json()["results"]] == [own.account_number]
    assert client.get(f"{URL}{own.account_number}/").status_code == 200
    answer = client.get(f"{URL}{foreign.account_number}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_person_is_masked_and_an_organisation_is_not(client: Client, tree, clerk) -> None:
    person = make_customer(kind=enums.CustomerKind.PERSON, name="王建国")
    one = make_account(
        tree["GS"],
        customer=person,
        name="王建国",
        address="姑苏区平江路18号3幢201室",
        account_class=enums.AccountClass.LV_RESIDENT,
        voltage=enums.Voltage.V220,
    )
    shown = client.get(f"{URL}{one.account_number}/").json()
    assert (shown["name"], shown["address"]) == ("王*", "姑苏区平江路**")
    assert "王建国" not in client.get(URL).content.decode()
    assert id_card() not in client.get(f"{URL}{one.account_number}/").content.decode()


def test_filters_narrow_and_nonsense_is_named(client: Client, tree, clerk) -> None:
    hv = make_hv_account(tree["GS"])
    make_account(tree["GS"], account_class=enums.AccountClass.LV_RESIDENT, voltage=enums.Voltage.V220)
    rows = client.get(URL, {"account_class": "01"}).json()["results"]
    assert [row["account_number"] for row in rows] == [hv.account_number]
    answer = client.get(URL, {"voltage": "abc"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["voltage"]


def test_pages_follow_each_other_without_gap_or_double(client: Client, tree, clerk) -> None:
    numbers = sorted(make_account(tree["GS"]).account_number for _ in range(7))
    seen, url = [], f"{URL}?limit=3"
    while url:
        page = client.get(url).json()
        seen += [row["account_number"] for row in page["results"]]
        url = page["next"]
    assert seen == numbers


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    client: Client, tree, clerk, count: int, django_assert_num_queries
) -> None:
    for _ in range(count):
        make_account(tree["GS"])
    client.get(URL)
    with django_assert_num_queries(3):
        client.get(URL)


def test_the_whole_account_shows_its_structure(client: Client, tree, clerk, now: datetime) -> None:
    account = make_hv_account(tree["GS"])
    shown = client.get(f"{URL}{account.account_number}/").json()
    assert len(shown["supply_points"][0]["power_sources"]) == account.power_sources.count() > 0
    assert len(shown["supply_points"][0]["transformers"]) == account.transformers.count() > 0
    assert shown["contracts"][0]["number"] == account.contracts.get().number
    assert shown["contract_capacity"] == str(account.contract_capacity)
