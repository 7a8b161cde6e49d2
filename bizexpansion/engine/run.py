"""One move in the making: walking the tree forward, and the cancel region when going back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .clocks import Move, clock_events
from .compile import Graph
from .definition import Choice, Each, Par, Seq, Step, When
from .errors import ConditionsContradict, ConditionUnknown, NoRows, NotReturnable, Sealed
from .marking import (
    Compensation,
    Done,
    Finish,
    Fork,
    Marking,
    Opened,
    Reason,
    Token,
    Transition,
    key_of,
    split_key,
)

Conditions = Mapping[str, bool]
Rows = Mapping[str, Conditions]


def in_region(graph: Graph, target: str, instance: str, node: str, node_instance: str) -> bool:
    """Whether a step follows (or is) the target; rows of one batch do not follow one another."""
    if node not in graph.downstream[target]:
        return False
    batch = graph.batch_of(target)
    return not batch or batch != graph.batch_of(node) or instance == node_instance


class Run:
    """One transition in the making: mutable copies of what it may change."""

    def __init__(self, graph: Graph, marking: Marking) -> None:
        self.graph, self.before = graph, marking
        self.open, self.visits = dict(marking.open), dict(marking.visits)
        self.standing = list(marking.standing)
        self.forks, self.frozen = dict(marking.forks), dict(marking.frozen)
        self.values, self.rows = dict(marking.values), marking.rows
        self.finished = marking.finished
        self.completed: Done | None = None
        self.returned_to = ""
        self.opened: list[Opened] = []
        self.cancelled: list[Token] = []
        self.undone: list[Done] = []
        self.newly_frozen: dict[str, dict[str, bool]] = {}

    # Conditions

    def compute(self, step: str, instance: str, given: Conditions, rows: Rows | None = None) -> None:
        """Take over the conditions that are computed at a step, and the rows of a batch."""
        names = self.graph.computed_by.get(step, ())
        if rows is not None:
            self.rows = tuple(rows)
            for row, own in rows.items():
                self.values |= {key_of(name, row): own[name] for name in names if name in own}
        for name in names:
            if name in given:
                self.values[key_of(name, self.graph.instance_for(step, instance) if step else "")] = given[name]
            elif not rows or any(name not in own for own in rows.values()):
                raise ConditionUnknown(name)
        if names:
            for row in ("", *self.rows):
                self._check_consistent(row)

    def _value(self, name: str, instance: str) -> bool | None:
        own = self.values.get(key_of(name, instance))
        return self.values.get(name) if own is None else own

    def _check_consistent(self, instance: str) -> None:
        flow = self.graph.flow
        for a, b in flow.implies:
            if self._value(a, instance) is True and self._value(b, instance) is False:
                raise ConditionsContradict(f"{a} without {b}")
        for a, b in flow.excludes:
            if self._value(a, instance) and self._value(b, instance):
                raise ConditionsContradict(f"{a} together with {b}")
        for group in flow.exactly_one:
            held = [self._value(name, instance) for name in group]
            if None not in held and held.count(True) != 1:
                raise ConditionsContradict(f"not exactly one of {', '.join(group)}")

    def freeze(self, block: str, instance: str) -> dict[str, bool]:
        """The conditions of a fork as they are when it is passed; an outer fork's word goes before."""
        known: dict[str, bool] = {}
        for outer, _ in reversed(list(self.graph.enclosing(block))):
            known |= self.frozen.get(key_of(outer, self.graph.instance_for(outer, instance)), {})
        result = {}
        for name in self.graph.frozen_at[block]:
            value = known[name] if name in known else self._value(name, instance)
            if value is not None:
                result[name] = value
        self.frozen[key_of(block, instance)] = result
        self.newly_frozen[key_of(block, instance)] = result
        return result

    def holds(self, block: str, when: When, instance: str) -> bool:
        frozen = self.frozen.get(key_of(block, instance)) or self.freeze(block, instance)
        if when.condition not in frozen:
            raise ConditionUnknown(when.condition)
        return frozen[when.condition]

    # Going forward

    def open_step(self, node: str, instance: str, reason: Reason, waiting: str) -> None:
        key = key_of(node, instance)
        visit = self.visits[key] = self.visits.get(key, 0) + 1
        self.open[key] = Token(node, instance, visit, waiting)
        self.opened.append(Opened(node, instance, visit, waiting, reason))

    def enter(self, key: str, instance: str, reason: Reason) -> None:
        """Begin a block."""
        place = self.graph.places[key]
        match place.block:
            case Step(wait=wait):
                self.open_step(key, instance, reason, wait)
            case Seq():
                self.enter(place.children[0], instance, reason)
            case When() as when:
                if self.holds(key, when, instance):
                    self.enter(place.children[0], instance, reason)
                else:
                    self.leave(key, instance, reason)
            case Par() | Choice():
                self._fork(key, instance, reason)
            case Each():
                self._fan_out(key, reason)

    def _fork(self, key: str, instance: str, reason: Reason) -> None:
        place = self.graph.places[key]
        self.freeze(key, instance)
        live = []
        for child in place.children:
            block = self.graph.places[child].block
            if not isinstance(block, When) or self.holds(child, block, instance):
                live.append(child)
        if isinstance(place.block, Choice) and len(live) != 1:
            raise ConditionsContradict(f"{len(live)} alternatives at {key}")
        self.forks[key_of(key, instance)] = Fork(tuple(live))
        for child in live:
            self.enter(child, instance, reason)
        if not live:
            self.leave(key, instance, reason)

    def _fan_out(self, key: str, reason: Reason) -> None:
        if not self.rows:
            raise NoRows(key)
        self.forks[key] = Fork(self.rows)
        for row in self.rows:
            self.enter(self.graph.places[key].children[0], row, reason)

    def leave(self, key: str, instance: str, reason: Reason) -> None:
        """A block is finished: go on with what follows it."""
        place = self.graph.places[key]
        if not place.parent:
            self.finished = Finish.CLOSED
            return
        parent = self.graph.places[place.parent]
        match parent.block:
            case Seq() if place.index + 1 < len(parent.children):
                self.enter(parent.children[place.index + 1], instance, reason)
            case Par() | Choice():
                self._arrive(place.parent, instance, key, reason)
            case Each():
                self._arrive(place.parent, "", instance, reason)
            case _:
                self.leave(place.parent, instance, reason)

    def _arrive(self, block: str, instance: str, branch: str, reason: Reason) -> None:
        key = key_of(block, instance)
        fork = self.forks[key]
        fork = self.forks[key] = Fork(fork.live, (*fork.arrived, branch))
        if set(fork.arrived) == set(fork.live):
            self.leave(block, instance, reason)

    # Going back

    def reopen(self, target: str, instance: str, reason: Reason, waiting: str, move: Move) -> Transition:
        """Go back to a step: what follows it is undone, and it opens in a new visit."""
        self.undo(target, instance)
        self.open_step(target, instance, reason, waiting)
        self.returned_to = target
        return self.transition(replace(move, undone=tuple(self.undone)))

    def undo(self, target: str, instance: str) -> None:
        """The cancel region: what follows the target is cancelled where open and undone where completed."""
        graph = self.graph
        for key, token in list(self.open.items()):
            if in_region(graph, target, instance, token.node, token.instance):
                self.cancelled.append(self.open.pop(key))
        for done in reversed(self.standing):
            if in_region(graph, target, instance, done.node, done.instance):
                self._refuse_sealed(done)
                self.undone.append(done)
        self.standing = [done for done in self.standing if done not in self.undone]
        self._forget_forks(target, instance)

    def _forget_forks(self, target: str, instance: str) -> None:
        graph = self.graph
        around = {block: graph.places[block].children[index] for block, index in graph.enclosing(target)}
        batch = graph.batch_of(target)
        for key in list(self.frozen.keys() | self.forks.keys()):
            block, own = split_key(key)
            if block in around:
                fork = self.forks.get(key)
                if fork and own == graph.instance_for(block, instance):
                    branch = instance if isinstance(graph.places[block].block, Each) else around[block]
                    arrived = tuple(one for one in fork.arrived if one != branch)
                    self.forks[key] = Fork(fork.live, arrived)
            elif graph.inside[block] <= graph.downstream[target] and (
                not batch or graph.places[block].batch != batch or own == instance
            ):
                self.frozen.pop(key, None)
                self.forks.pop(key, None)

    def drop(self, row: str) -> None:
        """A row leaves the batch; the join no longer waits for it."""
        batch = self.graph.batch
        fork = self.forks.get(batch)
        if fork is not None and set(fork.arrived) == set(fork.live):
            raise NotReturnable(f"the batch has been left: {row} stays")
        for key, token in list(self.open.items()):
            if token.instance == row:
                self.cancelled.append(self.open.pop(key))
        for done in reversed(self.standing):
            if done.instance == row:
                self.undone.append(done)
        self.standing = [done for done in self.standing if done.instance != row]
        self.rows = tuple(one for one in self.rows if one != row)
        for kept in (self.values, self.frozen, self.forks):
            for key in [key for key in kept if split_key(key)[1] == row]:
                del kept[key]
        if fork is None:
            return
        rest = self.forks[batch] = Fork(
            tuple(one for one in fork.live if one != row), tuple(one for one in fork.arrived if one != row)
        )
        if set(rest.arrived) == set(rest.live):
            self.leave(batch, "", Reason.FLOW)

    def end(self, finish: Finish) -> None:
        """End the case from anywhere, undoing everything."""
        for done in reversed(self.standing):
            self._refuse_sealed(done)
            self.undone.append(done)
        self.cancelled.extend(self.open.values())
        self.open, self.standing, self.finished = {}, [], finish

    def _refuse_sealed(self, done: Done) -> None:
        if self.graph.steps[done.node].seals:
            raise Sealed(f"{done.node} has been done")

    # The result

    def transition(self, move: Move) -> Transition:
        """The transition, with the clocks settled."""
        marking = Marking(
            serial=self.before.serial + 1,
            open=self.open,
            visits=self.visits,
            standing=tuple(self.standing),
            forks=self.forks,
            frozen=self.frozen,
            values=self.values,
            rows=self.rows,
            clocks=self.before.clocks,
            finished=self.finished,
        )
        events, clocks = clock_events(self.graph, marking, move)
        done = self.completed
        return Transition(
            marking=replace(marking, clocks=clocks),
            completed=done,
            opened=tuple(self.opened),
            cancelled=tuple(self.cancelled),
            undone=tuple(self.undone),
            effects=self.graph.steps[done.node].effects_of(done.outcome) if done else (),
            compensate=tuple(
                Compensation(effect, one.node, one.instance, one.visit)
                for one in self.undone
                for effect in reversed(self.graph.steps[one.node].effects_of(one.outcome))
            ),
            returned_to=self.returned_to,
            frozen=self.newly_frozen,
            clock_events=events,
            finished=self.finished,
        )
