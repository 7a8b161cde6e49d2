"""111 高压增容: more capacity for a high-voltage customer (workflows.md section 4, entry 111)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_CHANGE,
    CHANGE_PLAN,
    CUT_POWER,
    ENERGISE_CHANGE,
    EXCHANGE_TERMINAL,
    FEE,
    FITCHG,
    GRID_PROJECT,
    METER_CHANGE_PLAN,
    TOPOLOGY,
    WORKS,
    accept,
    close,
)

FLOW = Flow(
    code="111",
    version=1,
    name=_("High-voltage capacity increase"),
    family="new_supply",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX", "M-CHG")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(
        *(Precondition(rule, at="accept") for rule in ("KIND", "P1", "P2", "P3", "P4", "P5")),
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
        Condition("term", "draft_plan", _("the terminal changes")),
    ),
    implies=(("mid", "int"), ("design", "int")),
    body=seq(
        accept("accept_increase_high", "hold_account"),
        CHANGE_PLAN,
        par(
            FEE.when("fee"),
            GRID_PROJECT.when("ext"),
            WORKS.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, ASSIGN_CHANGE.when("meterchg")),
        ),
        CUT_POWER,
        FITCHG.when("meterchg"),
        EXCHANGE_TERMINAL.when("term"),
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
        ClockUse("T6", start=("accept",), stop=("energise",), parts=("T1", "T2", "T3", "T4", "T5")),
        ClockUse(
            "T12",
            start=("reply_plan",),
            stop=("inspect_completion:passed", "amend_contract"),
            pauses=False,
            restarts=True,
        ),
    ),
)
