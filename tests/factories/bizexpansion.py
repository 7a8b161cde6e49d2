"""Cases for tests: a company with one person for each role, and a walk that does steps as its people would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final
from uuid import uuid4

from bizexpansion.demo.records import Applicant, application_arguments, step_arguments
from bizexpansion.enums import ApplicationMode, ProjectFlag, TaskState
from bizexpansion.models import Application, Case, Task
from bizexpansion.operations import acceptance
from crm.org.enums import Role
from crm.org.models import Department, District, Staff
from customers.book.enums import Importance
from customers.book.models import ReadingSection
from tests.factories.book import credit_code, make_instrument_transformer, make_meter, make_section
from tests.factories.org import make_company, make_staff

WORKPLACES = {"R1": "YQ-H", "R6": "YQ-H", "R8": "YQ-H", "R11": "INS", "R13": "MET", "R14": "DIS", "R17": "95598"}


@dataclass
class Company:
    """The tree of departments and one person for each role in 园区营业部 (YQ)."""

    tree: dict[str, Department]
    people: dict[str, Staff]

    def who(self, role: str) -> Staff:
        """The person of a role, read afresh as a request would."""
        return Staff.objects.get(pk=self.people[role].pk)


def make_people() -> Company:
    """A company that can carry a case from the counter to energised supply."""
    tree = make_company()
    people: dict[str, Staff] = {}
    for number in range(1, 19):
        role = f"R{number}"
        people[role] = make_staff(f"Y{number:03d}", tree[WORKPLACES.get(role, "YQ-T")], Role(role))
    for role in ("R3", "R11", "R13"):
        people[f"{role}b"] = make_staff(f"Z{role}", tree[WORKPLACES.get(role, "YQ-T")], Role(role))
    people["MGR"] = make_staff("Y100", tree["YQ"], Role.MANAGER)
    return Company(tree, people)


@dataclass
class Wishes:
    """What kind of customer it is; the conditions of the case follow from it."""

    capacity: Decimal = Decimal(630)
    dual: bool = False
    importance: str = ""
    project_flag: str = ProjectFlag.NONE
    hidden_works: bool = False
    fee: bool = False
    terminal: bool = True


SIMPLE = Wishes()
FULL = Wishes(
    capacity=Decimal(3200),
    dual=True,
    importance=Importance.SECOND,
    project_flag=ProjectFlag.BOTH,
    hidden_works=True,
    fee=True,
)


@dataclass
class Walk:
    """One case and the moment; `do("survey")` lets the right person do an open step with plain data."""

    company: Company
    now: datetime
    wishes: Wishes = field(default_factory=Wishes)
    case: Case = field(init=False)
    serial: int = 0

    contact: ClassVar[str] = "陈静"
    station: ClassVar[str] = "星湖"
    first_line: ClassVar[int] = 1

    def accept(self, **overrides: Any) -> Case:
        """Accept the application at the counter."""
        arguments = self.asked() | overrides
        self.case = acceptance.accept_application(**arguments, actor=self.company.who("R1"), now=self.now)
        return self.case

    def asked(self, **fields: Any) -> dict[str, Any]:
        """Everything `accept_application` takes but actor and moment."""
        return application_arguments(self, **fields) | {"flow_code": "104", "token": uuid4()}

    def task(self, node: str) -> Task:
        """The open task of a step."""
        return self.case.tasks.get(node=node, state=TaskState.OPEN)

    def open_nodes(self) -> set[str]:
        """The steps that are open."""
        return set(self.case.tasks.filter(state=TaskState.OPEN).values_list("node", flat=True))

    def do(
        self, node: str, *, actor: Staff | None = None, after: timedelta = timedelta(0), **overrides: Any
    ) -> Case:
        """Do an open step, `after` some time; `overrides` replace fields of the step's record."""
        self.now += after
        task = self.task(node)
        self.case = self.write(task, actor or self.doer(task), overrides)
        return self.case

    def write(self, task: Task, who: Staff, overrides: dict[str, Any]) -> Case:
        """Let somebody do the operation of a task."""
        operation, arguments = step_arguments(self, task, overrides)
        return operation(**arguments, **self.frame(task, who))

    def doer(self, task: Task) -> Staff:
        """Who has the task, else the person of its role."""
        if task.assignee_id is not None:
            return Staff.objects.get(pk=task.assignee_id)
        return self.company.who(DOERS[task.node])

    def run(self, *nodes: str, after: timedelta = timedelta(0)) -> Case:
        """Do several steps one after another."""
        for node in nodes:
            self.do(node, after=after)
        return self.case

    def run_until(self, *stop: str, after: timedelta = timedelta(0)) -> Case:
        """Do open steps in the flow's order until only the steps in `stop` are open or the case has ended."""
        while True:
            order = [node for node in DOERS if node in self.open_nodes() and node not in stop]
            if not order:
                return self.case
            self.do(order[0], after=after)

    def frame(self, task: Task, who: Staff) -> dict[str, Any]:
        """What every operation wants."""
        return {"task_id": task.pk, "version": task.version, "actor": who, "now": self.now}

    def day(self) -> Any:
        """Today on the wall."""
        return self.now.date()

    # what the records of the steps are made from (`bizexpansion.demo.records.Hands`)

    @property
    def moment(self) -> datetime:
        """When the step is done."""
        return self.now

    @property
    def capacity(self) -> Decimal:
        """kVA."""
        return self.wishes.capacity

    @property
    def sources(self) -> int:
        """One or two."""
        return 2 if self.wishes.dual else 1

    @property
    def importance(self) -> str:
        """The grade of an important customer."""
        return self.wishes.importance

    @property
    def project_flag(self) -> str:
        """Whose works the supply needs."""
        return self.wishes.project_flag

    @property
    def has_hidden_works(self) -> bool:
        """Whether an inspection comes between."""
        return self.wishes.hidden_works

    @property
    def is_fee_due(self) -> bool:
        """Whether the second source costs a fee."""
        return self.wishes.fee

    @property
    def needs_terminal(self) -> bool:
        """Whether a load terminal is hung."""
        return self.wishes.terminal

    def applicant(self) -> Applicant:
        """Another factory each time."""
        number = Application.objects.count() + 1
        return Applicant(
            name=f"苏州博远{number}精密电子有限公司",
            id_number=credit_code(),
            district=District.objects.get(department=self.company.tree["YQ"]),
            address=f"苏州市工业园区星湖街{number}号",
            phone="13812345678",
            trade_code="3970",
            mode=ApplicationMode.COUNTER,
            wanted_in=120,
        )

    def person(self) -> str:
        """The name of somebody."""
        return "孙九"

    def pair(self, form: str) -> tuple[Staff, Staff]:
        """The two of the team that does this work."""
        role = {"survey": "R3", "inspect_interim": "R11"}.get(form, "R13")
        return self.company.who(role), self.company.who(f"{role}b")

    def meters(self, count: int) -> list[str]:
        """New meters in store."""
        return [make_meter(self.company.tree["YQ"]).asset_number for _ in range(count)]

    def instrument_transformers(self, count: int) -> list[str]:
        """New instrument transformers in store."""
        return [make_instrument_transformer(self.company.tree["YQ"]).asset_number for _ in range(count)]

    def reading_section(self) -> ReadingSection:
        """A section of the department."""
        return make_section(self.company.tree["YQ"])


DOERS: Final = {
    "dispatch_survey": "R2",
    "survey": "R3",
    "draft_plan": "R4",
    "countersign_plan": "R5",
    "approve_plan": "R5",
    "reply_plan": "R6",
    "customer_answer": "R6",
    "determine_fee": "R7",
    "collect_fee": "R8",
    "track_grid_project": "R9",
    "receive_design": "R1",
    "review_design": "R10",
    "confirm_start": "R6",
    "request_interim": "R1",
    "dispatch_interim": "R2",
    "inspect_interim": "R11",
    "report_completion": "R1",
    "inspect_completion": "R11",
    "draft_contract": "R12",
    "review_contract": "R5",
    "sign_contract": "R12",
    "file_contract": "R12",
    "fix_metering_plan": "R13",
    "assign_meter": "R13",
    "dispatch_fitting": "R2",
    "issue_meter": "R13",
    "install_meter": "R13",
    "record_installation": "R13",
    "install_terminal": "R13",
    "energise": "R14",
    "update_topology": "R15",
    "archive": "R16",
    "call_back": "R17",
    "close": "R18",
}
"""The role that does each step of 104, in the flow's order."""
