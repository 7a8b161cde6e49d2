"""205 暂换: another transformer for a time (workflows.md section 4, entry 205)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    COMPLETION,
    CUT_POWER,
    FEE,
    METERCHG,
    REPLY,
    STAND_IN,
    accept,
    before_filing,
    change_plan,
    close,
    filed_after,
)

FLOW = Flow(
    code="205",
    version=2,
    name=_("Temporary exchange of a transformer"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(
        Precondition(rule, at="accept") for rule in ("HV", "P1", "P2", "P3", "P4", "P5", "EXCHANGE")
    ),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("ctr", "draft_plan", _("the contract changes")),
        Condition("meterchg", "draft_plan", _("meters are exchanged"), rule="draft_exchanges_meter"),
    ),
    body=seq(
        accept("accept_exchange", "hold_account"),
        change_plan("draft_exchange"),
        REPLY,
        par(FEE.when("fee"), COMPLETION, AMEND.when("ctr")),
        CUT_POWER,
        METERCHG.when("meterchg"),
        STAND_IN,
        close("reprice_account", "release_account"),
    ),
    clocks=(
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T5", start=("inspect_completion:passed", "collect_fee", "amend_contract"), stop=("re_energise",)),
        ClockUse("T17", start=("re_energise",), pauses=False, outlives=True),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
