"""212 分户 and 213 并户: what the counter refuses, with figures; what the database holds; sums that stay."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from bizexpansion.forms.supply_change import accounts_beside
from bizexpansion.models import Amounts, CapacitySum, Case
from crm.audit.operation import SYSTEM
from customers.book.models import SupplyAccount
from customers.book.operations import lock_account_for_change
from tests.bizexpansion.flows.office import Office, problems
from tests.bizexpansion.flows.tables import merging, splitting
from tests.factories.bizexpansion import make_people

KVA = st.decimals("0.01", "9999.99", places=2)


@given(own=KVA, others=st.lists(KVA, min_size=1, max_size=6))
def test_what_is_merged_and_split_again_is_what_it_was(own: Decimal, others: list[Decimal]) -> None:
    """T = original + in and T = original - out: the total of all accounts never changes (workflows.md 2.3)."""
    together = sum(others, Decimal(0))
    merged = CapacitySum.of(_account(own), moved_in=Amounts(together, together))
    given_up = [CapacitySum.of(_account(one), moved_out=Amounts(one, one)) for one in others]
    assert merged.total_contract + sum(one.total_contract for one in given_up) == own + together
    split = CapacitySum.of(_account(merged.total_contract), moved_out=Amounts(together, together))
    new = [CapacitySum.of(_account(Decimal(0)), moved_in=Amounts(one, one)) for one in others]
    assert (split.total_contract, split.total_running) == (own, own)
    assert [one.total_running for one in new] == others
    assert split.moved_out_contract == sum(one.moved_in_contract for one in new)


def _account(capacity: Decimal) -> SupplyAccount:
    return SupplyAccount(contract_capacity=capacity, running_capacity=capacity)


def _unfiled_case(account: SupplyAccount, office: Office, number: str) -> None:
    """One that let the account go when it was archived, and whose file nobody has closed."""
    Case.objects.create(
        case_number=number,
        flow_code="210",
        flow_version=1,
        token=uuid4(),
        account=account,
        department=account.department,
        marking={},
        accepted_by=office.company.who("R1"),
        accepted_at=office.now,
    )


@pytest.mark.django_db
def test_a_merge_is_refused_with_everything_that_bars_it(now: datetime) -> None:
    office = Office(make_people(), merging.TABLES[0], now)
    first, second = office.subject.others
    lock_account_for_change(account_id=first.pk, case_number="261125-0777", actor=SYSTEM, now=now)
    _unfiled_case(second, office, "261125-0778")
    SupplyAccount.objects.filter(pk=second.pk).update(address="苏州市姑苏区人民路1号")
    answer = office.accept()
    assert answer.status_code in (409, 422)
    said = str(problems(answer))
    assert "261125-0777" in said
    assert "261125-0778" in said, "a case that is archived, but not filed yet"
    assert "苏州市姑苏区人民路1号" in said
    assert SupplyAccount.objects.get(pk=office.subject.stays.pk).open_case_number == ""


@pytest.mark.django_db
def test_a_split_cannot_give_away_all_that_there_is(now: datetime) -> None:
    office = Office(make_people(), splitting.TABLES[0], now)
    answer = office.accept(**{"shares-0-capacity": "60"})
    assert answer.status_code == 422
    assert "80.00" in str(problems(answer))
    assert SupplyAccount.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_capacity_that_moves_in_from_nowhere(now: datetime) -> None:
    office = Office(make_people(), splitting.TABLES[0], now)
    office.accept()
    (said,) = accounts_beside(office.case)  # who draws up the plan sees the new accounts
    assert "1 苏州东环1号商贸有限公司 30.00 kVA" in said
    office.run("approve_plan")
    whole = CapacitySum.objects.filter(plan__case=office.case, moved_out_contract__gt=0)
    mark = transaction.savepoint()
    assert whole.update(moved_out_contract=0, total_contract=80) == 1
    with pytest.raises(IntegrityError, match="move out"):
        connection.check_constraints()
    transaction.savepoint_rollback(mark)
