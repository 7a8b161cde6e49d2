"""102 低压非居民新装: low-voltage non-residential new supply (workflows.md section 4, entry 102)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

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
)

FLOW = Flow(
    code="102",
    version=1,
    name=_("Low-voltage non-residential new supply"),
    family="new_supply",
    applicants=("organisation", "person"),
    papers=(
        Papers("accept", required=("M-ORG|M-ID", "M-PROP", "M-EQ")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "P1", "P3", "P4")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("vip", "draft_plan", _("important customer or residential complex")),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("int", "draft_plan", _("customer-side works")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("term", "draft_plan", _("collection terminal")),
    ),
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
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=("inspect_completion:passed", "collect_fee", "sign_contract", "track_grid_project"),
            stop=("energise",),
        ),
        ClockUse("T6", start=("accept",), stop=("energise",)),
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "sign_contract"),
            pauses=False,
            restarts=True,
        ),
    ),
)
