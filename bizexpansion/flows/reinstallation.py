"""209 复装: re-installation after a temporary removal (workflows.md section 4, entry 209)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    FEE,
    METERIN_AGAIN,
    RESUME,
    TERMINAL,
    accept,
    before_filing,
    close,
    filed_after,
    site_check,
)

FLOW = Flow(
    code="209",
    version=2,
    name=_("Re-installation of the meter"),
    family="change",
    applicants=("resident", "non_resident"),
    papers=(Papers("accept", required=("M-CHG", "M-ID|M-ORG")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "REMOVED", "P4")),
    conditions=(
        Condition("fee", "survey", _("a fee is due"), rule="refit_fee"),
        Condition("term", "survey", _("collection terminal"), rule="refit_terminal"),
    ),
    body=seq(
        accept("accept_reinstallation", "hold_account"),
        site_check("check_refit"),
        FEE.when("fee"),
        METERIN_AGAIN,
        TERMINAL.when("term"),
        RESUME,
        close("release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("archive",)),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
