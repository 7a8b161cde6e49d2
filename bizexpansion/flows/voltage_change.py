"""214 改压: another supply voltage at the same place (workflows.md section 4, entry 214)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_CHANGE,
    CHANGE_PLAN_ANY,
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
    COMPLETION_PAPERS,
    DESIGN_PAPERS,
    HIGH_VOLTAGE,
    IMPLIED,
    WORKS_CLOCKS,
    WORKS_PAPERS,
    conditions,
    connected,
    plan_valid_until,
)

FLOW = Flow(
    code="214",
    version=2,
    name=_("Change of supply voltage"),
    family="change",
    applicants=("non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG", "M-EQ", "M-HVX")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("KIND", "VOLT", "P1", "P2", "P3", "P4", "P5")),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, term=_("the terminal changes")),
    implies=IMPLIED,
    body=seq(
        accept("accept_voltage_change", "hold_account"),
        CHANGE_PLAN_ANY,
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            WORKS.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, ASSIGN_CHANGE),
        ),
        CUT_POWER,
        FITCHG,
        EXCHANGE_TERMINAL.when("term"),
        ENERGISE_CHANGE,
        TOPOLOGY,
        close("archive_supply_change", "release_account"),
    ),
    clocks=(
        *WORKS_CLOCKS,
        connected("inspect_completion:passed", "collect_fee", "amend_contract", "track_grid_project"),
        plan_valid_until("inspect_completion:passed", "amend_contract"),
        filed_after("energise"),
    ),
)

# 1: no papers for the interim inspection; the file was not held to T9.
OLDER = (before_filing(FLOW, 1, papers=(FLOW.papers[0], DESIGN_PAPERS, COMPLETION_PAPERS)),)
