"""What anybody with the receipt may see of a case: step, holder, promised day; nothing of the customer.

The address carries the case number signed with the server's key, so that nobody guesses the next customer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.timezone import localtime

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.diagram import NodeState, node_state
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import TaskState, Wait
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseClock, Task
from bizexpansion.queries.case import FIRST_KIND
from bizexpansion.queries.promises import SAID
from crm.clocks.enums import RuleKind
from crm.clocks.models import Clock
from crm.clocks.queries import ClockChip, clock_chips
from crm.errors import OutOfScope

_SIGNER = Signer(salt="bizexpansion.progress")

# The steps that mean something to a customer, by their State Grid code (workflows.md 2.1).
MILESTONES = frozenset(
    {"A01", "A02", "A05", "A07", "A10", "A12", "A15", "A16", "A17", "A18", "A22", "A23", "A26", "A30", "A34"}
    | {"A36", "A37", "A39", "A41", "A43", "A44", "A45", "S13"}
)


@dataclass(frozen=True)
class Milestone:
    """One line: a step, whether it is done, open or ahead, and on which day it was done."""

    name: Any
    state: NodeState
    on: date | None


@dataclass(frozen=True)
class Holding:
    """One open step: what is being done, and whether the customer holds the ball and for what."""

    name: Any
    wait: Any


@dataclass(frozen=True)
class Progress:
    """The public page of a case."""

    case: Case
    flow_name: Any
    milestones: tuple[Milestone, ...]
    open_now: tuple[Holding, ...]
    promise: ClockChip | None


def sign(case_number: str) -> str:
    """The part of the public address that stands for a case."""
    return _SIGNER.sign(case_number)


def find_progress(signed: str, now: datetime) -> Progress:
    """The progress of the case of a receipt; four queries. Raises OutOfScope for an address nobody printed."""
    try:
        number = _SIGNER.unsign(signed)
    except BadSignature:
        raise OutOfScope from None
    case = Case.objects.select_related("department").filter(case_number=number).first()
    if case is None:
        raise OutOfScope
    graph, marking = get_flow(case.flow_code, case.flow_version), Marking.from_json(case.marking)
    shown = ("case", "node", "state", "waiting_for", "closed_at")
    tasks = list(case.tasks.only(*shown).order_by("pk"))
    return Progress(
        case,
        graph.flow.name,
        tuple(_milestones(graph, marking, tasks)),
        tuple(dict.fromkeys(_holding(graph, task) for task in tasks if task.state == TaskState.OPEN)),
        _promise(case, now),
    )


def _milestones(graph: Graph, marking: Marking, tasks: list[Task]) -> list[Milestone]:
    done = {task.node: task.closed_at for task in tasks if task.state == TaskState.DONE}
    lines = []
    for step in graph.steps.values():
        state = node_state(graph, marking, step.id)
        if step.code not in MILESTONES or state == NodeState.NOT_NEEDED:
            continue
        at = done.get(step.id) if state == NodeState.DONE else None
        lines.append(Milestone(step.name, state, localtime(at).date() if at else None))
    return lines


def _holding(graph: Graph, task: Task) -> Holding:
    return Holding(graph.steps[task.node].name, Wait(task.waiting_for).label if task.waiting_for else "")


def _promise(case: Case, now: datetime) -> ClockChip | None:
    """Of the clocks that still run a public promise before an aim of our own, then the day that comes first."""
    links = CaseClock.objects.filter(case=case, kind__in=SAID).select_related("clock__rule")
    live = [link for link in links if not link.clock.is_final]
    best = min(live, key=lambda one: (FIRST_KIND[RuleKind(one.kind)], *_day(one.clock, now)), default=None)
    return clock_chips([best.clock], now)[best.clock_id] if best else None


def _day(clock: Clock, now: datetime) -> tuple[bool, datetime, int]:
    """What orders clocks by their day; a paused one has none and comes last."""
    return clock.due_at is None, clock.due_at or now, clock.pk
