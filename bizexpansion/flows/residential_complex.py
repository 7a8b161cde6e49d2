"""103 小区新装: residential-complex new supply (workflows.md section 4, entry 103).

The developer's works are always inspected; no contract, meter or energising: those come with 112 and 102 or 104.
"""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import APPROVE, COUNTERSIGN, FEE, GRID_PROJECT, REPLY, SURVEY, WORKS, accept, close
from .library import step

FLOW = Flow(
    code="103",
    version=1,
    name=_("Residential-complex new supply"),
    family="new_supply",
    applicants=("developer",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PRJ", "M-EQ")),
        Papers("receive_design", required=("M-DES",)),
        Papers("request_interim", required=("M-MID",)),
        Papers("report_completion", required=("M-DONE",)),
    ),
    preconditions=(Precondition("HV", at="accept"), Precondition("P4", at="accept")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("large", "draft_plan", _("over the approval limit")),
        Condition("vip", "draft_plan", _("important customer or residential complex"), rule="complex_reviewed"),
        Condition("design", "draft_plan", _("design review required"), rule="complex_reviewed"),
        Condition("mid", "draft_plan", _("hidden works to inspect"), rule="complex_hidden_works"),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("fee", "draft_plan", _("a fee is due")),
    ),
    body=seq(
        accept("accept_complex"),
        SURVEY,
        step("draft_plan", "A03", form="draft_complex_plan"),
        COUNTERSIGN.when("large"),
        APPROVE,
        REPLY,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), WORKS),
        step("update_topology", "A19", form="hand_over_network", effects=("hand_over_network",)),
        close("archive_project"),
    ),
    clocks=(
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T2", start=("receive_design",), stop=("review_design",)),
        ClockUse("T3", start=("request_interim",), stop=("inspect_interim",)),
        ClockUse("T4", start=("report_completion",), stop=("inspect_completion",)),
        ClockUse("T12", start=("reply_plan",), stop=("inspect_completion:passed",), pauses=False, restarts=True),
    ),
)
