"""How far the rows of a batch order are: counts by state and by step, and the rows of a page with their open steps.

A constant number of statements, whatever the batch holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import TaskState
from bizexpansion.models import (
    BatchApplication,
    BatchRow,
    Case,
    ClosingBatch,
    ClosingRow,
    ListRowState,
    Task,
    application_model_of,
    asked_as,
)
from bizexpansion.operations.batch import CORRECT, DETERMINE
from bizexpansion.operations.batch_list import kind_of, problem_words
from bizexpansion.operations.dependents import Touched, sum_of, touched_by
from bizexpansion.operations.preconditions import Finding
from bizexpansion.rules import step_permission
from crm.clocks.enums import Holder
from crm.org.models import Staff
from crm.org.permissions import has_permission
from crm.web.templatetags.crm_web import department_name
from customers.book.models import SupplyAccount

_TO_COME = (ListRowState.WAITING, ListRowState.GOOD, ListRowState.TAKEN)


@dataclass(frozen=True)
class StepCount:
    """How many rows stand at a step, how many of them wait for somebody outside, how many this person may do."""

    node: str
    name: Any
    open: int
    waiting: int
    mine: int


@dataclass(frozen=True)
class Progress:
    """The whole batch in numbers."""

    states: dict[str, int]
    steps: Sequence[StepCount]

    @property
    def total(self) -> int:
        """All rows of the list."""
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """Rows that have come to their end: archived, or dropped."""
        return self.states.get(ListRowState.ARCHIVED, 0) + self.states.get(ListRowState.DROPPED, 0)

    @property
    def shown(self) -> list[tuple[str, Any, int]]:
        """(state, words, count) of the states that occur."""
        return [(state.value, state.label, self.states[state]) for state in ListRowState if self.states.get(state)]


@dataclass(frozen=True)
class RowView:
    """A row as the list shows it: its open steps, who holds them, what is wrong with it, what its end touches."""

    row: BatchRow
    account_number: str
    tasks: Sequence[tuple[Task, Any, str]]
    problems: Sequence[tuple[str, str]]
    remarks: Sequence[str] = ()


def progress_of(case: Case, graph: Graph, asked: BatchApplication, user: Staff) -> Progress:
    """States and steps of all rows; two statements."""
    states = dict(asked.rows().order_by().values_list("state").annotate(count=Count("pk")))
    at_user = Q(assignee=user) | Q(assignee__isnull=True)
    counts = (
        case.tasks.filter(state=TaskState.OPEN, instance__gt="")
        .values("node")
        .annotate(
            open=Count("pk"),
            waiting=Count("pk", filter=~Q(holder=Holder.UTILITY)),
            mine=Count("pk", filter=at_user),
        )
        .order_by()
    )
    steps = [
        StepCount(
            one["node"],
            graph.steps[one["node"]].name,
            one["open"],
            one["waiting"],
            one["mine"] if _may_do(graph, one["node"], case, user) else 0,
        )
        for one in counts
    ]
    return Progress(states, sorted(steps, key=lambda one: graph.order[one.node]))


def row_views(case: Case, graph: Graph, asked: BatchApplication, rows: Sequence[Any]) -> list[RowView]:
    """The rows of a page with their open steps; a constant number of statements beside theirs."""
    open_tasks = case.tasks.filter(state=TaskState.OPEN, instance__in=[row.key for row in rows])
    by_row: dict[str, list[tuple[Task, Any, str]]] = {}
    for task in open_tasks.select_related("assignee", "team").order_by("pk"):
        by_row.setdefault(task.instance, []).append((task, graph.steps[task.node].name, _holder(task)))
    columns = kind_of(asked).columns
    touched = touched_rows(asked, rows) if isinstance(asked, ClosingBatch) else {}
    return [
        RowView(
            row,
            row.account.account_number if row.account else "",
            by_row.get(row.key, []),
            problem_words(columns, row),
            touched[row.number].words() if row.number in touched else (),
        )
        for row in rows
    ]


def touched_rows(asked: ClosingBatch, rows: Sequence[ClosingRow]) -> dict[int, Touched]:
    """What the end of each account of a list touches, by the number of its row; rows that are over tell nothing."""
    numbers = {row.account_number: row.number for row in rows if row.state in _TO_COME and row.account_number}
    department = asked.district.department_id
    accounts = list(SupplyAccount.objects.filter(account_number__in=numbers, department_id=department))
    if not accounts:
        return {}
    touched = touched_by(accounts, timezone.localdate(), but=asked.case.case_number)
    return {numbers[one.account_number]: touched[one.pk] for one in accounts}


def told_of_list(case: Case, node: str) -> list[Finding]:
    """What the step that determines a list of closings (217) is told of all its rows together; else nothing."""
    if node != DETERMINE or not issubclass(application_model_of(case), ClosingBatch):
        return []
    asked = asked_as(ClosingBatch, case)
    touched = touched_rows(asked, list(asked.rows()))
    return [sum_of(list(touched.values()))] if touched else []


def rows_at(case: Case, node: str) -> QuerySet[Task, Any]:
    """The numbers of the rows that stand at a step."""
    found = case.tasks.filter(state=TaskState.OPEN, node=node, instance__gt="")
    return found.annotate(row=Cast("instance", IntegerField())).values("row")


def tasks_to_do(case: Case, node: str, user: Staff) -> QuerySet[Task]:
    """The open tasks of a step of the batch that this person may do, in the order of the rows."""
    mine = Q(assignee=user) | Q(assignee__isnull=True)
    found = case.tasks.filter(mine, state=TaskState.OPEN, node=node, instance__gt="")
    return found.annotate(row=Cast("instance", IntegerField())).order_by("row")


def _may_do(graph: Graph, node: str, case: Case, user: Staff) -> bool:
    able = has_permission(user, step_permission(graph.steps[node].form), case.department_id)
    return able and node != CORRECT


def _holder(task: Task) -> str:
    if task.holder != Holder.UTILITY:
        return str(task.get_waiting_for_display())
    if task.assignee:
        return task.assignee.name
    return department_name(task.team) if task.team else str(task.get_role_display())
