"""Writing down what the engine decided: tasks, effects on the book, clocks, history, facts for the outbox.

Order within one transition: compensate, then effects, then clocks (bizexpansion/engine/marking.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import F

from bizexpansion.engine import errors as engine_errors
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Done, Finish, Opened, Token, Transition, key_of
from bizexpansion.enums import CaseState, EventKind, TaskState
from bizexpansion.errors import CaseSealed, NotReturnable, TaskNotOpen
from bizexpansion.models import Case, CaseEvent, Task, application_of
from bizexpansion.operations.effects import apply_effects, compensate_effect, seal_effects
from bizexpansion.operations.expiry import propose_again
from bizexpansion.operations.people import assignee_for
from bizexpansion.operations.timers import apply_clock_events, attach_clocks
from crm.audit.operation import add_later, change_later, reading_aside, write_now
from crm.clocks.enums import Holder
from crm.outbox.operations import emit_all

HOLDERS: dict[str, Holder] = {
    "": Holder.UTILITY,
    "W2": Holder.DESIGN_FIRM,
    "W3": Holder.CONTRACTOR,
}

# What a step may change of its case, and what becomes of its task. All else was said when they were made, or is
# stored by the operation that changes it.
MOVED_FIELDS = (
    *("marking", "version", "was_returned", "state", "closed_at", "closing_reason"),
    *("is_important", "is_dual_source", "voltage", "owner"),
)
DONE_FIELDS = ("state", "outcome", "note", "closed_at", "done_by", "assignee", "version")


def holder_of(waiting: str) -> Holder:
    """Who holds the ball in a wait (workflows.md 2.1, W-states); the utility where nobody outside does."""
    return HOLDERS.get(waiting, Holder.CUSTOMER)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the engine's refusals into sentences for people."""
    try:
        yield
    except engine_errors.Sealed as error:
        raise CaseSealed from error
    except engine_errors.NotReturnable as error:
        raise NotReturnable from error
    except engine_errors.NotOpen as error:
        raise TaskNotOpen(details={"state": error.state, "outcome": error.outcome}) from error


def apply_transition(
    case: Case,
    graph: Graph,
    transition: Transition,
    *,
    actor: Any,
    now: datetime,
    task: Task | None = None,
    note: str = "",
    kind: EventKind = EventKind.DONE,
) -> list[Task]:
    """Make the rows say what the transition says; the case must be locked.

    `task` is the visit that was completed, or the one from which the case was sent back. Returns the tasks that
    were opened.
    """
    take_effect(case, graph, transition, task, actor=actor, now=now, note=note)
    return write_moves(case, graph, [(transition, task)], actor=actor, now=now, note=note, kind=kind)


def begin_case(case: Case, graph: Graph, transition: Transition, *, actor: Any, now: datetime, note: str) -> Task:
    """Save a new case with its first task, which is done in the same moment; the move that follows tells of it."""
    case.marking = transition.marking.to_json()
    case.save()
    (task,) = _fresh_tasks(case, graph, transition.opened, now)
    _mark_done(task, graph.steps[task.node].exits[0].outcome, actor, now, note)
    add_later([task])
    return task


def take_effect(
    case: Case, graph: Graph, transition: Transition, task: Task | None, *, actor: Any, now: datetime, note: str
) -> None:
    """What one move does at once: it closes its task, undoes what it undoes and changes the book."""
    if task is not None and transition.completed is not None and task.state != TaskState.DONE:
        _mark_done(task, transition.completed.outcome, actor, now, note)
        change_later(task, DONE_FIELDS)
    for compensation in transition.compensate:
        compensate_effect(case, compensation, actor=actor, now=now)
    _cancel_tasks(case, transition.cancelled, now)
    _mark_returned(case, transition.undone)
    if task is not None and transition.completed is not None:
        seals = graph.steps[task.node].seals
        apply_effects(transition.effects, case, task, actor=actor, now=now, seals=seals)
        if seals:
            seal_effects(case, task, now=now)


def write_moves(
    case: Case,
    graph: Graph,
    moves: Sequence[tuple[Transition, Task | None]],
    *,
    actor: Any,
    now: datetime,
    note: str = "",
    kind: EventKind = EventKind.DONE,
) -> list[Task]:
    """Write down where moves that have taken effect have brought the case: a constant number of statements.

    Several moves are those of rows of a batch at one step, done together: one line of the history tells of them.
    Returns the tasks that were opened.
    """
    transition, task = moves[-1]
    case.marking = transition.marking.to_json()
    case.version += 1
    if any(one.returned_to for one, _ in moves):
        case.was_returned = True
    if transition.finished is not None:
        _finish(case, transition.finished, note, now)
    change_later(case, MOVED_FIELDS)
    event = event_of(
        case,
        kind,
        actor,
        now,
        task=task if len(moves) == 1 else None,
        node=task.node if task else "",
        outcome=transition.completed.outcome if transition.completed else "",
        note=note,
        details=_details(moves),
    )
    is_acceptance = task is not None and (task.node, task.visit, kind) == ("accept", 1, EventKind.DONE)
    begun = [event_of(case, EventKind.ACCEPTED, actor, now)] if is_acceptance else []
    add_later([*begun, event])
    still = transition.marking.open
    opened_by = [
        (one, opened)
        for one, _ in moves
        for opened in one.opened
        if (token := still.get(key_of(opened.node, opened.instance))) and token.visit == opened.visit
    ]
    fresh = _fresh_tasks(case, graph, [opened for _, opened in opened_by], now)
    is_alone = len(opened_by) == len(still)  # nothing was open before that still is
    standing = [] if is_alone else _standing(case, moves)
    _sync_waits(standing, transition)
    events = [event for one, _ in moves for event in one.clock_events]
    links = apply_clock_events(case, graph, events, actor=actor, now=now)
    had = {one.pk: one.clock_id for one in standing}
    attach_clocks([*standing, *fresh], graph, links)
    for one in standing:
        if one.clock_id != had[one.pk]:  # no news to whoever fills in the task: its version stays
            change_later(one, ["clock"])
    add_later(fresh)
    write_now()
    _tell(case, graph, moves, fresh, actor, now)
    return fresh


def _standing(case: Case, moves: Sequence[tuple[Transition, Task | None]]) -> list[Task]:
    """The tasks that were open before and still are."""
    done = {task.pk for _, task in moves if task is not None and task.state != TaskState.OPEN}
    with reading_aside():
        found = list(case.tasks.filter(state=TaskState.OPEN))
    return [one for one in found if one.pk not in done]


def _details(moves: Sequence[tuple[Transition, Task | None]]) -> dict[str, Any]:
    """Where the case was sent back to, and which rows of a batch it was about."""
    details: dict[str, Any] = {"to": moves[-1][0].returned_to} if moves[-1][0].returned_to else {}
    rows = [task.instance for _, task in moves if task is not None and task.instance]
    return details | ({"rows": rows} if rows else {})


def record_event(
    case: Case,
    kind: EventKind,
    actor: Any,
    now: datetime,
    *,
    task: Task | None = None,
    node: str = "",
    outcome: str = "",
    note: str = "",
    details: dict[str, Any] | None = None,
) -> CaseEvent:
    """Add a line to the history."""
    event = event_of(case, kind, actor, now, task=task, node=node, outcome=outcome, note=note, details=details)
    event.save()
    return event


def event_of(
    case: Case,
    kind: EventKind,
    actor: Any,
    now: datetime,
    *,
    task: Task | None = None,
    node: str = "",
    outcome: str = "",
    note: str = "",
    details: dict[str, Any] | None = None,
) -> CaseEvent:
    """A line of the history, not yet saved."""
    return CaseEvent(
        case=case,
        task=task,
        kind=kind,
        at=now,
        actor_id=actor.pk,
        node=node or (task.node if task else ""),
        outcome=outcome,
        note=note,
        details=details or {},
    )


def _mark_done(task: Task, outcome: str, actor: Any, now: datetime, note: str) -> None:
    task.state, task.outcome, task.note = TaskState.DONE, outcome, note
    task.closed_at, task.done_by_id = now, actor.pk
    if task.assignee_id is None:
        task.assignee_id = actor.pk
    task.version += 1


def _cancel_tasks(case: Case, tokens: tuple[Token, ...], now: datetime) -> None:
    if tokens:
        places = {(token.node, token.instance) for token in tokens}
        standing = case.tasks.filter(state=TaskState.OPEN).values_list("pk", "node", "instance")
        gone = [pk for pk, *place in standing if tuple(place) in places]
        case.tasks.filter(pk__in=gone).update(state=TaskState.CANCELLED, closed_at=now, version=F("version") + 1)


def _sync_waits(standing: list[Task], transition: Transition) -> None:
    """Open tasks say for whom they wait, as the marking says."""
    tokens = transition.marking.open.values()
    waits = {(token.node, token.instance): token.waiting for token in tokens}
    for task in standing:
        waiting = waits[task.node, task.instance]
        if task.waiting_for != waiting:
            task.waiting_for, task.holder = waiting, holder_of(waiting)
            task.version += 1
            change_later(task, ["waiting_for", "holder", "version"])


def _mark_returned(case: Case, undone: tuple[Done, ...]) -> None:
    """What had been done and holds no longer stays visible, as a visit that was returned."""
    if undone:
        visits = {(done.node, done.instance, done.visit) for done in undone}
        standing = case.tasks.filter(state=TaskState.DONE).values_list("pk", "node", "instance", "visit")
        gone = [pk for pk, *visit in standing if tuple(visit) in visits]
        case.tasks.filter(pk__in=gone).update(state=TaskState.RETURNED, version=F("version") + 1)


def _finish(case: Case, finish: Finish, note: str, now: datetime) -> None:
    case.state = CaseState.CLOSED if finish is Finish.CLOSED else CaseState.ABORTED
    case.closed_at = now
    case.closing_reason = note[:200] if finish is Finish.ABORTED else ""
    if finish is Finish.ABORTED:
        propose_again(case)


def _fresh_tasks(case: Case, graph: Graph, opened: Sequence[Opened], now: datetime) -> list[Task]:
    """The tasks that open, not yet saved, each on the desk of its team or of the person who was sent."""
    if not opened:
        return []
    rows = [one.instance for one in opened if one.instance]
    accounts = application_of(case).accounts_of_rows(rows) if rows else {}
    fresh = []
    for one in opened:
        step = graph.steps[one.node]
        fresh.append(
            Task(
                case=case,
                account_id=accounts.get(one.instance) if one.instance else case.account_id,
                department_id=case.department_id,
                node=one.node,
                code=step.code,
                instance=one.instance,
                visit=one.visit,
                role=step.roles[0],
                team_id=case.teams.get(step.roles[0]),
                assignee=assignee_for(case, step, one, now),
                holder=holder_of(one.waiting),
                waiting_for=one.waiting,
                opened_at=now,
                opened_because=one.reason,
            )
        )
    return fresh


def _tell(
    case: Case,
    graph: Graph,
    moves: Sequence[tuple[Transition, Task | None]],
    opened: list[Task],
    actor: Any,
    now: datetime,
) -> None:
    """Facts for the outbox: who should know what has happened. Of rows that reach a step together, one is told."""
    base = {"case_id": case.pk, "case_number": case.case_number, "account_id": case.account_id}
    facts: list[tuple[str, str, dict[str, Any]]] = []
    for transition, task in moves:
        if task is not None and transition.completed is not None:
            done = {"task_id": task.pk, "node": task.node, "outcome": task.outcome, "by": actor.pk}
            facts.append(("case.step_done", f"case.step_done:{task.pk}", base | done))
            if graph.steps[task.node].seals:
                facts.append(("case.archived", f"case.archived:{case.pk}", base))
    for one in {(one.node, bool(one.instance) or one.pk): one for one in reversed(opened)}.values():
        news = {"task_id": one.pk, "node": one.node, "because": one.opened_because}
        facts.append(("case.task_opened", f"case.task_opened:{one.pk}", base | news))
    transition = moves[-1][0]
    if transition.finished is not None:
        topic = "case.closed" if transition.finished is Finish.CLOSED else "case.aborted"
        facts.append((topic, f"{topic}:{case.pk}", base))
    emit_all(facts, now=now)
