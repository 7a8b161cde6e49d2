"""217 批量销户: batch closing for a demolition (workflows.md section 4, entry 217); for each row what 216 does."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, each, seq

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
    correct_row,
    determine,
    site_check,
)

FLOW = Flow(
    code="217",
    version=1,
    name=_("Batch closing"),
    family="termination",
    applicants=("developer", "utility"),
    papers=(Papers("accept", required=("M-DEMO", "M-LIST")),),
    preconditions=(Precondition("P3", at="accept"), Precondition("P4", at="accept")),
    conditions=(
        Condition("bad", "determine_batch", _("the row has to be corrected")),
        Condition("term", "remove_meter", _("a terminal hangs here"), rule="terminal_hangs"),
        Condition("refund", "settle_account", _("credit is left")),
    ),
    body=seq(
        accept("accept_batch_closing"),
        determine("hold_batch_accounts"),
        site_check("check_closing"),
        approval("approve_change", differs_from="accept", again="determine_batch"),
        each(
            seq(
                correct_row("hold_batch_accounts").when("bad"),
                DISCONNECT,
                METEROUT,
                REMOVE_TERMINAL.when("term"),
                SETTLE_OR_LEAVE,
                REFUND.when("refund"),
                END_CONTRACT,
            )
        ),
        UNLINK,
        close("close_account", "archive_closings", call_back=False),
    ),
    # how long a demolition takes, its project says: no limit is laid down for this business until somebody does
    clocks=(ClockUse("T20", start=("accept",), stop=("archive",)),),
)
