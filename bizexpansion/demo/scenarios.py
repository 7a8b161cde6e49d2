"""The demo cases: one standing at each step of 104, and one for each thing that happens to cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bizexpansion.enums import ApprovalDecision, CustomerAnswer

SIMPLE, WORKS, FULL = "simple", "works", "full"
"""Without works; with customer-side works; dual source, important, fee, grid project, hidden works."""

STEPS: Final = (
    "dispatch_survey", "survey", "draft_plan", "countersign_plan", "approve_plan", "reply_plan", "customer_answer",
    "determine_fee", "collect_fee", "track_grid_project", "receive_design", "review_design", "confirm_start",
    "request_interim", "dispatch_interim", "inspect_interim", "report_completion", "inspect_completion",
    "draft_contract", "review_contract", "sign_contract", "file_contract", "fix_metering_plan", "assign_meter",
    "dispatch_fitting", "issue_meter", "install_meter", "record_installation", "install_terminal", "energise",
    "update_topology", "archive", "call_back", "close",
)  # fmt: skip
"""Every step after acceptance, in the order in which the demo does them."""
CUSTOMER_STEPS: Final = frozenset(
    {"customer_answer", "collect_fee", "receive_design", "request_interim", "report_completion", "sign_contract"}
)
"""Steps before which the customer holds the ball, for days."""
_MISMATCH: Final = "变压器容量与设备清单不符，请核实后重新拟定"
OUTCOMES: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("survey", "infeasible"): {
        "can_supply": False,
        "refusal_reason": "用电地址位于规划拆迁范围内，不具备供电条件",
    },
    ("approve_plan", "redraft"): {"decision": ApprovalDecision.REDRAFT, "note": _MISMATCH},
    ("approve_plan", "resurvey"): {"decision": ApprovalDecision.RESURVEY, "note": _MISMATCH},
    ("customer_answer", "new_plan"): {"answer": CustomerAnswer.NEW_PLAN, "note": "客户要求调整进线位置"},
    ("customer_answer", "refused"): {"answer": CustomerAnswer.REFUSE, "note": "客户认为投资过高，放弃申请"},
    ("review_design", "failed"): {"passed": False},
    ("report_completion", "incomplete"): {"is_complete": False, "missing": "缺试验报告和竣工图"},
    ("inspect_completion", "failed"): {"passed": False},
    ("review_contract", "rejected"): {"passed": False, "note": "产权分界点描述与供电方案不一致"},
}
"""What is written down where a visit of a step does not end well."""
_COMPLETION: Final = ("report_completion", "inspect_completion")
_ONLY_FULL: Final = frozenset(
    {"countersign_plan", *STEPS[STEPS.index("determine_fee") : STEPS.index("report_completion")]}
)


@dataclass(frozen=True)
class Scenario:
    """How far a case comes, and what happens on the way.

    `outcomes` gives, for a step, how its visits end, one after another ("ok": well); `then` is done last.
    `late` lets the days pass on the step where it stands, beyond the promise.
    """

    stop: str = ""
    kind: str = SIMPLE
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    then: str = ""
    late: bool = False
    green: bool = False
    urged: int = 0

    @property
    def path(self) -> list[str]:
        """The steps that it will do, as far as they can be foretold: none is repeated."""
        done = STEPS[: STEPS.index(self.stop)] if self.stop else STEPS
        skipped = {FULL: frozenset(), WORKS: _ONLY_FULL, SIMPLE: _ONLY_FULL | set(_COMPLETION)}[self.kind]
        return [step for step in done if step not in skipped]


def scenarios() -> list[Scenario]:
    """All of them; their place in the list is part of their identity, so new ones go to the end."""
    return [*_one_at_each_step(), *_stories()]


def _one_at_each_step() -> list[Scenario]:
    """Early steps are common to all kinds; those of the works need the full one."""
    full = {"countersign_plan", *STEPS[STEPS.index("determine_fee") : STEPS.index("inspect_completion") + 1]}
    return [
        Scenario(step, FULL if step in full else (SIMPLE, WORKS)[place % 2]) for place, step in enumerate(STEPS)
    ]


def _stories() -> list[Scenario]:
    return [
        Scenario(kind=SIMPLE),
        Scenario(kind=WORKS),
        Scenario(kind=FULL),
        Scenario(kind=SIMPLE, green=True),
        Scenario("survey", late=True, urged=1),
        Scenario("draft_plan", WORKS, late=True),
        Scenario("approve_plan", FULL, late=True, urged=2),
        Scenario("inspect_completion", WORKS, late=True),
        Scenario("install_meter", SIMPLE, late=True, urged=1),
        Scenario("draft_plan", FULL, green=True),
        Scenario("reply_plan", WORKS, {"approve_plan": ("redraft", "ok")}),
        Scenario("approve_plan", SIMPLE, {"approve_plan": ("resurvey",)}),
        Scenario("customer_answer", WORKS, {"customer_answer": ("new_plan",)}),
        Scenario("receive_design", FULL, {"receive_design": ("ok",), "review_design": ("failed",)}),
        Scenario("report_completion", WORKS, {"report_completion": ("incomplete",)}),
        Scenario("report_completion", WORKS, {"report_completion": ("ok",), "inspect_completion": ("failed",)}),
        Scenario("sign_contract", SIMPLE, {"review_contract": ("rejected", "ok")}),
        Scenario("draft_plan", SIMPLE, then="suspend"),
        Scenario("sign_contract", FULL, then="suspend"),
        Scenario("collect_fee", FULL, then="abort"),
        Scenario("issue_meter", SIMPLE, then="abort"),
        Scenario("reply_plan", WORKS, then="withdraw"),
        Scenario(kind=SIMPLE, outcomes={"survey": ("infeasible",)}),
        Scenario(kind=WORKS, outcomes={"customer_answer": ("refused",)}),
        Scenario("sign_contract", WORKS, then="replan"),
        Scenario("report_completion", FULL, green=True),
    ]  # fmt: skip
