"""Whether a definition is sound and dressed: what `manage.py check_flows` proves, and a test for every flow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import translation

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Step
from bizexpansion.engine.soundness import Catalogue, check
from bizexpansion.enums import Wait
from bizexpansion.models import application_model
from bizexpansion.operations.conditions import CONDITIONS
from bizexpansion.operations.effects import EFFECTS
from bizexpansion.operations.opening import OPENERS
from bizexpansion.operations.preconditions import PRECONDITIONS
from bizexpansion.steps import STEPS
from crm.clocks.models import ClockRule
from crm.org.enums import Role

SECOND_PERSON = (
    ("S03", "A03", "the drafter may countersign"),
    ("S06", "S05", "the drafter of the contract may review it"),
    ("A30", "A35", "whoever determines a refund may pay it out"),
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def faults_of(graph: Graph, timers: set[str]) -> list[str]:
    """Everything that is wrong with a flow, in words; empty where it is sound.

    Block by block and under every allowed combination of conditions (bizexpansion/engine/soundness.py): every step
    reachable, every path ends, joins satisfiable, every clock that starts stops, is aborted or handed over and
    never runs twice at once. Beside that, every name means something in the house: forms, roles, effects with
    their compensation, conditions, preconditions, the application, limits of every clock (`timers` are those that
    have a limit), both languages; and whoever drafts does not approve.
    """
    catalogue = Catalogue(forms=set(STEPS), compensations=set(EFFECTS), roles={role.value for role in Role})
    found = [str(finding) for finding in check(graph, catalogue)]
    parts = (_names(graph), _holders(graph), _effects(graph), _duties(graph), _clocks(graph, timers), _words(graph))
    return [*found, *(fault for part in parts for fault in part)]


def known_timers() -> set[str]:
    """The timers that have a limit; one query."""
    return set(ClockRule.objects.values_list("timer", flat=True).distinct())


def _names(graph: Graph) -> Iterator[str]:
    for condition in graph.flow.conditions:
        if (condition.rule or condition.name) not in CONDITIONS:
            yield f"{condition.name}: nobody says how this condition is computed"
    for one in graph.flow.preconditions:
        if one.rule not in PRECONDITIONS:
            yield f"{one.rule}: no such precondition"
        if one.at not in graph.steps:
            yield f"{one.rule}: asked at {one.at}, which is no step"
    for papers in graph.flow.papers:
        if papers.at not in graph.steps:
            yield f"papers at {papers.at}, which is no step"
    accept = graph.steps["accept"]
    try:
        application_model(accept.form)
    except LookupError as error:
        yield str(error)
    if accept.effects and accept.effects[0] not in OPENERS:
        yield f"accept: nobody says what {accept.effects[0]} opens"
    for step in graph.steps.values():
        if step.sent_by and step.sent_by not in graph.steps:
            yield f"{step.id}: sent by {step.sent_by}, which is no step"


def _holders(graph: Graph) -> Iterator[str]:
    """Everywhere somebody holds the ball: the utility, or whoever a W-state names."""
    for step in graph.steps.values():
        for wait in (step.wait, *(exit.waiting for exit in step.exits)):
            if wait and wait not in Wait.values:
                yield f"{step.id}: {wait} is no wait: nobody knows who holds the ball"


def _effects(graph: Graph) -> Iterator[str]:
    """An effect without a way back may happen only where the case is sealed."""
    for step in graph.steps.values():
        for exit in step.exits:
            for name in step.effects_of(exit.outcome):
                if name in EFFECTS and EFFECTS[name].undo is None and not step.seals:
                    yield f"{step.id}: {name} has no compensation"


def _duties(graph: Graph) -> Iterator[str]:
    """workflows.md 2.2: the drafter does not approve; whoever determines a fee does not collect it. Contracts and
    refunds likewise."""
    by_code: dict[str, list[Step]] = {}
    for step in graph.steps.values():
        by_code.setdefault(step.code, []).append(step)
    drafters = by_code.get("A03") or by_code.get("A01", [])
    for approver in by_code.get("A04", []):
        if not {one.id for one in drafters} & set(approver.differs_from):
            yield f"{approver.id}: the drafter may approve"
    for second, first, what in SECOND_PERSON:
        for step in by_code.get(second, []):
            firsts = {one.id for one in by_code.get(first, [])} & graph.upstream[step.id]
            if firsts and not firsts & set(step.differs_from):
                yield f"{step.id}: {what}"
    for cashier in by_code.get("A07", []):
        fixed = {one.id for one in by_code.get("A06", [])} or {
            one.id for one in graph.steps.values() if "charge_fee_on_site" in one.effects
        }
        if fixed and not fixed & set(cashier.differs_from):
            yield f"{cashier.id}: whoever determines the fee may collect it"


def _clocks(graph: Graph, timers: set[str]) -> Iterator[str]:
    for use in graph.flow.clocks:
        if use.timer not in timers:
            yield f"{use.timer}: no limit is laid down"
        if not use.stop and not use.outlives:
            yield f"{use.timer}: nothing stops it"
    if not graph.flow.clocks:
        yield "no clock runs"


def _words(graph: Graph) -> Iterator[str]:
    labels = [graph.flow.name, *(one.label for one in graph.flow.conditions)]
    labels += [step.name for step in graph.steps.values()]
    effects = {
        name for step in graph.steps.values() for exit in step.exits for name in step.effects_of(exit.outcome)
    }
    labels += [EFFECTS[name].label for name in sorted(effects) if name in EFFECTS]
    labels += [PRECONDITIONS[one.rule].label for one in graph.flow.preconditions if one.rule in PRECONDITIONS]
    labels += [exit.label for step in graph.steps.values() for exit in step.exits if len(step.exits) > 1]
    with translation.override("en"):
        english = [str(label) for label in labels]
    with translation.override("zh-hans"):
        chinese = [str(label) for label in labels]
    for one, other in zip(english, chinese, strict=True):
        if not one or CHINESE.search(one):
            yield f"{other}: no English name"
        if not CHINESE.search(other):
            yield f"{one}: no Chinese name"
