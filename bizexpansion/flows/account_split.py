"""212 分户: splitting of an account (workflows.md section 4, entry 212)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    CHANGE_PLAN_ANY,
    CUT_POWER,
    FEE,
    GRID_PROJECT,
    SPLIT_CONTRACT,
    SPLIT_ENERGISE,
    SPLIT_FITCHG,
    SPLIT_FITIN,
    SPLIT_METER_PLAN,
    SPLIT_TERMINAL,
    SPLIT_TOPOLOGY,
    WORKS,
    accept,
    before_filing,
    close,
    filed_after,
)
from .planned import HIGH_VOLTAGE, IMPLIED, WORKS_CLOCKS, WORKS_PAPERS, conditions, connected, plan_valid_until

FLOW = Flow(
    code="212",
    version=2,
    name=_("Splitting of an account"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-PROP", "M-AGREE")),
        *WORKS_PAPERS,
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("P1", "P2", "P3", "P4", "P5", "DIVISIBLE")),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=conditions(*HIGH_VOLTAGE, "meterchg", term=_("a terminal is installed")),
    implies=IMPLIED,
    body=seq(
        accept("accept_split", "hold_and_split"),
        CHANGE_PLAN_ANY,
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            WORKS.when("int"),
            AMEND,
            SPLIT_CONTRACT,
            SPLIT_METER_PLAN,
        ),
        CUT_POWER,
        SPLIT_FITIN,
        SPLIT_FITCHG.when("meterchg"),
        SPLIT_TERMINAL.when("term"),
        SPLIT_ENERGISE,
        SPLIT_TOPOLOGY,
        close("archive_supply_change", "archive_split", "release_account"),
    ),
    clocks=(
        *WORKS_CLOCKS,
        connected(
            "inspect_completion:passed", "collect_fee", "amend_contract", "new_sign_contract", "track_grid_project"
        ),
        plan_valid_until("inspect_completion:passed", "amend_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
