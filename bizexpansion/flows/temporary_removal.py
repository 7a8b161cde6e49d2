"""208 暂拆: temporary removal of the meter (workflows.md section 4, entry 208)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import CUT_POWER, METEROUT, REMOVE_TERMINAL, SETTLE, accept, close, site_check

FLOW = Flow(
    code="208",
    version=1,
    name=_("Temporary removal of the meter"),
    family="change",
    applicants=("resident", "non_resident"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "P1", "P2", "P3", "P4", "P5", "AWAY")),
    conditions=(Condition("term", "remove_meter", _("a terminal hangs here"), rule="terminal_hangs"),),
    body=seq(
        accept("accept_removal", "hold_account"),
        site_check("survey_change"),
        CUT_POWER,
        METEROUT,
        REMOVE_TERMINAL.when("term"),
        SETTLE,
        close("release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("archive",)),
        ClockUse("T18", start=("remove_meter",), pauses=False, outlives=True),
    ),
)
