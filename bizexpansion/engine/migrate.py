"""Bringing a running case into another version of its flow.

What has been done is done again in the new graph, in its order and with the conditions of the case. If that ends
where the case stands now, the case can go on there; if not, it stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from . import engine
from .clocks import Move, clock_events
from .compile import Graph
from .errors import EngineError
from .marking import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    ClockStatus,
    Marking,
    Transition,
    key_of,
    split_key,
)


class CannotMigrate(EngineError):
    """The case stands where the new version has no place for it; the text says why."""


def migrate(
    old: Graph, new: Graph, marking: Marking, values: Mapping[str, bool], renames: Mapping[str, str]
) -> Transition:
    """The same case in another version: the same steps open and done, in the same visits and waits.

    ``renames``: what steps of the old version are called in the new one; all others keep their id. ``values``: the
    conditions of the case, also those that only the new version asks, by ``key_of(name, row)``. Clocks that both
    versions use alike go on untouched; one that the new version uses otherwise, or only the old one, ends as
    superseded; one that would run there begins now, for nobody has promised it before.
    Raises CannotMigrate.
    """
    if marking.finished:
        raise CannotMigrate("the case has ended")
    name = _namer(old, new, marking, renames)
    replayed = _replay(new, marking, values, name)
    opened = {key_of(name(token.node), token.instance): token for token in marking.open.values()}
    if opened.keys() != replayed.open.keys():
        there, here = ", ".join(sorted(replayed.open)), ", ".join(sorted(opened))
        raise CannotMigrate(f"open would be {there}, open is {here}")
    moved = replace(
        replayed,
        serial=marking.serial + 1,
        open={key: replace(token, node=split_key(key)[0]) for key, token in opened.items()},
        visits={key_of(name(node), row): visit for (node, row), visit in _visits(marking)},
        standing=tuple(replace(done, node=name(done.node)) for done in marking.standing),
    )
    return _with_clocks(old, new, marking, moved)


def _namer(old: Graph, new: Graph, marking: Marking, renames: Mapping[str, str]) -> _Namer:
    name = _Namer(renames)
    for step in {token.node for token in marking.open.values()} | {done.node for done in marking.standing}:
        if name(step) not in new.steps:
            raise CannotMigrate(f"the new version has no step {name(step)}")
    for done in marking.standing:
        before, after = old.steps[done.node], new.steps[name(done.node)]
        if before.effects_of(done.outcome) != after.effects_of(done.outcome):
            raise CannotMigrate(f"{done.node} has changed the book otherwise than the new version does")
    return name


class _Namer:
    def __init__(self, renames: Mapping[str, str]) -> None:
        self.renames = renames

    def __call__(self, step: str) -> str:
        return self.renames.get(step, step)


def _visits(marking: Marking) -> list[tuple[tuple[str, str], int]]:
    return [(split_key(key), visit) for key, visit in marking.visits.items()]


def _replay(new: Graph, marking: Marking, values: Mapping[str, bool], name: _Namer) -> Marking:
    of_case = {key: value for key, value in values.items() if not split_key(key)[1]}
    rows: dict[str, dict[str, bool]] = {row: {} for row in marking.rows}
    for key, value in values.items():
        condition, row = split_key(key)
        if row in rows:
            rows[row][condition] = value
    try:
        replayed = engine.start(new, of_case).marking
        for done in marking.standing:
            step = name(done.node)
            own = of_case | rows.get(done.instance, {})
            replayed = engine.fire(
                new, replayed, step, done.outcome, own, instance=done.instance, rows=rows or None
            ).marking
    except EngineError as error:
        raise CannotMigrate(str(error)) from error
    return replayed


def _with_clocks(old: Graph, new: Graph, marking: Marking, moved: Marking) -> Transition:
    uses = {use.timer: use for use in new.flow.clocks}
    alike = {use.timer for use in old.flow.clocks if uses.get(use.timer) == use}
    states: dict[str, ClockState] = {}
    events: list[ClockEvent] = []
    for key, state in marking.clocks.items():
        timer, row = split_key(key)
        states[key] = state
        if timer not in alike and state.status is not ClockStatus.STOPPED:
            events.append(ClockEvent(timer, row, state.round, ClockEventKind.STOP, "superseded"))
            states[key] = replace(state, status=ClockStatus.STOPPED, stopped_by="")
    for key, state in moved.clocks.items():
        timer, row = split_key(key)
        if timer not in alike and state.status is not ClockStatus.STOPPED:
            round = states[key].round + 1 if key in states else 1
            states[key] = ClockState(ClockStatus.RUNNING, round)
            events.append(ClockEvent(timer, row, round, ClockEventKind.START))
    states = {key: state for key, state in states.items() if split_key(key)[0] in uses}
    moved = replace(moved, clocks=states)
    pauses, settled = clock_events(new, moved, Move())
    return Transition(marking=replace(moved, clocks=settled), clock_events=(*events, *pauses))
