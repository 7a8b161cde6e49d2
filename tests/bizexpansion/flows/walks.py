"""What must hold after any walk over a flow, and the walks themselves: whatever people do, the case stays whole."""

import json
from typing import Any

import pytest
from hypothesis import strategies as st

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import ExitKind
from bizexpansion.engine.errors import NotOpen, Sealed
from bizexpansion.engine.marking import ClockEventKind, Finish, Marking, Transition
from bizexpansion.engine.soundness import allowed_combinations
from bizexpansion.flows import get_flow

GRAPH = get_flow("104")
COMBINATIONS = list(allowed_combinations(GRAPH.flow))
Move = tuple[str, dict[str, Any]]
Walk = list[tuple[Move, Transition]]


def moves(graph: Graph, marking: Marking, given: dict[str, bool]) -> list[Move]:
    """Everything that somebody could do now, in a fixed order."""
    possible: list[Move] = []
    for token in marking.open.values():
        possible.extend(
            ("fire", {"node": token.node, "outcome": exit.outcome, "conditions": given})
            for exit in graph.steps[token.node].exits
            # Aborting ends a walk; it is tried at the end of each instead.
            if exit.kind is not ExitKind.ABORT
        )
        possible.append(("hold", {"node": token.node, "waiting": "W6"}))
        possible.append(("receive", {"node": token.node}))
        possible.extend(
            ("return_to", {"target": done.node, "renews": token.visit % 2 == 0})
            for done in engine.returnable(graph, marking, token.node)[:3]
        )
    return possible


def walks(longest: int) -> st.SearchStrategy[Walk]:
    """Walks of at most so many moves, each chosen by one number."""
    dice = st.lists(st.integers(0, 9999), min_size=longest // 2, max_size=longest)
    return st.builds(walk_by, st.sampled_from(COMBINATIONS), dice)


def walk_by(given: dict[str, bool], dice: list[int]) -> Walk:
    """The walk that these numbers choose: four of five moves lead forward, so that late phases are reached too."""
    transition = engine.start(GRAPH)
    walk: Walk = [(("start", {}), transition)]
    for number in dice:
        marking = transition.marking
        if marking.finished:
            break
        choice, sideways = divmod(number, 5)
        if sideways:
            tokens = list(marking.open.values())
            token = tokens[choice % len(tokens)]
            outcome = GRAPH.steps[token.node].exits[0].outcome
            move: Move = ("fire", {"node": token.node, "outcome": outcome, "conditions": given})
        else:
            possible = moves(GRAPH, marking, given)
            move = possible[choice % len(possible)]
        transition = getattr(engine, move[0])(GRAPH, marking, **move[1])
        walk.append((move, transition))
    return walk


def what_is_open_done_and_cancelled_adds_up(walk: Walk) -> None:
    live: set[tuple[str, int]] = set()
    standing: set[tuple[str, int]] = set()
    for _, transition in walk:
        if transition.completed:
            done = (transition.completed.node, transition.completed.visit)
            live.remove(done)
            standing.add(done)
        live -= {(token.node, token.visit) for token in transition.cancelled}
        standing -= {(done.node, done.visit) for done in transition.undone}
        opened = {(token.node, token.visit) for token in transition.opened}
        assert not opened & live
        live |= opened
        marking = transition.marking
        assert {(token.node, token.visit) for token in marking.open.values()} == live
        # A failed visit is completed, but does not stand.
        assert {(done.node, done.visit) for done in marking.standing} <= standing
        assert not {done.node for done in marking.standing} & {token.node for token in marking.open.values()}


def never_two_steps_open_in_one_branch_and_never_none(walk: Walk) -> None:
    for _, transition in walk:
        marking = transition.marking
        assert bool(marking.open) != bool(marking.finished)
        for one in marking.open:
            for other in marking.open:
                assert one == other or other not in GRAPH.downstream[one]


def from_anywhere_the_case_can_be_brought_to_its_end(walk: Walk) -> None:
    marking = walk[-1][1].marking
    for _ in range(2 * len(GRAPH.steps)):
        if marking.finished:
            break
        token = next(iter(marking.open.values()))
        first = GRAPH.steps[token.node].exits[0].outcome
        marking = engine.fire(GRAPH, marking, token.node, first, COMBINATIONS[0]).marking
    assert marking.finished is Finish.CLOSED


def abort_is_possible_until_the_seal_and_leaves_no_effect(walk: Walk) -> None:
    effects: list[tuple[str, str, int]] = []
    for _, transition in walk:
        undone = [(one.effect, one.node, one.visit) for one in transition.compensate]
        assert undone == [effect for effect in reversed(effects) if effect in undone]
        effects = [effect for effect in effects if effect not in undone]
        if transition.completed:
            done = transition.completed
            effects.extend((effect, done.node, done.visit) for effect in transition.effects)
    marking = walk[-1][1].marking
    if marking.finished:
        return
    if marking.done("archive"):
        with pytest.raises(Sealed):
            engine.abort(GRAPH, marking)
        return
    aborted = engine.abort(GRAPH, marking)
    assert [(one.effect, one.node, one.visit) for one in aborted.compensate] == effects[::-1]
    assert aborted.marking.open == {}
    assert aborted.marking.standing == ()


def a_clock_starts_pauses_and_stops_in_order(walk: Walk) -> None:
    """None starts twice at once, none is stopped that does not run, and at the end none runs."""
    kind = ClockEventKind
    allowed = {
        "": {kind.START},
        "running": {kind.PAUSE, kind.STOP},
        "paused": {kind.RESUME, kind.STOP},
        "stopped": {kind.START, kind.CONTINUE},
    }
    becomes = {kind.START: "running", kind.RESUME: "running", kind.CONTINUE: "running", kind.PAUSE: "paused"}
    state: dict[str, str] = {}
    rounds: dict[str, int] = {}
    for _, transition in walk:
        for event in transition.clock_events:
            assert event.kind in allowed[state.get(event.timer, "")], (event, state)
            expected = rounds.get(event.timer, 0) + (event.kind is kind.START)
            assert event.round == expected
            rounds[event.timer] = event.round
            state[event.timer] = becomes.get(event.kind, "stopped")
        assert {key: clock.status.value for key, clock in transition.marking.clocks.items()} == state
        if transition.finished:
            assert set(state.values()) <= {"stopped"}


def the_same_walk_gives_the_same_markings_also_through_json(walk: Walk) -> None:
    marking = walk[0][1].marking
    for (name, arguments), transition in walk[1:]:
        marking = Marking.from_json(json.loads(json.dumps(marking.to_json())))
        marking = getattr(engine, name)(GRAPH, marking, **arguments).marking
        assert marking == transition.marking


def the_second_of_two_who_press_the_same_button_is_told(walk: Walk) -> None:
    for (name, arguments), transition in walk:
        if name != "fire":
            continue
        completed = transition.completed
        assert completed is not None
        with pytest.raises(NotOpen) as caught:
            engine.fire(GRAPH, transition.marking, **arguments, visit=completed.visit)
        assert caught.value.state in {"done", "undone", "reopened", "finished"}


CHECKS = (
    what_is_open_done_and_cancelled_adds_up,
    never_two_steps_open_in_one_branch_and_never_none,
    from_anywhere_the_case_can_be_brought_to_its_end,
    abort_is_possible_until_the_seal_and_leaves_no_effect,
    a_clock_starts_pauses_and_stops_in_order,
    the_same_walk_gives_the_same_markings_also_through_json,
    the_second_of_two_who_press_the_same_button_is_told,
)
