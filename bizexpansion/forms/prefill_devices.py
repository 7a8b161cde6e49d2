"""Which devices a plan asks for, as rows of the step that sets them aside (S08)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bizexpansion.models import Case
from bizexpansion.operations.lookups import agreed_plan_if_any
from crm.reading import prefetch_together
from customers.book.enums import PhaseLine, Wiring

PHASES: dict[str, tuple[PhaseLine, ...]] = {
    Wiring.SINGLE_PHASE: (PhaseLine.A,),
    Wiring.THREE_WIRE: (PhaseLine.A, PhaseLine.C),
    Wiring.FOUR_WIRE: (PhaseLine.A, PhaseLine.B, PhaseLine.C),
}


def transformers_asked(case: Case, *, ratios: Mapping[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """A row for each phase of each instrument transformer of the agreed plan, where its point gets a meter.

    `ratios` are those that are built in (current, voltage) by metering point: what stays as it is gets no row.
    """
    plan = agreed_plan_if_any(case)
    if plan is None:
        return []
    prefetch_together(plan, "metering_points")
    wanted = [
        point
        for point in sorted(plan.metering_points.all(), key=lambda one: one.number)
        if point.exchanges_meter and point.stays
        for asked, built in zip((point.ct_ratio, point.pt_ratio), ratios.get(point.number, ("", "")), strict=True)
        if asked and asked != built
    ]
    return [{"metering_point": point.number, "phase": phase} for point in wanted for phase in PHASES[point.wiring]]
