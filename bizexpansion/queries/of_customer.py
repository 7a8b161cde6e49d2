"""The cases of one customer, for the customer page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import F
from django.utils import timezone

from bizexpansion.enums import OPEN_STATES, TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseDocument, Task
from bizexpansion.queries.queue import QueueRow, queue_rows
from bizexpansion.rules import LOOK_UP_CASE, VIEW_CASE
from crm.org.enums import Role

MOST = 10
PAPERS = 15
SHOWN = (
    *("case_number", "flow_code", "flow_version", "state", "is_green_channel", "closed_at"),
    "account__account_number",
)
OF_PAPER = ("path", "name", "size", "kind", "received_at", "case__case_number")
GRID_ROLES = {Role.R9, Role.R14, Role.R15}


def open_cases(user: Any, customer: Any) -> dict[str, Any]:
    """What is open for a customer, with its steps and clocks, and the latest cases that have ended; a constant
    number of queries."""
    cases = list(
        Case.objects.restrict(user, VIEW_CASE)
        .filter(account__customer_id=customer.pk)
        .select_related("account")
        .only(*SHOWN)
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")[: 2 * MOST]
    )
    running = [case for case in cases if case.state in OPEN_STATES][:MOST]
    return {
        "running": _with_steps(running),
        "ended": [(case, flow_name(case)) for case in cases if case.state not in OPEN_STATES][:MOST],
        "may_open": True,
    }


def grid_cases(user: Any, customer: Any) -> dict[str, Any] | None:
    """For other departments: the open cases of the account in view in which grid people have a step to do."""
    cases = Case.objects.restrict(user, LOOK_UP_CASE).filter(account=customer.focus, state__in=OPEN_STATES)
    touching = [
        case for case in cases.select_related("account").only(*SHOWN).order_by("-pk")[:MOST] if touches_grid(case)
    ]
    return {"running": _with_steps(touching), "ended": [], "may_open": False} if touching else None


def touches_grid(case: Case) -> bool:
    """Whether its flow has a step of grid projects, switching or grid data."""
    graph = get_flow(case.flow_code, case.flow_version)
    return any(GRID_ROLES & set(step.roles) for step in graph.steps.values())


def _with_steps(cases: list[Case]) -> list[tuple[Case, Any, list[QueueRow]]]:
    """The cases with the name of their flow and their open steps with clocks."""
    if not cases:
        return []
    tasks = Task.objects.filter(case__in=cases, state=TaskState.OPEN).order_by("pk").only("pk")
    steps: dict[int, list[QueueRow]] = defaultdict(list)
    for row in queue_rows(tasks, timezone.now()):
        steps[row.task.case_id].append(row)
    return [(case, flow_name(case), steps[case.pk]) for case in cases]


def running_cases(user: Any, account: Any) -> list[Case]:
    """The open cases of an account with their tasks and clocks, for the API; six queries at most."""
    cases = Case.objects.restrict(user, VIEW_CASE).filter(account=account, state__in=OPEN_STATES)
    cases = cases.select_related("account__customer", "department")
    steps = ("tasks__team", "tasks__assignee", "tasks__clock", "clocks__clock__rule")
    return list(cases.prefetch_related(*steps).order_by("pk")[:MOST])


def documents(user: Any, customer: Any) -> dict[str, Any]:
    """The latest papers of the cases of the account in view; one query."""
    papers = CaseDocument.objects.restrict(user, VIEW_CASE).filter(case__account=customer.focus)
    return {"papers": papers.select_related("case").only(*OF_PAPER).order_by("-received_at", "-pk")[:PAPERS]}


def flow_name_of(code: str) -> Any:
    """The name of the newest version of a flow, in the reader's language."""
    return get_flow(code).flow.name


def flow_name(case: Case) -> Any:
    """The name of the business, in the reader's language."""
    return get_flow(case.flow_code, case.flow_version).flow.name
