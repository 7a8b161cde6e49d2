"""Duplicates and merges over the API: seen, proposed, agreed, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import Customer, CustomerMerge, SupplyAccount
from tests.customers.book.api.conftest import Console
from tests.factories.book import credit_code
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.statements import Statements

pytestmark = pytest.mark.django_db
LIST = "/api/v1/duplicates/"
MERGES = "/api/v1/merges/"
WHY = {"reason": "同一客户重复建档"}


@pytest.fixture
def other_manager(tree: dict[str, Department]) -> Console:
    return Console(tree["YQ"], "2002", Role.MANAGER)


@pytest.fixture
def across(tree: dict[str, Department], now: datetime) -> tuple[Customer, Customer]:
    """One firm in two departments."""
    number = credit_code()
    found = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    return found


def propose(console: Console, survivor: Customer, merged: Customer, **more: Any) -> Any:
    body = {"survivor": survivor.customer_number, "merged": merged.customer_number, **WHY, **more}
    return console.send("post", MERGES, body)


def test_a_pair_shows_why_and_who_must_agree(clerk: Console, across: tuple[Customer, Customer]) -> None:
    one, other = across
    (row,) = clerk.get(LIST).json()["results"]
    assert (row["rules"], row["state"]) == (["CREDIT_CODE"], "OPEN")
    assert (row["first"]["customer_number"], row["first"]["is_ours"]) == (one.customer_number, True)
    assert (row["second"]["departments"], row["second"]["is_ours"]) == (["YQ"], False)
    shown = clerk.get(f"{LIST}{row['id']}/").json()
    assert shown["must_agree"] == ["YQ"]
    assert [each["name"] for each in shown["values"] if each["differs"]] == ["name"]
    assert (shown["holdings"][0]["first"], shown["holdings"][0]["second"]) == (1, 1)
    text = str(shown)
    assert one.id_hash not in text
    assert SupplyAccount.objects.get(customer=other).account_number not in text


def test_persons_of_another_department_stay_masked(
    clerk: Console, tree: dict[str, Department], now: datetime
) -> None:
    person = {"kind": "PERSON", "name": "欧阳建国", "address": "姑苏区平江路18号3幢401室"}
    make_firm(tree["GS"], **person), make_firm(tree["YQ"], **person)
    compare(now)
    (row,) = clerk.get(LIST).json()["results"]
    for text in (str(row), str(clerk.get(f"{LIST}{row['id']}/").json())):
        assert "欧阳*" in text
        assert "建国" not in text
        assert "401室" not in text


def test_a_merge_across_departments_waits_and_is_done_by_consent(
    clerk: Console, other_manager: Console, across: tuple[Customer, Customer]
) -> None:
    one, other = across
    answer = propose(clerk, one, other, choices={"name": "merged"})
    assert (answer.status_code, answer.json()["state"]) == (201, "PROPOSED"), answer.json()
    url = answer["Location"]
    assert {row["department"]: row["state"] for row in answer.json()["consents"]} == {
        "GS": "GIVEN",
        "YQ": "WAITING",
    }
    assert propose(clerk, one, other).json()["id"] == answer.json()["id"]
    assert clerk.send("post", f"{url}consent/", if_match=answer["ETag"]).status_code == 403
    assert other_manager.send("post", f"{url}consent/").status_code == 428
    done = other_manager.send("post", f"{url}consent/", if_match=other_manager.get(url)["ETag"])
    assert (done.status_code, done.json()["state"]) == (200, "MERGED")
    assert done.json()["moves"] == [{"kind": "book.accounts", "records": 1}]
    assert SupplyAccount.objects.filter(customer=one).count() == 2
    stale = clerk.send("post", f"{url}undo/", WHY, if_match=answer["ETag"])
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "MERGED")
    undone = clerk.send("post", f"{url}undo/", WHY, if_match=stale["ETag"])
    assert (undone.status_code, undone.json()["state"]) == (200, "UNDONE")
    assert SupplyAccount.objects.filter(customer=other).count() == 1


def test_a_refusal_and_a_withdrawal(
    clerk: Console, other_manager: Console, across: tuple[Customer, Customer]
) -> None:
    first = propose(clerk, *across)["Location"]
    assert clerk.change("post", first, {}, "withdraw/").status_code == 400
    assert clerk.change("post", first, WHY, "withdraw/").json()["state"] == "WITHDRAWN"
    second = propose(clerk, *across)["Location"]
    assert other_manager.change("post", second, WHY, "refuse/").json()["state"] == "REFUSED"
    assert clerk.get(LIST).json()["results"] == []
    assert [row["state"] for row in clerk.get(f"{LIST}?state=REJECTED").json()["results"]] == ["REJECTED"]
    assert [row["state"] for row in clerk.get(MERGES).json()["results"]] == ["REFUSED", "WITHDRAWN"]


def test_a_pair_is_rejected_with_the_tag_that_was_seen(clerk: Console, across: tuple[Customer, Customer]) -> None:
    url = f"{LIST}{pair_of(*across).pk}/"
    assert clerk.send("post", f"{url}reject/", WHY).status_code == 428
    assert clerk.send("post", f"{url}reject/", WHY, if_match='"99-x"').status_code == 412
    answer = clerk.change("post", url, WHY, "reject/")
    assert (answer.json()["state"], answer.json()["reason"]) == ("REJECTED", WHY["reason"])


def test_what_is_wrong_is_named(clerk: Console, across: tuple[Customer, Customer]) -> None:
    one, other = across
    assert propose(clerk, one, one).status_code == 422
    assert propose(clerk, one, other, reason="").status_code == 400
    assert propose(clerk, one, other, choices={"phone": "merged"}).json()["errors"][0]["field"] == "phone"
    assert propose(clerk, one, other, survivor_version=7).json()["code"] == "stale"
    answer = clerk.send("post", MERGES, {"survivor": "K0", "merged": one.customer_number, **WHY})
    assert answer.status_code == 404
    assert not CustomerMerge.objects.exists()


def test_a_merged_customer_leads_to_the_one_that_stayed(
    clerk: Console, tree: dict[str, Department], now: datetime
) -> None:
    one, gone = make_firm(tree["GS"]), make_firm(tree["GS"])
    assert propose(clerk, one, gone).json()["state"] == "MERGED"
    answer = clerk.get(f"/api/v1/customers/{gone.customer_number}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/customers/{one.customer_number}/")
    assert clerk.get(f"/api/v1/customers/{one.customer_number}/").status_code == 200
    stranger = Console(tree["WZ"], "3002", Role.R1)
    assert stranger.get(f"/api/v1/customers/{gone.customer_number}/").status_code == 404


def test_nobody_else_sees_or_does_anything(tree: dict[str, Department], across: tuple[Customer, Customer]) -> None:
    stranger = Console(tree["WZ"], "3002", Role.MANAGER)
    cashier = Console(tree["GS"], "3003", Role.R8)
    url = f"{LIST}{pair_of(*across).pk}/"
    assert stranger.get(LIST).json()["results"] == []
    assert stranger.get(url).status_code == 404
    assert cashier.get(LIST).status_code == cashier.get(url).status_code == 403
    assert propose(stranger, *across).status_code == 404
    assert propose(cashier, *across).status_code == 403


def test_lists_cost_the_same_for_many(clerk: Console, tree: dict[str, Department], now: datetime) -> None:
    def cost(url: str) -> int:
        clerk.get(url)
        with Statements() as queries:
            assert clerk.get(url).status_code == 200
        return queries.cost

    def more(count: int) -> None:
        for _ in range(count):
            number = credit_code()
            make_firm(tree["GS"], number), make_firm(tree["GS"], number)
            propose(clerk, make_firm(tree["GS"]), make_firm(tree["GS"]))
        compare(now)

    more(1)
    few = [cost(LIST), cost(MERGES)]
    more(29)
    assert [cost(LIST), cost(MERGES)] == few
