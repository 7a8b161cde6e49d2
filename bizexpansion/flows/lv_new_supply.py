"""102 低压非居民新装: low-voltage non-residential new supply (workflows.md section 4, entry 102)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    BUILD_AND_DONE,
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_PLAN,
    PLANLV,
    TERMINAL,
    TOPOLOGY,
    accept,
    before_filing,
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
    code="102",
    version=2,
    name=_("Low-voltage non-residential new supply"),
    family="new_supply",
    applicants=("organisation", "person"),
    papers=(
        Papers("accept", required=("M-ORG|M-ID", "M-PROP", "M-EQ")),
        COMPLETION_PAPERS,
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "P1", "P3", "P4")),
    conditions=conditions(*LOW_VOLTAGE, term=_("collection terminal")),
    body=seq(
        accept("accept_low_voltage", "open_account"),
        PLANLV,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), BUILD_AND_DONE.when("int"), CONTRACT, METER_PLAN),
        FITIN,
        TERMINAL.when("term"),
        ENERGISE,
        TOPOLOGY,
        CLOSE,
    ),
    clocks=(
        REPLIED,
        ACCEPTED,
        connected("inspect_completion:passed", "collect_fee", "sign_contract", "track_grid_project"),
        TOTAL,
        plan_valid_until("inspect_completion:passed", "sign_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
