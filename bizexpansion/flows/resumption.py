"""204 暂停恢复: suspended transformers run again (workflows.md section 4, entry 204)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import (
    COMPLETION,
    RE_ENERGISE,
    UNSEAL,
    accept,
    before_filing,
    close,
    filed_after,
    site_check,
)

FLOW = Flow(
    code="204",
    version=2,
    name=_("End of a suspension"),
    family="change",
    applicants=("high_voltage",),
    papers=(
        Papers("accept", required=("M-CHG", "M-ORG")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "PAUSED", "NOTICE")),
    conditions=(Condition("newasset", "survey", _("new or long idle equipment"), rule="idle_long"),),
    body=seq(
        accept("accept_resumption", "hold_account"),
        site_check("survey_change"),
        COMPLETION.when("newasset"),
        UNSEAL,
        RE_ENERGISE,
        close("release_account"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("unseal_equipment",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T5", start=("survey:feasible", "inspect_completion:passed"), stop=("re_energise",)),
        filed_after("re_energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
