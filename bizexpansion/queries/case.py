"""One case as its page shows it: where it stands, who holds the ball, until when, and all that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import (
    Case,
    CaseClock,
    CaseDocument,
    CaseEvent,
    ContractSigning,
    FeeItem,
    FeeReceipt,
    GridProgress,
    MissingNotice,
    OwedPaper,
    SupplyPlan,
    Task,
)
from bizexpansion.rules import VIEW_CASE
from crm.clocks.enums import RuleKind
from crm.clocks.models import Clock
from crm.clocks.queries import ClockChip, chips_of_read, reads_of_chips
from crm.errors import OutOfScope
from crm.org.models import Department, Staff
from crm.org.permissions import remember_roles, roles_along, scope_of
from crm.prepared import Prepared, PreparedTogether
from crm.reading import join_rows

MOST_EVENTS = 300
MOST_REPORTS = 5
# Of several limits of one timer the page shows the one the public was promised.
FIRST_KIND = {RuleKind.PROMISED: 0, RuleKind.INTERNAL: 1, RuleKind.STATUTORY: 2}
# Who is named in what the page reads.
PEOPLE = {
    "tasks": ("assignee", "done_by"),
    "events": ("actor",),
    "documents": ("received_by", "checked_by"),
    "progress": ("reported_by",),
}


@dataclass(frozen=True)
class CaseClockRow:
    """A clock of the case with its chip; `others` are the limits of other kinds for the same timer."""

    link: CaseClock
    chip: ClockChip
    others: tuple[ClockChip, ...] = ()


@dataclass(frozen=True)
class TaskRow:
    """A visit of a step with its name and, while it is open, its clock."""

    task: Task
    name: Any
    chip: ClockChip | None


@dataclass(frozen=True)
class CaseDetail:
    """Everything the page of a case needs; amounts in yuan.

    `progress` are the latest reports on the grid-side project, `notices` the one-time notices that the customer was
    given, `agreed` the papers that acceptance did not wait for.
    """

    case: Case
    graph: Graph
    marking: Marking
    open_tasks: tuple[TaskRow, ...]
    tasks: tuple[TaskRow, ...]
    events: tuple[CaseEvent, ...]
    clocks: tuple[CaseClockRow, ...]
    documents: tuple[CaseDocument, ...]
    plans: tuple[SupplyPlan, ...]
    fee_due: Decimal
    fee_paid: Decimal
    contract_number: str
    progress: tuple[GridProgress, ...]
    notices: tuple[MissingNotice, ...]
    agreed: tuple[OwedPaper, ...]

    @property
    def late_nodes(self) -> frozenset[str]:
        """Open steps whose clock has run out, for the diagram."""
        return frozenset(row.task.node for row in self.open_tasks if row.chip is not None and row.chip.is_late)

    @property
    def total(self) -> CaseClockRow | None:
        """The clock of the whole case, whose bar says who used the time."""
        return next((row for row in self.clocks if row.chip.clock.rule.is_total), None)


def _by_number(case_number: str) -> QuerySet[Case]:
    read_along = ("account__customer", "department", "application__district")
    return Case.objects.filter(case_number=case_number).order_by().select_related(*read_along)


_BY_NUMBER = Prepared(_by_number, str)


def find_case(user: Any, case_number: str) -> Case:
    """A case by its number, if the person may see it. Raises OutOfScope."""
    case = _BY_NUMBER.one(case_number)
    if case is None or not scope_of(user, VIEW_CASE).covers(case.department_id):
        raise OutOfScope
    return case


def find_task(user: Any, case_number: str, task_id: int) -> Task:
    """A task of a case that the person may see, joined with what a page shows of both; two queries, for the planner
    takes longer over all these tables at once than over all else. Raises OutOfScope."""
    case = find_case(user, case_number)
    task = case.tasks.select_related("assignee", "done_by", "team").filter(pk=task_id).first()
    if task is None:
        raise OutOfScope
    task.case = case
    return task


def _to_do(case_number: str, task_id: int, staff_id: int) -> QuerySet[Task]:
    tasks = Task.objects.filter(case__case_number=case_number, pk=task_id).annotate(roles=roles_along(staff_id))
    return tasks.select_related("case__account__customer", "case__department", "case__application").order_by()


_TO_DO = Prepared(_to_do, str, int, int)


def find_task_to_do(user: Any, case_number: str, task_id: int) -> Task:
    """A task of a case that the person may see, with what a form needs to be sent, and the roles of the person; one
    query. Raises OutOfScope."""
    task = _TO_DO.one(case_number, task_id, user.pk)
    if task is not None:
        remember_roles(user, task.roles)  # type: ignore[attr-defined]
    if task is None or not scope_of(user, VIEW_CASE).covers(task.case.department_id):
        raise OutOfScope
    return task


def _reads(case: int, row: str) -> dict[str, QuerySet[Any]]:
    """All that the page shows of a case; in a batch the visits of one row beside those of all rows together."""
    tasks = Task.objects.filter(case=case, instance__in=("", row))
    events = CaseEvent.objects.filter(case=case)
    documents = CaseDocument.objects.filter(case=case)
    progress = GridProgress.objects.filter(case=case)
    people = Case.objects.filter(pk=case).order_by().values("accepted_by")
    named = {"tasks": tasks, "events": events, "documents": documents, "progress": progress}
    others = [named[name].order_by().values(relation) for name, whom in PEOPLE.items() for relation in whom]
    return {
        "tasks": tasks.order_by("id"),
        "links": CaseClock.objects.filter(case=case).order_by("id"),
        **reads_of_chips(Clock.objects.filter(case_link__case=case)),
        "events": events.order_by("-id")[:MOST_EVENTS],
        "documents": documents.order_by("id"),
        "plans": SupplyPlan.objects.filter(case=case).order_by("-number"),
        "fees": FeeItem.objects.filter(determination__case=case, determination__voided_at__isnull=True),
        "receipts": FeeReceipt.objects.filter(case=case, refund_due_at__isnull=True),
        "signings": ContractSigning.objects.filter(case=case, task__state=TaskState.DONE).order_by("-id")[:1],
        "progress": progress.order_by("-id")[:MOST_REPORTS],
        "notices": MissingNotice.objects.filter(case=case).order_by("-id"),
        "agreed": OwedPaper.objects.filter(case=case),
        "people": Staff.objects.filter(pk__in=people.union(*others)),
        "teams": Department.objects.filter(pk__in=tasks.order_by().values("team")),
    }


_READS = PreparedTogether(_reads, int, str)


def case_detail(case: Case, now: datetime, row: str = "") -> CaseDetail:
    """What the page shows of a case that `find_case` gave, in one query.

    Of a batch it is what all rows share, and what the `row` at which somebody works has of its own; the hundreds of
    others have a page of their own.
    """
    graph = get_flow(case.flow_code, case.flow_version)
    read = _READS.rows(case.pk, row)
    _join(case, read)
    chips = chips_of_read(read, now)
    rows = tuple(_task_row(graph, task, chips) for task in read["tasks"])
    return CaseDetail(
        case=case,
        graph=graph,
        marking=Marking.from_json(case.marking),
        open_tasks=tuple(row for row in rows if row.task.is_open),
        tasks=rows,
        events=tuple(read["events"]),
        clocks=_clock_rows(graph, read["links"], chips),
        documents=tuple(read["documents"]),
        plans=tuple(read["plans"]),
        fee_due=sum((item.amount for item in read["fees"]), Decimal(0)),
        fee_paid=sum((receipt.amount for receipt in read["receipts"]), Decimal(0)),
        contract_number=next((signing.contract_number for signing in read["signings"]), ""),
        progress=tuple(read["progress"]),
        notices=tuple(read["notices"]),
        agreed=tuple(read["agreed"]),
    )


def _join(case: Case, read: Mapping[str, list[Any]]) -> None:
    """Tie together what has been read: nothing of it is read again."""
    people, teams, clocks = ({one.pk: one for one in read[name]} for name in ("people", "teams", "clocks"))
    join_rows([case], "accepted_by", people)
    for name in ("tasks", "events", "documents"):
        join_rows(read[name], "case", {case.pk: case})
    for name, relations in PEOPLE.items():
        for relation in relations:
            join_rows(read[name], relation, people)
    join_rows(read["tasks"], "team", teams)
    join_rows(read["links"], "clock", clocks)


def step_name(case: Case, node: str) -> Any:
    """The name of a step, in the reader's language."""
    return get_flow(case.flow_code, case.flow_version).steps[node].name


def _task_row(graph: Graph, task: Task, chips: Mapping[int, ClockChip]) -> TaskRow:
    return TaskRow(task, graph.steps[task.node].name, chips.get(task.clock_id or 0) if task.is_open else None)


def _clock_rows(graph: Graph, links: list[CaseClock], chips: Mapping[int, ClockChip]) -> tuple[CaseClockRow, ...]:
    """Of every timer its latest round, in the flow's order; what was promised first."""
    rows = []
    for use in graph.flow.clocks:
        own = [link for link in links if link.timer == use.timer]
        if not own:
            continue
        latest = max(link.round for link in own)
        last = sorted(
            (link for link in own if link.round == latest), key=lambda link: FIRST_KIND[RuleKind(link.kind)]
        )
        others = tuple(chips[link.clock_id] for link in last[1:])
        rows.append(CaseClockRow(last[0], chips[last[0].clock_id], others))
    return tuple(rows)
