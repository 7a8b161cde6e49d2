"""211 过户 of a home, streamlined (workflows.md section 4, entry 211, C ZJ): one signature at the counter."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Flow, Papers, Precondition, seq

from .fragments import SETTLE, SIGN_TRANSFER, accept, close

FLOW = Flow(
    code="211",
    version=2,
    name=_("Transfer to another holder"),
    family="change",
    profile="streamlined",
    applicants=("resident",),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-NEW", "M-PROP")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "DEBT", "P3", "P4", "P5")),
    body=seq(
        accept("accept_transfer", "hold_for_transfer"),
        SETTLE,
        SIGN_TRANSFER,
        close("archive_transfer", "release_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)
