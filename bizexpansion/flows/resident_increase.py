"""109 低压居民增容: more capacity for a home (workflows.md section 4, entry 109)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_PLANNED,
    CHANGE_PLANLV,
    ENERGISE_CHANGE,
    EXCHANGE_TERMINAL,
    FEE,
    FITCHG,
    GRID_PROJECT,
    TOPOLOGY,
    accept,
    before_filing,
    close,
    filed_after,
)
from .planned import HOME, REPLIED, TOTAL, conditions, connected, plan_valid_until

FLOW = Flow(
    code="109",
    version=2,
    name=_("Low-voltage residential capacity increase"),
    family="capacity_increase",
    applicants=("resident",),
    papers=(Papers("accept", required=("M-ID", "M-CHG")),),
    preconditions=tuple(
        Precondition(rule, at="accept") for rule in ("KIND", "ROOM", "PHASE", "P1", "P2", "P3", "P4", "P5")
    ),
    conditions=conditions(*HOME, "meterchg", term=_("the terminal changes")),
    body=seq(
        accept("accept_increase_home", "hold_account"),
        CHANGE_PLANLV,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), AMEND, ASSIGN_PLANNED.when("meterchg")),
        FITCHG.when("meterchg"),
        EXCHANGE_TERMINAL.when("term"),
        ENERGISE_CHANGE,
        TOPOLOGY,
        close("archive_supply_change", "release_account"),
    ),
    clocks=(
        REPLIED,
        connected("collect_fee", "amend_contract", "track_grid_project"),
        TOTAL,
        plan_valid_until("amend_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
