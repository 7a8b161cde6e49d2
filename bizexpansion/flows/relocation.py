"""207 迁址: relocation on the original supply point (workflows.md section 4, entry 207)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

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
    close,
    plan_by_voltage,
    site_survey,
)
from .library import step

FLOW = Flow(
    code="207",
    version=1,
    name=_("Relocation of premises"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG|M-ID", "M-PROP", "M-EQ")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("SAME", "PLACE", "P1", "P2", "P3", "P4", "P5")),
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
        Condition("term", "draft_plan", _("the terminal moves")),
    ),
    implies=(("mid", "int"), ("design", "int")),
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
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T2", start=("receive_design",), stop=("review_design",)),
        ClockUse("T3", start=("request_interim",), stop=("inspect_interim",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=("inspect_completion:passed", "collect_fee", "amend_contract", "track_grid_project"),
            stop=("energise",),
        ),
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "amend_contract"),
            pauses=False,
            restarts=True,
        ),
    ),
)
