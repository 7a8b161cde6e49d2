"""203 暂停: suspension of transformers (workflows.md section 4, entry 203)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    CUT_POWER,
    RE_ENERGISE,
    SEAL,
    accept,
    before_filing,
    change_plan,
    close,
    filed_after,
)

BEFORE = ("HV", "P1", "P2", "P3", "P4", "P5", "NOTICE", "PAUSE")
TOTAL = ClockUse("T7", start=("approve_plan",), stop=("seal_equipment",))
FLOW = Flow(
    code="203",
    version=3,
    name=_("Suspension of transformers"),
    family="change",
    applicants=("high_voltage",),
    papers=(Papers("accept", required=("M-CHG", "M-ORG", "M-ELEC")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in (*BEFORE, "WHOLE")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("partial", "draft_plan", _("something runs on")),
    ),
    body=seq(
        accept("accept_suspension", "hold_account"),
        change_plan("draft_suspension"),
        CUT_POWER,
        SEAL,
        RE_ENERGISE.when("partial"),
        close("release_account"),
    ),
    clocks=(
        TOTAL,
        ClockUse("T15", start=("seal_equipment",), pauses=False, outlives=True),
        filed_after("re_energise"),
    ),
)
# 2: no electrician's licence, the file was not held to T9. 1: no clock for the term of the suspension either, no
# word on whole transformers.
_SECOND = before_filing(FLOW, 2, papers=(Papers("accept", required=("M-CHG", "M-ORG")),))
OLDER = (
    replace(
        _SECOND,
        version=1,
        clocks=(TOTAL,),
        preconditions=tuple(Precondition(rule, at="accept") for rule in BEFORE),
    ),
    _SECOND,
)
