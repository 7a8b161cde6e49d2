"""218 移表: moving the meter (workflows.md section 4, entry 218)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    CUT_POWER,
    FEE,
    MOVE_METER,
    MOVE_TERMINAL,
    RE_ENERGISE,
    RECORD_EXCHANGE,
    REPLY,
    TOPOLOGY,
    accept,
    before_filing,
    change_plan,
    close,
    filed_after,
)
from .library import step

FLOW = Flow(
    code="218",
    version=2,
    name=_("Moving the meter"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "P3", "P4", "P5")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("fee", "draft_plan", _("the customer pays")),
        Condition("term", "draft_plan", _("the terminal moves too")),
    ),
    body=seq(
        accept("accept_move", "hold_account"),
        change_plan("draft_move"),
        REPLY,
        FEE.when("fee"),
        step("dispatch_fitting", "S10"),
        CUT_POWER,
        MOVE_METER,
        MOVE_TERMINAL.when("term"),
        RECORD_EXCHANGE,
        RE_ENERGISE,
        TOPOLOGY,
        close("release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("archive",)),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
