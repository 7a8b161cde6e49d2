"""211 过户: transfer of an account to another holder (workflows.md section 4, entry 211)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import END_CONTRACT, SETTLE, SUCCEED, accept, close, site_check

FLOW = Flow(
    code="211",
    version=1,
    name=_("Transfer to another holder"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-NEW", "M-PROP")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "DEBT", "P3", "P4", "P5")),
    conditions=(Condition("check", "accept", _("checked once more")),),
    body=seq(
        accept("accept_transfer", "hold_for_transfer"),
        par(site_check("survey_change").when("check"), SETTLE),
        SUCCEED,
        END_CONTRACT,
        close("archive_transfer", "release_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)
