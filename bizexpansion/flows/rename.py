"""210 更名: change of name (workflows.md section 4, entry 210)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import AMEND, accept, approval, close

FLOW = Flow(
    code="210",
    version=2,
    name=_("Change of name"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-RENAME")),),
    preconditions=(
        Precondition("P1", at="accept"),
        Precondition("P2", at="accept"),
        Precondition("P4", at="accept"),
    ),
    conditions=(Condition("check", "accept", _("checked once more")),),
    body=seq(
        accept("accept_rename", "hold_account"),
        approval("approve_change", differs_from="accept", incomplete=True).when("check"),
        AMEND,
        close("archive_rename", "release_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)

# 1: nothing proved the new name.
OLDER = (replace(FLOW, version=1, papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG")),)),)
