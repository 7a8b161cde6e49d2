"""108 无表临时用电终止: end of a supply without a meter (workflows.md section 4, entry 108)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import DISCONNECT, END_CONTRACT, REFUND, SETTLE_OR_LEAVE, accept, close
from .library import step

FLOW = Flow(
    code="108",
    version=1,
    name=_("End of a supply without a meter"),
    family="temporary",
    applicants=("temporary_unmetered",),
    papers=(Papers("accept", required=("M-CHG|M-OTHER",)),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("UNMETERED", "P1")),
    conditions=(Condition("refund", "settle_account", _("credit is left")),),
    body=seq(
        accept("accept_temporary_end", "hold_account"),
        step("survey", "A02", form="check_end"),
        DISCONNECT,
        SETTLE_OR_LEAVE,
        REFUND.when("refund"),
        END_CONTRACT,
        close("close_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)
