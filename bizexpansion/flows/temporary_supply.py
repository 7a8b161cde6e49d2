"""105 装表临时用电: temporary supply with a meter (workflows.md section 4, entry 105)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    METER_PLAN,
    TERMINAL,
    TOPOLOGY,
    WORKS,
    accept,
    plan_by_voltage,
)

FLOW = Flow(
    code="105",
    version=1,
    name=_("Temporary supply with a meter"),
    family="temporary",
    applicants=("person", "organisation"),
    papers=(
        Papers("accept", required=("M-ORG|M-ID", "M-EQ", "M-PRJ")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("TMPUSE", "TERM", "LVMAX", "P1", "P3", "P4")),
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
        accept("accept_temporary", "open_account"),
        plan_by_voltage("draft_plan_temporary", "draft_plan_temporary_lv"),
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
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "sign_contract"),
            pauses=False,
            restarts=True,
        ),
        ClockUse("T13", start=("energise",), pauses=False, outlives=True),
    ),
)
