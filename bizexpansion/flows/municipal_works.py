"""301 市政代工: works for a municipal body (workflows.md section 4, entry 301; its reading is P, UNCONFIRMED)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, seq

from .fragments import COMPLETION, FEE, RECORD_WORKS, RELINK, accept, close, plan_by_voltage, survey_of_change

FLOW = Flow(
    code="301",
    version=1,
    name=_("Works for a municipal body"),
    family="other",
    applicants=("municipal_body",),
    papers=(
        Papers("accept", required=("M-LET", "M-PRJ")),
        Papers("report_completion", required=("M-DONE",)),
    ),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("check", "accept", _("checked once more")),
        Condition("large", "draft_plan", _("over the approval limit")),
        Condition("fee", "draft_plan", _("a fee is due")),
    ),
    body=seq(
        accept("accept_municipal"),
        plan_by_voltage("draft_works_plan", "", survey_of_change("survey_change")),
        FEE.when("fee"),
        RECORD_WORKS,
        COMPLETION.when("check"),
        RELINK,
        close(call_back=False),
    ),
    clocks=(ClockUse("T1", start=("accept",), stop=("reply_plan",)),),
)
