"""From what was entered to the conditions of a flow (workflows.md 2.1, "Conditions").

A flow names its conditions and the step at which each is computed; here stands how. A condition that means the same
in every flow is found by its own name, one that does not by the `rule` that the flow names. Families add theirs in
their own modules with the same decorator.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import HAS_EXTERNAL, HAS_INTERNAL
from bizexpansion.models import Application
from bizexpansion.operations.parameters import DISPATCH_SURVEYS, JOINT_REVIEW, REVIEW_EVERY_DESIGN
from bizexpansion.operations.situation import Situation
from customers.book.enums import HIGH_VOLTAGES, Voltage

Rule = Callable[[Situation], bool]
CONDITIONS: dict[str, Rule] = {}

# Above 10 kV every plan is countersigned (source LN: all 66 kV).
MEDIUM_VOLTAGES = frozenset({Voltage.KV10, Voltage.KV20})


def condition(name: str) -> Callable[[Rule], Rule]:
    """Say how a condition is computed."""

    def keep(rule: Rule) -> Rule:
        if name in CONDITIONS:
            raise ValueError(f"the condition {name} is computed twice")
        CONDITIONS[name] = rule
        return rule

    return keep


def conditions_at(graph: Graph, node: str, situation: Situation, besides: Collection[str] = ()) -> dict[str, bool]:
    """The conditions that the flow computes when the step goes forward, from what has been entered by now.

    `besides`: those that are known already, row by row.
    """
    names = [name for name in graph.computed_by.get(node, ()) if name not in besides]
    rules = {one.name: one.rule or one.name for one in graph.flow.conditions}
    return {name: CONDITIONS[rules[name]](situation) for name in names}


@condition("dispatch")
def dispatch(at: Situation) -> bool:
    """Surveys are handed out by a dispatcher; a parameter of the department."""
    return bool(at.parameter(DISPATCH_SURVEYS))


@condition("large")
def large(at: Situation) -> bool:
    """Over the approval limit (source SA): from 1,260 kVA on by default, more than one source, important.
    Low voltage never is: PLANLV has no countersigning."""
    plan = at.plan
    return plan.voltage in HIGH_VOLTAGES and (
        plan.approved_capacity >= at.parameter(JOINT_REVIEW)
        or plan.voltage not in MEDIUM_VOLTAGES
        or plan.source_count > 1
        or bool(plan.importance)
    )


@condition("vip")
def vip(at: Situation) -> bool:
    """An important customer or a residential complex."""
    asked = at.application
    return bool(at.plan.importance) or (isinstance(asked, Application) and asked.is_residential_complex)


@condition("int")
def customer_works(at: Situation) -> bool:
    """The customer builds."""
    return at.plan.project_flag in HAS_INTERNAL


@condition("ext")
def grid_works(at: Situation) -> bool:
    """The grid side builds."""
    return at.plan.project_flag in HAS_EXTERNAL


@condition("design")
def design(at: Situation) -> bool:
    """The design is reviewed: of important customers and residential complexes (供电营业规则 2024, UNCONFIRMED),
    or of all high voltage (older practice, a parameter); only together with works of the customer."""
    is_high = at.plan.voltage in HIGH_VOLTAGES
    return customer_works(at) and (vip(at) or (is_high and bool(at.parameter(REVIEW_EVERY_DESIGN))))


@condition("mid")
def hidden_works(at: Situation) -> bool:
    """Works that will be hidden are inspected, under the same restriction as the design."""
    return design(at) and at.plan.has_hidden_works


@condition("fee")
def fee(at: Situation) -> bool:
    """The plan says that a business fee is due."""
    return at.plan.is_fee_due


@condition("term")
def terminal(at: Situation) -> bool:
    """The plan wants a collection terminal."""
    return at.plan.needs_terminal
