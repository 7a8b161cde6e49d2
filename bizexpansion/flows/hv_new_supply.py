"""104 高压新装: high-voltage new supply (workflows.md section 4, entry 104)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    ACCEPT,
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_PLAN,
    PLAN,
    TERMINAL,
    TOPOLOGY,
    WORKS,
)

FLOW = Flow(
    code="104",
    version=2,
    name=_("High-voltage new supply"),
    family="new_supply",
    applicants=("organisation",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(
        Precondition("HV", at="accept"),
        Precondition("P1", at="accept"),
        Precondition("P3", at="accept"),
        Precondition("P4", at="accept"),
        Precondition("P7", at="inspect_completion"),
    ),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("large", "draft_plan", _("over the approval limit")),
        Condition("vip", "draft_plan", _("important customer or residential complex")),
        Condition("design", "draft_plan", _("design review required")),
        Condition("mid", "draft_plan", _("hidden works to inspect")),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("int", "draft_plan", _("customer-side works")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("term", "draft_plan", _("collection terminal")),
    ),
    implies=(("mid", "int"), ("design", "int")),
    body=seq(
        ACCEPT,
        PLAN,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), WORKS.when("int"), CONTRACT, METER_PLAN),
        FITIN,
        TERMINAL.when("term"),
        ENERGISE,
        TOPOLOGY,
        CLOSE,
    ),
    clocks=(
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T2", start=("receive_design",), stop=("review_design",)),
        ClockUse("T3", start=("request_interim",), stop=("inspect_interim",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=("inspect_completion:passed", "collect_fee", "sign_contract", "track_grid_project"),
            stop=("energise",),
        ),
        # The regime of 2020 onward counts acceptance and energising as one (3.4.3): our own aim, beside T4 and T5.
        ClockUse("T45", start=("report_completion",), stop=("energise",)),
        ClockUse("T6", start=("accept",), stop=("energise",), parts=("T1", "T2", "T3", "T4", "T5")),
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "sign_contract"),
            pauses=False,
            restarts=True,
        ),
    ),
)

# Version 1 had no clock over acceptance and energising together.
OLDER = (replace(FLOW, version=1, clocks=tuple(use for use in FLOW.clocks if use.timer != "T45")),)
