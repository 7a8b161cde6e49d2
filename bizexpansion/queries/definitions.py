"""The flows as tables for people and programs: what `manage.py flows` prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Block, ClockUse, Each, ExitKind, Flow, Par, Seq, Step, When
from bizexpansion.enums import Wait, material_label
from bizexpansion.flows import profile_of
from bizexpansion.models import application_model
from bizexpansion.operations.effects import EFFECTS
from bizexpansion.operations.moves import holder_of
from bizexpansion.operations.preconditions import PRECONDITIONS, asked_by
from bizexpansion.voltages import only_high, only_low
from crm.clocks.enums import VoltageClass
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
        "nodes": [_node(step, per_row=bool(graph.batch_of(step.id))) for step in graph.steps.values()],
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
        "clocks": [_clock(use, graph, rules) for use in flow.clocks],
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
    return list(
        ClockRule.objects.filter(valid__contains=day).select_related("department").order_by("timer", "kind", "code")
    )


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


def _node(step: Step, *, per_row: bool) -> dict[str, Any]:
    """`per_row`: done once for each row of a batch."""
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
        "per_row": per_row,
        "differs_from": list(step.differs_from),
        "effects": [{"name": name, "compensated": EFFECTS[name].undo is not None} for name in _effects(step)],
    }


def _effect(name: str, step: Step) -> dict[str, Any]:
    known = EFFECTS[name]
    undo = known.undo.__name__ if known.undo else ""
    return {
        "name": name,
        "at": step.id,
        "label": str(known.label),
        "labels": in_all_languages(known.label),
        "compensation": undo,
        "seals": step.seals,
    }


def _effects(step: Step) -> list[str]:
    names = [*step.effects, *(name for exit in step.exits for name in exit.effects)]
    return list(dict.fromkeys(names))


def _clock(use: ClockUse, graph: Graph, rules: list[ClockRule]) -> dict[str, Any]:
    """A clock with the limits that can apply to a case of the flow. `wished`: it ends on the day that the customer
    asks for, or so long after it; `outlives`: it is handed to the book when the case closes."""
    fitting = [rule for rule in rules if rule.timer == use.timer and _may_apply(rule, graph.flow)]
    fitting = [rule for rule in fitting if not any(_stands_before(one, rule) for one in fitting)]
    wished = application_model(graph.steps["accept"].form).wished_timers
    return {
        "timer": use.timer,
        "name": fitting[0].label if fitting else use.timer,
        "start": list(use.start),
        "stop": list(use.stop),
        "parts": list(use.parts),
        "pauses": use.pauses,
        "outlives": use.outlives,
        "wished": use.timer in wished,
        "limits": [_limit(rule) for rule in fitting],
    }


def _may_apply(rule: ClockRule, flow: Flow) -> bool:
    """Whether a case of the flow can have this limit: of its business, at a voltage that it has."""
    is_low = rule.voltage == VoltageClass.LOW
    other_side = bool(rule.voltage) and (only_high(flow) if is_low else only_low(flow))
    return (not rule.businesses or flow.code in rule.businesses) and not other_side


def _stands_before(one: ClockRule, rule: ClockRule) -> bool:
    """Whether a limit of the business itself is chosen wherever this general one fits (as `choose_rules_of`)."""
    selectors = (
        (one.voltage, rule.voltage),
        (one.sources, rule.sources),
        (one.external_works, rule.external_works),
    )
    return (
        (one.timer, one.kind, one.department_id) == (rule.timer, rule.kind, rule.department_id)
        and bool(one.businesses)
        and not rule.businesses
        and all(mine in ("", None, other) for mine, other in selectors)
    )


def _limit(rule: ClockRule) -> dict[str, Any]:
    ends = rule.valid.upper
    return {
        "code": rule.code,
        "name": rule.label,
        "kind": rule.kind,
        "kind_name": rule.get_kind_display(),
        "limit": rule.limit,
        "unit": rule.unit,
        "unit_name": rule.get_unit_display(),
        "voltage": rule.voltage,
        "voltage_name": rule.get_voltage_display(),
        "sources": rule.sources,
        "external_works": rule.external_works,
        "department": rule.department.name if rule.department else "",
        "valid_from": rule.valid.lower.isoformat() if rule.valid.lower else "",
        "ends_before": ends.isoformat() if ends else "",
        "legal_source": rule.legal_source,
        "trust": rule.trust,
    }
