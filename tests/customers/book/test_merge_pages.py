"""The pages of duplicates and merges, as people of both departments use them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import Customer, CustomerMerge, SupplyAccount
from customers.book.operations import merge_customers
from tests.factories.book import credit_code
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("D001", tree["GS-H"], Role.R1)


@pytest.fixture
def page(client: Client, clerk: Staff) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def manager(tree: dict[str, Department]) -> Client:
    client = Client()
    client.force_login(make_staff("D002", tree["YQ"], Role.MANAGER))
    return client


def two(one: Department, other: Department, now: datetime) -> tuple[Customer, Customer]:
    number = credit_code()
    found = make_firm(one, number, name="苏州甲有限公司"), make_firm(other, number, name="苏州乙有限公司")
    compare(now)
    return found


def form(one: Customer, other: Customer, **fields: str) -> dict[str, str]:
    chosen = {"survivor": str(one.pk), "name": str(other.pk), "reason": "同一客户", "version": "1-1"}
    return {**chosen, **fields}


def test_from_the_list_to_the_merge_and_back(page: Client, tree: dict[str, Department], now: datetime) -> None:
    one, other = two(tree["GS"], tree["GS"], now)
    address = f"/customers/duplicates/{pair_of(one, other).pk}/"
    assert address in page.get("/customers/duplicates/").content.decode()
    assert page.get(address).status_code == 200
    done = page.post(address, form(one, other))
    merge = CustomerMerge.objects.get()
    assert done.headers["Location"] == f"/customers/merges/{merge.pk}/"
    one.refresh_from_db()
    assert one.name == "苏州乙有限公司"
    assert page.get(done.headers["Location"]).context["may_undo"]
    assert page.get(f"/customers/{other.pk}/").headers["Location"] == f"/customers/{one.pk}/"
    number = SupplyAccount.objects.filter(customer=one).order_by("-pk")[0].account_number
    old = page.get(f"/customers/{other.pk}/accounts/{number}/")
    assert old.headers["Location"] == f"/customers/{one.pk}/accounts/{number}/"
    page.post(f"/customers/merges/{merge.pk}/undo/", {"reason": "不是同一家"})
    one.refresh_from_db()
    assert one.name == "苏州甲有限公司"
    assert page.get(f"/customers/{other.pk}/").status_code == 200


def test_a_form_that_is_stale_shows_it_and_may_be_sent_again(
    page: Client, tree: dict[str, Department], now: datetime
) -> None:
    one, other = two(tree["GS"], tree["GS"], now)
    address = f"/customers/duplicates/{pair_of(one, other).pk}/"
    Customer.objects.filter(pk=one.pk).update(version=2)
    stale = page.post(address, form(one, other))
    assert stale.status_code == 409
    assert stale.context["form"]["version"].value() == "2-1"
    assert page.post(address, form(one, other, version="2-1")).status_code == 302


def test_an_entry_that_is_wrong_stays_and_says_so(page: Client, tree: dict[str, Department], now: datetime) -> None:
    one, other = two(tree["GS"], tree["GS"], now)
    address = f"/customers/duplicates/{pair_of(one, other).pk}/"
    for fields, wrong in (({"reason": ""}, "reason"), ({"survivor": "0"}, "survivor"), ({"name": "x"}, "name")):
        answer = page.post(address, form(one, other, **fields))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [wrong]
    assert not CustomerMerge.objects.exists()


def test_the_other_department_is_asked_and_agrees(
    page: Client, manager: Client, tree: dict[str, Department], now: datetime
) -> None:
    one, other = two(tree["GS"], tree["YQ"], now)
    address = f"/customers/duplicates/{pair_of(one, other).pk}/"
    shown = page.get(address).content.decode()
    assert SupplyAccount.objects.get(customer=other).account_number not in shown
    assert f"/customers/{other.pk}/" not in shown
    page.post(address, form(one, other))
    merge = CustomerMerge.objects.get()
    place = f"/customers/merges/{merge.pk}/"
    assert merge.state == "PROPOSED"
    assert place in manager.get("/customers/merges/waiting/").content.decode()
    assert manager.get(place).context["may_consent"]
    assert not page.get(place).context["may_consent"]
    assert page.post(f"{place}consent/").status_code == 403
    assert manager.post(f"{place}refuse/", {"reason": ""}).headers["Location"] == place
    merge.refresh_from_db()
    assert merge.state == "PROPOSED"
    manager.post(f"{place}consent/")
    merge.refresh_from_db()
    assert merge.state == "MERGED"
    assert place not in manager.get("/customers/merges/waiting/").content.decode()
    assert page.post(f"{place}nonsense/").status_code == 404


def test_two_are_kept_apart(page: Client, tree: dict[str, Department], now: datetime) -> None:
    one, other = two(tree["GS"], tree["GS"], now)
    pair = pair_of(one, other)
    page.post(f"/customers/duplicates/{pair.pk}/reject/", {"reason": ""})
    pair.refresh_from_db()
    assert pair.state == "OPEN"
    page.post(f"/customers/duplicates/{pair.pk}/reject/", {"reason": "同名不同人"})
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == ("REJECTED", "同名不同人")
    assert "同名不同人" in page.get(f"/customers/duplicates/{pair.pk}/").content.decode()


def test_persons_are_masked(page: Client, tree: dict[str, Department], now: datetime) -> None:
    person = {"kind": "PERSON", "name": "欧阳建国", "address": "姑苏区平江路18号3幢401室"}
    one, other = make_firm(tree["GS"], **person), make_firm(tree["GS"], **person)
    compare(now)
    merge = merge_customers(
        survivor_id=make_firm(tree["GS"], **person).pk,
        merged_id=other.pk,
        reason="同一人",
        actor=Staff.objects.get(number="D001"),
        now=now,
    )
    for address in (
        "/customers/duplicates/",
        f"/customers/duplicates/{pair_of(one, merge.survivor).pk}/",
        "/customers/merges/",
        f"/customers/merges/{merge.pk}/",
    ):
        text = page.get(address).content.decode()
        assert "欧阳*" in text
        assert "建国" not in text
        assert "401室" not in text


def test_the_customer_page_tells_of_duplicates_and_merges(
    page: Client, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    one, other = two(tree["GS"], tree["GS"], now)
    third = make_firm(tree["GS"], name="苏州丙有限公司")
    merge = merge_customers(survivor_id=one.pk, merged_id=third.pk, reason="同一客户", actor=clerk, now=now)
    account = SupplyAccount.objects.filter(customer=one).order_by("pk")[0]
    place = f"/customers/{one.pk}/accounts/{account.account_number}/"
    assert f"/customers/duplicates/{pair_of(one, other).pk}/" in page.get(place).content.decode()
    block = page.get(f"{place}blocks/merges/").content.decode()
    assert third.customer_number in block
    assert f"/customers/merges/{merge.pk}/" in block


def test_lists_cost_the_same_for_many(
    page: Client, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    def cost(url: str) -> int:
        page.get(url)
        with Statements() as queries:
            assert page.get(url).status_code == 200
        return queries.cost

    def more(count: int) -> None:
        for _ in range(count):
            two(tree["GS"], tree["GS"], now)
            ends = make_firm(tree["GS"]), make_firm(tree["GS"])
            merge_customers(survivor_id=ends[0].pk, merged_id=ends[1].pk, reason="同一客户", actor=clerk, now=now)

    more(1)
    few = [cost("/customers/duplicates/"), cost("/customers/merges/")]
    more(29)
    assert [cost("/customers/duplicates/"), cost("/customers/merges/")] == few
