"""From what was typed to the conditions of flow 104 (workflows.md 2.1, "Conditions"); pure functions.

Which limits and which regime apply are dated parameters of the organisation, read by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bizexpansion.enums import HAS_EXTERNAL, HAS_INTERNAL
from bizexpansion.models import Application, SupplyPlan
from customers.book.enums import Voltage

# Above 10 kV every plan is countersigned (source LN: all 66 kV).
MEDIUM_VOLTAGES = frozenset({Voltage.KV10, Voltage.KV20})


@dataclass(frozen=True)
class Regime:
    """What the organisation has decided: the approval limit in kVA, and whether every high-voltage customer
    has its design reviewed and its hidden works inspected (older practice) or only important customers and
    residential complexes (供电营业规则 2024; UNCONFIRMED)."""

    joint_review_capacity: Decimal
    reviews_every_design: bool


def plan_conditions(plan: SupplyPlan, application: Application, regime: Regime) -> dict[str, bool]:
    """The conditions that are frozen when the plan is drafted.

    `large` follows source SA: from the limit on (1,260 kVA by default), more than one source, an important
    customer; `design` and `mid` exist only together with works of the customer.
    """
    important = bool(plan.importance)
    special = important or application.is_residential_complex
    works = plan.project_flag in HAS_INTERNAL
    reviewed = works and (special or regime.reviews_every_design)
    return {
        "large": plan.approved_capacity >= regime.joint_review_capacity
        or plan.voltage not in MEDIUM_VOLTAGES
        or plan.source_count > 1
        or important,
        "vip": special,
        "design": reviewed,
        "mid": reviewed and plan.has_hidden_works,
        "ext": plan.project_flag in HAS_EXTERNAL,
        "int": works,
        "fee": plan.is_fee_due,
        "term": plan.needs_terminal,
    }
