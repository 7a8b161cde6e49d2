"""A check that a definition is sound, in words that its author understands.

The branches of a fork share nothing but the way back out of it, and that way cancels the whole region. So a flow
is sound if every block of it is (checked on the tree), if it runs to its end under every allowed combination of
conditions, and if every exit that leads back or out can be taken once and the case still ends. That takes
milliseconds; searching all markings of a whole flow would take millions of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from . import engine
from .compile import Graph
from .definition import Each, ExitKind, Flow, Step, When
from .errors import EngineError
from .marking import ClockEventKind, Finish, Marking, Transition

MAX_CONDITIONS = 12
ROWS = ("row 1", "row 2")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the house around the flow knows: forms, compensations by effect, roles."""

    forms: Collection[str]
    compensations: Collection[str]
    roles: Collection[str]


def check(graph: Graph, catalogue: Catalogue | None = None) -> list[Finding]:
    """Everything that is wrong with a definition; with a catalogue, also what its steps lack in the house."""
    findings = [*_exits(graph), *_conditions(graph), *_references(graph)]
    if catalogue:
        findings.extend(_dressing(graph, catalogue))
    # Walking a broken tree would only repeat what has been found.
    return findings or list(dict.fromkeys(_walks(graph)))


def allowed_combinations(flow: Flow) -> Iterator[dict[str, bool]]:
    """Every combination of conditions that the flow's implications and exclusions allow."""
    names = [condition.name for condition in flow.conditions]
    if len(names) > MAX_CONDITIONS:
        raise ValueError(f"{len(names)} conditions are more than anybody can oversee")
    for values in product((True, False), repeat=len(names)):
        given = dict(zip(names, values, strict=True))
        if (
            all(given[b] for a, b in flow.implies if given[a])
            and not any(given[a] and given[b] for a, b in flow.excludes)
            and all(sum(given[name] for name in group) == 1 for group in flow.exactly_one)
        ):
            yield given


def _exits(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps.values():
        outcomes = [exit.outcome for exit in step.exits]
        if len(outcomes) != len(set(outcomes)):
            yield Finding(step.id, "an outcome occurs twice")
        if not any(exit.kind is ExitKind.NEXT for exit in step.exits):
            yield Finding(step.id, "no outcome leads forward")
        for exit in step.exits:
            if exit.kind is ExitKind.ABORT and graph.batch_of(step.id):
                yield Finding(step.id, f"{exit.outcome} of one row would end the whole batch")
            elif exit.kind is ExitKind.BACK and (wrong := _wrong_way_back(graph, step, exit.to)):
                yield Finding(step.id, f"{exit.outcome} leads to {exit.to}, {wrong}")


def _wrong_way_back(graph: Graph, step: Step, target: str) -> str:
    if target not in graph.steps:
        return "which is no step"
    if step.id not in graph.downstream[target]:
        return "which does not come before"
    around = {block for block, _ in graph.enclosing(step.id)}
    for block, _ in graph.enclosing(target):
        if block not in around and isinstance(graph.places[block].block, When | Each):
            return f"which may be absent ({block})"
    return ""


def _conditions(graph: Graph) -> Iterator[Finding]:
    flow = graph.flow
    declared = {condition.name: condition for condition in flow.conditions}
    used: set[str] = set()
    for key, place in graph.places.items():
        if not isinstance(place.block, When):
            continue
        name = place.block.condition
        used.add(name)
        if name not in declared:
            yield Finding(key, f"condition {name} is not declared")
            continue
        at = declared[name].computed_at
        if at and at not in graph.steps:
            yield Finding(name, f"computed at {at}, which is no step")
        elif at and (why := _computed_too_late(graph, at, key)):
            yield Finding(name, f"computed at {at}, {why} {key}")
    ruled = {name for pair in (*flow.implies, *flow.excludes, *flow.exactly_one) for name in pair}
    for name in sorted(declared.keys() - used - ruled):
        yield Finding(name, "this condition decides nothing")
    for name in sorted(ruled - declared.keys()):
        yield Finding(name, "a rule names this condition, which is not declared")


def _computed_too_late(graph: Graph, at: str, gate: str) -> str:
    if any(at not in graph.upstream[step] for step in graph.inside[gate]):
        return "which does not come before"
    around = {block for block, _ in graph.enclosing(gate)}
    absent = any(block not in around for block, _ in graph.gates(at))
    return "which may be absent before" if absent else ""


def _references(graph: Graph) -> Iterator[Finding]:
    flow = graph.flow
    for step in graph.steps.values():
        for other in step.differs_from:
            if other not in graph.upstream[step.id]:
                yield Finding(step.id, f"must be done by another person than {other}, which does not come before")
    for at, what in [(one.at, "papers") for one in flow.papers] + [
        (one.at, one.rule) for one in flow.preconditions
    ]:
        if at not in graph.steps:
            yield Finding(what, f"asked for at {at}, which is no step")
    timers = {use.timer for use in flow.clocks}
    for use in flow.clocks:
        for ref in (*use.start, *use.stop):
            named, _, outcome = ref.partition(":")
            if outcome and graph.steps[named].exit(outcome) is None:
                yield Finding(use.timer, f"{named} has no outcome {outcome}")
        for part in set(use.parts) - timers:
            yield Finding(use.timer, f"is measured by {part}, which is no clock of this flow")


def _dressing(graph: Graph, catalogue: Catalogue) -> Iterator[Finding]:
    for step in graph.steps.values():
        if not str(step.name):
            yield Finding(step.id, "has no name")
        if not step.roles:
            yield Finding(step.id, "nobody does it: no role")
        for role in set(step.roles) - set(catalogue.roles):
            yield Finding(step.id, f"role {role} does not exist")
        for form in step.forms:
            if (form or step.id) not in catalogue.forms:
                yield Finding(step.id, "has no form")
        effects = dict.fromkeys(step.effects + tuple(effect for exit in step.exits for effect in exit.effects))
        for effect in effects:
            if effect not in catalogue.compensations:
                yield Finding(step.id, f"effect {effect} has no compensation")


def _walks(graph: Graph) -> Iterator[Finding]:
    """Run the flow: straight through under every combination, then with every other exit taken once."""
    reached: dict[str, dict[str, bool]] = {}
    started: set[str] = set()
    for given in allowed_combinations(graph.flow):
        walk = _Walk(graph, given)
        walk.run()
        yield from walk.findings
        started |= walk.started
        for name in walk.passed:
            reached.setdefault(name, given)
    for name in graph.steps.keys() - reached.keys():
        yield Finding(name, "is never reached")
    for step in graph.steps.values():
        usual = next(exit.outcome for exit in step.exits if exit.kind is ExitKind.NEXT)
        for exit in step.exits:
            if exit.outcome != usual and step.id in reached:
                walk = _Walk(graph, reached[step.id], (step.id, exit.outcome))
                walk.run()
                yield from walk.findings
                started |= walk.started
    for use in graph.flow.clocks:
        if use.timer not in started:
            yield Finding(use.timer, "never starts")


class _Walk:
    """One run of a case: always forward, except for one detour (step, outcome) taken at its first chance."""

    def __init__(self, graph: Graph, given: Mapping[str, bool], detour: tuple[str, str] | None = None) -> None:
        self.graph, self.given, self.detour = graph, given, detour
        self.rows = dict.fromkeys(ROWS, given)
        self.findings: list[Finding] = []
        self.passed: list[str] = []
        self.started: set[str] = set()
        self.running: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Walk to the end, noting what goes wrong."""
        try:
            self._run()
        except EngineError as error:
            self._note(self.passed[-1] if self.passed else "start", f"{type(error).__name__}: {error}")

    def _run(self) -> None:
        transition = engine.start(self.graph, self.given)
        self._watch_clocks(transition)
        marking = transition.marking
        limit = 4 * len(ROWS) * len(self.graph.steps)
        while not marking.finished:
            limit -= 1
            if not marking.open or limit < 0:
                self._note(self.passed[-1], "the case comes to no end")
                return
            token = next(iter(marking.open.values()))
            outcome = self._outcome(token.node)
            self.passed.append(token.node)
            transition = engine.fire(
                self.graph, marking, token.node, outcome, self.given, instance=token.instance, rows=self.rows
            )
            marking = transition.marking
            self._watch_clocks(transition)
        self._watch_end(marking)

    def _outcome(self, node: str) -> str:
        if self.detour and self.detour[0] == node and node not in self.passed:
            return self.detour[1]
        return next(exit.outcome for exit in self.graph.steps[node].exits if exit.kind is ExitKind.NEXT)

    def _watch_clocks(self, transition: Transition) -> None:
        kind = ClockEventKind
        for event in transition.clock_events:
            key = (event.timer, event.instance)
            if event.kind in (kind.START, kind.CONTINUE):
                if key in self.running:
                    self._note(event.timer, "starts while it runs")
                self.started.add(event.timer)
                self.running.add(key)
            elif event.kind in (kind.STOP, kind.HAND_OVER):
                self.running.discard(key)
            if event.kind is kind.STOP and event.reason == Finish.CLOSED:
                self._note(event.timer, "still runs when the case is closed")

    def _watch_end(self, marking: Marking) -> None:
        leads_out = False
        if self.detour:
            exit = self.graph.steps[self.detour[0]].exit(self.detour[1])
            leads_out = exit is not None and exit.kind is ExitKind.ABORT
        for timer, _row in sorted(self.running):
            self._note(timer, "is stopped by nothing")
        if marking.finished is not (Finish.ABORTED if leads_out else Finish.CLOSED):
            self._note(self.passed[-1], f"the case ends as {marking.finished}")

    def _note(self, where: str, what: str) -> None:
        self.findings.append(Finding(where, what))
