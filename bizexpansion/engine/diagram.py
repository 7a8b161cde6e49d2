"""Where each step of a flow has its place in a picture, and what became of it in a case.

The tree lays itself out: a sequence runs to the right, the branches of a fork lie under one another, a long flow
breaks into rows. `bpmn.py` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .clocks import needed
from .compile import Graph
from .definition import Choice, Each, Par, Seq, Step
from .marking import Finish, Marking

Point = tuple[float, float]


class NodeState(StrEnum):
    """How a step of a case is shown; the values serve as style classes."""

    AHEAD = "ahead"
    OPEN = "open"
    WAITING = "waiting"
    RETURNED = "returned"
    LATE = "late"
    DONE = "done"
    CANCELLED = "cancelled"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class Grid:
    """Sizes in pixels; ``columns`` is the widest row."""

    cell_width: int = 138
    cell_height: int = 72
    box_width: int = 116
    box_height: int = 48
    gate_width: int = 26
    row_gap: int = 26
    margin: int = 16
    columns: float = 10


@dataclass(frozen=True, slots=True)
class Box:
    """A step and its rectangle. ``optional``: it stands under a condition."""

    step: Step
    x: float
    y: float
    width: float
    height: float
    optional: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle around the steps that are done once per row."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Layout:
    """A flow laid out."""

    boxes: dict[str, Box] = field(default_factory=dict)
    gates: dict[str, tuple[Point, Point]] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    start: Point = (0, 0)
    end: Point = (0, 0)
    width: float = 0
    height: float = 0


def lay_out(graph: Graph, grid: Grid | None = None) -> Layout:
    """The boxes and lines of a flow, the same for all its cases."""
    return _Plotter(graph, grid or Grid()).plot()


def node_state(graph: Graph, marking: Marking, name: str) -> NodeState:
    """The state of one step; of a batch, that of the row that is furthest behind."""
    tokens = [token for token in marking.open.values() if token.node == name]
    if tokens:
        if all(token.waiting for token in tokens):
            return NodeState.WAITING
        return NodeState.RETURNED if any(token.visit > 1 for token in tokens) else NodeState.OPEN
    instances = marking.rows if graph.batch_of(name) else ("",)
    done = [instance for instance in instances if marking.done(name, instance)]
    if done and len(done) == len([one for one in instances if needed(graph, marking, name, one)]):
        return NodeState.DONE
    if marking.finished is Finish.ABORTED:
        return NodeState.CANCELLED
    if instances and not any(needed(graph, marking, name, instance) for instance in instances):
        return NodeState.NOT_NEEDED
    return NodeState.AHEAD


class _Plotter:
    def __init__(self, graph: Graph, grid: Grid) -> None:
        self.graph, self.grid, self.layout = graph, grid, Layout()

    def plot(self) -> Layout:
        grid = self.grid
        x, y, exit_at = float(grid.margin), float(grid.margin), None
        tallest = 0.0
        self.layout.start = (x, y + grid.cell_height / 2)
        place = self.graph.places[self.graph.root]
        for part in place.children if isinstance(place.block, Seq) else (self.graph.root,):
            width, height = self.size(part)
            if exit_at and x + width > grid.margin + grid.columns * grid.cell_width:
                y += tallest + grid.row_gap
                x, tallest = float(grid.margin), 0.0
            exit_at = self.put(part, x, y)
            x, tallest = x + width, max(tallest, height)
            self.layout.width = max(self.layout.width, x + grid.margin)
        self.layout.end = exit_at or self.layout.start
        self.layout.height = y + tallest + grid.margin
        return self.layout

    def size(self, key: str) -> Point:
        """Width and height of a block."""
        grid, place = self.grid, self.graph.places[key]
        if isinstance(place.block, Step):
            return grid.cell_width, grid.cell_height
        sizes = [self.size(child) for child in place.children]
        if isinstance(place.block, Par | Choice):
            return max(w for w, _ in sizes) + 2 * grid.gate_width, sum(h for _, h in sizes)
        return sum(w for w, _ in sizes), max(h for _, h in sizes)

    def put(self, key: str, x: float, y: float) -> Point:
        """Place a block with its upper left corner at (x, y); return the point where the line leaves it."""
        place = self.graph.places[key]
        if isinstance(place.block, Step):
            return self._put_step(place.block, x, y)
        if isinstance(place.block, Par | Choice):
            return self._put_fork(key, x, y)
        if isinstance(place.block, Each):
            width, height = self.size(key)
            self.layout.frames[key] = Frame(x + 2, y + 2, width - 4, height - 4)
        leaves = (x, y)
        for child in place.children:
            leaves = self.put(child, x, y)
            x += self.size(child)[0]
        return leaves

    def _put_step(self, step: Step, x: float, y: float) -> Point:
        grid = self.grid
        left = x + (grid.cell_width - grid.box_width) / 2
        top = y + (grid.cell_height - grid.box_height) / 2
        optional = any(True for _ in self.graph.gates(step.id))
        self.layout.boxes[step.id] = Box(step, left, top, grid.box_width, grid.box_height, optional)
        return x + grid.cell_width, y + grid.cell_height / 2

    def _put_fork(self, key: str, x: float, y: float) -> Point:
        grid, middle = self.grid, y + self.grid.cell_height / 2
        width, _ = self.size(key)
        self.layout.gates[key] = ((x + grid.gate_width / 2, middle), (x + width - grid.gate_width / 2, middle))
        for child in self.graph.places[key].children:
            self.put(child, x + grid.gate_width, y)
            y += self.size(child)[1]
        return x + width, middle
