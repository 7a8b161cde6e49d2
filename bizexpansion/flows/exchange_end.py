"""206 暂换恢复: the exchanged transformer comes back (workflows.md section 4, entry 206)."""

from dataclasses import replace

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

WAY = (
    accept("accept_exchange_end", "hold_account"),
    site_check("survey_change"),
    COMPLETION,
    CUT_POWER,
    METERCHG.when("meterchg"),
    PUT_BACK,
)
FLOW = Flow(
    code="206",
    version=3,
    name=_("End of a temporary exchange"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG",), optional=("M-ORG",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "SWAPPED")),
    conditions=(Condition("meterchg", "survey", _("meters are exchanged"), rule="exchanged_before"),),
    body=seq(*WAY, close("restore_price", "release_account")),
    clocks=(
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T5", start=("inspect_completion:passed",), stop=("re_energise",)),
        filed_after("re_energise"),
    ),
)

# 2: the price of the exchange stayed. 1: the file was not held to T9 either.
_SECOND = replace(FLOW, version=2, body=seq(*WAY, close("release_account")))
OLDER = (before_filing(_SECOND, 1), _SECOND)
