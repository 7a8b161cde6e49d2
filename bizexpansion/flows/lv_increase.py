"""110 低压非居民增容: more capacity at low voltage, not of a home (workflows.md section 4, entry 110)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_CHANGE,
    BUILD_AND_DONE,
    CHANGE_PLANLV,
    ENERGISE_CHANGE,
    EXCHANGE_TERMINAL,
    FEE,
    FITCHG,
    GRID_PROJECT,
    METER_CHANGE_PLAN,
    TOPOLOGY,
    accept,
    before_filing,
    close,
    filed_after,
)
from .planned import (
    ACCEPTED,
    COMPLETION_PAPERS,
    LOW_VOLTAGE,
    REPLIED,
    TOTAL,
    conditions,
    connected,
    plan_valid_until,
)

FLOW = Flow(
    code="110",
    version=2,
    name=_("Low-voltage non-residential capacity increase"),
    family="capacity_increase",
    applicants=("non_resident",),
    papers=(
        Papers("accept", required=("M-ORG", "M-CHG", "M-EQ")),
        COMPLETION_PAPERS,
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("KIND", "ROOM", "P1", "P2", "P3", "P4", "P5")),
    conditions=conditions(*LOW_VOLTAGE, "meterchg", term=_("the terminal changes")),
    body=seq(
        accept("accept_increase_low", "hold_account"),
        CHANGE_PLANLV,
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            BUILD_AND_DONE.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, ASSIGN_CHANGE.when("meterchg")),
        ),
        FITCHG.when("meterchg"),
        EXCHANGE_TERMINAL.when("term"),
        ENERGISE_CHANGE,
        TOPOLOGY,
        close("archive_supply_change", "release_account"),
    ),
    clocks=(
        REPLIED,
        ACCEPTED,
        connected("inspect_completion:passed", "collect_fee", "amend_contract", "track_grid_project"),
        TOTAL,
        plan_valid_until("inspect_completion:passed", "amend_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
