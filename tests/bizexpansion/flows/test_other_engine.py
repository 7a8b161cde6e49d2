"""The exported BPMN means the same to an independent engine (SpiffWorkflow): over random walks with loops and early
ends, the same steps are enabled after each move as in ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bizexpansion.engine import engine
from bizexpansion.engine.bpmn import to_bpmn
from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import ExitKind
from bizexpansion.engine.marking import Marking
from bizexpansion.engine.soundness import allowed_combinations
from bizexpansion.flows import current_flows
from tests.bizexpansion.engine.notation import parse_flow, read_rows

ROWS = ("甲", "乙")
ROWS_FILE = Path(__file__).with_name("rows.txt")
LONGEST = 120
# Four of five steps succeed, so that late phases are reached as well.
LUCK = 0.8
every_flow = pytest.mark.parametrize(
    "graph", current_flows(), ids=lambda one: f"{one.flow.code}-{one.flow.version}"
)


@cache
def parsed(graph: Graph) -> tuple[object, dict[str, object]]:
    """The exported document as the other engine reads it, after it was held against the schema of BPMN 2.0."""
    parser = BpmnParser(validator=BpmnValidator())
    parser.add_bpmn_xml(etree.fromstring(to_bpmn(graph).encode()))
    (name,) = (one for one in parser.get_process_ids() if one.startswith("flow_"))
    return parser.get_spec(name), parser.get_subprocess_specs(name)


class OtherEngine:
    """A case of the exported flow in SpiffWorkflow."""

    def __init__(self, graph: Graph, given: Mapping[str, bool]) -> None:
        self.graph = graph
        rows = [{"id": row, **given} for row in ROWS]
        self.workflow = BpmnWorkflow(*parsed(graph))
        self.workflow.do_engine_steps()
        for task in self._ready():
            task.set_data(**given, rows=rows, outcome="")

    def _ready(self) -> list[Task]:
        return [
            one for one in self.workflow.get_tasks(state=TaskState.READY) if isinstance(one.task_spec, UserTask)
        ]

    def enabled(self) -> list[tuple[str, str]]:
        """The steps that somebody could do now, with their rows."""
        return sorted((one.task_spec.bpmn_id, self._row(one)) for one in self._ready())

    def complete(self, node: str, row: str, outcome: str) -> None:
        """Somebody does a step."""
        (task,) = (one for one in self._ready() if (one.task_spec.bpmn_id, self._row(one)) == (node, row))
        task.set_data(outcome=outcome)
        task.run()
        self.workflow.do_engine_steps()

    def _row(self, task: Task) -> str:
        return str(task.data["row"]["id"]) if self.graph.batch_of(task.task_spec.bpmn_id) else ""


def enabled_in_ours(marking: Marking) -> list[tuple[str, str]]:
    """The open steps of our engine."""
    return sorted((one.node, one.instance) for one in marking.open.values())


def walk(graph: Graph, seed: int) -> set[str]:
    """One random case in both engines; returns the exits that it has taken, as "step:outcome"."""
    dice = Random(f"{graph.flow.code} {seed}")
    given = dice.choice(list(allowed_combinations(graph.flow)))
    rows = dict.fromkeys(ROWS, given)
    marking, other, taken = engine.start(graph, given).marking, OtherEngine(graph, given), set()
    for _ in range(LONGEST):
        assert other.enabled() == enabled_in_ours(marking), sorted(taken)
        if marking.finished:
            assert other.workflow.completed
            return taken
        token = dice.choice(list(marking.open.values()))
        exits = graph.steps[token.node].exits
        forward = [one for one in exits if one.kind is ExitKind.NEXT]
        exit = dice.choice(forward if dice.random() < LUCK else exits)
        taken.add(f"{token.node}:{exit.outcome}")
        other.complete(token.node, token.instance, exit.outcome)
        marking = engine.fire(
            graph, marking, token.node, exit.outcome, given, instance=token.instance, rows=rows
        ).marking
    return taken


@every_flow
def test_the_same_steps_are_enabled(graph: Graph) -> None:
    assert walk(graph, 1) | walk(graph, 2)


@pytest.mark.parametrize("code", ["112", "217", "302", "304"])
def test_shapes_of_the_domain_file(code: str) -> None:
    """Batches, choices, forks in forks, whether or not a definition of ours has them."""
    macros, rows = read_rows(ROWS_FILE.read_text(encoding="utf-8"))
    graph = compile_flow(parse_flow(code, rows[code], macros))
    for seed in range(4):
        walk(graph, seed)


@pytest.mark.slow
@every_flow
def test_the_same_steps_are_enabled_over_many_walks(graph: Graph) -> None:
    """A hundred random cases a flow, and more until every exit of every step has been taken."""
    taken: set[str] = set()
    exits = {f"{step.id}:{exit.outcome}" for step in graph.steps.values() for exit in step.exits}
    for seed in range(1000):
        if seed >= 100 and taken == exits:
            break
        taken |= walk(graph, seed)
    assert taken == exits


def test_a_wrong_export_is_noticed() -> None:
    """A document in which a branch has lost its condition enables something else."""
    (graph,) = (one for one in current_flows() if one.flow.code == "104")
    given = next(iter(allowed_combinations(graph.flow)))
    other = OtherEngine(graph, given | {"dispatch": False})
    other.complete("accept", "", "accepted")
    ours = engine.fire(graph, engine.start(graph, given).marking, "accept", "accepted", given).marking
    assert other.enabled() != enabled_in_ours(ours)
