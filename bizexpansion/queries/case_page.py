"""The page of a case for one person: his steps, the assessed nodes, the picture, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.diagram import NodeState, node_state
from bizexpansion.enums import CaseState, PlanState, Verdict, material_label
from bizexpansion.models import (
    Application,
    Case,
    CaseEvent,
    SupplyPlan,
    Task,
    application_of,
)
from bizexpansion.operations.conditional import still_owed
from bizexpansion.operations.papers import required_kinds
from bizexpansion.queries.case import CaseClockRow, CaseDetail, TaskRow, case_detail
from bizexpansion.queries.diagram import Course, course_of
from bizexpansion.queries.owed import Owed, owed_rows
from bizexpansion.rules import step_permission
from crm.clocks.enums import Holder
from crm.clocks.queries import ClockChip
from crm.org.models import Staff
from crm.org.permissions import has_permission
from crm.web.templatetags.crm_web import department_name

# The five nodes by which the business is assessed (workflows.md 3.1, source TK), by their timers.
ASSESSED: tuple[tuple[str, Any], ...] = (
    ("T1", _("Reply of the supply plan")),
    ("T2", _("Design review")),
    ("T3", _("Interim inspection")),
    ("T4", _("Acceptance of the works")),
    ("T5", _("Metering and energising")),
)


@dataclass(frozen=True)
class Assessed:
    """One of the five assessed nodes: the clock that is promised, and those of our own aim and of the law.

    `state` and `word` stand for it where no clock has begun: ahead, or not needed.
    """

    timer: str
    name: Any
    chip: ClockChip | None
    others: Sequence[ClockChip]
    is_needed: bool

    @property
    def used(self) -> str:
        """`18/30`, in the unit of the limit."""
        return f"{self.chip.usage.used}/{self.chip.usage.limit}" if self.chip and self.chip.usage.in_days else ""


@dataclass(frozen=True)
class OpenStep:
    """An open step as a person sees it: his to do, or whose it is and until when.

    `sent_back` is the event that opened a step anew: who sent it back, and why.
    """

    task: Task
    name: Any
    chip: ClockChip | None
    is_mine: bool
    may_do: bool
    sent_back: CaseEvent | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody outside holds the ball."""
        return self.task.holder != Holder.UTILITY

    @property
    def holder(self) -> str:
        """Who holds it, in words."""
        if self.waits:
            return str(self.task.get_holder_display())
        if self.task.assignee:
            return self.task.assignee.name
        return department_name(self.task.team) if self.task.team else str(self.task.get_role_display())


class CasePage:
    """A case as its page shows it to one person at one moment, on top of `case_detail`."""

    def __init__(self, case: Case, user: Staff, now: datetime, row: str = "") -> None:
        self.case, self.user, self.now, self.row = case, user, now, row
        self.detail: CaseDetail = case_detail(case, now, row)
        self.graph, self.marking = self.detail.graph, self.detail.marking

    @cached_property
    def steps(self) -> list[OpenStep]:
        """The open steps: those of this person first, then by deadline."""
        far = self.now + timedelta(days=36500)

        def order(one: OpenStep) -> tuple[bool, bool, datetime, int]:
            due_at = one.chip.due_at if one.chip else None
            return not one.is_mine, not one.may_do, due_at or far, one.task.pk

        return sorted((self._open_step(row) for row in self.detail.open_tasks), key=order)

    @property
    def my_steps(self) -> list[OpenStep]:
        """What this person may do now."""
        return [step for step in self.steps if step.may_do and self.is_in_progress]

    @property
    def other_steps(self) -> list[OpenStep]:
        """What others do."""
        return [step for step in self.steps if not (step.may_do and self.is_in_progress)]

    @property
    def is_in_progress(self) -> bool:
        """Neither ended nor suspended."""
        return self.case.state == CaseState.IN_PROGRESS

    @cached_property
    def assessed(self) -> list[Assessed]:
        """The five assessed nodes in their order."""
        rows = {row.link.timer: row for row in self.detail.clocks}
        timers = [(timer, name) for timer, name in ASSESSED if timer in self.graph.spans]
        return [self._assessed(timer, name, rows.get(timer)) for timer, name in timers]

    @cached_property
    def course(self) -> Course:
        """Where the case stands in its flow, step by step."""
        holders = {step.task.node: step.holder for step in self.steps}
        recorded = {row.task.node for row in self.detail.tasks if row.task.done_by_id}
        return course_of(self.graph, self.marking, late=self.detail.late_nodes, holders=holders, recorded=recorded)

    @property
    def plan(self) -> SupplyPlan | None:
        """The latest version of the plan."""
        return self.detail.plans[0] if self.detail.plans else None

    @property
    def capacity(self) -> Decimal | None:
        """The capacity in kVA: of the plan where there is one, else as applied for, else as it stands."""
        if self.plan:
            return self.plan.approved_capacity
        asked = application_of(self.case)
        if isinstance(asked, Application):
            return asked.applied_capacity
        return self.case.account.contract_capacity if self.case.account else asked.wanted_capacity

    @property
    def source_count(self) -> int:
        """The number of sources."""
        if self.plan:
            return self.plan.source_count
        return 2 if self.case.is_dual_source else 1

    @cached_property
    def missing(self) -> list[Any]:
        """What an open step, or the acceptance, requires, is not there in order and may not follow, by name."""
        nodes = ["accept", *(step.task.node for step in self.steps)]
        wanted = dict.fromkeys(kind for node in nodes for kind in required_kinds(self.graph, node))
        follows = {one.kind for one in self.owed}
        return [
            material_label(kind)
            for kind in wanted
            if kind not in follows and not self._there & set(kind.split("|"))
        ]

    @cached_property
    def owed(self) -> list[Owed]:
        """The papers that the customer still owes after a conditional acceptance."""
        return owed_rows(still_owed(self.detail.agreed, self._there), self.now) if self.case.is_open else []

    @property
    def has_devices(self) -> bool:
        """Whether meters have been set aside, so that there is a work order to print."""
        return self.marking.done("assign_meter") is not None

    @property
    def plan_is_approved(self) -> bool:
        """Whether there is a plan that may go to the customer."""
        return self.plan is not None and self.plan.state in (
            PlanState.APPROVED,
            PlanState.REPLIED,
            PlanState.AGREED,
        )

    def step_name(self, node: str) -> Any:
        """The name of a step, in the reader's language."""
        step = self.graph.steps.get(node)
        return step.name if step else node

    @cached_property
    def _there(self) -> set[str]:
        """The kinds of which there is a paper that nobody has found wrong."""
        return {paper.kind for paper in self.detail.documents if paper.verdict != Verdict.BAD}

    def _open_step(self, row: TaskRow) -> OpenStep:
        task, step = row.task, self.graph.steps[row.task.node]
        able = has_permission(self.user, step_permission(step.form), self.case.department_id)
        is_mine = task.assignee_id == self.user.pk
        may_do = able and (is_mine or task.assignee_id is None) and not self._did_before(step.differs_from)
        return OpenStep(task, step.name, row.chip, is_mine, may_do, self._sent_back(task))

    def _sent_back(self, task: Task) -> CaseEvent | None:
        if task.visit == 1:
            return None
        return next((event for event in self.detail.events if event.details.get("to") == task.node), None)

    def _did_before(self, nodes: Iterable[str]) -> bool:
        """Whether this person did a step from which another one must differ (separation of duties)."""
        standing = {
            (done.node, done.visit)
            for done in self.marking.standing
            if done.node in set(nodes) and done.instance in ("", self.row)
        }
        return any(
            (row.task.node, row.task.visit) in standing and row.task.done_by_id == self.user.pk
            for row in self.detail.tasks
        )

    def _assessed(self, timer: str, name: Any, row: CaseClockRow | None) -> Assessed:
        use = next(one for one in self.graph.flow.clocks if one.timer == timer)
        nodes = [key.partition(":")[0] for key in use.stop]
        is_needed = any(node_state(self.graph, self.marking, node) != NodeState.NOT_NEEDED for node in nodes)
        return Assessed(timer, name, row.chip if row else None, row.others if row else (), is_needed)
