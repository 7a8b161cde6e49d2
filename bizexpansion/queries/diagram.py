"""The picture of a case: the flow's boxes with what became of each, and who holds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.diagram import Drawn, Grid, Layout, NodeState, draw, lay_out
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


@dataclass(frozen=True)
class Node:
    """One box: where it stands, its state in words, who holds it, and whether there is something to open."""

    drawn: Drawn
    holder: str
    has_record: bool

    @property
    def id(self) -> str:
        """The id of the step."""
        return self.drawn.box.step.id

    @property
    def name(self) -> Any:
        """The step's name, in the reader's language."""
        return self.drawn.box.step.name

    @property
    def word(self) -> Any:
        """The state in words."""
        return WORDS[self.drawn.state]

    @property
    def chip(self) -> str:
        """The key of the chip that shows the state."""
        return CHIPS[self.drawn.state]

    @property
    def lines(self) -> list[tuple[float, str]]:
        """The lines of the name with the height at which each is written."""
        box, step = self.drawn.box, 14
        first = box.y + box.height / 2 - step * (len(self.drawn.lines) - 1) / 2 + 4
        return [(first + step * index, line) for index, line in enumerate(self.drawn.lines)]

    @property
    def middle(self) -> float:
        """Where the name is centred."""
        return self.drawn.box.x + self.drawn.box.width / 2


@dataclass(frozen=True)
class Picture:
    """Everything that the template draws."""

    layout: Layout
    nodes: list[Node]


@lru_cache(maxsize=64)
def layout_of(code: str, version: int) -> Layout:
    """The layout of a version of a flow, computed once."""
    return lay_out(get_flow(code, version), Grid(cell_width=134, cell_height=64, row_gap=18))


def picture(
    graph: Graph, marking: Marking, *, late: Collection[str], holders: Mapping[str, str], recorded: Collection[str]
) -> Picture:
    """The boxes of a case; `holders` says who holds an open step, `recorded` which steps have been filled in."""
    layout = layout_of(graph.flow.code, graph.flow.version)
    nodes = [
        Node(drawn, holders.get(drawn.box.step.id, ""), drawn.box.step.id in recorded)
        for drawn in draw(graph, layout, marking, late)
    ]
    return Picture(layout, nodes)
