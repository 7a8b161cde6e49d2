"""Which customers are found alike, and what becomes of a pair."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import Customer, DuplicateDue, DuplicateKey, DuplicatePair, SupplyAccount
from customers.book.operations import compare_all_customers, merge_customers, reject_duplicate
from customers.book.operations.duplicates import CROWD
from tests.factories.book import credit_code, make_account
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("D001", tree["GS-H"], Role.R1)


def test_the_same_credit_code_is_found_across_departments(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    one = make_firm(tree["GS"], number, name="苏州甲有限公司")
    other = make_firm(tree["YQ"], number, name="苏州乙有限公司")
    make_firm(tree["YQ"], credit_code())
    compare(now)
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.rules, pair.state) == (one, other, ["CREDIT_CODE"], "OPEN")


def test_name_and_address_count_together_only(tree: dict[str, Department], now: datetime) -> None:
    one = make_firm(tree["GS"], name="苏州博远电子有限公司", address="苏州市姑苏区平江路18号")
    other = make_firm(tree["GS"], name="博远电子（苏州）有限公司", address="平江路１８号")
    make_firm(tree["GS"], name="苏州博远电子有限公司", address="平江路19号")
    make_firm(tree["GS"], name="苏州另一家有限公司", address="平江路18号")
    compare(now)
    assert [(p.first, p.second, p.rules) for p in DuplicatePair.objects.all()] == [(one, other, ["NAME_ADDRESS"])]


def test_both_rules_make_one_pair(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    for _ in range(2):
        make_firm(tree["GS"], number, name="苏州博远电子有限公司", address="平江路18号")
    compare(now)
    assert DuplicatePair.objects.get().rules == ["CREDIT_CODE", "NAME_ADDRESS"]


def test_another_run_and_the_whole_book_change_nothing(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    make_firm(tree["GS"], number), make_firm(tree["GS"], number)
    compare(now)
    before = list(DuplicatePair.objects.values())
    assert compare_all_customers(actor=SYSTEM, now=now + timedelta(days=1)) == 2
    compare(now + timedelta(days=1))
    assert list(DuplicatePair.objects.values()) == before
    assert not DuplicateDue.objects.exists()


def test_what_is_corrected_is_put_aside_and_comes_back(tree: dict[str, Department], now: datetime) -> None:
    one = make_firm(tree["GS"], name="苏州博远电子有限公司", address="平江路18号")
    other = make_firm(tree["GS"], name="苏州博远电子有限公司", address="平江路18号")
    compare(now)
    SupplyAccount.objects.filter(customer=other).update(address="平江路20号")
    compare(now)
    assert pair_of(one, other).state == "GONE"
    make_account(tree["GS"], customer=other, address="苏州平江路18号")
    compare(now)
    assert pair_of(one, other).state == "OPEN"


def test_a_rejected_pair_comes_back_with_new_evidence_only(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    one = make_firm(tree["GS"], name="苏州博远电子有限公司", address="平江路18号")
    other = make_firm(tree["GS"], name="苏州博远电子有限公司", address="平江路18号")
    compare(now)
    pair = pair_of(one, other)
    reject_duplicate(pair_id=pair.pk, reason="两家公司同址办公", actor=clerk, now=now)
    again = reject_duplicate(pair_id=pair.pk, reason="另一个理由", actor=clerk, now=now)
    assert (again.state, again.reason, again.decided_by) == ("REJECTED", "两家公司同址办公", clerk)
    make_account(tree["GS"], customer=other, address="观前街1号")
    compare(now)
    assert pair_of(one, other).state == "REJECTED"
    make_account(tree["GS"], customer=one, address="观前街1号")
    compare(now)
    reopened = pair_of(one, other)
    assert (reopened.state, reopened.reason, reopened.decided_by) == ("OPEN", "", None)
    assert Entry.objects.filter(operation="book.reject_duplicate", subject_id=pair.pk).count() == 2


def test_a_rejection_needs_a_reason_a_role_and_the_department(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    number = credit_code()
    pair = pair_of_new(tree["GS"], number, now)
    with pytest.raises(InvalidInput) as error:
        reject_duplicate(pair_id=pair.pk, reason=" ", actor=clerk, now=now)
    assert list(error.value.errors) == ["reason"]
    with pytest.raises(NotPermitted):
        reject_duplicate(pair_id=pair.pk, reason="不同", actor=make_staff("D2", tree["GS"], Role.R8), now=now)
    with pytest.raises(OutOfScope):
        reject_duplicate(pair_id=pair.pk, reason="不同", actor=make_staff("D3", tree["WZ"], Role.R1), now=now)
    pair.refresh_from_db()
    assert pair.state == "OPEN"


def pair_of_new(department: Department, number: str, now: datetime) -> DuplicatePair:
    one, other = make_firm(department, number), make_firm(department, number)
    compare(now)
    return pair_of(one, other)


def test_a_number_that_was_merged_away_is_still_the_survivors(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    stays, gone = make_firm(tree["GS"], credit_code()), make_firm(tree["GS"], number)
    merge_customers(survivor_id=stays.pk, merged_id=gone.pk, reason="同一客户", actor=SYSTEM, now=now)
    again = make_firm(tree["GS"], number)
    compare(now)
    assert pair_of(stays, again).rules == ["CREDIT_CODE"]


def test_of_a_crowd_each_meets_the_oldest(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    crowd = [make_firm(tree["GS"], number) for _ in range(CROWD + 2)]
    compare(now)
    assert set(DuplicatePair.objects.values_list("first_id", "second_id")) == {
        (crowd[0].pk, each.pk) for each in crowd[1:]
    }


def test_a_customer_that_goes_takes_its_pairs_with_it(tree: dict[str, Department], now: datetime) -> None:
    number = credit_code()
    one, other = make_firm(tree["GS"], number), make_firm(tree["GS"], number)
    compare(now)
    account = SupplyAccount.objects.get(customer=other)
    account.capacity_periods.all().delete()
    account.delete()
    _delete_row(other)
    assert not DuplicatePair.objects.exists()
    assert set(DuplicateKey.objects.values_list("customer_id", flat=True)) == {one.pk}


def _delete_row(customer: Customer) -> None:
    """As an import does that is undone: by SQL, past Django's own cascades."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM book_customer WHERE id = %s", [customer.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_queries_do_not_grow_with_the_customers(
    tree: dict[str, Department], now: datetime, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        make_firm(tree["GS"])
    with django_assert_max_num_queries(30) as few:
        compare(now)
    for _ in range(30):
        make_firm(tree["GS"])
    with django_assert_max_num_queries(len(few)):
        compare(now)
