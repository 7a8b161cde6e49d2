"""107 无表临时用电延期: extension of a supply without a meter (workflows.md section 4, entry 107)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import AMEND, PREPAY, accept, approval, close, site_check

FLOW = Flow(
    code="107",
    version=1,
    name=_("Extension of a supply without a meter"),
    family="temporary",
    applicants=("temporary_unmetered",),
    papers=(Papers("accept", required=("M-CHG",)),),
    preconditions=tuple(
        Precondition(rule, at="accept") for rule in ("UNMETERED", "P1", "P2", "PAIDUP", "LATER", "P4")
    ),
    conditions=(Condition("check", "accept", _("checked once more")),),
    body=seq(
        accept("accept_extension", "hold_account"),
        site_check("check_extension").when("check"),
        approval("approve_change", differs_from="accept", incomplete=True),
        PREPAY,
        AMEND,
        close("extend_temporary_supply", "release_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)
