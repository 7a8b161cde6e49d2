"""Two people, one button; two counters, one account. Real threads, real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bizexpansion.enums import CaseState
from bizexpansion.errors import AccountHasOpenCase, HeldByOther, TaskNotOpen
from bizexpansion.models import Case, EffectRecord, PlanApproval, Task
from bizexpansion.operations import acceptance, control, desk, plan
from crm.errors import DomainError
from crm.org.enums import Role
from crm.outbox.models import Fact
from tests.factories.bizexpansion import SIMPLE, Walk, application_arguments, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment; what each returned or was refused with."""
    barrier = Barrier(len(presses))

    def press(action: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return action()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def test_one_of_two_approvers_wins_and_the_other_is_told_who(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    bosses = [make_staff(f"Y5{n}", walk.company.tree["YQ-T"], Role.R5) for n in range(2)]
    walk.accept()
    walk.run_until("approve_plan")
    task = walk.task("approve_plan")

    def press(boss: Any, decision: str) -> Callable[[], Case]:
        approval = PlanApproval(decision=decision, note="意见")
        return lambda: plan.approve_supply_plan(
            task_id=task.pk, version=task.version, approval=approval, actor=boss, now=now
        )

    results = at_once(press(bosses[0], "APPROVE"), press(bosses[1], "REDRAFT"))
    won, lost = sorted(results, key=lambda result: isinstance(result, TaskNotOpen))
    assert isinstance(won, Case)
    assert isinstance(lost, TaskNotOpen)
    winner = Task.objects.get(pk=task.pk).done_by
    assert str(winner) in str(lost)
    assert lost.details["by"] == str(winner)
    assert PlanApproval.objects.count() == 1
    assert Fact.objects.filter(key=f"case.step_done:{task.pk}").count() == 1


def test_one_of_two_who_claim_gets_the_task(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    bosses = [make_staff(f"Y5{n}", walk.company.tree["YQ-T"], Role.R5) for n in range(2)]
    walk.accept()
    walk.run_until("approve_plan")
    task = walk.task("approve_plan")
    results = at_once(*(lambda boss=boss: desk.claim_task(task_id=task.pk, actor=boss, now=now) for boss in bosses))
    assert sorted(type(result).__name__ for result in results) == ["HeldByOther", "Task"]
    refusal = next(result for result in results if isinstance(result, HeldByOther))
    assert refusal.details == {"by": str(Task.objects.get(pk=task.pk).assignee)}


def test_form_sent_twice_at_once_is_one_case(now: datetime) -> None:
    company = make_people()
    first, second = (application_arguments(company, SIMPLE, now) for _ in range(2))
    second["token"], second["id_number"] = first["token"], first["id_number"]
    results = at_once(
        *(
            lambda one=one: acceptance.accept_application(**one, actor=company.who("R1"), now=now)
            for one in (first, second)
        )
    )
    assert Case.objects.count() == 1
    assert [result for result in results if isinstance(result, Case)]
    assert not [result for result in results if not isinstance(result, Case | DomainError)]
    assert Case.objects.get().account.cases.count() == 1


def test_abort_against_a_step_leaves_one_truth(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("sign_contract", "file_contract", "assign_meter")
    task = walk.task("assign_meter")
    manager = walk.company.who("MGR")
    at_once(
        lambda: walk.do("assign_meter"),
        lambda: control.abort_case(case_id=walk.case.pk, reason="取消", actor=manager, now=now),
    )
    case = Case.objects.get(pk=walk.case.pk)
    assert case.state == CaseState.ABORTED
    assert not EffectRecord.objects.filter(state="APPLIED").exists()
    assert not case.tasks.filter(state="OPEN").exists()
    assert Task.objects.get(pk=task.pk).state in ("CANCELLED", "RETURNED")


def test_database_itself_holds_one_open_case_for_an_account(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.case_number, twin.token = None, "261125-9999", "00000000-0000-0000-0000-000000000001"
    with pytest.raises(IntegrityError, match="one_open_case"), transaction.atomic():
        twin.save()


def test_two_counters_for_the_same_place_make_one_case(now: datetime) -> None:
    company = make_people()
    first, second = (application_arguments(company, SIMPLE, now) for _ in range(2))
    second["id_number"] = first["id_number"]
    results = at_once(
        *(
            lambda one=one: acceptance.accept_application(**one, actor=company.who("R1"), now=now)
            for one in (first, second)
        )
    )
    refused = [result for result in results if isinstance(result, AccountHasOpenCase)]
    assert len(refused) == 1
    assert Case.objects.count() == 1
