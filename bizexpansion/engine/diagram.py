"""Where a case stands, as a picture: boxes on a grid that a template draws as SVG.

The tree lays itself out: a sequence runs to the right, the branches of a fork lie under one another, a long flow
breaks into rows. Loops are not drawn; they stand at the steps as exits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from .clocks import needed
from .compile import Graph
from .definition import Choice, Each, Label, Par, Seq, Step
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
class Edge:
    """A line from one step to the next."""

    points: tuple[Point, ...]

    @property
    def polyline(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


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
    edges: list[Edge] = field(default_factory=list)
    gates: dict[str, tuple[Point, Point]] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    start: Point = (0, 0)
    end: Point = (0, 0)
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box with what a reader sees in it: its state and its name in lines."""

    box: Box
    state: NodeState
    lines: tuple[str, ...]
    visit: int
    waiting: str


def lay_out(graph: Graph, grid: Grid | None = None) -> Layout:
    """The boxes and lines of a flow, the same for all its cases."""
    return _Plotter(graph, grid or Grid()).plot()


def draw(graph: Graph, layout: Layout, marking: Marking | None = None, late: Collection[str] = ()) -> list[Drawn]:
    """The boxes with the state of a case; ``late`` are ids of open steps whose time is up."""
    drawn = []
    for name, box in layout.boxes.items():
        state = node_state(graph, marking, name) if marking else NodeState.AHEAD
        if name in late and state in (NodeState.OPEN, NodeState.RETURNED, NodeState.WAITING):
            state = NodeState.LATE
        tokens = [token for token in marking.open.values() if token.node == name] if marking else []
        waiting = next((token.waiting for token in tokens if token.waiting), "")
        visit = max((token.visit for token in tokens), default=0)
        drawn.append(Drawn(box, state, wrap(box.step.name or box.step.id), visit, waiting))
    return drawn


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


def wrap(label: Label, width: int = 16, lines: int = 3) -> tuple[str, ...]:
    """A name in at most so many lines of a width; a Chinese character counts 2, Latin words are kept whole."""
    text = str(label)
    result, line = [], ""
    for word in _words(text):
        if line and _width(line + word.rstrip()) > width:
            result.append(line.rstrip())
            line = ""
        line += word
    result.append(line.rstrip())
    if len(result) > lines:
        result = [*result[: lines - 1], result[lines - 1].rstrip() + "…"]
    return tuple(result)


def _words(text: str) -> list[str]:
    """Latin words with the space after them; every wide character alone."""
    words = [""]
    for char in text:
        if _width(char) == 2:
            words += [char, ""]
        else:
            words[-1] += char
            if char == " ":
                words.append("")
    return [word for word in words if word]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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
                entry = (x, y + grid.cell_height / 2)
                self._break_row(exit_at, entry, y - grid.row_gap / 2)
                exit_at = None
            if exit_at:
                self._line(exit_at, (x, exit_at[1]))
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
        leaves: Point | None = None
        for child in place.children:
            if leaves:
                self._line(leaves, (x, leaves[1]))
            leaves = self.put(child, x, y)
            x += self.size(child)[0]
        if leaves is None:
            raise ValueError(f"{key} is empty")
        return leaves

    def _put_step(self, step: Step, x: float, y: float) -> Point:
        grid = self.grid
        left = x + (grid.cell_width - grid.box_width) / 2
        top = y + (grid.cell_height - grid.box_height) / 2
        middle = y + grid.cell_height / 2
        optional = any(True for _ in self.graph.gates(step.id))
        self.layout.boxes[step.id] = Box(step, left, top, grid.box_width, grid.box_height, optional)
        self._line((x, middle), (left, middle))
        self._line((left + grid.box_width, middle), (x + grid.cell_width, middle))
        return x + grid.cell_width, middle

    def _put_fork(self, key: str, x: float, y: float) -> Point:
        grid, middle = self.grid, y + self.grid.cell_height / 2
        width, _ = self.size(key)
        fork, join = (x + grid.gate_width / 2, middle), (x + width - grid.gate_width / 2, middle)
        self.layout.gates[key] = (fork, join)
        self._line((x, middle), fork)
        self._line(join, (x + width, middle))
        for child in self.graph.places[key].children:
            branch = y + grid.cell_height / 2
            self._line(fork, (fork[0], branch), (x + grid.gate_width, branch))
            leaves = self.put(child, x + grid.gate_width, y)
            self._line(leaves, (join[0], leaves[1]), join)
            y += self.size(child)[1]
        return x + width, middle

    def _break_row(self, leaves: Point, enters: Point, between: float) -> None:
        left = enters[0] - self.grid.margin / 2
        right = leaves[0] + self.grid.margin / 4
        self._line(leaves, (right, leaves[1]), (right, between), (left, between), (left, enters[1]), enters)

    def _line(self, *points: Point) -> None:
        distinct = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
        if len(distinct) > 1:
            self.layout.edges.append(Edge(tuple(distinct)))
