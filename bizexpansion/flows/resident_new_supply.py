"""101 低压居民新装: low-voltage residential new supply (workflows.md section 4, entry 101, classic profile)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    ASSIGN,
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    PLANLV,
    TERMINAL,
    TOPOLOGY,
    accept,
    before_filing,
    filed_after,
)
from .planned import HOME, REPLIED, TOTAL, conditions, connected, plan_valid_until

FLOW = Flow(
    code="101",
    version=3,
    name=_("Low-voltage residential new supply"),
    family="new_supply",
    profile="classic",
    applicants=("resident",),
    papers=(Papers("accept", required=("M-ID", "M-PROP")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "FREE", "P1", "P3", "P4")),
    conditions=conditions(*HOME, term=_("collection terminal")),
    body=seq(
        accept("accept_resident", "open_account"),
        PLANLV,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), CONTRACT, ASSIGN),
        FITIN,
        TERMINAL.when("term"),
        ENERGISE,
        TOPOLOGY,
        CLOSE,
    ),
    clocks=(
        REPLIED,
        connected("collect_fee", "sign_contract", "track_grid_project"),
        TOTAL,
        plan_valid_until("sign_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
