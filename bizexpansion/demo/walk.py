"""Carries one demo case through its steps, each at its own past moment of office hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils import translation

from bizexpansion.demo.crew import Crew
from bizexpansion.demo.office_hours import at_work
from bizexpansion.demo.records import Applicant, application_arguments, step_arguments
from bizexpansion.demo.scenarios import CUSTOMER_STEPS, FULL, OUTCOMES, SIMPLE, STEPS, WORKS, Scenario
from bizexpansion.enums import ApplicationMode, CallBackResult, CaseState, ProjectFlag, StopReason, TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, Task
from bizexpansion.operations import acceptance, control, desk
from bizexpansion.operations.lookups import account_of
from crm.local.builders import SeedRequest
from crm.local.seed.names import Names
from crm.local.seed.places import DISTRICTS, Addresses
from crm.org.enums import Role
from crm.org.models import Staff
from customers.book.demo.facts import credit_code
from customers.book.enums import DeviceState, Importance, MeterKind
from customers.book.models import InstrumentTransformer, Meter, ReadingSection

FLOW = "104"
FIRST_CODE = 900_000_000
LATE_DAYS = 45
CUSTOMER_DAYS = 4.2
"""How long a customer takes on average; our own steps take a day."""
_SIZES = {SIMPLE: (315, 400, 500, 630, 800), FULL: (2000, 2500, 3200, 4000)}
_WORKS_SIZES = (800, 1000, 1250)
_PROJECTS = {WORKS: ProjectFlag.INTERNAL, FULL: ProjectFlag.BOTH}


class DemoWalk:
    """One case: what the customer wants, who works on it, and the moment."""

    def __init__(self, scenario: Scenario, index: int, request: SeedRequest) -> None:
        self.scenario, self.index, self.request = scenario, index, request
        self.token = uuid5(NAMESPACE_OID, f"demo case {request.seed} {index}")
        self.rng = Random(request.seed * 7919 + index)
        self.names = Names(self.rng)
        self.is_full = scenario.kind == FULL
        self.capacity = Decimal(self.rng.choice(_SIZES.get(scenario.kind, _WORKS_SIZES)))
        self.importance = Importance.SECOND.value if self.is_full else Importance.NONE.value
        self.sources = 2 if self.is_full else 1
        self.project_flag = _PROJECTS.get(scenario.kind, ProjectFlag.NONE)
        self.has_hidden_works = self.is_fee_due = self.is_full
        self.needs_terminal = True
        self.first_line = 111 + index % 40
        self.contact = self.names.person()
        self.moment = self._begin()
        self.crew: Crew
        self.case: Case

    @property
    def title(self) -> str:
        """Which scenario it is, for who reads the log."""
        return f"scenario {self.index} of {FLOW}, up to {self.scenario.stop or 'its end'}"

    def run(self, crews: list[Crew]) -> None:
        """Accept the application and do what the scenario says."""
        self.crew = crews[self.rng.choices(range(len(crews)), (6, 2, 2)[: len(crews)])[0]]
        with translation.override("zh-hans"):
            clerk = self.crew.able("accept")[self.index % 3]
            self.case = acceptance.accept_application(
                **application_arguments(self), token=self.token, flow_code=FLOW, actor=clerk, now=self.moment
            )
            if self.scenario.green:
                self._manage(control.mark_green_channel, is_green=True, reason="省重大项目，纳入绿色通道")
            while (task := self._next_task()) is not None:
                self._do(task)
            self._end()

    def applicant(self) -> Applicant:
        """A factory in one of the districts that the crew serves."""
        rng, district = self.rng, self.rng.choice(self.crew.districts)
        place = next(each for each in DISTRICTS if each.code == district.code)
        return Applicant(
            name=self.names.factory(place.short),
            id_number=credit_code(FIRST_CODE + self.request.seed % 1000 * 1000 + self.index),
            district=district,
            address=Addresses(rng).premises(place),
            phone=self.names.mobile(),
            trade_code=rng.choice(("3970", "1711", "3525", "2922", "3484")),
            mode=rng.choice((ApplicationMode.COUNTER, ApplicationMode.COUNTER, ApplicationMode.INTERNET)),
            wanted_in=rng.randint(60, 150),
        )

    @property
    def station(self) -> str:
        """Substation and lines are called after the district."""
        return account_of(self.case).district.name[:2]

    def person(self) -> str:
        """The name of somebody."""
        return self.names.person()

    def pair(self, form: str) -> tuple[Staff, Staff]:
        """Two people of a team."""
        return self.crew.pair(form, self.rng)

    def meters(self, count: int) -> list[str]:
        """Asset numbers of high-voltage meters in store."""
        rows = Meter.objects.filter(department=self.crew.department, state=DeviceState.IN_STORE)
        rows = rows.filter(kind=MeterKind.THREE_PHASE_HV).order_by("asset_number")
        return list(rows.values_list("asset_number", flat=True)[:count])

    def instrument_transformers(self, count: int) -> list[str]:
        """Asset numbers of instrument transformers in store."""
        rows = InstrumentTransformer.objects.filter(department=self.crew.department, state=DeviceState.IN_STORE)
        return list(rows.order_by("asset_number").values_list("asset_number", flat=True)[:count])

    def reading_section(self) -> ReadingSection:
        """One of the department's."""
        sections = ReadingSection.objects.filter(department=self.crew.department, is_active=True).order_by("number")
        return sections[self.index % len(sections)]

    def _fields(self, task: Task) -> dict[str, Any]:
        """What this visit of a step is written down as where it does not end well, or not as usual."""
        planned = self.scenario.outcomes.get(task.node, ())
        outcome = planned[task.visit - 1] if task.visit <= len(planned) else ""
        if task.node == "call_back":
            score = self.rng.choice((5, 5, 5, 4, 3))
            result = CallBackResult.SATISFIED if score > 3 else CallBackResult.NEUTRAL
            return {"score": score, "result": result}
        return dict(OUTCOMES.get((task.node, outcome), {}))

    def _begin(self) -> datetime:
        """Long enough ago for the steps to be done, and for a late one to be late."""
        path = self.scenario.path
        waits = sum(step in CUSTOMER_STEPS for step in path)
        repeated = 6 * len(self.scenario.outcomes)
        last = LATE_DAYS if self.scenario.late else self.rng.uniform(0.5, 3)
        days = last + repeated + len(path) - waits + CUSTOMER_DAYS * waits
        return at_work(self.request.now - timedelta(days=days), self.rng)

    def _next_task(self) -> Task | None:
        """The open task to do next; None where the case shall stand, or has ended."""
        if self.case.state != CaseState.IN_PROGRESS:
            return None
        open_tasks = {task.node: task for task in self.case.tasks.filter(state=TaskState.OPEN)}
        for node in STEPS:
            task = open_tasks.get(node)
            if task is None:
                continue
            planned = len(self.scenario.outcomes.get(node, ()))
            if node != self.scenario.stop or task.visit <= planned:
                return task
        return None

    def _do(self, task: Task) -> None:
        self._pass_time(customer=task.node in CUSTOMER_STEPS)
        step = get_flow(FLOW).steps[task.node]
        person = self.crew.doer(task, step.form, self.rng)
        operation, arguments = step_arguments(self, task, self._fields(task))
        self.case = operation(task_id=task.pk, version=task.version, actor=person, now=self.moment, **arguments)

    def _end(self) -> None:
        """What the scenario does with the case where it stands, and who has it on the desk."""
        scenario = self.scenario
        if scenario.then == "suspend":
            self._manage(
                control.suspend_case,
                reason=StopReason.CUSTOMER_HOLD,
                note="客户厂房建设延期，书面申请暂缓",
                document="客户来函",
            )
        elif scenario.then == "abort":
            self._manage(control.abort_case, reason="客户项目取消，书面申请终止")
        elif scenario.then == "withdraw":
            self._manage(control.withdraw_application, reason="客户改选其他厂址，申请撤回")
        elif scenario.then == "replan":
            self._manage(control.replan, reason="110 kV 变电站间隔调整，须变更供电方案")
        for number in range(scenario.urged):
            self.moment = min(self.moment + timedelta(hours=1 + number), self.request.now)
            self._manage(control.urge_case, note="客户来电催办，请尽快处理", step=False)
        if scenario.stop and not scenario.then and self.index % 2 == 0:
            self._claim()

    def _claim(self) -> None:
        """Somebody takes one of the open tasks onto his desk."""
        open_tasks = self.case.tasks.filter(state=TaskState.OPEN, assignee=None, waiting_for="")
        task = open_tasks.order_by("id").first()
        if task is not None:
            form = get_flow(FLOW).steps[task.node].form
            desk.claim_task(task_id=task.pk, actor=self.crew.doer(task, form, self.rng), now=self.moment)

    def _manage(self, operation: object, *, step: bool = True, **arguments: object) -> None:
        """What the manager of the business department does with the whole case."""
        if step:
            self._pass_time(customer=False)
        self.case = operation(  # type: ignore[operator]
            case_id=self.case.pk, actor=self.crew.holder_of(Role.MANAGER), now=self.moment, **arguments
        )

    def _pass_time(self, *, customer: bool) -> None:
        """Go on to a later moment of office hours, but not beyond the present."""
        hours = self.rng.uniform(24, 150) if customer else self.rng.uniform(1, 30)
        later = at_work(self.moment + timedelta(hours=hours), self.rng)
        left = self.request.now - self.moment
        self.moment = later if later < self.request.now - timedelta(hours=2) else self.moment + left / 20
