"""Two people at the same two customers at the same time: real threads, real transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.org.models import Department
from customers.book.models import Customer, CustomerMerge, SupplyAccount
from customers.book.operations import merge_customers, open_account, undo_merge
from tests.factories.book import account_spec, credit_code, customer_spec, make_account
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_company
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def department() -> Department:
    return make_company()["GS"]


def merging(survivor: Customer, gone: Customer, now: datetime) -> Callable[[], CustomerMerge]:
    return lambda: merge_customers(
        survivor_id=survivor.pk, merged_id=gone.pk, reason="同一客户", actor=SYSTEM, now=now
    )


@pytest.fixture
def two(department: Department, now: datetime) -> tuple[Customer, Customer]:
    number = credit_code()
    one, other = make_firm(department, number), make_firm(department, number)
    make_account(department, customer=other)
    compare(now)
    return one, other


def test_two_merges_of_the_same_pair_in_the_same_direction(two: tuple[Customer, Customer], now: datetime) -> None:
    one, other = two
    first, second = at_once(merging(one, other, now), merging(one, other, now))
    assert first == second == CustomerMerge.objects.get()
    assert SupplyAccount.objects.filter(customer=one).count() == 3
    assert [len(move.records) for move in first.moves.all()] == [2]
    assert Entry.objects.filter(operation="book.merge_customers").count() == 2


def test_two_merges_of_the_same_pair_against_each_other(two: tuple[Customer, Customer], now: datetime) -> None:
    one, other = two
    results = at_once(merging(one, other, now), merging(other, one, now))
    refused = [each for each in results if isinstance(each, DomainError)]
    assert [each.code for each in refused] == ["customer_merged"]
    done = CustomerMerge.objects.get()
    assert SupplyAccount.objects.filter(customer_id=done.survivor_id).count() == 3
    assert Customer.objects.get(pk=done.survivor_id).merged_into is None
    assert Customer.objects.get(pk=done.merged_id).merged_into_id == done.survivor_id
    assert pair_of(one, other).state == "MERGED"


def test_a_ring_of_merges_leaves_one_customer(department: Department, now: datetime) -> None:
    number = credit_code()
    ring = [make_firm(department, number) for _ in range(3)]
    compare(now)
    at_once(*(merging(ring[place], ring[place - 1], now) for place in range(3)))
    living = Customer.objects.filter(merged_into=None)
    assert set(SupplyAccount.objects.values_list("customer_id", flat=True)) == set(
        living.values_list("pk", flat=True)
    )
    assert SupplyAccount.objects.count() == 3
    assert living.count() + CustomerMerge.objects.filter(state="MERGED").count() == 3


def test_two_undos_are_one(two: tuple[Customer, Customer], now: datetime) -> None:
    one, other = two
    merge = merging(one, other, now)()

    def undo() -> CustomerMerge:
        return undo_merge(merge_id=merge.pk, reason="不是同一客户", actor=SYSTEM, now=now)

    assert at_once(undo, undo) == [merge, merge]
    assert [SupplyAccount.objects.filter(customer=each).count() for each in two] == [1, 2]
    assert Customer.objects.get(pk=other.pk).version == 3


def test_an_account_opened_meanwhile_is_not_lost(
    two: tuple[Customer, Customer], department: Department, now: datetime
) -> None:
    one, other = two
    spec = account_spec(department)
    merge, opened = at_once(
        merging(one, other, now),
        lambda: open_account(case_number="T1", account=spec, customer_id=other.pk, actor=SYSTEM, now=now),
    )
    assert isinstance(merge, CustomerMerge)
    assert isinstance(opened, SupplyAccount)
    assert SupplyAccount.objects.filter(customer=one).count() == 4
    assert not SupplyAccount.objects.filter(customer=other).exists()


def test_two_counters_that_write_a_number_down_get_one_customer(department: Department, now: datetime) -> None:
    who = customer_spec(id_number=credit_code(4711))

    def opening(case: str) -> Callable[[], SupplyAccount]:
        spec = account_spec(department)
        return lambda: open_account(case_number=case, account=spec, customer=who, actor=SYSTEM, now=now)

    first, second = at_once(opening("T1"), opening("T2"))
    assert first.customer == second.customer == Customer.objects.get()
