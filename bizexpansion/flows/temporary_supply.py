"""105 装表临时用电: temporary supply with a meter (workflows.md section 4, entry 105)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Flow, Papers, Precondition, par, seq

from .fragments import (
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_PLAN,
    TERMINAL,
    TOPOLOGY,
    WORKS,
    accept,
    before_filing,
    filed_after,
    plan_by_voltage,
)
from .planned import HIGH_VOLTAGE, IMPLIED, WORKS_CLOCKS, WORKS_PAPERS, conditions, connected, plan_valid_until

FLOW = Flow(
    code="105",
    version=2,
    name=_("Temporary supply with a meter"),
    family="temporary",
    applicants=("person", "organisation"),
    papers=(
        Papers("accept", required=("M-ORG|M-ID", "M-EQ", "M-PRJ")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("TMPUSE", "TERM", "LVMAX", "P1", "P3", "P4")),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, term=_("collection terminal")),
    implies=IMPLIED,
    body=seq(
        accept("accept_temporary", "open_account"),
        plan_by_voltage("draft_plan_temporary", "draft_plan_temporary_lv"),
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
        plan_valid_until("inspect_completion:passed", "sign_contract"),
        ClockUse("T13", start=("energise",), pauses=False, outlives=True),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
