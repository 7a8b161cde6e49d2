"""Two people, one button; two counters, one account. Real threads, real commits.

What the other flows add is raced in tests/bizexpansion/flows/test_two_clerks.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from bizexpansion.demo.records import papers
from bizexpansion.enums import CaseState, EventKind, FollowUpState
from bizexpansion.errors import AccountHasOpenCase, HeldByOther, TaskNotOpen
from bizexpansion.flows import get_flow
from bizexpansion.models import (
    BatchDetermination,
    Case,
    EffectRecord,
    FollowUp,
    Household,
    ListRowState,
    PlanApproval,
    Task,
    Term,
)
from bizexpansion.operations import acceptance, batch, control, desk, plan, versions
from bizexpansion.operations.expiry import dismiss_follow_up
from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.org.enums import Role
from crm.org.models import District, Staff
from crm.outbox.models import Fact
from crm.web import drafts
from crm.web.models import FormDraft
from customers.book.models import SupplyAccount
from tests.bizexpansion.invariants import check_case
from tests.factories.batch import make_batch
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_staff
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


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
    first, second = (Walk(company, now, SIMPLE).asked() for _ in range(2))
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
    first, second = (Walk(company, now, SIMPLE).asked() for _ in range(2))
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


def test_a_case_is_brought_into_another_version_once(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    walk, latest = Walk(make_people(), now, SIMPLE), get_flow
    with monkeypatch.context() as patch:
        patch.setattr("bizexpansion.operations.acceptance.get_flow", lambda code, v=None: latest(code, v or 1))
        case = walk.accept()

    def bring() -> Any:
        return versions.migrate_case(case_id=case.pk, version=2, reason="新考核口径", actor=SYSTEM, now=now)

    at_once(bring, bring)
    assert Case.objects.get(pk=case.pk).flow_version == 2
    assert case.events.filter(kind=EventKind.MIGRATED).count() == 1
    check_case(Case.objects.get(pk=case.pk))


def test_a_proposed_case_is_decided_once(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    clock = make_clock(make_rule(), walk.company.tree["YQ"], now)
    term = Term.objects.create(account=case.account, case=case, timer="T15", clock=clock)
    proposed = FollowUp.objects.create(
        account=case.account, department=case.department, term=term, flow_code="216", due_on=now.date()
    )
    clerks = [make_staff(f"Y1{n}", walk.company.tree["YQ-H"], Role.R1) for n in range(2)]

    def dismiss(clerk: Staff) -> Any:
        return dismiss_follow_up(follow_up_id=proposed.pk, reason="已恢复用电", actor=clerk, now=now)

    answers = at_once(*(partial(dismiss, clerk) for clerk in clerks))
    assert sorted(type(one).__name__ for one in answers) == ["FollowUp", "FollowUpDecided"]
    proposed.refresh_from_db()
    assert (proposed.state, proposed.decided_by in clerks) == (FollowUpState.DISMISSED, True)


def test_papers_handed_in_at_two_counters_end_the_wait_once(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    task, clerk = case.tasks.get(state="OPEN"), walk.company.who("R1")
    asker = walk.doer(task)
    desk.ask_for_papers(task_id=task.pk, note="房产证明", actor=asker, now=now)
    before = set(case.events.values_list("pk", flat=True))

    def hand_in() -> Any:
        return desk.receive_papers(task_id=task.pk, papers=papers("M-PROP"), actor=clerk, now=now)

    assert all(isinstance(one, Case) for one in at_once(hand_in, hand_in))
    check_case(Case.objects.get(pk=case.pk))
    assert Task.objects.get(pk=task.pk).waiting_for == ""
    assert case.events.exclude(pk__in=before).filter(kind=EventKind.DOCUMENT).count() == 1


def test_a_row_of_a_batch_is_dropped_once(now: datetime) -> None:
    company = make_people()
    clerk = company.who("R1")
    case = make_batch(clerk, District.objects.filter(department=company.tree["YQ"])[0], now, rows=3)

    def drop() -> Any:
        return batch.drop_batch_row(case_id=case.pk, number=1, reason="退房", actor=clerk, now=now)

    assert all(isinstance(one, Case) for one in at_once(drop, drop))
    rows = list(Household.objects.order_by("number").values_list("state", flat=True))
    assert rows.count(ListRowState.DROPPED) == 1
    check_case(Case.objects.get(pk=case.pk))


@pytest.mark.slow
def test_a_household_of_two_lists_is_opened_once(now: datetime) -> None:
    """Two lists of the same building, determined at the same moment: the later one finds its rows taken."""
    company = make_people()
    clerk, district = company.who("R1"), District.objects.filter(department=company.tree["YQ"])[0]
    cases = [make_batch(clerk, district, now, rows=4, bad=0) for _ in range(2)]

    def determine(case: Case) -> Callable[[], Case]:
        task = case.tasks.get(node="determine_batch")
        return lambda: batch.determine_batch(
            task_id=task.pk, determination=BatchDetermination(is_complete=True), actor=clerk, now=now
        )

    results = at_once(*(determine(case) for case in cases))
    assert sorted(type(one).__name__ for one in results) == ["Case", "InvalidInput"]
    places = SupplyAccount.objects.values_list("address", flat=True)
    assert (len(places), len(set(places))) == (4, 4)
    states = Household.objects.order_by("application__case", "number").values_list("state", flat=True)
    assert sorted(states) == [ListRowState.GOOD] * 4 + [ListRowState.TAKEN] * 4
    for case in Case.objects.all():
        check_case(case)


def test_a_form_typed_in_two_windows_is_one_draft(now: datetime) -> None:
    clerk = make_people().who("R1")

    def keep(typed: str) -> Any:
        data = QueryDict(f"applicant_name={typed}")
        return drafts.save_draft(staff=clerk, form_key="accept-104", subject="", data=data, now=now)

    at_once(*(partial(keep, str(window)) for window in range(4)))
    kept = FormDraft.objects.get(staff=clerk)
    assert kept.data["applicant_name"][0] in "0123"
