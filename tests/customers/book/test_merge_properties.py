"""Whatever is merged and undone in whatever order: nothing is lost, nothing is doubled, everything comes back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.org.models import Department
from customers.book.merging import MERGE_FIELDS
from customers.book.models import Customer, CustomerMerge, SupplyAccount
from customers.book.operations import merge_customers, undo_merge
from tests.factories.book import credit_code, make_account
from tests.factories.duplicates import make_firm
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
SIZE = 4
COLUMNS = sorted(column for columns in MERGE_FIELDS.values() for column in columns)

merging = st.tuples(st.just("merge"), st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.booleans())
undoing = st.tuples(st.just("undo"), st.integers(0, 7))
adding = st.tuples(st.just("add"), st.integers(0, SIZE - 1))


@pytest.fixture
def department() -> Department:
    return make_company()["GS"]


@dataclass
class Expected:
    """The same in plain words: who owns which account, whose values stand where, what can be undone."""

    owner: dict[int, int]
    values: dict[int, dict[str, Any]]
    into: dict[int, int] = field(default_factory=dict)
    merges: list[tuple[int, int, int, set[int], set[int], dict[str, Any]]] = field(default_factory=list)

    def merge(self, merge_id: int, survivor: int, gone: int, taken: list[str]) -> None:
        moved = {account for account, owner in self.owner.items() if owner == gone}
        pointers = {other for other, target in self.into.items() if target == gone}
        self.merges.append(
            (merge_id, survivor, gone, moved, pointers, {c: self.values[survivor][c] for c in taken})
        )
        self.owner |= dict.fromkeys(moved, survivor)
        self.into |= dict.fromkeys(pointers, survivor) | {gone: survivor}
        self.values[survivor] |= {column: self.values[gone][column] for column in taken}

    def may_undo(self, place: int) -> bool:
        """Only the last merge that its survivor took part in."""
        _, survivor, *_ = self.merges[place]
        return all(survivor not in (later[1], later[2]) for later in self.merges[place + 1 :])

    def undo(self, place: int) -> None:
        _, survivor, gone, moved, pointers, before = self.merges.pop(place)
        del self.into[gone]
        self.owner |= dict.fromkeys(moved, gone)
        self.into |= dict.fromkeys(pointers, gone)
        self.values[survivor] |= before


def present() -> tuple[dict[int, int], dict[int, dict[str, Any]], dict[int, int]]:
    return (
        dict(SupplyAccount.objects.values_list("pk", "customer_id")),
        {row["pk"]: {c: row[c] for c in COLUMNS} for row in Customer.objects.values("pk", *COLUMNS)},
        dict(Customer.objects.exclude(merged_into=None).values_list("pk", "merged_into_id")),
    )


def check(expected: Expected) -> None:
    owner, values, into = present()
    assert owner == expected.owner
    assert values == expected.values
    assert into == expected.into
    assert not set(owner.values()) & set(into), "an account of a customer that is no more"
    assert not set(into.values()) & set(into), "a pointer to a customer that is no more"


def start(department: Department) -> tuple[list[int], Expected]:
    customers = [
        make_firm(
            department,
            credit_code(index + 1) if index % 2 else "",
            name=f"苏州第{index}有限公司",
            mailing_address=f"平江路{index}号" if index else "",
        )
        for index in range(SIZE)
    ]
    owner, values, _ = present()
    return [customer.pk for customer in customers], Expected(owner, values)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(st.one_of(merging, merging, undoing, adding), max_size=9))
def test_merges_and_undos_in_any_order(department: Department, now: datetime, actions: list[Any]) -> None:
    with transaction.atomic():
        keys, expected = start(department)
        before = present()
        for step, action in enumerate(actions):
            act(action, keys, expected, department, now + timedelta(minutes=step))
            check(expected)
        added = set(expected.owner) - set(before[0])
        for place in reversed(range(len(expected.merges))):
            undo(place, expected, now + timedelta(hours=1))
        check(expected)
        owner, values, into = present()
        assert {account: who for account, who in owner.items() if account not in added} == before[0]
        assert (values, into) == before[1:]
        assert Counter(CustomerMerge.objects.values_list("state", flat=True)).keys() <= {"UNDONE"}
        transaction.set_rollback(True)


def act(action: Any, keys: list[int], expected: Expected, department: Department, now: datetime) -> None:
    if action[0] == "merge":
        merge(keys[action[1]], keys[action[2]], takes=action[3], expected=expected, now=now)
    elif action[0] == "add":
        living = Customer.objects.get(pk=expected.into.get(keys[action[1]], keys[action[1]]))
        expected.owner[make_account(department, customer=living).pk] = living.pk
    elif action[1] < len(expected.merges):
        undo(action[1], expected, now)


def merge(survivor: int, gone: int, *, takes: bool, expected: Expected, now: datetime) -> None:
    again = any(entry[1:3] == (survivor, gone) for entry in expected.merges)
    allowed = survivor != gone and not {survivor, gone} & set(expected.into)
    choices = dict.fromkeys(MERGE_FIELDS, "merged") if takes else dict.fromkeys(MERGE_FIELDS, "survivor")
    try:
        made = merge_customers(
            survivor_id=survivor, merged_id=gone, reason="同一客户", choices=choices, actor=SYSTEM, now=now
        )
    except DomainError:
        assert not allowed
        assert not again
        return
    assert allowed or again
    if not again:
        taken = [c for f, side in made.choices.items() if side == "merged" for c in MERGE_FIELDS[f]]
        expected.merge(made.pk, survivor, gone, taken)


def undo(place: int, expected: Expected, now: datetime) -> None:
    try:
        undo_merge(merge_id=expected.merges[place][0], reason="不是同一客户", actor=SYSTEM, now=now)
    except DomainError:
        assert not expected.may_undo(place)
        return
    assert expected.may_undo(place)
    expected.undo(place)
