"""Suspend, resume, send back, take back, re-plan, withdraw, hand over; refusals say why and change nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bizexpansion.demo.records import papers
from bizexpansion.enums import CaseState, EventKind, StopReason, TaskState
from bizexpansion.errors import (
    CaseNotOpen,
    CaseSealed,
    CaseSuspended,
    HeldByOther,
    NotReturnable,
    SamePerson,
    TaskNotOpen,
)
from bizexpansion.models import CaseClock, EffectRecord, PlanApproval, SupplyPlan
from bizexpansion.operations import control, desk, plan
from crm.clocks.enums import ClockState, Holder
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org.enums import Role
from customers.book.models import SupplyPoint
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db


def begun(now: datetime, until: str, wishes: object = SIMPLE) -> Walk:
    """A case that stands at a step."""
    walk = Walk(make_people(), now, wishes)  # type: ignore[arg-type]
    walk.accept()
    walk.run_until(until)
    return walk


def states(walk: Walk, timer: str) -> set[str]:
    """The states of a timer's clocks."""
    return set(CaseClock.objects.filter(case=walk.case, timer=timer).values_list("clock__state", flat=True))


def test_suspension_stops_the_clocks_and_every_step(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    manager = walk.company.who("MGR")
    walk.case = control.suspend_case(
        case_id=walk.case.pk, reason=StopReason.CUSTOMER_HOLD, note="客户来函暂缓", actor=manager, now=now
    )
    assert states(walk, "T1") == {ClockState.PAUSED}
    assert states(walk, "T6") == {ClockState.PAUSED}
    with pytest.raises(CaseSuspended):
        walk.do("draft_plan")
    again = control.suspend_case(
        case_id=walk.case.pk, reason=StopReason.PERMIT, note="再次", actor=manager, now=now
    )
    assert again.state == CaseState.SUSPENDED
    assert walk.case.events.filter(kind=EventKind.SUSPENDED).count() == 1
    walk.case = control.resume_case(case_id=walk.case.pk, actor=manager, now=now + timedelta(days=5))
    assert states(walk, "T1") == {ClockState.RUNNING}
    walk.now += timedelta(days=5)
    walk.do("draft_plan")
    assert walk.open_nodes() == {"approve_plan"}


def test_suspension_leaves_a_clock_alone_that_waits_for_the_customer_already(now: datetime) -> None:
    walk = begun(now, "sign_contract", FULL)
    walk.run_until("sign_contract")
    manager = walk.company.who("MGR")
    before = {link.pk: link.clock.state for link in CaseClock.objects.select_related("clock")}
    control.suspend_case(case_id=walk.case.pk, reason="FORCE_MAJEURE", note="台风", actor=manager, now=walk.now)
    control.resume_case(case_id=walk.case.pk, actor=manager, now=walk.now + timedelta(hours=1))
    after = {link.pk: link.clock.state for link in CaseClock.objects.select_related("clock")}
    assert after == before


def test_suspension_needs_a_reason_from_the_list_and_words(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    manager = walk.company.who("MGR")
    for reason, note, field in (("LAZINESS", "…", "reason"), (StopReason.PERMIT, " ", "note")):
        with pytest.raises(InvalidInput) as refusal:
            control.suspend_case(case_id=walk.case.pk, reason=reason, note=note, actor=manager, now=now)
        assert list(refusal.value.errors) == [field]
    walk.case.refresh_from_db()
    assert walk.case.state == CaseState.IN_PROGRESS


def test_case_goes_back_to_a_step_that_was_done_and_its_doer_gets_it_again(now: datetime) -> None:
    walk = begun(now, "approve_plan")
    task = walk.task("approve_plan")
    walk.case = control.return_task(
        task_id=task.pk, target="survey", reason="容量存疑", actor=walk.company.who("R5"), now=now
    )
    assert walk.open_nodes() == {"survey"}
    again = walk.task("survey")
    assert (again.visit, again.assignee, again.opened_because) == (2, walk.company.people["R3"], "return")
    assert walk.case.was_returned
    task.refresh_from_db()
    assert task.state == TaskState.CANCELLED
    assert walk.case.tasks.get(node="draft_plan").state == TaskState.RETURNED
    assert states(walk, "T1") == {ClockState.RUNNING}
    walk.run_until("customer_answer")
    assert SupplyPlan.objects.filter(case=walk.case).count() == 2


@pytest.mark.parametrize("target", ["accept", "approve_plan", "sign_contract", "nonsense"])
def test_case_does_not_go_where_it_has_not_been(now: datetime, target: str) -> None:
    walk = begun(now, "approve_plan")
    with pytest.raises(NotReturnable) as refusal:
        control.return_task(
            task_id=walk.task("approve_plan").pk,
            target=target,
            reason="退回",
            actor=walk.company.who("R5"),
            now=now,
        )
    assert refusal.value.details["targets"] == ["dispatch_survey", "draft_plan", "survey"]


def test_step_is_taken_back_by_its_doer_as_long_as_nobody_went_on(now: datetime) -> None:
    walk = begun(now, "approve_plan")
    done = walk.case.tasks.get(node="draft_plan")
    with pytest.raises(NotPermitted):
        control.take_back_step(task_id=done.pk, reason="漏填", actor=walk.company.who("R3"), now=now)
    walk.case = control.take_back_step(task_id=done.pk, reason="漏填", actor=walk.company.who("R4"), now=now)
    assert walk.open_nodes() == {"draft_plan"}
    walk.run("draft_plan", "approve_plan")
    done = walk.case.tasks.get(node="draft_plan", state=TaskState.DONE)
    with pytest.raises(NotReturnable):
        control.take_back_step(task_id=done.pk, reason="漏填", actor=walk.company.who("R4"), now=now)


def test_grid_forces_a_new_plan_and_the_customer_signs_again(now: datetime) -> None:
    walk = begun(now, "dispatch_fitting", FULL)
    walk.run_until("dispatch_fitting")
    assert SupplyPoint.objects.filter(account=walk.case.account).exists()
    walk.case = control.replan(
        case_id=walk.case.pk, reason="线路改造，原接入点取消", actor=walk.company.who("MGR"), now=walk.now
    )
    assert walk.open_nodes() == {"draft_plan"}
    assert not SupplyPoint.objects.filter(account=walk.case.account).exists()
    assert set(EffectRecord.objects.exclude(name="open_account").values_list("state", flat=True)) == {"COMPENSATED"}
    walk.run_until(after=timedelta(minutes=10))
    assert walk.case.state == CaseState.CLOSED
    assert SupplyPlan.objects.filter(case=walk.case, state="SUPERSEDED").count() == 1


def test_nothing_is_undone_once_the_data_are_in_the_book(now: datetime) -> None:
    walk = begun(now, "call_back")
    walk.run_until("call_back")
    with pytest.raises(CaseSealed):
        control.abort_case(case_id=walk.case.pk, reason="误", actor=walk.company.who("MGR"), now=walk.now)
    with pytest.raises(CaseSealed):
        control.replan(case_id=walk.case.pk, reason="误", actor=walk.company.who("MGR"), now=walk.now)


def test_ended_case_takes_no_more_orders(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    manager = walk.company.who("MGR")
    first = control.withdraw_application(case_id=walk.case.pk, reason="客户撤回", actor=manager, now=now)
    assert first.state == CaseState.ABORTED
    again = control.withdraw_application(case_id=walk.case.pk, reason="客户撤回", actor=manager, now=now)
    assert again.closed_at == first.closed_at
    assert walk.case.events.filter(kind=EventKind.WITHDRAWN).count() == 1
    for order in (control.suspend_case, control.urge_case, control.replan):
        more = {"reason": "PERMIT"} if order is not control.urge_case else {}
        note = {"note": "x"} if order is not control.replan else {}
        with pytest.raises(CaseNotOpen):
            order(case_id=walk.case.pk, actor=manager, now=now, **more, **note)


def test_stale_order_about_a_case_names_who_was_faster(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    version = walk.case.version
    control.mark_green_channel(
        case_id=walk.case.pk, is_green=True, reason="重点项目", actor=walk.company.who("R6"), now=now
    )
    with pytest.raises(StaleVersion) as refusal:
        control.suspend_case(
            case_id=walk.case.pk,
            version=version,
            reason=StopReason.PERMIT,
            note="等待规划许可",
            actor=walk.company.who("MGR"),
            now=now,
        )
    assert refusal.value.details["by"] == str(walk.company.people["R6"])
    assert refusal.value.details["version"] == version + 1


def test_drafter_may_not_approve_the_own_plan(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    both = make_staff("Y400", walk.company.tree["YQ-T"], Role.R4, Role.R5)
    walk.accept()
    walk.run("dispatch_survey", "survey")
    walk.do("draft_plan", actor=both)
    with pytest.raises(SamePerson):
        walk.do("approve_plan", actor=both)
    walk.do("approve_plan")
    assert walk.open_nodes() == {"reply_plan"}


def test_who_determines_the_fee_does_not_collect_it(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    both = make_staff("Y700", walk.company.tree["YQ-T"], Role.R7, Role.R8)
    walk.accept()
    walk.run_until("determine_fee")
    walk.do("determine_fee", actor=both)
    with pytest.raises(SamePerson):
        walk.do("collect_fee", actor=both)


@pytest.mark.parametrize(("role", "refusal"), [("R1", NotPermitted), ("R5", NotPermitted), ("R18", NotPermitted)])
def test_step_asks_for_its_role(now: datetime, role: str, refusal: type[Exception]) -> None:
    walk = begun(now, "draft_plan")
    with pytest.raises(refusal):
        walk.do("draft_plan", actor=walk.company.who(role))
    assert walk.open_nodes() == {"draft_plan"}


def test_step_of_another_department_does_not_exist(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    stranger = make_staff("W004", walk.company.tree["WZ-T"], Role.R4)
    with pytest.raises(OutOfScope):
        walk.do("draft_plan", actor=stranger)


def test_task_held_by_one_is_not_done_by_another(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    colleague = make_staff("Y401", walk.company.tree["YQ-T"], Role.R4)
    task = desk.claim_task(task_id=walk.task("draft_plan").pk, actor=walk.company.who("R4"), now=now)
    with pytest.raises(HeldByOther) as refusal:
        walk.do("draft_plan", actor=colleague)
    assert refusal.value.details == {"by": str(walk.company.people["R4"])}
    assert str(walk.company.people["R4"]) in str(refusal.value)
    with pytest.raises(HeldByOther):
        desk.claim_task(task_id=task.pk, actor=colleague, now=now)
    desk.transfer_task(task_id=task.pk, assignee=colleague, reason="休假", actor=walk.company.who("R4"), now=now)
    walk.do("draft_plan", actor=colleague)
    assert walk.case.tasks.get(node="draft_plan").done_by == colleague


def test_task_goes_only_to_somebody_who_can_do_it(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    task = walk.task("draft_plan")
    absent = make_staff("Y402", walk.company.tree["YQ-T"], Role.R4, absent_until=now.date())
    for person in (walk.company.who("R1"), absent):
        with pytest.raises(InvalidInput) as refusal:
            desk.assign_task(task_id=task.pk, assignee=person, actor=walk.company.who("MGR"), now=now)
        assert list(refusal.value.errors) == ["assignee"]
    with pytest.raises(NotPermitted):
        desk.transfer_task(
            task_id=task.pk,
            assignee=walk.company.who("R4"),
            reason="…",
            actor=walk.company.who("R4"),
            now=now,
        )


def test_step_that_somebody_sent_away_names_who_did(now: datetime) -> None:
    walk = begun(now, "approve_plan")
    task, boss = walk.task("approve_plan"), walk.company.who("R5")
    control.return_task(task_id=task.pk, target="survey", reason="重勘", actor=boss, now=now)
    frame = {"task_id": task.pk, "version": task.version, "actor": boss, "now": now}
    with pytest.raises(TaskNotOpen) as refusal:
        plan.approve_supply_plan(approval=PlanApproval(decision="APPROVE"), **frame)
    assert str(refusal.value).startswith(str(boss))
    control.abort_case(case_id=walk.case.pk, reason="取消", actor=walk.company.who("MGR"), now=now)
    with pytest.raises(CaseNotOpen) as ended:
        plan.approve_supply_plan(approval=PlanApproval(decision="APPROVE"), **frame)
    assert str(ended.value).startswith(str(walk.company.people["MGR"]))


def test_form_opened_before_a_transfer_is_stale(now: datetime) -> None:
    walk = begun(now, "approve_plan")
    task = walk.task("approve_plan")
    boss = make_staff("Y501", walk.company.tree["YQ-T"], Role.R5)
    desk.assign_task(task_id=task.pk, assignee=boss, actor=walk.company.who("MGR"), now=now)
    with pytest.raises(StaleVersion) as refusal:
        plan.approve_supply_plan(
            task_id=task.pk, version=task.version, approval=PlanApproval(decision="APPROVE"), actor=boss, now=now
        )
    assert refusal.value.details["by"] == str(boss)


def test_second_press_hears_who_was_first_and_what_they_entered(now: datetime) -> None:
    walk = begun(now, "approve_plan")
    task = walk.task("approve_plan")
    walk.do("approve_plan", note="同意该方案")
    boss = make_staff("Y502", walk.company.tree["YQ-T"], Role.R5)
    with pytest.raises(TaskNotOpen) as refusal:
        plan.approve_supply_plan(
            task_id=task.pk,
            version=task.version,
            approval=PlanApproval(decision="REDRAFT", note="重拟"),
            actor=boss,
            now=now,
        )
    details = refusal.value.details
    assert (details["by"], details["outcome"]) == (str(walk.company.people["R5"]), "approved")
    assert details["current"]["note"] == "同意该方案"
    assert str(walk.company.people["R5"]) in str(refusal.value)
    assert PlanApproval.objects.count() == 1


def test_missing_papers_pause_the_step_until_they_come(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    task = walk.task("draft_plan")
    planner = walk.company.who("R4")
    notice = desk.ask_for_papers(task_id=task.pk, note="缺少用地红线图", actor=planner, now=now)
    same = desk.ask_for_papers(task_id=task.pk, note="缺少用地红线图", actor=planner, now=now)
    assert same == notice
    task.refresh_from_db()
    assert (task.holder, task.waiting_for) == (Holder.CUSTOMER, "W6")
    assert states(walk, "T1") == {ClockState.PAUSED}
    desk.receive_papers(task_id=task.pk, papers=papers("M-PRJ"), actor=walk.company.who("R1"), now=now)
    task.refresh_from_db()
    assert (task.holder, task.waiting_for) == (Holder.UTILITY, "")
    assert states(walk, "T1") == {ClockState.RUNNING}


def test_bad_paper_counts_as_missing(now: datetime) -> None:
    walk = begun(now, "draft_plan")
    paper = walk.case.documents.get(kind="M-EQ")
    with pytest.raises(InvalidInput):
        desk.check_paper(paper_id=paper.pk, good=False, actor=walk.company.who("R4"), now=now)
    desk.check_paper(
        paper_id=paper.pk, good=False, opinion="清单与申请容量不符", actor=walk.company.who("R4"), now=now
    )
    paper.refresh_from_db()
    assert (paper.verdict, paper.checked_by) == ("BAD", walk.company.people["R4"])
