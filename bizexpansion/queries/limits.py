"""The limits of one business side by side: what the law allows, what is promised in public, what we aim at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bizexpansion.engine.compile import Graph
from bizexpansion.flows import get_flow
from crm.clocks.enums import RuleKind
from crm.clocks.models import ClockRule
from crm.clocks.queries import choose_rules_of
from crm.org.models import Department

KINDS = (RuleKind.STATUTORY, RuleKind.PROMISED, RuleKind.INTERNAL)


@dataclass(frozen=True)
class LimitRow:
    """One timer of the flow: from which steps to which, and its limits in the order of `KINDS`, None for none."""

    timer: str
    name: str
    start: list[Any]
    stop: list[Any]
    limits: list[ClockRule | None]


def limits_side_by_side(
    *, flow: str, voltage: str, sources: int, external_works: bool, department: Department | None, on: date
) -> list[LimitRow]:
    """Every clock of the newest version of a flow with the limits in force on a day; one query."""
    graph = get_flow(flow)
    rules = choose_rules_of(
        [use.timer for use in graph.flow.clocks],
        on=on,
        business=flow,
        voltage=voltage,
        sources=sources,
        external_works=external_works,
        department=department,
    )
    rows = []
    for use in graph.flow.clocks:
        by_kind = {rule.kind: rule for rule in rules[use.timer]}
        name = next((rule.label for rule in rules[use.timer]), use.timer)
        start, stop = _names(graph, use.start), _names(graph, use.stop)
        rows.append(LimitRow(use.timer, name, start, stop, [by_kind.get(kind) for kind in KINDS]))
    return rows


def _names(graph: Graph, keys: tuple[str, ...]) -> list[Any]:
    """The names of the steps of a clock's start or stop, which may name an outcome too."""
    return list(dict.fromkeys(graph.steps[key.partition(":")[0]].name for key in keys))
