"""The promises of flow 104, deadline by deadline, counted by hand over the calendar of 2026 and 2027."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime

from bizexpansion.models import CaseClock
from bizexpansion.operations import control
from crm.clocks.enums import ClockState, Holder
from crm.clocks.models import ClockSpan
from crm.clocks.queries import clock_chips
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, Wishes, make_people

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    """A moment on the wall of Suzhou."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def due(walk: Walk, timer: str) -> dict[str, str]:
    """kind -> deadline of the latest round of a timer; the state where there is none."""
    links = CaseClock.objects.filter(case=walk.case, timer=timer).select_related("clock").order_by("round")
    return {
        link.kind: f"{localtime(link.clock.due_at):%m-%d %H:%M}" if link.clock.due_at else link.clock.state
        for link in links
    }


def rounds(walk: Walk, timer: str, kind: str) -> list[str]:
    """The states of all rounds of a timer."""
    links = CaseClock.objects.filter(case=walk.case, timer=timer, kind=kind).order_by("round")
    return list(links.values_list("clock__state", flat=True))


def begun(wishes: Wishes, start: datetime) -> Walk:
    walk = Walk(make_people(), start, wishes)
    walk.accept()
    return walk


def test_reply_of_a_single_source_plan_is_due_after_15_working_days() -> None:
    walk = begun(SIMPLE, at(11, 25))
    assert due(walk, "T1") == {"STATUTORY": "12-23 17:30", "PROMISED": "12-16 17:30", "INTERNAL": "12-09 17:30"}
    assert due(walk, "T6") == {"PROMISED": "12-25 17:30"}


def test_reply_of_a_dual_source_plan_reaches_into_a_year_not_published() -> None:
    walk = begun(FULL, at(11, 25))
    assert due(walk, "T1")["INTERNAL"] == "12-23 17:30"
    assert due(walk, "T1")["PROMISED"] == "01-07 17:30"
    promised = CaseClock.objects.get(case=walk.case, timer="T1", kind="PROMISED").clock
    assert promised.provisional
    assert due(walk, "T6") == {"PROMISED": "01-11 17:30"}


def test_reply_ends_its_clock_and_begins_the_validity_of_the_plan() -> None:
    walk = begun(SIMPLE, at(11, 25))
    walk.run_until("reply_plan")
    walk.now = at(11, 30)
    walk.do("reply_plan")
    assert rounds(walk, "T1", "PROMISED") == [ClockState.STOPPED]
    assert due(walk, "T6") == {"PROMISED": ClockState.PAUSED}
    assert due(walk, "T12") == {"STATUTORY": "11-30 17:30"}
    valid = CaseClock.objects.get(case=walk.case, timer="T12").clock
    assert localtime(valid.due_at).year == 2027  # type: ignore[arg-type]
    plan = walk.case.supplyplan_set.get()
    assert f"{plan.valid_until}" == "2027-11-30"


def test_total_goes_on_where_the_reply_left_it() -> None:
    walk = begun(FULL, at(11, 25))
    walk.run_until("reply_plan")
    walk.now = at(11, 30)  # 26, 27, 30: three days used of 32
    walk.run("reply_plan", "customer_answer")
    walk.now = at(12, 7, 9)
    walk.do("receive_design")
    assert due(walk, "T2") == {"STATUTORY": "01-05 17:30", "INTERNAL": "12-10 17:30"}
    # 29 left: 12-08 (1) to 12-31 (18), 01-04 (19) to 01-18 (29)
    assert due(walk, "T6") == {"PROMISED": "01-18 17:30"}
    walk.now = at(12, 9, 16)
    walk.do("review_design")
    assert due(walk, "T6") == {"PROMISED": ClockState.PAUSED}


def test_failed_review_is_new_time_and_its_wait_is_the_design_firms() -> None:
    walk = begun(FULL, at(11, 25))
    walk.run_until("receive_design")
    walk.now = at(12, 7, 9)
    walk.do("receive_design")
    walk.now = at(12, 9, 9)
    walk.do("review_design", passed=False, note="需修改")
    assert rounds(walk, "T2", "INTERNAL") == [ClockState.STOPPED]
    walk.now = at(12, 21, 9)
    walk.do("receive_design")
    assert rounds(walk, "T2", "INTERNAL") == [ClockState.STOPPED, ClockState.RUNNING]
    assert due(walk, "T2")["INTERNAL"] == "12-24 17:30"


def test_inspections_have_their_own_clocks() -> None:
    walk = begun(FULL, at(11, 25))
    walk.run_until("request_interim")
    walk.now = at(12, 2, 9)
    walk.do("request_interim")
    assert due(walk, "T3") == {"STATUTORY": "12-09 17:30", "INTERNAL": "12-04 17:30"}
    walk.now = at(12, 3, 9)
    walk.run("dispatch_interim", "inspect_interim")
    walk.now = at(12, 10, 9)
    walk.do("report_completion")
    assert due(walk, "T4") == {"STATUTORY": "12-21 17:30", "INTERNAL": "12-17 17:30"}
    walk.now = at(12, 14, 9)
    walk.do("inspect_completion")
    assert rounds(walk, "T4", "INTERNAL") == [ClockState.STOPPED]


def test_connection_begins_when_the_last_formality_is_done() -> None:
    walk = begun(FULL, at(11, 25))
    walk.run_until("collect_fee", "sign_contract")
    walk.now = at(12, 2, 9)
    walk.do("collect_fee")
    assert due(walk, "T5") == {}
    walk.now = at(12, 3, 9)
    walk.do("sign_contract")
    assert due(walk, "T5") == {"STATUTORY": "12-14 17:30", "PROMISED": "12-10 17:30"}
    assert rounds(walk, "T12", "STATUTORY") == [ClockState.STOPPED]
    walk.now = at(12, 7, 15)
    walk.run_until("update_topology")
    assert rounds(walk, "T5", "PROMISED") == [ClockState.STOPPED]
    assert rounds(walk, "T6", "PROMISED") == [ClockState.STOPPED]


def test_customers_wish_for_another_plan_begins_the_reply_anew() -> None:
    walk = begun(SIMPLE, at(11, 25))
    walk.run_until("customer_answer")
    walk.now = at(12, 1)
    walk.do("customer_answer", answer="NEW_PLAN", note="改用 20 kV")
    assert rounds(walk, "T1", "PROMISED") == [ClockState.STOPPED, ClockState.RUNNING]
    assert due(walk, "T1")["PROMISED"] == "12-22 17:30"


def test_our_own_mistake_lets_the_same_clock_go_on() -> None:
    walk = begun(SIMPLE, at(11, 25))
    walk.run_until("customer_answer")
    walk.now = at(11, 30)
    task = walk.task("customer_answer")
    control.return_task(
        task_id=task.pk, target="reply_plan", reason="答复单有误", actor=walk.company.who("R6"), now=walk.now
    )
    walk.case.refresh_from_db()
    assert rounds(walk, "T1", "PROMISED") == [ClockState.RUNNING]
    # replied on 11-25 itself, back on 11-30: no day used, the days between and the day of return do not count
    assert due(walk, "T1")["PROMISED"] == "12-21 17:30"


def test_suspension_costs_neither_the_day_it_left_nor_the_day_it_came_back() -> None:
    walk = begun(SIMPLE, at(11, 25))
    manager = walk.company.who("MGR")
    control.suspend_case(
        case_id=walk.case.pk, reason="CUSTOMER_HOLD", note="客户来函", actor=manager, now=at(11, 27, 15)
    )
    assert due(walk, "T1") == dict.fromkeys(("STATUTORY", "PROMISED", "INTERNAL"), ClockState.PAUSED)
    control.resume_case(case_id=walk.case.pk, actor=manager, now=at(12, 2, 9))
    # 26 (1); 27 left, 30, 1 away, 2 came back; 3, 4 (3), 7-11 (8), 14-18 (13), 21, 22 (15)
    assert due(walk, "T1")["PROMISED"] == "12-22 17:30"
    spans = ClockSpan.objects.filter(clock__case_link__timer="T1", clock__case_link__kind="PROMISED")
    assert list(spans.order_by("started_at").values_list("kind", "reason", "holder")) == [
        ("RUNNING", "", Holder.UTILITY),
        ("PAUSED", "CUSTOMER_HOLD", Holder.CUSTOMER),
        ("RUNNING", "", Holder.UTILITY),
    ]


def test_who_held_the_time_is_told_apart() -> None:
    walk = begun(SIMPLE, at(11, 25))
    manager = walk.company.who("MGR")
    control.suspend_case(case_id=walk.case.pk, reason="PERMIT", note="规划许可", actor=manager, now=at(11, 27, 9))
    control.resume_case(case_id=walk.case.pk, actor=manager, now=at(12, 2, 9))
    clock = CaseClock.objects.select_related("clock__rule").get(case=walk.case, timer="T1", kind="PROMISED").clock
    chip = clock_chips([clock], at(12, 4, 18))[clock.pk]
    assert (chip.shares.us, chip.shares.customer, chip.shares.third) == (3, 0, 4)


def test_every_open_task_stands_under_its_clock() -> None:
    walk = begun(FULL, at(11, 25))
    timers = {"draft_plan": "T1", "review_design": "T2", "inspect_interim": "T3", "inspect_completion": "T4"}
    for node, timer in timers.items():
        walk.run_until(node)
        clock = walk.task(node).clock
        assert clock is not None
        assert clock.case_link.timer == timer
    walk.run_until("energise", after=timedelta(minutes=1))
    clock = walk.task("energise").clock
    assert clock is not None
    assert (clock.case_link.timer, clock.case_link.kind) == ("T5", "PROMISED")
    assert rounds(walk, "T9", "INTERNAL") == []
    walk.run_until("close", after=timedelta(minutes=1))
    clock = walk.task("close").clock
    assert clock is not None
    assert clock.case_link.timer == "T9"
    assert due(walk, "T9") == {"INTERNAL": "12-02 17:30"}, "5 working days after the connection"
    walk.run_until()
    assert rounds(walk, "T9", "INTERNAL") == [ClockState.STOPPED]


def test_abort_cancels_every_clock_that_runs() -> None:
    walk = begun(FULL, at(11, 25))
    walk.run_until("draft_contract", "review_design")
    control.abort_case(case_id=walk.case.pk, reason="取消", actor=walk.company.who("MGR"), now=walk.now)
    assert rounds(walk, "T1", "PROMISED") == [ClockState.STOPPED]
    for timer, kind in (("T2", "INTERNAL"), ("T6", "PROMISED"), ("T12", "STATUTORY")):
        assert rounds(walk, timer, kind) == [ClockState.CANCELLED]
