"""202 减容恢复: a reduction for a time ends (workflows.md section 4, entry 202)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    COMPLETION,
    FEE,
    METERCHG,
    RE_ENERGISE,
    UNSEAL,
    accept,
    before_filing,
    change_plan,
    close,
    filed_after,
)

FLOW = Flow(
    code="202",
    version=2,
    name=_("Restoration of reduced capacity"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "REDUCED", "NOTICE")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("ctr", "draft_plan", _("the contract changes")),
        Condition("newasset", "draft_plan", _("new or long idle equipment")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("meterchg", "draft_plan", _("meters are exchanged"), rule="draft_exchanges_meter"),
    ),
    body=seq(
        accept("accept_restoration", "hold_account"),
        change_plan("draft_restoration"),
        par(AMEND.when("ctr"), COMPLETION.when("newasset"), FEE.when("fee")),
        UNSEAL,
        METERCHG.when("meterchg"),
        RE_ENERGISE,
        close("reprice_account", "release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("unseal_equipment",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse(
            "T5",
            start=("approve_plan", "inspect_completion:passed", "amend_contract", "collect_fee"),
            stop=("re_energise",),
        ),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
