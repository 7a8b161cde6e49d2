"""Long random walks of cases through the operations: whatever people do, the rows and the marking agree."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from bizexpansion.engine.marking import Marking
from bizexpansion.enums import CaseState, EffectState, ProjectFlag, TaskState
from bizexpansion.errors import CaseSealed, NotReturnable
from bizexpansion.models import Case, CaseClock, EffectRecord
from bizexpansion.operations import control
from bizexpansion.operations.work import graph_of
from bizexpansion.returns import return_targets
from crm.clocks.enums import ClockState
from customers.book.enums import AccountStatus, DeviceState, Importance
from customers.book.models import Meter, MeterInstallation, SupplyPoint
from tests.factories.bizexpansion import Walk, Wishes, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CLOCK_STATES = {"running": {"RUNNING"}, "paused": {"PAUSED"}, "stopped": {"STOPPED", "CANCELLED"}}
FAILING: dict[str, list[dict[str, Any]]] = {
    "survey": [{}],
    "approve_plan": [{"decision": "RESURVEY", "note": "重勘"}, {"decision": "REDRAFT", "note": "重拟"}],
    "customer_answer": [{"answer": "NEW_PLAN", "note": "另拟"}],
    "receive_design": [{"is_complete": False, "missing": "缺图"}],
    "review_design": [{"passed": False, "note": "不合格"}],
    "inspect_interim": [{"passed": False, "note": "不合格"}],
    "report_completion": [{"is_complete": False, "missing": "缺报告"}],
    "inspect_completion": [{"passed": False, "note": "不合格"}],
    "review_contract": [{"passed": False, "note": "修改"}],
}


def agree(case: Case) -> None:
    """What must hold after every move."""
    case.refresh_from_db()
    marking = Marking.from_json(case.marking)
    graph = graph_of(case)
    open_rows = {(t.node, t.instance): t for t in case.tasks.filter(state=TaskState.OPEN)}
    assert {(token.node, token.instance) for token in marking.open.values()} == set(open_rows)
    for token in marking.open.values():
        row = open_rows[token.node, token.instance]
        assert (row.visit, row.waiting_for) == (token.visit, token.waiting)
    done = {(t.node, t.visit) for t in case.tasks.filter(state=TaskState.DONE)}
    assert {(one.node, one.visit) for one in marking.standing} <= done
    owed = {(one.node, name) for one in marking.standing for name in graph.steps[one.node].effects_of(one.outcome)}
    applied = EffectRecord.objects.filter(case=case, state__in=[EffectState.APPLIED, EffectState.SEALED])
    assert set(applied.values_list("task__node", "name")) == owed
    for link in CaseClock.objects.filter(case=case).select_related("clock__rule"):
        state = marking.clocks[link.timer]
        if link.round == state.round and case.state == CaseState.IN_PROGRESS and not link.clock.rule.is_total:
            assert link.clock.state in CLOCK_STATES[state.status.value], link


def wishes_of(chance: Random) -> Wishes:
    return Wishes(
        capacity=Decimal(chance.choice([315, 630, 1260, 3200])),
        dual=chance.random() < 0.4,
        importance=chance.choice(["", "", Importance.SECOND]),
        project_flag=chance.choice(list(ProjectFlag)),
        hidden_works=chance.random() < 0.6,
        fee=chance.random() < 0.5,
        terminal=chance.random() < 0.8,
    )


def step(walk: Walk, chance: Random) -> None:
    """One thing that somebody does: mostly a step, sometimes a step that fails, a return, a pause, a re-plan."""
    node = chance.choice(sorted(walk.open_nodes()))
    task = walk.task(node)
    manager, dice = walk.company.who("MGR"), chance.random()
    walk.now += timedelta(minutes=chance.choice([5, 45, 240, 1440]))
    marking, graph = Marking.from_json(walk.case.marking), graph_of(walk.case)
    if dice < 0.06:
        targets = return_targets(graph, marking, node)
        if targets and task.assignee_id is not None:
            target = chance.choice(targets).node
            control.return_task(task_id=task.pk, target=target, reason="退回", actor=task.assignee, now=walk.now)
    elif dice < 0.09:
        control.suspend_case(case_id=walk.case.pk, reason="CUSTOMER_HOLD", note="暂缓", actor=manager, now=walk.now)
        agree(walk.case)
        walk.now += timedelta(days=chance.randint(0, 9))
        control.resume_case(case_id=walk.case.pk, actor=manager, now=walk.now)
    elif dice < 0.11:
        control.replan(case_id=walk.case.pk, reason="电网原因", actor=manager, now=walk.now)
    elif dice < 0.13:
        control.abort_case(case_id=walk.case.pk, reason="中止", actor=manager, now=walk.now)
    else:
        overrides = chance.choice(FAILING[node]) if node in FAILING and chance.random() < 0.2 else {}
        walk.do(node, **overrides)
    walk.case.refresh_from_db()


@pytest.mark.parametrize("seed", range(40))
def test_rows_and_marking_agree_whatever_people_do(now: datetime, seed: int) -> None:
    chance = Random(seed)
    walk = Walk(make_people(), now, wishes_of(chance))
    walk.accept()
    for _move in range(250):
        if not walk.case.is_open:
            break
        with suppress(NotReturnable, CaseSealed):  # a re-plan before the plan, an abort after the archive
            step(walk, chance)
        agree(walk.case)
    account = walk.case.account
    account.refresh_from_db()
    clocks = set(CaseClock.objects.values_list("clock__state", flat=True))
    if walk.case.state == CaseState.CLOSED:
        assert account.status == AccountStatus.NORMAL
        assert MeterInstallation.objects.filter(account=account, period__upper_inf=True).exists()
        assert clocks <= {ClockState.STOPPED, ClockState.CANCELLED, ClockState.HANDED_OVER}
    elif walk.case.state == CaseState.ABORTED:
        assert account.status == AccountStatus.VOIDED
        assert not SupplyPoint.objects.filter(account=account).exists()
        assert set(Meter.objects.values_list("state", flat=True)) <= {DeviceState.IN_STORE}
        assert clocks <= {ClockState.STOPPED, ClockState.CANCELLED}
