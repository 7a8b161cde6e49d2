"""103 小区新装: residential-complex new supply (workflows.md section 4, entry 103).

The developer's works are always inspected; no contract, meter or energising: those come with 112 and 102 or 104.
"""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Condition, Flow, Papers, Precondition, par, seq

from .fragments import APPROVE, COUNTERSIGN, FEE, GRID_PROJECT, REPLY, SURVEY, WORKS, accept, close
from .library import step
from .planned import WORKS_CLOCKS, WORKS_PAPERS, conditions, plan_valid_until

FLOW = Flow(
    code="103",
    version=1,
    name=_("Residential-complex new supply"),
    family="new_supply",
    applicants=("developer",),
    papers=(
        Papers("accept", required=("M-ORG", "M-PRJ", "M-EQ")),
        *WORKS_PAPERS,
    ),
    preconditions=(Precondition("HV", at="accept"), Precondition("P4", at="accept")),
    conditions=(
        *conditions("dispatch", "large"),
        Condition("vip", "draft_plan", _("important customer or residential complex"), rule="complex_reviewed"),
        Condition("design", "draft_plan", _("design review required"), rule="complex_reviewed"),
        Condition("mid", "draft_plan", _("hidden works to inspect"), rule="complex_hidden_works"),
        *conditions("ext", "fee"),
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
        *WORKS_CLOCKS,
        plan_valid_until("inspect_completion:passed"),
    ),
)
