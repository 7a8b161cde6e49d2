"""111 高压增容: more capacity for a high-voltage customer (workflows.md section 4, entry 111)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_CHANGE,
    CHANGE_PLAN,
    CUT_POWER,
    ENERGISE_CHANGE,
    EXCHANGE_TERMINAL,
    FEE,
    FITCHG,
    GRID_PROJECT,
    METER_CHANGE_PLAN,
    TOPOLOGY,
    WORKS,
    accept,
    before_filing,
    close,
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
    code="111",
    version=3,
    name=_("High-voltage capacity increase"),
    family="capacity_increase",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX", "M-CHG")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("KIND", "P1", "P2", "P3", "P4", "P5")),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, "meterchg", term=_("the terminal changes")),
    implies=IMPLIED,
    body=seq(
        accept("accept_increase_high", "hold_account"),
        CHANGE_PLAN,
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            WORKS.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, ASSIGN_CHANGE.when("meterchg")),
        ),
        CUT_POWER,
        FITCHG.when("meterchg"),
        EXCHANGE_TERMINAL.when("term"),
        ENERGISE_CHANGE,
        TOPOLOGY,
        close("archive_supply_change", "release_account"),
    ),
    clocks=(
        *WORKS_CLOCKS,
        connected("inspect_completion:passed", "collect_fee", "amend_contract", "track_grid_project"),
        # The regime of 2020 onward counts acceptance and energising as one (3.4.3), as in 104.
        ClockUse("T45", start=("report_completion",), stop=("energise",)),
        TOTAL_OF_NODES,
        plan_valid_until("inspect_completion:passed", "amend_contract"),
        filed_after("energise"),
    ),
)

# 2: no clock over acceptance and energising together. 1: the file was not held to T9 either.
_SECOND = replace(FLOW, version=2, clocks=tuple(use for use in FLOW.clocks if use.timer != "T45"))
OLDER = (before_filing(_SECOND, 1), _SECOND)
