"""110 低压非居民增容: more capacity at low voltage, not of a home (workflows.md section 4, entry 110)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

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
    close,
)

FLOW = Flow(
    code="110",
    version=1,
    name=_("Low-voltage non-residential capacity increase"),
    family="new_supply",
    applicants=("non_resident",),
    papers=(
        Papers("accept", required=("M-ORG", "M-CHG", "M-EQ")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("KIND", "ROOM", "P1", "P2", "P3", "P4", "P5")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("vip", "draft_plan", _("important customer or residential complex")),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("int", "draft_plan", _("customer-side works")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("meterchg", "draft_plan", _("a meter changes"), rule="plan_exchanges_meter"),
        Condition("term", "draft_plan", _("the terminal changes")),
    ),
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
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=("inspect_completion:passed", "collect_fee", "amend_contract", "track_grid_project"),
            stop=("energise",),
        ),
        ClockUse("T6", start=("accept",), stop=("energise",)),
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "amend_contract"),
            pauses=False,
            restarts=True,
        ),
    ),
)
