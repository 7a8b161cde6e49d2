"""What the book refuses and no page shows: the operation says no with its code, and nothing is changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from crm.org.models import Department, District
from customers.book.enums import StopKind, Voltage
from customers.book.merging import PairState
from customers.book.models import DuplicatePair, ResidentialProject, SupplyAccount, Transformer, TransformerStop
from customers.book.operations import (
    AccountNotEmpty,
    CapacityUnexplained,
    PairDecided,
    ProjectArchived,
    archive_project,
    close_accounts,
    hand_over_network,
    lock_account_for_change,
    reject_duplicate,
    stop_transformers,
    take_network_back,
)
from customers.book.specs import ProjectSpec, TransformerAreaSpec
from tests.factories.book import make_account, make_customer, make_hv_account, make_lv_account
from tests.factories.org import make_company, make_staff

CASE = "261125-0009"


@pytest.fixture
def department(db: None) -> Department:
    return make_company()["YQ"]


def held(account: SupplyAccount, now: datetime) -> SupplyAccount:
    """The account, held by the case."""
    return lock_account_for_change(account_id=account.pk, case_number=CASE, actor=SYSTEM, now=now)


def test_an_account_with_a_meter_power_and_a_contract_is_not_closed(department: Department, now: datetime) -> None:
    account = held(make_lv_account(department), now)
    with pytest.raises(AccountNotEmpty) as refused:
        close_accounts(closed_on={account.pk: now.date()}, case_number=CASE, actor=SYSTEM, now=now)
    assert (refused.value.code, refused.value.details["left"]) == (
        "account_not_empty",
        ["meter", "power", "contract"],
    )
    account.refresh_from_db()
    assert (account.status, account.closed_on, account.open_case_number) == ("2", None, CASE)


def test_capacity_that_nothing_explains_is_corrected_first(department: Department, now: datetime) -> None:
    account = held(make_hv_account(department), now)
    SupplyAccount.objects.filter(pk=account.pk).update(running_capacity=account.contract_capacity - Decimal(100))
    unit = Transformer.objects.filter(account=account)[0]
    with pytest.raises(CapacityUnexplained) as refused:
        stop_transformers(
            account_id=account.pk,
            transformer_ids=[unit.pk],
            kind=StopKind.SUSPENDED,
            stopped_on=now.date(),
            resume_on=None,
            case_number=CASE,
            actor=SYSTEM,
            now=now,
        )
    assert refused.value.code == "capacity_unexplained"
    unit.refresh_from_db()
    assert unit.run_status == "01"
    assert not TransformerStop.objects.exists()


def test_the_network_of_a_closed_complex_stays(department: Department, now: datetime) -> None:
    frame = {"case_number": CASE, "actor": SYSTEM, "now": now}
    project = ProjectSpec(
        name="星湖花园",
        developer="苏州星湖置业有限公司",
        address="星湖街1号",
        district_id=District.objects.filter(department=department)[0].pk,
        household_count=200,
        residential_area=Decimal(20000),
        public_area=Decimal(800),
    )
    area = TransformerAreaSpec(
        sequence=1,
        code="T0001",
        name="星湖花园1号变",
        substation="110 kV 星湖变",
        line="湖东线",
        voltage=Voltage.KV10,
        capacity=Decimal(630),
        household_count=200,
    )
    hand_over_network(project=project, areas=[area], **frame)
    archive_project(**frame)
    with pytest.raises(ProjectArchived) as refused:
        take_network_back(**frame)
    assert refused.value.code == "project_archived"
    assert ResidentialProject.objects.get(case_number=CASE).archived_on == now.date()


@pytest.mark.parametrize("state", [PairState.MERGED, PairState.PROPOSED])
def test_a_pair_that_is_merged_or_about_to_be_is_not_rejected(
    department: Department, now: datetime, state: PairState
) -> None:
    one, other = (make_account(department, customer=make_customer()).customer for _ in range(2))
    pair = DuplicatePair.objects.create(first=one, second=other, state=state, rules=[], evidence=[], found_at=now)
    clerk = make_staff("D1", department, Role.R1)
    with pytest.raises(PairDecided) as refused:
        reject_duplicate(pair_id=pair.pk, reason="两家公司", actor=clerk, now=now)
    assert (refused.value.code, refused.value.details) == ("pair_decided", {"state": state})
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == (state, "")
