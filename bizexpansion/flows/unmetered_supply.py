"""106 无表临时用电新装: temporary supply without a meter (workflows.md section 4, entry 106)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    CLOSE,
    CONTRACT,
    ENERGISE_UNMETERED,
    PREPAY,
    accept,
    before_filing,
    filed_after,
    plan_low_voltage,
)

FLOW = Flow(
    code="106",
    version=2,
    name=_("Temporary supply without a meter"),
    family="temporary",
    applicants=("person", "organisation"),
    papers=(Papers("accept", required=("M-ORG|M-ID", "M-EQ")),),
    preconditions=tuple(
        Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "TMPUSE", "TERM", "P1", "P3", "P4")
    ),
    conditions=(Condition("dispatch", "accept", _("surveys are dispatched")),),
    body=seq(
        accept("accept_unmetered", "open_account"),
        plan_low_voltage("draft_plan_unmetered"),
        par(PREPAY, CONTRACT),
        ENERGISE_UNMETERED,
        CLOSE,
    ),
    clocks=(
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T5", start=("collect_fee", "sign_contract"), stop=("energise",)),
        ClockUse("T13", start=("energise",), pauses=False, outlives=True),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
