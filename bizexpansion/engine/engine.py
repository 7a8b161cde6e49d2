"""Moving a case: pure functions from a graph and a marking to a transition with a new marking.

Calling twice does nothing twice: a step that is not open raises NotOpen, which says what became of it.
"""

from __future__ import annotations

from dataclasses import replace

from .clocks import Move
from .compile import Graph
from .definition import ExitKind
from .errors import NoRows, NotOpen, NotReturnable, UnknownOutcome, UnknownStep
from .marking import Done, Finish, Marking, Reason, Token, Transition, key_of
from .run import Conditions, Rows, Run, in_region


def start(graph: Graph, conditions: Conditions | None = None) -> Transition:
    """Open a case at its first step. Raises ConditionUnknown, ConditionsContradict."""
    run = Run(graph, Marking())
    run.compute("", "", conditions or {})
    run.enter(graph.root, "", Reason.START)
    return run.transition(Move())


def fire(
    graph: Graph,
    marking: Marking,
    node: str,
    outcome: str = "done",
    conditions: Conditions | None = None,
    *,
    instance: str = "",
    visit: int | None = None,
    rows: Rows | None = None,
) -> Transition:
    """Complete an open step by one of its exits.

    ``conditions`` must hold those computed at this step when it goes forward (others are ignored); ``rows`` are the
    rows of the batch that follows, each with conditions of its own. ``visit``: refuse unless it is this visit.
    Raises NotOpen, UnknownStep, UnknownOutcome, ConditionUnknown, ConditionsContradict, NoRows, Sealed.
    """
    token = _require_open(graph, marking, node, instance, visit)
    taken = graph.steps[node].exit(outcome)
    if taken is None:
        raise UnknownOutcome(f"{node} has no exit {outcome!r}")
    run = Run(graph, marking)
    done = Done(node, instance, token.visit, outcome, token.waiting)
    run.completed = done
    del run.open[key_of(node, instance)]
    if taken.kind is ExitKind.BACK:
        own = graph.instance_for(taken.to, instance)
        move = Move(done, target=key_of(taken.to, own), renews=taken.renews)
        return run.reopen(taken.to, own, Reason.LOOP, taken.waiting, move)
    if taken.kind is ExitKind.ABORT:
        run.end(Finish.ABORTED)
        return run.transition(Move(done))
    run.compute(node, instance, conditions or {}, rows)
    run.standing.append(done)
    run.leave(node, instance, Reason.FLOW)
    return run.transition(Move(done))


def abort(graph: Graph, marking: Marking) -> Transition:
    """End the case: open steps are cancelled, effects compensated, clocks stopped. Raises NotOpen, Sealed."""
    if marking.finished:
        raise NotOpen("", "", "finished")
    run = Run(graph, marking)
    run.end(Finish.ABORTED)
    return run.transition(Move())


def drop(graph: Graph, marking: Marking, row: str) -> Transition:
    """Take a row out of the batch: what it has done is undone, and the others no longer wait for it.

    Before the batch has begun the row simply does not take part. Raises NotOpen where there is no such row, NoRows
    for the last one (that is an abort of the case), Sealed, NotReturnable where the batch has been left already.
    """
    if marking.finished or row not in marking.rows:
        raise NotOpen("", row, "finished" if marking.finished else "ahead")
    if len(marking.rows) == 1:
        raise NoRows(row)
    run = Run(graph, marking)
    run.drop(row)
    return run.transition(Move(undone=tuple(run.undone), dropped=row))


def return_to(
    graph: Graph,
    marking: Marking,
    target: str,
    *,
    instance: str = "",
    reason: Reason = Reason.RETURN,
    waiting: str = "",
    renews: bool = False,
) -> Transition:
    """Open a completed step again and undo all that followed it (return, re-plan).

    ``renews``: caused from outside, so clocks begin anew; otherwise they go on. Raises NotReturnable, Sealed.
    """
    _require_standing(graph, marking, target, instance)
    move = Move(target=key_of(target, instance), renews=renews)
    return Run(graph, marking).reopen(target, instance, reason, waiting, move)


def withdraw(graph: Graph, marking: Marking, node: str, *, instance: str = "") -> Transition:
    """Take back a step completed by mistake, as long as nothing that followed has been done.

    Everything is as before, also the outside wait that its completion had ended. Raises NotReturnable, Sealed.
    """
    taken_back = _require_standing(graph, marking, node, instance)
    for done in marking.standing:
        if done.node != node and in_region(graph, node, instance, done.node, done.instance):
            raise NotReturnable(f"{done.node} has been done since {node}")
    move = Move(target=key_of(node, instance), mistaken=True)
    return Run(graph, marking).reopen(node, instance, Reason.WITHDRAW, taken_back.waiting, move)


def receive(graph: Graph, marking: Marking, node: str, *, instance: str = "") -> Transition:
    """What an open step waited for has come: the ball is with us. Raises NotOpen."""
    return hold(graph, marking, node, "", instance=instance)


def hold(graph: Graph, marking: Marking, node: str, waiting: str, *, instance: str = "") -> Transition:
    """Say for whom an open step waits ("" = nobody outside). Raises NotOpen."""
    token = _require_open(graph, marking, node, instance, None)
    run = Run(graph, marking)
    run.open[key_of(node, instance)] = replace(token, waiting=waiting)
    return run.transition(Move())


def returnable(graph: Graph, marking: Marking, node: str, *, instance: str = "") -> tuple[Done, ...]:
    """The completed steps to which the holder of an open step may send the case back, latest first."""
    if any(graph.steps[done.node].seals for done in marking.standing):
        return ()
    return tuple(
        done for done in reversed(marking.standing) if in_region(graph, done.node, done.instance, node, instance)
    )


def _require_open(graph: Graph, marking: Marking, node: str, instance: str, visit: int | None) -> Token:
    if node not in graph.steps:
        raise UnknownStep(node)
    token = marking.token(node, instance)
    if token is None:
        raise _not_open(marking, node, instance)
    if visit is not None and token.visit != visit:
        raise NotOpen(node, instance, "reopened", token.visit)
    return token


def _not_open(marking: Marking, node: str, instance: str) -> NotOpen:
    visit = marking.visits.get(key_of(node, instance), 0)
    done = marking.done(node, instance)
    if done:
        return NotOpen(node, instance, "done", done.visit, done.outcome)
    if marking.finished:
        return NotOpen(node, instance, "finished", visit)
    return NotOpen(node, instance, "undone" if visit else "ahead", visit)


def _require_standing(graph: Graph, marking: Marking, node: str, instance: str) -> Done:
    if node not in graph.steps:
        raise UnknownStep(node)
    if marking.finished:
        raise NotOpen(node, instance, "finished")
    done = marking.done(node, instance)
    if done is None:
        raise NotReturnable(f"{node} has not been done")
    return done
