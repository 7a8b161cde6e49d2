"""212 分户: splitting of an account (workflows.md section 4, entry 212)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

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
    close,
)

FLOW = Flow(
    code="212",
    version=1,
    name=_("Splitting of an account"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-PROP", "M-AGREE")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("P1", "P2", "P3", "P4", "P5", "DIVISIBLE")),
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
        Condition("meterchg", "draft_plan", _("a meter changes"), rule="plan_exchanges_meter"),
        Condition("term", "draft_plan", _("a terminal is installed")),
    ),
    implies=(("mid", "int"), ("design", "int")),
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
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T2", start=("receive_design",), stop=("review_design",)),
        ClockUse("T3", start=("request_interim",), stop=("inspect_interim",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=(
                "inspect_completion:passed",
                "collect_fee",
                "amend_contract",
                "new_sign_contract",
                "track_grid_project",
            ),
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
