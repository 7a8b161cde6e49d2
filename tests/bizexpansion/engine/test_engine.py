"""The moves of the engine, on small flows that have nothing to do with the trade."""

import json

import pytest

from bizexpansion.engine import engine
from bizexpansion.engine.compile import BadDefinition, Graph, compile_flow
from bizexpansion.engine.definition import (
    Block,
    ClockUse,
    Condition,
    Flow,
    Step,
    abort,
    back,
    choose,
    each,
    forward,
    par,
    renamed,
    seq,
)
from bizexpansion.engine.errors import (
    ConditionsContradict,
    ConditionUnknown,
    NoRows,
    NotOpen,
    NotReturnable,
    Sealed,
    UnknownOutcome,
    UnknownStep,
)
from bizexpansion.engine.marking import ClockEventKind, Finish, Marking, Reason, Transition


def graph(body: Block, *, conditions: tuple[Condition, ...] = (), **rules) -> Graph:
    return compile_flow(Flow(code="x", version=1, name="x", body=body, conditions=conditions, **rules))


def one(name: str, **more) -> Step:
    return Step(name, name.upper(), **more)


def go(flow: Graph, marking: Marking, *moves: str, **more) -> Transition:
    """Fire steps in order: "a", or "a:outcome", or "a#row"."""
    transition = None
    for move in moves:
        node, _, outcome = move.partition(":")
        node, _, instance = node.partition("#")
        transition = engine.fire(flow, marking, node, outcome or "done", instance=instance, **more)
        marking = transition.marking
    assert transition is not None
    return transition


def opened(transition: Transition) -> list[str]:
    return [f"{one.node}#{one.instance}" if one.instance else one.node for one in transition.opened]


def test_sequence_runs_to_its_end() -> None:
    flow = graph(seq(one("a"), seq(one("b"), one("c"))))
    begun = engine.start(flow)
    assert opened(begun) == ["a"]
    assert begun.opened[0].reason is Reason.START
    end = go(flow, begun.marking, "a", "b", "c")
    assert end.finished is Finish.CLOSED
    assert end.marking.open == {}


def test_join_waits_for_live_branches_only() -> None:
    flow = graph(
        seq(one("a"), par(one("b").when("x"), one("c"), seq(one("d"), one("e"))), one("f")),
        conditions=(Condition("x", "a"),),
    )
    begun = engine.start(flow).marking
    forked = engine.fire(flow, begun, "a", conditions={"x": False})
    assert opened(forked) == ["c", "d"]
    assert forked.frozen["par@0.1"] == {"x": False}
    assert opened(go(flow, forked.marking, "c", "d")) == ["e"]
    assert opened(go(flow, forked.marking, "d", "e", "c")) == ["f"]


def test_a_fork_with_no_live_branch_is_passed() -> None:
    flow = graph(seq(one("a"), par(one("b").when("x"), one("c").when("x")), one("d")), conditions=(Condition("x"),))
    assert opened(go(flow, engine.start(flow, {"x": False}).marking, "a")) == ["d"]


def test_conditions_are_frozen_at_the_fork_and_computed_anew_after_a_return() -> None:
    flow = graph(
        seq(one("a"), par(seq(one("b"), one("c").when("x")), one("d")), one("e")), conditions=(Condition("x", "a"),)
    )
    forked = engine.fire(flow, engine.start(flow).marking, "a", conditions={"x": True})
    # A later word about x changes nothing: it was frozen when the branches parted.
    assert opened(go(flow, forked.marking, "b", conditions={"x": False})) == ["c"]
    again = engine.return_to(flow, forked.marking, "a").marking
    forked_again = engine.fire(flow, again, "a", conditions={"x": False})
    assert opened(go(flow, forked_again.marking, "b", "d")) == ["e"]


def test_missing_or_contradicting_conditions_are_refused() -> None:
    flow = graph(
        seq(one("a"), one("b").when("x"), one("c").when("y"), one("d")),
        conditions=(Condition("x", "a"), Condition("y", "a")),
        implies=(("x", "y"),),
    )
    begun = engine.start(flow).marking
    with pytest.raises(ConditionUnknown):
        engine.fire(flow, begun, "a", conditions={"x": True})
    with pytest.raises(ConditionsContradict):
        engine.fire(flow, begun, "a", conditions={"x": True, "y": False})


def test_exactly_one_alternative() -> None:
    flow = graph(
        seq(choose(one("a").when("x"), one("b").when("y")), one("c")),
        conditions=(Condition("x"), Condition("y")),
        exactly_one=(("x", "y"),),
    )
    assert opened(engine.start(flow, {"x": False, "y": True})) == ["b"]
    assert opened(go(flow, engine.start(flow, {"x": False, "y": True}).marking, "b")) == ["c"]
    with pytest.raises(ConditionsContradict):
        engine.start(flow, {"x": True, "y": True})


def test_loop_starts_a_new_visit_and_waits_outside() -> None:
    flow = graph(
        seq(
            one("a", wait="W0"),
            one("b", exits=(forward("ok"), back("bad", "a", waiting="W1"))),
            one("c"),
        )
    )
    begun = engine.start(flow)
    assert begun.opened[0].waiting == "W0"
    bad = go(flow, begun.marking, "a", "b:bad")
    assert (bad.opened[0].node, bad.opened[0].visit, bad.opened[0].waiting) == ("a", 2, "W1")
    assert bad.returned_to == "a"
    assert [done.node for done in bad.undone] == ["a"]
    come = engine.receive(flow, bad.marking, "a")
    assert come.marking.token("a").waiting == ""
    assert go(flow, come.marking, "a", "b:ok", "c").finished is Finish.CLOSED


def test_back_out_of_a_branch_cancels_the_others() -> None:
    flow = graph(
        seq(
            one("a", effects=("book",)),
            par(one("b", exits=(forward("ok"), back("bad", "a"))), seq(one("c", effects=("pay",)), one("d"))),
            one("e"),
        )
    )
    begun = engine.start(flow).marking
    returned = go(flow, begun, "a", "c", "b:bad")
    assert [token.node for token in returned.cancelled] == ["d"]
    assert [(one.effect, one.node) for one in returned.compensate] == [("pay", "c"), ("book", "a")]
    assert opened(returned) == ["a"]
    assert opened(go(flow, returned.marking, "a")) == ["b", "c"]


def test_return_into_a_branch_leaves_the_others_done() -> None:
    flow = graph(seq(one("a"), par(seq(one("b"), one("c")), one("d")), one("e")))
    joined = go(flow, engine.start(flow).marking, "a", "b", "c", "d")
    assert [done.node for done in engine.returnable(flow, joined.marking, "e")] == ["d", "c", "b", "a"]
    returned = engine.return_to(flow, joined.marking, "b")
    assert [token.node for token in returned.cancelled] == ["e"]
    assert [done.node for done in returned.undone] == ["c", "b"]
    assert opened(go(flow, returned.marking, "b", "c")) == ["e"]


def test_withdraw_only_before_the_next_step_is_done() -> None:
    flow = graph(seq(one("a"), one("b"), one("c")))
    after_a = go(flow, engine.start(flow).marking, "a").marking
    taken_back = engine.withdraw(flow, after_a, "a")
    assert opened(taken_back) == ["a"]
    assert taken_back.opened[0].reason is Reason.WITHDRAW
    with pytest.raises(NotReturnable):
        engine.withdraw(flow, go(flow, after_a, "b").marking, "a")
    with pytest.raises(NotReturnable):
        engine.return_to(flow, after_a, "c")


def test_abort_compensates_in_reverse_and_nothing_after_the_seal() -> None:
    flow = graph(
        seq(
            one("a", effects=("one", "two")),
            one("b", effects=("three",), exits=(forward("ok"), abort("never"))),
            one("c", seals=True),
            one("d"),
        )
    )
    begun = engine.start(flow).marking
    after_b = go(flow, begun, "a", "b:ok").marking
    aborted = engine.abort(flow, after_b)
    assert [one.effect for one in aborted.compensate] == ["three", "two", "one"]
    assert aborted.finished is Finish.ABORTED
    assert [token.node for token in aborted.cancelled] == ["c"]
    assert go(flow, begun, "a", "b:never").finished is Finish.ABORTED
    sealed = go(flow, after_b, "c").marking
    for move in (lambda: engine.abort(flow, sealed), lambda: engine.return_to(flow, sealed, "a")):
        with pytest.raises(Sealed):
            move()
    assert engine.returnable(flow, sealed, "d") == ()


def test_what_is_not_open_says_why() -> None:
    flow = graph(seq(one("a"), one("b", exits=(forward("ok"), back("bad", "a"))), one("c")))
    begun = engine.start(flow).marking
    after_a = go(flow, begun, "a").marking
    returned = go(flow, after_a, "b:bad").marking
    closed = go(flow, returned, "a", "b:ok", "c").marking

    def state(marking: Marking, node: str, visit: int | None = None) -> tuple[str, int, str]:
        with pytest.raises(NotOpen) as caught:
            engine.fire(flow, marking, node, visit=visit)
        return caught.value.state, caught.value.visit, caught.value.outcome

    assert state(begun, "c") == ("ahead", 0, "")
    assert state(after_a, "a") == ("done", 1, "done")
    assert state(returned, "b") == ("undone", 1, "")
    assert state(returned, "a", visit=1) == ("reopened", 2, "")
    assert state(closed, "b") == ("done", 2, "ok")
    with pytest.raises(UnknownStep):
        engine.fire(flow, begun, "zzz")
    with pytest.raises(UnknownOutcome):
        engine.fire(flow, begun, "a", "zzz")


def test_each_row_goes_its_own_way_and_all_join() -> None:
    flow = graph(
        seq(one("a"), each(seq(one("b"), one("c").when("x"), one("d"))), one("e")),
        conditions=(Condition("x", "a"),),
    )
    begun = engine.start(flow).marking
    fanned = engine.fire(flow, begun, "a", rows={"r1": {"x": True}, "r2": {"x": False}})
    assert opened(fanned) == ["b#r1", "b#r2"]
    assert opened(go(flow, fanned.marking, "b#r1")) == ["c#r1"]
    assert opened(go(flow, fanned.marking, "b#r2")) == ["d#r2"]
    one_done = go(flow, fanned.marking, "b#r2", "d#r2", "b#r1", "c#r1")
    assert opened(one_done) == ["d#r1"]
    back_in_row = engine.return_to(flow, one_done.marking, "b", instance="r2")
    assert opened(back_in_row) == ["b#r2"]
    assert back_in_row.marking.token("d", "r1") is not None
    joined = go(flow, back_in_row.marking, "d#r1", "b#r2", "d#r2")
    assert opened(joined) == ["e"]
    assert opened(engine.return_to(flow, joined.marking, "a")) == ["a"]
    with pytest.raises(NoRows):
        engine.fire(flow, begun, "a", conditions={"x": True})


def test_marking_survives_json() -> None:
    flow = graph(
        seq(one("a"), par(one("b", wait="W"), one("c").when("x")), one("d")), conditions=(Condition("x", "a"),)
    )
    marking = engine.fire(flow, engine.start(flow).marking, "a", conditions={"x": True}).marking
    assert Marking.from_json(json.loads(json.dumps(marking.to_json()))) == marking


def test_a_fragment_used_twice_gets_ids_of_its_own() -> None:
    part = seq(one("a"), one("b", exits=(forward("ok"), back("bad", "a")), differs_from=("a",)))
    flow = graph(seq(part, renamed(part, "second_")))
    assert list(flow.steps) == ["a", "b", "second_a", "second_b"]
    assert flow.steps["second_b"].exits[1].to == "second_a"
    assert flow.steps["second_b"].differs_from == ("second_a",)
    with pytest.raises(BadDefinition):
        graph(seq(part, part))


def batch() -> Graph:
    """A list, two steps for each row of it, and a clock over all rows."""
    return graph(
        seq(one("a"), one("m"), each(seq(one("b").when("x"), one("c"))), one("e")),
        conditions=(Condition("x", "a"),),
        clocks=(ClockUse("T", ("a",), ("c",)), ClockUse("R", ("b",), ("c",))),
    )


def test_a_row_that_is_dropped_is_undone_and_no_longer_waited_for() -> None:
    flow = batch()
    rows = {row: {"x": True} for row in ("r1", "r2", "r3")}
    begun = engine.fire(flow, engine.start(flow).marking, "a", rows=rows).marking
    early = engine.drop(flow, begun, "r3").marking
    assert early.rows == ("r1", "r2")
    fanned = go(flow, begun, "m", "b#r1", "b#r3", "c#r1").marking
    gone = engine.drop(flow, fanned, "r3")
    assert [done.instance for done in gone.undone] == ["r3"]
    assert [token.instance for token in gone.cancelled] == ["r3"]
    assert [(e.timer, e.instance, e.kind) for e in gone.clock_events] == [("R", "r3", ClockEventKind.STOP)]
    last = engine.drop(flow, gone.marking, "r2")
    assert opened(last) == ["e"]
    assert ("T", ClockEventKind.STOP) in {(e.timer, e.kind) for e in last.clock_events}
    with pytest.raises(NoRows):
        engine.drop(flow, last.marking, "r1")
    with pytest.raises(NotOpen):
        engine.drop(flow, last.marking, "r2")


def test_a_batch_that_has_been_left_keeps_its_rows() -> None:
    flow = batch()
    begun = engine.fire(flow, engine.start(flow).marking, "a", rows={r: {"x": False} for r in ("r1", "r2")})
    left = go(flow, begun.marking, "m", "c#r1", "c#r2")
    assert opened(left) == ["e"]
    with pytest.raises(NotReturnable):
        engine.drop(flow, left.marking, "r1")


def test_a_clock_of_the_whole_batch_is_stopped_by_its_last_row() -> None:
    flow = batch()
    begun = engine.fire(flow, engine.start(flow).marking, "a", rows={r: {"x": False} for r in ("r1", "r2")})
    first = go(flow, begun.marking, "m", "c#r1")
    assert first.clock_events == ()
    both = go(flow, first.marking, "c#r2")
    assert [(e.timer, e.kind) for e in both.clock_events] == [("T", ClockEventKind.STOP)]
    back = engine.return_to(flow, both.marking, "c", instance="r1")
    assert [(e.timer, e.kind) for e in back.clock_events] == [("T", ClockEventKind.CONTINUE)]
