"""From the tree of a flow to an indexed graph, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Block, Choice, ClockUse, Each, Flow, Par, Seq, Step, When


class BadDefinition(ValueError):
    """The tree cannot be indexed: a step id occurs twice, or a batch lies within a batch."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its parent's id ("" for the root) and its index there, and the batch around it."""

    block: Block
    parent: str
    index: int
    children: tuple[str, ...]
    batch: str


@dataclass(frozen=True, eq=False)
class Graph:
    """A flow, indexed. Blocks have ids: a step its own, others their kind and path in the tree ("par@2")."""

    flow: Flow
    root: str
    places: Mapping[str, Place]
    steps: Mapping[str, Step]
    downstream: Mapping[str, frozenset[str]]
    upstream: Mapping[str, frozenset[str]]
    order: Mapping[str, int]
    inside: Mapping[str, frozenset[str]]
    computed_by: Mapping[str, tuple[str, ...]]
    frozen_at: Mapping[str, tuple[str, ...]]
    spans: Mapping[str, frozenset[str]]
    fingerprint: str

    def enclosing(self, block_id: str) -> Iterator[tuple[str, int]]:
        """The blocks around a block, innermost first, each with the index of the part that it lies in."""
        place = self.places[block_id]
        while place.parent:
            yield place.parent, place.index
            place = self.places[place.parent]

    def batch_of(self, step_id: str) -> str:
        """The id of the batch block (``each``) around a step, or ""."""
        return self.places[step_id].batch

    @property
    def batch(self) -> str:
        """The id of the block that is done once for each row; "" in a flow without a batch."""
        return next((key for key, place in self.places.items() if isinstance(place.block, Each)), "")

    def instance_for(self, step_id: str, instance: str) -> str:
        """The instance under which a step runs: the row inside a batch, "" outside."""
        return instance if self.places[step_id].batch else ""

    def sent_from(self, step_id: str) -> Step | None:
        """The first step whose person is named at ``step_id``."""
        return next((step for step in self.steps.values() if step.sent_by == step_id), None)

    def gates(self, step_id: str) -> Iterator[tuple[str, str]]:
        """The conditional blocks around a step, innermost first, with their conditions."""
        for block_id, _ in self.enclosing(step_id):
            block = self.places[block_id].block
            if isinstance(block, When):
                yield block_id, block.condition


def compile_flow(flow: Flow) -> Graph:
    """Index a flow. Raises BadDefinition if the tree is not one."""
    places: dict[str, Place] = {}
    timers = [use.timer for use in flow.clocks]
    if len(timers) != len(set(timers)):
        raise BadDefinition("a timer is used twice")
    root = _place(flow.body, "", 0, "0", "", places)
    steps = {key: place.block for key, place in places.items() if isinstance(place.block, Step)}
    order = {step.id: number for number, step in enumerate(flow.body.steps())}
    downstream: dict[str, frozenset[str]] = {}
    _flow_down(root, frozenset(), places, downstream)
    upstream = {key: frozenset(other for other in steps if key in downstream[other]) - {key} for key in steps}
    computed_by: dict[str, tuple[str, ...]] = {}
    for condition in flow.conditions:
        computed_by[condition.computed_at] = (*computed_by.get(condition.computed_at, ()), condition.name)
    inside = {key: frozenset(step.id for step in place.block.steps()) for key, place in places.items()}
    return Graph(
        flow=flow,
        root=root,
        places=places,
        steps=steps,
        downstream=downstream,
        upstream=upstream,
        order=order,
        inside=inside,
        computed_by=computed_by,
        frozen_at=_freezing(flow, places, inside),
        spans={use.timer: _span(use, upstream) for use in flow.clocks},
        fingerprint=_fingerprint(flow),
    )


def _place(block: Block, parent: str, index: int, path: str, batch: str, places: dict[str, Place]) -> str:
    key = block.id if isinstance(block, Step) else f"{type(block).__name__.lower()}@{path}"
    if key in places:
        raise BadDefinition(f"step id {key!r} occurs twice")
    if isinstance(block, Each):
        if batch:
            raise BadDefinition(f"{key} lies within the batch {batch}")
        batch = key
    if not isinstance(block, Step) and not block.parts():
        raise BadDefinition(f"{key} is empty")
    places[key] = Place(block, parent, index, (), batch)
    children = tuple(
        _place(part, key, number, f"{path}.{number}", batch, places) for number, part in enumerate(block.parts())
    )
    # The batch block itself stands outside of its rows.
    places[key] = Place(block, parent, index, children, "" if isinstance(block, Each) else batch)
    return key


def _flow_down(
    key: str, after: frozenset[str], places: Mapping[str, Place], out: dict[str, frozenset[str]]
) -> frozenset[str]:
    """Fill ``out`` with what follows each step (itself included); return the steps of the block."""
    place = places[key]
    if isinstance(place.block, Step):
        out[key] = after | {key}
        return frozenset({key})
    own: frozenset[str] = frozenset()
    for child in reversed(place.children):
        follows = after | own if isinstance(place.block, Seq) else after
        own |= _flow_down(child, follows, places, out)
    return own


def _freezing(
    flow: Flow, places: Mapping[str, Place], inside: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """Which conditions a block freezes on entry: a fork all that it holds, if they are known before it."""
    computed_at = {condition.name: condition.computed_at for condition in flow.conditions}
    result: dict[str, tuple[str, ...]] = {}
    for key, place in places.items():
        if isinstance(place.block, When):
            result[key] = (place.block.condition,)
        elif isinstance(place.block, Par | Choice):
            used = dict.fromkeys(_conditions(place.block))
            result[key] = tuple(name for name in used if computed_at.get(name, "") not in inside[key])
    return result


def step_of(ref: str) -> str:
    """The step that a clock's trigger ("step" or "step:outcome") names."""
    return ref.partition(":")[0]


def _span(use: ClockUse, upstream: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The steps whose waiting pauses a clock: those that lead to its stop and do not come before its start."""
    starts, stops = {step_of(ref) for ref in use.start}, {step_of(ref) for ref in use.stop}
    unknown = (starts | stops) - upstream.keys()
    if unknown:
        raise BadDefinition(f"clock {use.timer} names unknown steps: {', '.join(sorted(unknown))}")
    leading = stops.union(*(upstream[step] for step in stops))
    before = set().union(*(upstream[step] for step in starts)) - starts
    return frozenset(leading - before)


def _conditions(block: Block) -> Iterator[str]:
    if isinstance(block, When):
        yield block.condition
    for part in block.parts():
        yield from _conditions(part)


def _fingerprint(flow: Flow) -> str:
    """A hash of what the flow does; wording (names and labels) is left out, so it can be improved freely."""
    data = [
        *(flow.code, flow.version, flow.profile, flow.applicants),
        [(paper.at, paper.required, paper.optional) for paper in flow.papers],
        [(rule.rule, rule.at) for rule in flow.preconditions],
        [(condition.name, condition.computed_at, condition.rule) for condition in flow.conditions],
        *(flow.implies, flow.excludes, flow.exactly_one),
        [
            (use.timer, use.start, use.stop, use.parts, use.pauses, use.restarts, use.outlives)
            for use in flow.clocks
        ],
        _shape(flow.body),
    ]
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()


def _shape(block: Block) -> list[Any]:
    if isinstance(block, Step):
        exits = [
            (exit.outcome, exit.kind, exit.to, exit.waiting, exit.renews, exit.effects) for exit in block.exits
        ]
        return [
            *(block.id, block.code, block.roles, block.form, block.wait),
            *(exits, block.effects, block.differs_from, block.seals),
            *(block.low_form, block.sent_by),
        ]
    head = f"when {block.condition}" if isinstance(block, When) else type(block).__name__.lower()
    return [head, *(_shape(part) for part in block.parts())]
