"""The picture of a case: the flow as BPMN, with what became of each step and who holds it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.bpmn import PAGE_GRID, to_bpmn
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Step
from bizexpansion.engine.diagram import NodeState, node_state
from bizexpansion.engine.marking import Marking
from bizexpansion.flows import get_flow

WORDS: Mapping[NodeState, Any] = {
    NodeState.AHEAD: _("ahead"),
    NodeState.OPEN: _("open"),
    NodeState.WAITING: _("waiting outside"),
    NodeState.RETURNED: _("sent back, open again"),
    NodeState.LATE: _("late"),
    NodeState.DONE: _("done"),
    NodeState.CANCELLED: _("cancelled"),
    NodeState.NOT_NEEDED: _("not needed"),
}
# What the chips of crm_web call these states.
CHIPS: Mapping[NodeState, str] = {
    NodeState.AHEAD: "none",
    NodeState.OPEN: "open",
    NodeState.WAITING: "waiting",
    NodeState.RETURNED: "returned",
    NodeState.LATE: "late",
    NodeState.DONE: "done",
    NodeState.CANCELLED: "aborted",
    NodeState.NOT_NEEDED: "none",
}
OPEN = (NodeState.OPEN, NodeState.RETURNED, NodeState.WAITING)


@dataclass(frozen=True)
class Node:
    """One step of a case: its state in words, who holds it, and whether there is something to open."""

    step: Step
    state: NodeState
    holder: str
    has_record: bool

    @property
    def id(self) -> str:
        """The id of the step."""
        return self.step.id

    @property
    def name(self) -> Any:
        """The step's name, in the reader's language."""
        return self.step.name

    @property
    def word(self) -> Any:
        """The state in words."""
        return WORDS[self.state]

    @property
    def chip(self) -> str:
        """The key of the chip that shows the state."""
        return CHIPS[self.state]

    @property
    def title(self) -> str:
        """Name, state and holder, as they are read out."""
        return f"{self.name}: {self.word}" + (f" · {self.holder}" if self.holder else "")


@dataclass(frozen=True)
class Course:
    """Where a case stands in its flow."""

    graph: Graph
    nodes: list[Node]

    @property
    def states(self) -> dict[str, dict[str, Any]]:
        """State, title and whether it can be opened, of each step by its id: what the drawing is marked with."""
        return {
            node.id: {"state": node.state.value, "title": node.title, "opens": node.has_record}
            for node in self.nodes
        }

    @property
    def states_json(self) -> str:
        """The same for the script that draws."""
        return json.dumps(self.states, ensure_ascii=False)


@lru_cache(maxsize=256)
def drawing_of(code: str, version: int, language: str) -> str:
    """A version of a flow as BPMN 2.0 with its picture, laid out for a page; computed once. Raises LookupError."""
    with translation.override(language):
        return to_bpmn(get_flow(code, version), PAGE_GRID)


def course_of(
    graph: Graph, marking: Marking, *, late: Collection[str], holders: Mapping[str, str], recorded: Collection[str]
) -> Course:
    """The steps of a case.

    `late` are those whose time is up, `holders` says who holds an open step, `recorded` which have been filled in.
    """
    nodes = []
    for name, step in graph.steps.items():
        state = node_state(graph, marking, name)
        if name in late and state in OPEN:
            state = NodeState.LATE
        nodes.append(Node(step, state, holders.get(name, ""), name in recorded))
    return Course(graph, nodes)
