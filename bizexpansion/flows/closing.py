"""216 销户: closing of an account (workflows.md section 4, entry 216)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    DISCONNECT,
    END_CONTRACT,
    METEROUT,
    REFUND,
    REMOVE_TERMINAL,
    SETTLE_OR_LEAVE,
    UNLINK,
    accept,
    approval,
    close,
    site_check,
)

FLOW = Flow(
    code="216",
    version=1,
    name=_("Closing of an account"),
    family="termination",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG|M-OTHER")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P3", "DEBT", "IDLE")),
    conditions=(
        Condition("check", "accept", _("checked once more"), rule="closing_check"),
        Condition("term", "remove_meter", _("a terminal hangs here"), rule="terminal_hangs"),
        Condition("refund", "settle_account", _("credit is left")),
    ),
    body=seq(
        accept("accept_closing", "hold_account"),
        site_check("check_closing"),
        approval("approve_change", differs_from="accept", again="survey").when("check"),
        DISCONNECT,
        METEROUT,
        REMOVE_TERMINAL.when("term"),
        SETTLE_OR_LEAVE,
        REFUND.when("refund"),
        END_CONTRACT,
        UNLINK,
        close("close_account", call_back=False),
    ),
    clocks=(ClockUse("T7", start=("settle_account",), stop=("archive",)),),
)
