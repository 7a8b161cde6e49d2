"""207 迁址: relocation on the original supply point (workflows.md section 4, entry 207)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    CUT_POWER,
    ENERGISE_CHANGE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_CHANGE_PLAN,
    METEROUT,
    MOVE_TERMINAL,
    TOPOLOGY,
    WORKS,
    accept,
    before_filing,
    close,
    filed_after,
    plan_by_voltage,
    site_survey,
)
from .library import step
from .planned import HIGH_VOLTAGE, IMPLIED, WORKS_CLOCKS, WORKS_PAPERS, conditions, connected, plan_valid_until

FLOW = Flow(
    code="207",
    version=2,
    name=_("Relocation of premises"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG|M-ID", "M-PROP", "M-EQ")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("SAME", "PLACE", "P1", "P2", "P3", "P4", "P5")),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, term=_("the terminal moves")),
    implies=IMPLIED,
    body=seq(
        accept("accept_relocation", "hold_account"),
        plan_by_voltage("draft_change_plan", "draft_change_plan_lv", site_survey("survey_relocation")),
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            WORKS.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, step("assign_meter", "S08", effects=("reserve_meter",))),
        ),
        CUT_POWER,
        METEROUT,
        FITIN,
        MOVE_TERMINAL.when("term"),
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

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
