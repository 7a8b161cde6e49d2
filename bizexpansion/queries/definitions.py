"""The flows as tables for people and programs: what `manage.py flows` prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Block, Each, ExitKind, Par, Seq, Step, When
from bizexpansion.enums import Wait, material_label
from bizexpansion.flows import profile_of
from bizexpansion.operations.effects import EFFECTS
from bizexpansion.operations.moves import holder_of
from bizexpansion.operations.preconditions import PRECONDITIONS, asked_by
from crm.clocks.models import ClockRule

CALL_BACK = "A21"


def definition(graph: Graph, rules: list[ClockRule]) -> dict[str, Any]:
    """One flow: names, applicants, nodes, edges, loops, papers, preconditions, clocks, effects, call-back.

    Labels in the active language, names in both. `rules` are the limits in force (`limits_on`)."""
    flow = graph.flow
    return {
        "code": flow.code,
        "version": flow.version,
        "profile": profile_of(flow).value,
        "profile_name": str(profile_of(flow).label),
        "name": str(flow.name),
        "names": in_all_languages(flow.name),
        "family": flow.family,
        "applicants": list(flow.applicants),
        "nodes": [_node(step) for step in graph.steps.values()],
        "edges": [{"from": one, "to": other, "when": when} for one, other, when in edges(flow.body)],
        "loops": [
            {"from": step.id, "outcome": exit.outcome, "to": exit.to, "waiting": exit.waiting}
            for step in graph.steps.values()
            for exit in step.exits
            if exit.kind is ExitKind.BACK
        ],
        "aborts": [
            {"from": step.id, "outcome": exit.outcome}
            for step in graph.steps.values()
            for exit in step.exits
            if exit.kind is ExitKind.ABORT
        ],
        "conditions": [
            {"name": one.name, "computed_at": one.computed_at, "label": str(one.label)} for one in flow.conditions
        ],
        "documents": [
            {"at": one.at, "kind": kind, "name": material_label(kind), "required": kind in one.required}
            for one in flow.papers
            for kind in (*one.required, *one.optional)
        ],
        "preconditions": [
            {
                "rule": one.rule,
                "at": one.at,
                "name": str(PRECONDITIONS[one.rule].label),
                "source": str(PRECONDITIONS[one.rule].source),
            }
            for one in asked_by(flow)
        ],
        "clocks": [_clock(use, rules, flow.code) for use in flow.clocks],
        "effects": [_effect(name, step) for step in graph.steps.values() for name in _effects(step)],
        "call_back": any(step.code == CALL_BACK for step in graph.steps.values()),
        "fingerprint": graph.fingerprint,
    }


def in_all_languages(label: Any) -> dict[str, str]:
    """A label in each language of the house, by its code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(label)
    return found


def limits_on(day: date) -> list[ClockRule]:
    """The limits in force on a day; one query."""
    return list(ClockRule.objects.filter(valid__contains=day).order_by("timer", "kind", "code"))


def edges(body: Block) -> list[tuple[str, str, str]]:
    """The ways forward: from step ("" the start), to step ("" the end), under which condition."""
    found: list[tuple[str, str, str]] = []
    ends = _walk(body, [("", "")], found)
    found += [(step, "", when) for step, when in ends]
    return list(dict.fromkeys(found))


def _walk(block: Block, before: list[tuple[str, str]], found: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Add the edges into and inside a block; returns from where one leaves it. An optional block is also left
    the way it was come to."""
    match block:
        case Step():
            found += [(step, block.id, when) for step, when in before]
            return [(block.id, "")]
        case Seq(blocks):
            for inner in blocks:
                before = _walk(inner, before, found)
            return before
        case Each(body):
            return _walk(body, before, found)
        case When(condition, body):
            named = [(step, _both(when, condition)) for step, when in before]
            inside = _walk(body, named, found)
            return inside + [(step, _both(when, f"not {condition}")) for step, when in before]
        case Par():
            return [end for branch in block.branches for end in _walk(branch, before, found)]
    return [end for one in block.parts() for end in _walk(one, before, found)]


def _both(first: str, second: str) -> str:
    return f"{first} and {second}" if first else second


def _node(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "code": step.code,
        "name": str(step.name),
        "names": in_all_languages(step.name),
        "role": step.roles[0],
        "roles": list(step.roles),
        "holder": holder_of(step.wait).value,
        "waits_for": step.wait,
        "wait": str(Wait(step.wait).label) if step.wait else "",
        "form": step.form,
        "forms": list(step.forms),
        "form_at_low_voltage": step.form_at(low_voltage=True),
        "differs_from": list(step.differs_from),
        "effects": [{"name": name, "compensated": EFFECTS[name].undo is not None} for name in _effects(step)],
    }


def _effect(name: str, step: Step) -> dict[str, Any]:
    known = EFFECTS[name]
    undo = known.undo.__name__ if known.undo else ""
    return {"name": name, "at": step.id, "label": str(known.label), "compensation": undo, "seals": step.seals}


def _effects(step: Step) -> list[str]:
    names = [*step.effects, *(name for exit in step.exits for name in exit.effects)]
    return list(dict.fromkeys(names))


def _clock(use: Any, rules: list[ClockRule], code: str) -> dict[str, Any]:
    fitting = [
        rule for rule in rules if rule.timer == use.timer and (not rule.businesses or code in rule.businesses)
    ]
    return {
        "timer": use.timer,
        "start": list(use.start),
        "stop": list(use.stop),
        "parts": list(use.parts),
        "limits": [
            {
                "code": rule.code,
                "kind": rule.kind,
                "limit": rule.limit,
                "unit": rule.unit,
                "voltage": rule.voltage,
                "sources": rule.sources,
                "external_works": rule.external_works,
                "legal_source": rule.legal_source,
                "trust": rule.trust,
            }
            for rule in fitting
        ],
    }
