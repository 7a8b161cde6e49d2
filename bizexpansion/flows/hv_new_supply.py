"""104 高压新装: high-voltage new supply (workflows.md section 4, entry 104)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Flow, Papers, Precondition, par, seq

from .fragments import (
    ACCEPT,
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_PLAN,
    PLAN,
    TERMINAL,
    TOPOLOGY,
    WORKS,
    before_filing,
    filed_after,
)
from .planned import (
    HIGH_VOLTAGE,
    IMPLIED,
    TOTAL_OF_NODES,
    WORKS_CLOCKS,
    WORKS_PAPERS,
    conditions,
    connected,
    plan_valid_until,
)

FLOW = Flow(
    code="104",
    version=3,
    name=_("High-voltage new supply"),
    family="new_supply",
    applicants=("organisation",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        Precondition("HV", at="accept"),
        Precondition("P1", at="accept"),
        Precondition("P3", at="accept"),
        Precondition("P4", at="accept"),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, term=_("collection terminal")),
    implies=IMPLIED,
    body=seq(
        ACCEPT,
        PLAN,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), WORKS.when("int"), CONTRACT, METER_PLAN),
        FITIN,
        TERMINAL.when("term"),
        ENERGISE,
        TOPOLOGY,
        CLOSE,
    ),
    clocks=(
        *WORKS_CLOCKS,
        connected("inspect_completion:passed", "collect_fee", "sign_contract", "track_grid_project"),
        # The regime of 2020 onward counts acceptance and energising as one (3.4.3): our own aim, beside T4 and T5.
        ClockUse("T45", start=("report_completion",), stop=("energise",)),
        TOTAL_OF_NODES,
        plan_valid_until("inspect_completion:passed", "sign_contract"),
        filed_after("energise"),
    ),
)

# 2: the file was not held to T9. 1: no clock over acceptance and energising together either.
_SECOND = before_filing(FLOW, 2)
OLDER = (
    replace(_SECOND, version=1, clocks=tuple(use for use in _SECOND.clocks if use.timer != "T45")),
    _SECOND,
)
