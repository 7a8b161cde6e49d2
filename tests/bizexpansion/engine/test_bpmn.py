"""The BPMN document is whole: every line has its ends, everything is drawn, every step can be reached."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from bizexpansion.engine.bpmn import GRID, NAMESPACES, PAGE_GRID, to_bpmn
from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Condition, Flow, Step, choose, each, par, seq
from bizexpansion.engine.diagram import Grid, lay_out
from bizexpansion.flows import current_flows

BATCH = compile_flow(
    Flow(
        code="b",
        version=1,
        name="batch",
        conditions=(Condition("x"), Condition("y")),
        body=seq(
            Step("a", "A"),
            each(seq(Step("b", "B"), seq(Step("c", "C"), Step("d", "D").when("x")).when("y"))),
            choose(Step("e", "E").when("x"), Step("f", "F").when("y")),
            par(Step("g", "G"), Step("h", "H")),
        ),
    )
)


def name(tag: str) -> str:
    return tag.partition("}")[2]


@pytest.mark.parametrize("graph", [*current_flows(), BATCH], ids=lambda graph: graph.flow.code)
def test_document_is_whole(graph: Graph) -> None:
    root = ET.fromstring(to_bpmn(graph))  # noqa: S314, our own document
    process = root.find("bpmn:process", NAMESPACES)
    assert process is not None
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))

    flows = list(process.iter(f"{{{NAMESPACES['bpmn']}}}sequenceFlow"))
    nodes = {
        element.get("id"): name(element.tag)
        for element in process.iter()
        if name(element.tag).endswith(("Task", "Gateway", "Process"))
        or name(element.tag) in ("startEvent", "endEvent")
    }
    assert {id for id, kind in nodes.items() if kind == "userTask"} == set(graph.steps)

    into = {flow.get("targetRef") for flow in flows}
    out_of = {flow.get("sourceRef") for flow in flows}
    assert into | out_of == set(nodes)
    assert {id for id in nodes if id not in into} == {id for id, kind in nodes.items() if kind == "startEvent"}
    assert {id for id in nodes if id not in out_of} == {id for id, kind in nodes.items() if kind == "endEvent"}

    drawn = {element.get("bpmnElement") for element in root.iter() if element.get("bpmnElement")}
    assert drawn == set(nodes) | {flow.get("id") for flow in flows} | {process.get("id")}


def test_lines_do_not_leave_their_batch() -> None:
    root = ET.fromstring(to_bpmn(BATCH))  # noqa: S314, our own document
    for scope in (root.find("bpmn:process", NAMESPACES), root.find(".//bpmn:subProcess", NAMESPACES)):
        assert scope is not None
        own = {child.get("id") for child in scope}
        for flow in scope.findall("bpmn:sequenceFlow", NAMESPACES):
            assert {flow.get("sourceRef"), flow.get("targetRef")} <= own


def test_ways_back_and_out_are_there() -> None:
    (graph,) = (graph for graph in current_flows() if graph.flow.code == "104")
    root = ET.fromstring(to_bpmn(graph))  # noqa: S314, our own document
    pairs = {
        (flow.get("sourceRef"), flow.get("targetRef"))
        for flow in root.iter(f"{{{NAMESPACES['bpmn']}}}sequenceFlow")
    }
    assert ("exit_approve_plan", "survey") in pairs
    assert ("exit_approve_plan", "draft_plan") in pairs
    assert len(root.findall(".//bpmn:terminateEventDefinition", NAMESPACES)) == 2


@pytest.mark.parametrize("grid", [GRID, PAGE_GRID], ids=["one line", "rows"])
@pytest.mark.parametrize("graph", [*current_flows(), BATCH], ids=lambda graph: graph.flow.code)
def test_no_line_runs_through_a_step(graph: Graph, grid: Grid) -> None:
    root = ET.fromstring(to_bpmn(graph, grid))  # noqa: S314, our own document
    boxes = {step: lay_out(graph, grid).boxes[step] for step in graph.steps}
    for edge in root.iter(f"{{{NAMESPACES['bpmndi']}}}BPMNEdge"):
        points = [(float(at.get("x", 0)), float(at.get("y", 0))) for at in edge.findall("di:waypoint", NAMESPACES)]
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2, "lines are square"
            for step, box in boxes.items():
                beside = max(x1, x2) <= box.x or min(x1, x2) >= box.x + box.width
                apart = max(y1, y2) <= box.y or min(y1, y2) >= box.y + box.height
                assert beside or apart, (edge.get("bpmnElement"), step)
