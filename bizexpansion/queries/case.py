"""One case as its page shows it: where it stands, who holds the ball, until when, and all that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

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
    SupplyPlan,
    Task,
)
from bizexpansion.rules import VIEW_CASE
from crm.clocks.enums import RuleKind
from crm.clocks.queries import ClockChip, clock_chips
from crm.errors import OutOfScope
from crm.org.permissions import scope_of
from crm.prepared import Prepared

# Of several limits of one timer the page shows the one the public was promised.
MOST_EVENTS = 300
FIRST_KIND = {RuleKind.PROMISED: 0, RuleKind.INTERNAL: 1, RuleKind.STATUTORY: 2}


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
    """Everything the page of a case needs; amounts in yuan."""

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

    @property
    def late_nodes(self) -> frozenset[str]:
        """Open steps whose clock has run out, for the diagram."""
        return frozenset(row.task.node for row in self.open_tasks if row.chip is not None and row.chip.is_late)

    @property
    def total(self) -> CaseClockRow | None:
        """The clock of the whole case, whose bar says who used the time."""
        return next((row for row in self.clocks if row.chip.clock.rule.is_total), None)


def find_case(user: Any, case_number: str) -> Case:
    """A case by its number, if the person may see it. Raises OutOfScope."""
    case = (
        Case.objects.restrict(user, VIEW_CASE)
        .select_related("account__customer", "department", "owner", "accepted_by", "application__district")
        .filter(case_number=case_number)
        .first()
    )
    if case is None:
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


def _to_do(case_number: str, task_id: int) -> QuerySet[Task]:
    tasks = Task.objects.filter(case__case_number=case_number, pk=task_id).order_by()
    return tasks.select_related("case__account__customer", "case__department", "case__application")


_TO_DO = Prepared(_to_do, str, int)


def find_task_to_do(user: Any, case_number: str, task_id: int) -> Task:
    """A task of a case that the person may see, with what a form needs to be sent; one query. Raises OutOfScope."""
    task = _TO_DO.one(case_number, task_id)
    if task is None or not scope_of(user, VIEW_CASE).covers(task.case.department_id):
        raise OutOfScope
    return task


def case_detail(case: Case, now: datetime, row: str = "") -> CaseDetail:
    """What the page shows of a case that `find_case` gave; a constant number of queries.

    Of a batch it is what all rows share, and what the `row` at which somebody works has of its own; the hundreds of
    others have a page of their own.
    """
    graph = get_flow(case.flow_code, case.flow_version)
    people = ("assignee", "done_by", "team")
    places = {"instance__in": ("", row)} if graph.batch else {}
    tasks = list(case.tasks.filter(**places).select_related(*people).order_by("id"))
    links = list(CaseClock.objects.filter(case=case).select_related("clock__rule").order_by("id"))
    chips = clock_chips([link.clock for link in links], now)
    rows = tuple(_task_row(graph, task, chips) for task in tasks)
    fee_due = FeeItem.objects.filter(determination__case=case, determination__voided_at__isnull=True).aggregate(
        total=Sum("amount")
    )["total"]
    fee_paid = FeeReceipt.objects.filter(case=case, refund_due_at__isnull=True).aggregate(total=Sum("amount"))
    contract = ContractSigning.objects.filter(case=case, task__state=TaskState.DONE).order_by("-id").first()
    return CaseDetail(
        case=case,
        graph=graph,
        marking=Marking.from_json(case.marking),
        open_tasks=tuple(row for row in rows if row.task.is_open),
        tasks=rows,
        events=tuple(case.events.select_related("actor").order_by("-id")[:MOST_EVENTS]),
        clocks=_clock_rows(graph, links, chips),
        documents=tuple(case.documents.select_related("received_by", "checked_by").order_by("id")),
        plans=tuple(SupplyPlan.objects.filter(case=case).order_by("-number")),
        fee_due=fee_due or Decimal(0),
        fee_paid=fee_paid["total"] or Decimal(0),
        contract_number=contract.contract_number if contract else "",
    )


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
