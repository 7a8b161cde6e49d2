"""The whole of flow 104 through its operations, in the variants that the conditions make."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bizexpansion.enums import CaseState, EffectState, TaskState
from bizexpansion.models import EffectRecord, Task
from customers.book.enums import AccountStatus, DeviceState, PowerState
from customers.book.models import MeterInstallation
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, Wishes, make_people

pytestmark = pytest.mark.django_db

SIMPLE_STEPS = [
    "accept",
    "dispatch_survey",
    "survey",
    "draft_plan",
    "approve_plan",
    "reply_plan",
    "customer_answer",
    "draft_contract",
    "review_contract",
    "sign_contract",
    "file_contract",
    "fix_metering_plan",
    "assign_meter",
    "dispatch_fitting",
    "issue_meter",
    "install_meter",
    "record_installation",
    "install_terminal",
    "energise",
    "update_topology",
    "archive",
    "call_back",
    "close",
]


def test_simple_single_source_reaches_energised_supply(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until(after=timedelta(minutes=30))
    assert walk.case.state == CaseState.CLOSED
    assert list(Task.objects.order_by("closed_at", "id").values_list("node", flat=True)) == SIMPLE_STEPS
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.DONE}
    account = walk.case.account
    account.refresh_from_db()
    assert account.status == AccountStatus.NORMAL
    assert account.power_state == PowerState.ON
    assert account.contract_capacity == walk.wishes.capacity
    hung = MeterInstallation.objects.get(account=account)
    assert hung.meter.state == DeviceState.RUNNING
    assert hung.multiplier == 2000
    assert set(EffectRecord.objects.values_list("state", flat=True)) == {EffectState.SEALED}


def test_important_dual_source_passes_every_branch(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    walk.accept()
    walk.run_until(after=timedelta(minutes=30))
    assert walk.case.state == CaseState.CLOSED
    assert {"countersign_plan", "collect_fee", "track_grid_project", "review_design", "confirm_start"} <= set(
        Task.objects.values_list("node", flat=True)
    )
    assert Task.objects.count() == 35
    assert set(walk.case.conditions.values()) == {True}
    assert len(walk.case.conditions) == 9


def test_large_ordinary_customer_is_countersigned_but_not_inspected_in_between(now: datetime) -> None:
    walk = Walk(make_people(), now, Wishes(capacity=FULL.capacity, project_flag="3", hidden_works=True))
    walk.accept()
    walk.run_until(after=timedelta(minutes=30))
    nodes = set(Task.objects.values_list("node", flat=True))
    assert {"countersign_plan", "report_completion", "inspect_completion"} <= nodes
    assert not nodes & {"receive_design", "request_interim", "confirm_start", "collect_fee", "track_grid_project"}
    assert walk.case.state == CaseState.CLOSED
