"""206 暂换恢复: the exchanged transformer comes back (workflows.md section 4, entry 206)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    COMPLETION,
    CUT_POWER,
    METERCHG,
    PUT_BACK,
    accept,
    before_filing,
    close,
    filed_after,
    site_check,
)

FLOW = Flow(
    code="206",
    version=2,
    name=_("End of a temporary exchange"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG",), optional=("M-ORG",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "SWAPPED")),
    conditions=(Condition("meterchg", "survey", _("meters are exchanged"), rule="exchanged_before"),),
    body=seq(
        accept("accept_exchange_end", "hold_account"),
        site_check("survey_change"),
        COMPLETION,
        CUT_POWER,
        METERCHG.when("meterchg"),
        PUT_BACK,
        close("release_account"),
    ),
    clocks=(
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T5", start=("inspect_completion:passed",), stop=("re_energise",)),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
