"""201 减容: reduction for a time or for good (workflows.md section 4, entry 201)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    BUILD_AND_DONE,
    CUT_POWER,
    FEE,
    METERCHG,
    RE_ENERGISE,
    REDUCE,
    REPLY,
    accept,
    before_filing,
    change_plan,
    close,
    filed_after,
)

FLOW = Flow(
    code="201",
    version=2,
    name=_("Reduction of capacity"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(
        Precondition(rule, at="accept") for rule in ("HV", "P1", "P2", "P3", "P4", "P5", "NOTICE", "REDUCE")
    ),
    conditions=(
        Condition("perm", "accept", _("for good")),
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("newasset", "draft_plan", _("new or long idle equipment")),
        Condition("vip", "draft_plan", _("important customer or residential complex")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("meterchg", "draft_plan", _("meters are exchanged"), rule="draft_exchanges_meter"),
        Condition("partial", "draft_plan", _("something runs on"), rule="something_left"),
    ),
    body=seq(
        accept("accept_reduction", "hold_account"),
        change_plan("draft_reduction"),
        REPLY,
        par(AMEND.when("perm"), BUILD_AND_DONE.when("newasset"), FEE.when("fee")),
        CUT_POWER,
        REDUCE,
        METERCHG.when("meterchg"),
        RE_ENERGISE.when("partial"),
        close("reprice_account", "release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("seal_equipment",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T16", start=("seal_equipment",), pauses=False, outlives=True),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
