"""Random cases of random flows: people do steps, send back, transfer, suspend, resume, plan anew and abort as they
please; after every move the case is whole (tests/bizexpansion/invariants.py), after its end the book is right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bizexpansion.engine.definition import ExitKind
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import CaseState, PlanState, TaskState
from bizexpansion.models import CapacitySum, Task
from bizexpansion.operations import control, desk
from bizexpansion.queries.people import able_staff
from bizexpansion.returns import return_targets
from crm.errors import DomainError
from tests.bizexpansion.flows.exits import left_by, way_out
from tests.bizexpansion.flows.office import Office, all_tables, problems
from tests.bizexpansion.flows.phases import assert_aborted
from tests.bizexpansion.invariants import check_case
from tests.factories.bizexpansion import Company, make_people

TABLES = all_tables()
chance = st.integers(0, 9999)


def is_going_on(machine: RandomCase) -> bool:
    """The case is neither suspended nor at its end."""
    return machine.office.case.state == CaseState.IN_PROGRESS


class RandomCase(RuleBasedStateMachine):
    """One case; every number chooses among what is possible at that moment."""

    company: ClassVar[Company]
    now: ClassVar[datetime]

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()

    def teardown(self) -> None:
        """The next case finds the world as this one did."""
        transaction.savepoint_rollback(self.mark)

    @initialize(number=chance)
    def accept(self, number: int) -> None:
        """A customer comes to the counter."""
        self.office = Office(self.company, TABLES[number % len(TABLES)], self.now)
        answer = self.office.accept()
        assert answer.status_code == 302, problems(answer)

    def task(self, number: int) -> Task:
        """One of the open tasks."""
        return self.pick(number, self.office.case.tasks.filter(state=TaskState.OPEN).order_by("id"))

    @staticmethod
    def pick(number: int, among: Any) -> Any:
        """One of several."""
        found = list(among)
        return found[number % len(found)]

    @precondition(is_going_on)
    @rule(number=chance)
    def step(self, number: int) -> None:
        """Somebody does a step; a page that is refused has changed nothing."""
        self.send(self.task(number), {})

    @precondition(is_going_on)
    @rule(number=chance)
    def another_step(self, number: int) -> None:
        """Most moves lead forward, so that late phases are reached."""
        self.send(self.task(number), {})

    @precondition(is_going_on)
    @rule(number=chance)
    def leave_otherwise(self, number: int) -> None:
        """Somebody sends back, hands back or refuses, from the page."""
        task = self.task(number)
        exits = [one for one in self.office.step(task.node).exits if one.kind is not ExitKind.NEXT]
        if not exits:
            return
        exit = exits[number % len(exits)]
        sheet = self.office.opened(task.node)
        with left_by(self.office, sheet, exit):
            pass
        answer = self.office.send(sheet, **way_out(self.office, sheet, exit))
        assert answer.status_code == 302, problems(answer)
        if exit.kind is ExitKind.ABORT:
            assert_aborted(self.office)

    def send(self, task: Task, values: dict[str, Any]) -> None:
        """Open the page, fill it in, send it."""
        before = self.office.case.version
        answer = self.office.send(self.office.opened(task.node), **values)
        self.office.case.refresh_from_db()
        if answer.status_code != 302:
            assert answer.status_code in (403, 409, 422), answer.status_code
            assert self.office.case.version == before, "a refused page changes nothing"

    @precondition(is_going_on)
    @rule(number=chance)
    def return_it(self, number: int) -> None:
        """Somebody sends the case back by hand."""
        task, case = self.task(number), self.office.case
        targets = return_targets(self.office.graph, Marking.from_json(case.marking), task.node)
        if targets and number % 3 == 0:
            target = targets[number % len(targets)].node
            self.do(
                control.return_task,
                task_id=task.pk,
                target=target,
                reason="资料有误",
                actor=self.office.person(task),
            )

    @precondition(is_going_on)
    @rule(number=chance)
    def transfer(self, number: int) -> None:
        """Whoever holds a task hands it on; whoever does not takes it first."""
        task = self.task(number)
        person = self.office.person(task)
        others = able_staff(self.office.step(task.node).form, self.office.case.department).exclude(pk=person.pk)
        if task.assignee_id is None:
            self.do(desk.claim_task, task_id=task.pk, actor=person)
        elif others:
            other = self.pick(number, others)
            self.do(desk.transfer_task, task_id=task.pk, assignee=other, reason="请假", actor=person)

    @precondition(is_going_on)
    @rule(number=chance)
    def suspend(self, number: int) -> None:
        """The customer asks to wait; some days go by; the case goes on."""
        case, manager = self.office.case, self.company.who("MGR")
        self.do(control.suspend_case, case_id=case.pk, reason="CUSTOMER_HOLD", note="客户来函", actor=manager)
        check_case(self.office.case)
        task = self.task(number)
        arguments: dict[str, Any] = {"task_id": task.pk, "target": "accept", "reason": "x"}
        with pytest.raises(DomainError):
            control.return_task(**arguments, actor=self.office.person(task), now=self.office.now)
        self.office.now += timedelta(days=number % 5)
        self.do(control.resume_case, case_id=case.pk, actor=manager)

    @precondition(is_going_on)
    @rule(number=chance)
    def replan(self, number: int) -> None:
        """The grid forces another plan."""
        done = Marking.from_json(self.office.case.marking).done("draft_plan")
        if done and not self.is_sealed and number % 4 == 0:
            self.do(control.replan, case_id=self.office.case.pk, reason="线路切改", actor=self.company.who("MGR"))

    @precondition(is_going_on)
    @rule(number=chance)
    def abort(self, number: int) -> None:
        """Now and then the customer gives up; the book is as it was."""
        if number % 8 == 0 and not self.is_sealed:
            self.office.abort()
            assert_aborted(self.office)

    @precondition(lambda machine: not is_going_on(machine))
    @rule()
    def stay(self) -> None:
        """A case that has ended stays as it is."""
        assert not self.office.case.tasks.filter(state=TaskState.OPEN).exists()

    @property
    def is_sealed(self) -> bool:
        """Whether the data are in the book."""
        standing = Marking.from_json(self.office.case.marking).standing
        return any(self.office.graph.steps[done.node].seals for done in standing)

    def do(self, operation: Any, **arguments: Any) -> None:
        """Make one call, as a view does, some minutes later."""
        self.office.now += timedelta(minutes=7)
        operation(**arguments, now=self.office.now)
        self.office.case.refresh_from_db()

    @invariant()
    def the_case_is_whole(self) -> None:
        """Tokens, effects, clocks, capacities."""
        if not hasattr(self, "office"):
            return
        check_case(self.office.case)
        check_capacities(self.office)


def check_capacities(office: Office) -> None:
    """What runs is never more than what is agreed; the sums of a plan add up, and stand in the book at the end."""
    account = office.case.account
    if account is None:
        return
    account.refresh_from_db()
    assert 0 <= account.running_capacity <= account.contract_capacity
    for one in CapacitySum.objects.filter(plan__case=office.case).select_related("plan", "account"):
        for kind in ("contract", "running"):
            added = getattr(one, f"applied_{kind}") + getattr(one, f"moved_in_{kind}")
            taken = getattr(one, f"moved_out_{kind}")
            assert getattr(one, f"total_{kind}") == getattr(one, f"original_{kind}") + added - taken
        if office.case.state == CaseState.CLOSED and one.plan.state == PlanState.AGREED:
            assert one.account.contract_capacity == one.total_contract, office.table.id


@pytest.fixture
def random_case(db: None, now: datetime, settings: Any) -> type[RandomCase]:
    settings.SESSION_COOKIE_AGE = 10**7
    RandomCase.company, RandomCase.now = make_people(), now
    return RandomCase


# Shrinking a failed case would take minutes: what has been done is printed as it was.
BOUNDS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def test_some_random_cases(random_case: type[RandomCase]) -> None:
    bounds = settings(BOUNDS, max_examples=3, stateful_step_count=14, derandomize=True)
    run_state_machine_as_test(random_case, settings=bounds)


@pytest.mark.slow
def test_many_random_cases(random_case: type[RandomCase]) -> None:
    bounds = settings(BOUNDS, max_examples=40, stateful_step_count=60)
    run_state_machine_as_test(random_case, settings=bounds)
