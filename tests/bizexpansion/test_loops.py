"""Every loop of flow 104 once, and every refusal of a step's content; the case stays where it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bizexpansion.demo.records import plan_arguments
from bizexpansion.enums import CountersignUnit, TaskState
from bizexpansion.errors import PapersMissing
from bizexpansion.models import (
    AssignedMeter,
    CountersignOpinion,
    Defect,
    DesignSubmission,
    GridProgress,
    MeterAssignment,
    MissingNotice,
    PlanApproval,
    StartOfWorks,
    SupplyPlan,
)
from bizexpansion.operations import metering, works
from bizexpansion.steps import open_entry
from crm.errors import InvalidInput
from customers.book.models import Contract
from tests.factories.bizexpansion import DOERS, FULL, SIMPLE, Walk, Wishes, make_people
from tests.factories.book import make_meter

pytestmark = pytest.mark.django_db


def begun(now: datetime, *stop: str, wishes: Wishes = FULL) -> Walk:
    walk = Walk(make_people(), now, wishes)
    walk.accept()
    walk.run_until(*stop, after=timedelta(minutes=10))
    return walk


def visits(walk: Walk, node: str) -> list[tuple[int, str, str]]:
    """(visit, state, outcome) of a step."""
    return list(walk.case.tasks.filter(node=node).order_by("visit").values_list("visit", "state", "outcome"))


@pytest.mark.parametrize(
    ("decision", "opened"), [("RESURVEY", {"survey"}), ("REDRAFT", {"draft_plan"})], ids=["resurvey", "redraft"]
)
def test_approver_chooses_where_a_rejected_plan_goes(now: datetime, decision: str, opened: set[str]) -> None:
    walk = begun(now, "approve_plan")
    with pytest.raises(InvalidInput) as refusal:
        walk.do("approve_plan", decision=decision)
    assert list(refusal.value.errors) == ["note"]
    walk.do("approve_plan", decision=decision, note="电源点选择不合理")
    assert walk.open_nodes() == opened
    assert SupplyPlan.objects.get().state == "REJECTED"
    assert PlanApproval.objects.get().note == "电源点选择不合理"
    walk.run_until("customer_answer")
    assert visits(walk, "approve_plan")[-1] == (2, TaskState.DONE, "approved")


def test_department_that_objects_sends_the_plan_back(now: datetime) -> None:
    walk = begun(now, "countersign_plan")
    opinions = [CountersignOpinion(unit=CountersignUnit.DISPATCH, agrees=False, signed_by="周八")]
    with pytest.raises(InvalidInput) as refusal:
        walk.do("countersign_plan", opinions=opinions)
    assert list(refusal.value.errors) == ["opinions-0-opinion"]
    opinions[0].opinion = "N-1 不满足"
    walk.do("countersign_plan", opinions=opinions)
    assert walk.open_nodes() == {"draft_plan"}
    walk.run("draft_plan")
    with pytest.raises(InvalidInput):
        walk.do("countersign_plan", opinions=[])


def test_customer_who_wants_another_plan_gets_a_new_version(now: datetime) -> None:
    walk = begun(now, "customer_answer")
    walk.do("customer_answer", answer="NEW_PLAN", note="希望改为单电源")
    assert walk.open_nodes() == {"draft_plan"}
    walk.run_until("customer_answer")
    walk.do("customer_answer")
    assert list(SupplyPlan.objects.order_by("number").values_list("number", "state")) == [
        (1, "REJECTED"),
        (2, "AGREED"),
    ]


def test_incomplete_design_is_handed_back_with_one_notice(now: datetime) -> None:
    walk = begun(now, "receive_design")
    with pytest.raises(InvalidInput) as refusal:
        walk.do("receive_design", is_complete=False)
    assert list(refusal.value.errors) == ["missing"]
    walk.do("receive_design", is_complete=False, missing="缺继电保护整定计算书")
    notice = MissingNotice.objects.get()
    assert (notice.kinds, notice.note) == (["M-DES"], "缺继电保护整定计算书")
    again = walk.task("receive_design")
    assert (again.visit, again.waiting_for, again.holder) == (2, "W2", "DESIGN_FIRM")
    walk.do("receive_design")
    assert DesignSubmission.objects.count() == 2


def test_design_that_fails_must_be_handed_in_anew(now: datetime) -> None:
    walk = begun(now, "review_design")
    with pytest.raises(InvalidInput) as refusal:
        works.review_design(
            review=_failed_review(walk),
            defects=[],
            **walk.frame(walk.task("review_design"), walk.company.who("R10")),
        )
    assert list(refusal.value.errors) == ["defects"]
    walk.do("review_design", passed=False, note="一次接线图与方案不符")
    assert walk.task("receive_design").waiting_for == "W2"
    again = open_entry(walk.task("receive_design"), user=walk.company.who("R1"))
    assert again.form.initial["design_firm"] == DesignSubmission.objects.get().design_firm
    assert Defect.objects.get().told_on == walk.day()
    task = walk.task("receive_design")
    with pytest.raises(PapersMissing) as missing:
        works.receive_design(submission=_submission(walk), papers=[], **walk.frame(task, walk.company.who("R1")))
    assert missing.value.details == {"missing": ["M-DES"]}
    walk.run("receive_design", "review_design")
    assert visits(walk, "review_design") == [(1, "DONE", "failed"), (2, "DONE", "passed")]


def test_hidden_works_that_fail_are_rectified_and_inspected_again(now: datetime) -> None:
    walk = begun(now, "inspect_interim")
    walk.do("inspect_interim", passed=False, note="接地不合格")
    assert walk.task("request_interim").waiting_for == "W4"
    assert Defect.objects.get().cleared_on is None
    walk.run("request_interim", "dispatch_interim", "inspect_interim")
    assert Defect.objects.get().cleared_on == walk.day()
    assert visits(walk, "inspect_interim") == [(1, "DONE", "failed"), (2, "DONE", "passed")]


def test_works_that_fail_are_reported_again(now: datetime) -> None:
    walk = begun(now, "report_completion")
    entry = open_entry(walk.task("report_completion"), user=walk.company.who("R1"))
    assert entry.form.initial["reported_by_firm"] == StartOfWorks.objects.get().contractor
    walk.do("report_completion", is_complete=False, missing="缺电工证")
    assert walk.task("report_completion").waiting_for == "W6"
    walk.run_until("inspect_completion")
    walk.do("inspect_completion", passed=False)
    assert walk.task("report_completion").waiting_for == "W4"
    walk.run("report_completion", "inspect_completion")
    assert visits(walk, "report_completion") == [
        (1, "DONE", "incomplete"),
        (2, "RETURNED", "received"),
        (3, "DONE", "received"),
    ]


@pytest.mark.parametrize("field", ["has_safety_equipment", "has_emergency_source_papers"])
def test_important_customer_is_not_accepted_without_its_safety(now: datetime, field: str) -> None:
    walk = begun(now, "inspect_completion")
    with pytest.raises(InvalidInput) as refusal:
        walk.do("inspect_completion", **{field: False})
    assert list(refusal.value.errors) == [field]


def test_rejected_contract_goes_back_to_its_drafter(now: datetime) -> None:
    walk = begun(now, "review_contract")
    with pytest.raises(InvalidInput):
        walk.do("review_contract", passed=False)
    walk.do("review_contract", passed=False, note="产权分界点描述有误")
    assert walk.task("draft_contract").assignee == walk.company.people["R12"]
    walk.run("draft_contract", "review_contract")
    walk.do("sign_contract")
    assert Contract.objects.get(account=walk.case.account).status == "2"


def test_two_sources_need_their_agreement(now: datetime) -> None:
    walk = begun(now, "draft_contract")
    with pytest.raises(InvalidInput) as refusal:
        walk.do("draft_contract", attachments=[])
    assert list(refusal.value.errors) == ["attachments"]


WRONG: list[tuple[str, dict[str, Any], list[str]]] = [
    ("survey", {"surveyed_on": date(1900, 1, 1)}, ["surveyed_on"]),
    ("survey", {"approved_capacity": Decimal(-5)}, ["approved_capacity"]),
    ("survey", {"can_supply": False}, ["refusal_reason"]),
    ("survey", {"approved_capacity": None, "voltage": ""}, ["approved_capacity", "voltage"]),
    ("reply_plan", {"replied_on": date(2099, 1, 1)}, ["replied_on"]),
    ("collect_fee", {"amount": Decimal("1.00")}, ["amount"]),
    ("confirm_start", {"planned_finish": date(1900, 1, 1)}, ["planned_finish"]),
    ("install_meter", {"wiring_checked": False}, ["wiring_checked"]),
    ("install_terminal", {"is_online": False}, ["is_online"]),
    ("energise", {"metering_checked": False}, ["metering_checked"]),
    ("archive", {"data_checked": False}, ["data_checked"]),
    ("close", {"is_complete": False}, ["is_complete"]),
    ("draft_contract", {"valid_until": date(2000, 1, 1)}, ["valid_until"]),
    ("dispatch_survey", {"companion": None}, ["companion"]),
]


def test_wrong_entry_leaves_the_step_open(now: datetime) -> None:
    """One walk over the longest case; at each step on the way what is wrong is tried first."""
    walk = Walk(make_people(), now, FULL)
    walk.accept()
    tried = 0
    while walk.case.is_open:
        node = next(node for node in DOERS if node in walk.open_nodes())
        for _, change, fields in (one for one in WRONG if one[0] == node):
            if change == {"companion": None}:
                change = {"companion": walk.company.who("R3")}
            with pytest.raises(InvalidInput) as refusal:
                walk.do(node, **change)
            assert list(refusal.value.errors) == fields
            assert node in walk.open_nodes()
            tried += 1
        walk.do(node, after=timedelta(minutes=10))
    assert tried == len(WRONG)


def test_meter_of_another_department_is_not_in_our_store(now: datetime) -> None:
    walk = begun(now, "assign_meter", wishes=SIMPLE)
    walk.run_until("assign_meter")
    foreign = make_meter(walk.company.tree["WZ"])
    with pytest.raises(InvalidInput) as refusal:
        metering.assign_meter(
            assignment=MeterAssignment(),
            meters=[AssignedMeter(metering_point=1, asset_number=foreign.asset_number)],
            **walk.frame(walk.task("assign_meter"), walk.company.who("R13")),
        )
    assert list(refusal.value.errors) == ["meters-0-asset_number"]
    foreign.refresh_from_db()
    assert foreign.state == "006"


def test_every_metering_point_needs_its_meter(now: datetime) -> None:
    walk = begun(now, "assign_meter")
    walk.run_until("assign_meter")
    meter = make_meter(walk.company.tree["YQ"])
    with pytest.raises(InvalidInput) as refusal:
        metering.assign_meter(
            assignment=MeterAssignment(),
            meters=[AssignedMeter(metering_point=1, asset_number=meter.asset_number)],
            **walk.frame(walk.task("assign_meter"), walk.company.who("R13")),
        )
    assert list(refusal.value.errors) == ["meters"]


def test_grid_progress_is_told_on_the_way_and_never_backwards(now: datetime) -> None:
    walk = begun(now, "track_grid_project")
    builder = walk.company.who("R9")
    for percent in (30, 60):
        progress = GridProgress(percent=percent, planned_finish=walk.day() + timedelta(days=9), note="电缆敷设")
        works.report_grid_progress(progress=progress, **walk.frame(walk.task("track_grid_project"), builder))
    back = GridProgress(percent=50, planned_finish=walk.day(), note="?")
    with pytest.raises(InvalidInput) as refusal:
        works.report_grid_progress(progress=back, **walk.frame(walk.task("track_grid_project"), builder))
    assert list(refusal.value.errors) == ["percent"]
    assert list(walk.case.grid_progress.values_list("percent", flat=True)) == [30, 60]
    assert "track_grid_project" in walk.open_nodes()


@pytest.mark.parametrize(
    ("rows", "change", "field"),
    [
        ("sources", {"supply_point": 7}, "sources-0-supply_point"),
        ("metering_points", {"source": 7}, "metering_points-0-source"),
        ("prices", {"strategy": "ONE_PART"}, "prices-0-basic_charge_mode"),
        ("sources", {"capacity": Decimal(0)}, "sources-0-capacity"),
    ],
)
def test_row_of_a_plan_that_does_not_fit_is_named(
    now: datetime, rows: str, change: dict[str, Any], field: str
) -> None:
    from bizexpansion.operations.plan import draft_supply_plan

    walk = begun(now, "draft_plan", wishes=SIMPLE)
    arguments = plan_arguments(walk, {})
    for name, value in change.items():
        setattr(arguments[rows][0], name, value)
    with pytest.raises(InvalidInput) as refusal:
        draft_supply_plan(**arguments, **walk.frame(walk.task("draft_plan"), walk.company.who("R4")))
    assert list(refusal.value.errors) == [field]
    assert not SupplyPlan.objects.exists()


def _failed_review(walk: Walk) -> Any:
    from bizexpansion.models import DesignReview

    return DesignReview(passed=False, reviewed_on=walk.day(), note="不通过")


def _submission(walk: Walk) -> DesignSubmission:
    return DesignSubmission(
        design_firm="苏州电力设计院",
        licence_grade="A",
        licence_number="A132005678",
        licence_valid_until=walk.day() + timedelta(days=700),
        submitted_by="陈静",
        submitted_on=walk.day(),
    )
