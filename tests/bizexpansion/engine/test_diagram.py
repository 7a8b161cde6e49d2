"""The picture of a flow and of a case in it."""

import pytest

from bizexpansion.engine import engine
from bizexpansion.engine.compile import compile_flow
from bizexpansion.engine.definition import Condition, Flow, Step, each, par, seq
from bizexpansion.engine.diagram import Box, Grid, NodeState, lay_out, node_state
from bizexpansion.engine.marking import Marking
from bizexpansion.flows import get_flow

GRAPH = get_flow("104")
GIVEN = {condition.name: condition.name != "ext" for condition in GRAPH.flow.conditions}


def after(*moves: str) -> Marking:
    marking = engine.start(GRAPH).marking
    for move in moves:
        node, _, outcome = move.partition(":")
        taken = outcome or GRAPH.steps[node].exits[0].outcome
        marking = engine.fire(GRAPH, marking, node, taken, GIVEN).marking
    return marking


TO_FORK = ("accept", "dispatch_survey", "survey", "draft_plan", "countersign_plan", "approve_plan", "reply_plan",
           "customer_answer")  # fmt: skip


def overlap(one: Box, other: Box) -> bool:
    apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
    apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (apart_x or apart_y)


def test_every_step_has_a_place_of_its_own_inside_the_picture() -> None:
    layout = lay_out(GRAPH)
    boxes = list(layout.boxes.values())
    assert list(layout.boxes) == list(GRAPH.steps)
    for number, box in enumerate(boxes):
        assert 0 <= box.x <= box.x + box.width <= layout.width
        assert 0 <= box.y <= box.y + box.height <= layout.height
        assert not any(overlap(box, other) for other in boxes[number + 1 :])
    assert layout.boxes["countersign_plan"].optional
    assert not layout.boxes["sign_contract"].optional


def test_a_narrow_picture_has_more_rows() -> None:
    wide, narrow = lay_out(GRAPH, Grid(columns=40)), lay_out(GRAPH, Grid(columns=9))
    assert wide.width > narrow.width
    assert wide.height < narrow.height


@pytest.mark.parametrize(
    ("marking", "node", "state"),
    [
        (after(), "accept", NodeState.OPEN),
        (after(), "close", NodeState.AHEAD),
        (after(*TO_FORK), "survey", NodeState.DONE),
        (after(*TO_FORK), "track_grid_project", NodeState.NOT_NEEDED),
        (after(*TO_FORK), "receive_design", NodeState.WAITING),
        (after(*TO_FORK[:5], "approve_plan:redraft"), "draft_plan", NodeState.RETURNED),
        (after(*TO_FORK[:5], "approve_plan:redraft"), "approve_plan", NodeState.AHEAD),
        (after(*TO_FORK[:7], "customer_answer:refused"), "close", NodeState.CANCELLED),
    ],
)
def test_the_state_of_a_step(marking: Marking, node: str, state: NodeState) -> None:
    assert node_state(GRAPH, marking, node) is state


def test_a_batch_is_framed_and_shows_the_row_furthest_behind() -> None:
    flow = Flow(
        code="x", version=1, name="x", conditions=(Condition("p"),),
        body=seq(Step("a", "A"), each(seq(Step("b", "B"), Step("c", "C"))),
                 par(Step("d", "D").when("p"), Step("e", "E"))),
    )  # fmt: skip
    graph = compile_flow(flow)
    assert len(lay_out(graph).frames) == 1
    marking = engine.start(graph, {"p": True}).marking
    marking = engine.fire(graph, marking, "a", rows={"1": {}, "2": {}}).marking
    marking = engine.fire(graph, marking, "b", instance="1").marking
    assert node_state(graph, marking, "b") is NodeState.OPEN
    marking = engine.fire(graph, marking, "b", instance="2").marking
    assert node_state(graph, marking, "b") is NodeState.DONE
