"""Who is told what, once, and not at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bizexpansion.operations import control, desk
from crm.clocks.sweep import sweep
from crm.messages.models import Notification
from crm.outbox.operations import drain
from tests.factories.bizexpansion import SIMPLE, Walk, make_people

pytestmark = pytest.mark.django_db


def told(walk: Walk, role: str) -> list[str]:
    """The lines in somebody's inbox."""
    lines = Notification.objects.filter(recipient=walk.company.people[role]).order_by("id")
    return list(lines.values_list("title", flat=True))


def test_team_hears_of_a_task_that_nobody_holds_and_then_its_leader(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    number = walk.accept().case_number
    drain(now=now)
    assert told(walk, "R2") == [f"{number}：勘查派工 已到您的工作台"]
    assert Notification.objects.get(recipient=walk.company.people["R2"]).url == f"/cases/{number}/"
    walk.do("dispatch_survey")
    drain(now=now)
    drain(now=now)
    assert told(walk, "R3") == [f"{number}：现场勘查 已到您的工作台"]
    assert told(walk, "R3b") == []


def test_nobody_is_troubled_while_the_customer_holds_the_ball(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("reply_plan")
    drain(now=now)
    before = told(walk, "R6")
    assert len(before) == 1
    walk.do("reply_plan")
    drain(now=now)
    assert told(walk, "R6") == before


def test_assigned_task_is_told_to_the_other_person_only(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    number = walk.accept().case_number
    walk.do("dispatch_survey")
    drain(now=now)
    task = walk.task("survey")
    desk.assign_task(task_id=task.pk, assignee=walk.company.who("R3b"), actor=walk.company.who("R2"), now=now)
    drain(now=now)
    assert told(walk, "R3b") == [f"{number}：现场勘查 已派给您"]


def test_urging_reaches_holders_and_leaders_but_not_oneself(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    number = walk.accept().case_number
    walk.do("dispatch_survey")
    control.urge_case(case_id=walk.case.pk, note="客户来电催办", actor=walk.company.who("R6"), now=now)
    control.urge_case(case_id=walk.case.pk, note="客户来电催办", actor=walk.company.who("R6"), now=now)
    drain(now=now)
    line = f"{number} 被催办：客户来电催办"
    assert [role for role in walk.company.people if line in told(walk, role)] == ["R2", "R3", "MGR"]
    assert Notification.objects.filter(kind="urge").count() == 3
    walk.case.refresh_from_db()
    assert walk.case.urged_count == 1


def test_broken_promise_is_told_at_the_next_opening(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.do("dispatch_survey")
    shanghai = ZoneInfo("Asia/Shanghai")
    night = datetime(2026, 12, 9, 17, 31, tzinfo=shanghai)
    sweep(now=night)
    drain(now=night)
    lines = Notification.objects.filter(kind="late", recipient=walk.company.people["R3"])
    assert {line.not_before for line in lines} == {datetime(2026, 12, 10, 8, 30, tzinfo=shanghai)}
    assert Notification.objects.filter(kind="late", recipient=walk.company.people["MGR"]).exists()
    count = lines.count()
    sweep(now=night + timedelta(minutes=1))
    drain(now=night + timedelta(minutes=1))
    assert lines.count() == count


def test_clerk_hears_of_an_abort(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    number = walk.accept().case_number
    control.withdraw_application(case_id=walk.case.pk, reason="客户撤回申请", actor=walk.company.who("R6"), now=now)
    drain(now=now)
    assert told(walk, "R1") == [f"{number} 已中止：客户撤回申请"]
