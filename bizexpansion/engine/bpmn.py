"""A flow as BPMN 2.0 with its picture, for any modeler and engine. The names are those of the active language.

How our blocks are written, so that another engine enables the same steps as ours:

- a step is a user task, with its exits behind an exclusive gateway that reads the variable `outcome`;
- `when` is an exclusive gateway that reads the variable of that name, with a way past the block as its default;
- `par` is a parallel gateway; a branch that may be absent is a `when` inside its branch, so the join is a plain one
  (what BPMN calls inclusive would ask every engine to look ahead for tokens);
- `choose` is an exclusive gateway; `each` a parallel multi-instance sub-process over the collection `rows`, where
  the conditions of a row are read from `row`;
- an exit that leads back is a line to its target, one that ends the case a terminate event. Both undo what stood
  behind them in our engine; in BPMN that is the business of compensation handlers, which are not exported.

Return, withdraw, re-plan, abort, suspend and transfer are operations on the whole case from any step, no lines of
the picture: another engine does them by stepping back its own tokens.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from .compile import Graph
from .definition import Choice, Each, Exit, ExitKind, Label, Par, Step, When
from .diagram import Grid, Layout, Point, lay_out

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
GRID = Grid(cell_width=270, cell_height=150, box_width=110, box_height=60, gate_width=70, margin=80, columns=10_000)
# For a page: rows that fit its width at a size that can be read.
PAGE_GRID = Grid(
    cell_width=218, cell_height=124, box_width=112, box_height=62, gate_width=76, row_gap=36, margin=70, columns=8
)
GATEWAY, EVENT, LABEL = 24, 26, 120


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn node."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> Point:
        """Where lines arrive."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> Point:
        """Where lines leave."""
        return self.x + self.width, self.y + self.height / 2

    @property
    def top(self) -> Point:
        """Where lines leave upwards."""
        return self.x + self.width / 2, self.y

    @property
    def bottom(self) -> Point:
        """Where lines leave downwards."""
        return self.x + self.width / 2, self.y + self.height


# The end of a line that waits for its target: node id, name of the line, the expression under which it is taken.
End = tuple[str, str, str]


def to_bpmn(graph: Graph, grid: Grid = GRID) -> str:
    """The BPMN 2.0 document of a flow, with diagram interchange: in one line, or in rows as the grid says."""
    return _Writer(graph, grid).document()


def _tag(prefix: str, name: str) -> str:
    return f"{{{NAMESPACES[prefix]}}}{name}"


class _Writer:
    def __init__(self, graph: Graph, grid: Grid) -> None:
        self.graph, self.grid = graph, grid
        self.layout: Layout = lay_out(graph, grid)
        self.labels: dict[str, Label] = {one.name: one.label or one.name for one in graph.flow.conditions}
        for prefix, uri in NAMESPACES.items():
            ET.register_namespace(prefix, uri)
        self.root = ET.Element(_tag("bpmn", "definitions"), id="definitions", targetNamespace="urn:flow")
        self.process_id = f"flow_{graph.flow.code}_v{graph.flow.version}"
        self.process = self._child(self.root, "process", self.process_id, str(graph.flow.name))
        self.process.set("isExecutable", "true")
        self.plane = self._plane()
        self.scope = self.process
        self.shapes: dict[str, Shape] = {}
        self.elements: dict[str, ET.Element] = {}
        self.loops: list[tuple[ET.Element, str, Exit, str]] = []
        self.loops_into: dict[str, int] = {}
        self.heads: dict[str, int] = {}
        self.lanes: list[tuple[int, float, float, float]] = []
        self.flows = 0

    def document(self) -> str:
        start_x, start_y = self.layout.start
        self._node("startEvent", "start", "", Shape(start_x - EVENT, start_y - EVENT / 2, EVENT, EVENT))
        ends = self._emit(self.graph.root, [("start", "", "")])
        end_x, end_y = self.layout.end
        self._node("endEvent", "end", "", Shape(end_x, end_y - EVENT / 2, EVENT, EVENT))
        self._connect(ends, "end")
        for scope, source, exit, name in self.loops:
            self._loop(scope, source, name, exit)
        ET.indent(self.root)
        return ET.tostring(self.root, encoding="unicode", xml_declaration=True)

    def _plane(self) -> ET.Element:
        diagram = ET.SubElement(self.root, _tag("bpmndi", "BPMNDiagram"), id="diagram")
        return ET.SubElement(diagram, _tag("bpmndi", "BPMNPlane"), id="plane", bpmnElement=self.process_id)

    def _child(self, parent: ET.Element, tag: str, element_id: str, name: str = "") -> ET.Element:
        element = ET.SubElement(parent, _tag("bpmn", tag), id=element_id)
        if name:
            element.set("name", name)
        return element

    # The tree

    def _emit(self, key: str, ends: list[End]) -> list[End]:
        """Write a block behind the loose ends; return its own loose ends."""
        place = self.graph.places[key]
        match place.block:
            case Step() as step:
                return self._step(step, ends)
            case When() as when:
                return self._optional(key, when, ends)
            case Par() | Choice():
                return self._fork(key, ends)
            case Each():
                return self._batch(key, ends)
            case _:
                for child in place.children:
                    ends = self._emit(child, ends)
                return ends

    def _step(self, step: Step, ends: list[End]) -> list[End]:
        box = self.layout.boxes[step.id]
        shape = Shape(box.x, box.y, box.width, box.height)
        task = self._node("userTask", step.id, f"{step.code} {step.name or step.id}", shape)
        notes = [f"roles: {', '.join(step.roles)}"] if step.roles else []
        notes += [f"waits: {step.wait}"] if step.wait else []
        notes += [f"form: {step.form}; at low voltage: {step.low_form}"] if step.low_form else []
        if notes:
            ET.SubElement(task, _tag("bpmn", "documentation")).text = "; ".join(notes)
        self._connect(ends, step.id)
        if len(step.exits) == 1:
            return [(step.id, "", "")]
        gate = f"exit_{step.id}"
        self._node("exclusiveGateway", gate, "", self._gate_at((shape.right[0] + 8, shape.right[1])))
        self._connect([(step.id, "", "")], gate)
        for exit in step.exits:
            name = str(exit.label or exit.outcome) + (f" ({exit.waiting})" if exit.waiting else "")
            if exit.kind is ExitKind.BACK:
                self.loops.append((self.scope, gate, exit, name))
            elif exit.kind is ExitKind.ABORT:
                self._abort(gate, exit.outcome, name)
        forward = (exit for exit in step.exits if exit.kind is ExitKind.NEXT)
        return [(gate, str(exit.label or ""), _left_by(exit.outcome)) for exit in forward]

    def _abort(self, gate: str, outcome: str, name: str) -> None:
        x, y = self.shapes[gate].bottom
        end = self._node("endEvent", f"{gate}_{outcome}", "", Shape(x - EVENT / 2, y + 22, EVENT, EVENT))
        ET.SubElement(end, _tag("bpmn", "terminateEventDefinition"), id=f"{gate}_{outcome}_end")
        self._flow(self.scope, gate, f"{gate}_{outcome}", name, (x, y), (x, y + 22), when=_left_by(outcome))

    def _optional(self, key: str, when: When, ends: list[End]) -> list[End]:
        split, merge = f"split_{_plain(key)}", f"merge_{_plain(key)}"
        left, right = self._edges_of(key)
        self.heads[split] = self._gates_at_head(key)
        before = (GATEWAY + 8) * self.heads[split]
        self._node("exclusiveGateway", split, "", self._gate_at((left[0] - before, left[1])))
        self._connect(ends, split)
        taken = (split, str(self.labels[when.condition]), self._holds(when.condition))
        inner = self._emit(self.graph.places[key].children[0], [taken])
        if len(inner) == 1 and inner[0][0].startswith("merge_"):
            merge = inner[0][0]
        else:
            self._node("exclusiveGateway", merge, "", self._gate_at((right[0] + GATEWAY + 14, right[1])))
            self._connect(inner, merge)
        below = left[1] + 52
        past = self._flow(
            *(self.scope, split, merge, ""),
            *(self.shapes[split].bottom, (self.shapes[split].bottom[0], below)),
            *((self.shapes[merge].bottom[0], below), self.shapes[merge].bottom),
        )
        self.elements[split].set("default", past)
        return [(merge, "", "")]

    def _fork(self, key: str, ends: list[End]) -> list[End]:
        place, (fork_at, join_at) = self.graph.places[key], self.layout.gates[key]
        is_choice = isinstance(place.block, Choice)
        kind = "exclusiveGateway" if is_choice else "parallelGateway"
        fork, join = f"fork_{_plain(key)}", f"join_{_plain(key)}"
        self._node(kind, fork, "", self._gate_at((fork_at[0] - GATEWAY / 2, fork_at[1])))
        self._connect(ends, fork)
        loose: list[End] = []
        for child in place.children:
            block = self.graph.places[child].block
            if is_choice and isinstance(block, When):
                taken = (fork, str(self.labels[block.condition]), self._holds(block.condition))
                loose += self._emit(self.graph.places[child].children[0], [taken])
            else:
                loose += self._emit(child, [(fork, "", "")])
        self._node(kind, join, "", self._gate_at((join_at[0] - GATEWAY / 2, join_at[1])))
        self._connect(loose, join)
        return [(join, "", "")]

    def _holds(self, condition: str) -> str:
        """The expression that reads a condition; within a batch that of the row."""
        return condition if self.scope is self.process else f"row[{condition!r}]"

    def _batch(self, key: str, ends: list[End]) -> list[End]:
        batch, frame = _plain(key), self.layout.frames[key]
        element = self._node("subProcess", batch, "", Shape(frame.x, frame.y, frame.width, frame.height))
        loop = ET.SubElement(element, _tag("bpmn", "multiInstanceLoopCharacteristics"), id=f"{batch}_rows")
        loop.set("isSequential", "false")
        ET.SubElement(loop, _tag("bpmn", "loopDataInputRef")).text = "rows"
        ET.SubElement(loop, _tag("bpmn", "inputDataItem"), id="row", name="row")
        self._connect(ends, batch)
        outer, self.scope = self.scope, element
        left, right = self._edges_of(key)
        self._node("startEvent", f"{batch}_start", "", Shape(frame.x + 8, left[1] - EVENT / 2, EVENT, EVENT))
        inner = self._emit(self.graph.places[key].children[0], [(f"{batch}_start", "", "")])
        x = frame.x + frame.width - EVENT - 4
        self._node("endEvent", f"{batch}_end", "", Shape(x, right[1] - EVENT / 2, EVENT, EVENT))
        self._connect(inner, f"{batch}_end")
        self.scope = outer
        return [(batch, "", "")]

    # Places and lines

    def _edges_of(self, key: str) -> tuple[Point, Point]:
        """Where the first line enters a block and the last one leaves it."""
        place = self.graph.places[key]
        if isinstance(place.block, Step):
            box = self.layout.boxes[key]
            middle = box.y + box.height / 2
            return (box.x, middle), (box.x + box.width, middle)
        if isinstance(place.block, Par | Choice):
            fork, join = self.layout.gates[key]
            return (fork[0] - GATEWAY / 2, fork[1]), (join[0] + GATEWAY / 2, join[1])
        inner = [self._edges_of(child) for child in place.children]
        return inner[0][0], inner[-1][1]

    def _gates_at_head(self, key: str) -> int:
        """How many optional blocks begin with the first step of a block."""
        place = self.graph.places[key]
        if not place.children or isinstance(place.block, Par | Choice | Each):
            return 0
        return isinstance(place.block, When) + self._gates_at_head(place.children[0])

    def _gate_at(self, left: Point) -> Shape:
        return Shape(left[0], left[1] - GATEWAY / 2, GATEWAY, GATEWAY)

    def _node(self, tag: str, node: str, name: str, shape: Shape) -> ET.Element:
        element = self._child(self.scope, tag, node, name)
        drawn = ET.SubElement(self.plane, _tag("bpmndi", "BPMNShape"), id=f"{node}_shape", bpmnElement=node)
        if tag == "subProcess":
            drawn.set("isExpanded", "true")
        sizes = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
        ET.SubElement(drawn, _tag("dc", "Bounds"), {name: f"{size:g}" for name, size in sizes.items()})
        self.shapes[node], self.elements[node] = shape, element
        return element

    def _connect(self, ends: list[End], target: str) -> None:
        for source, name, when in ends:
            start, end = self.shapes[source].right, self.shapes[target].left
            # Conditions stand over the gate of an optional step, or where the branch begins.
            head = self.heads.get(source, 1) - 1
            over = (start[0] - LABEL + 20, start[1] - 36 - 14 * head) if source.startswith("split_") else None
            over = (end[0] - 60, end[1] - 64) if source.startswith("fork_") else over
            # A fork parts right behind its gate, a join meets right before its own.
            turn = start[0] + 10 if source.startswith("fork_") else end[0] - 10
            bends = [] if start[1] == end[1] else [(turn, start[1]), (turn, end[1])]
            if end[0] < start[0] - self.grid.cell_width:  # on to the next row
                between = end[1] - (self.grid.cell_height + self.grid.row_gap) / 2
                out, into = start[0] + 8, end[0] - 12
                bends = [(out, start[1]), (out, between), (into, between), (into, end[1])]
                over = (out - LABEL, between - 16)
            self._flow(self.scope, source, target, name, start, *bends, end, label_at=over, when=when)

    def _loop(self, scope: ET.Element, source: str, name: str, exit: Exit) -> None:
        """A line back, above the row; lines that would cover one another lie over one another."""
        start, end = self.shapes[source].top, self.shapes[exit.to].top
        earlier = self.loops_into[exit.to] = self.loops_into.get(exit.to, -1) + 1
        into, ground = end[0] - 12 * earlier, min(start[1], end[1])
        lane = 0
        while any(
            one == lane and abs(level - ground) < GATEWAY and left < start[0] and into < right
            for one, level, left, right in self.lanes
        ):
            lane += 1
        self.lanes.append((lane, ground, into, start[0]))
        above = ground - 20 - 19 * lane
        over = (max(start[0] - LABEL - 4, into), above - 15)
        bends = ((start[0], above), (into, above), (into, end[1]))
        self._flow(scope, source, exit.to, name, start, *bends, label_at=over, when=_left_by(exit.outcome))

    def _flow(
        self,
        scope: ET.Element,
        source: str,
        target: str,
        name: str,
        *points: Point,
        label_at: Point | None = None,
        when: str = "",
    ) -> str:
        """A line, taken if `when` holds; returns its id."""
        self.flows += 1
        flow = self._child(scope, "sequenceFlow", f"line_{self.flows}", name)
        if when:
            ET.SubElement(flow, _tag("bpmn", "conditionExpression")).text = when
        flow.set("sourceRef", source)
        flow.set("targetRef", target)
        edge = ET.SubElement(
            self.plane, _tag("bpmndi", "BPMNEdge"), id=f"line_{self.flows}_edge", bpmnElement=f"line_{self.flows}"
        )
        for x, y in points:
            ET.SubElement(edge, _tag("di", "waypoint"), x=f"{x:g}", y=f"{y:g}")
        if name and label_at:
            label = ET.SubElement(edge, _tag("bpmndi", "BPMNLabel"))
            bounds = {"x": f"{label_at[0]:g}", "y": f"{label_at[1]:g}", "width": f"{LABEL}", "height": "14"}
            ET.SubElement(label, _tag("dc", "Bounds"), bounds)
        return f"line_{self.flows}"


def _left_by(outcome: str) -> str:
    """The expression that asks how a step was left."""
    return f"outcome == {outcome!r}"


def _plain(key: str) -> str:
    """A block id as an XML id."""
    return key.replace("@", "_").replace(".", "_")
