"""What stands on the printed papers of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bizexpansion.enums import PlanState, TaskState, material_label
from bizexpansion.errors import NotReady
from bizexpansion.models import (
    Application,
    Case,
    CaseClock,
    ChangeApplication,
    FeeDetermination,
    FieldJob,
    MeterAssignment,
    MissingNotice,
    OwedPaper,
    PlanReply,
    SupplyPlan,
    application_of,
)
from bizexpansion.operations.conditional import owed_papers
from bizexpansion.queries.owed import owed_rows
from bizexpansion.queries.promises import SAID
from crm.clocks.enums import RuleKind
from crm.clocks.queries import ClockChip, clock_chips
from customers.book.enums import HIGH_VOLTAGES

REPLIED = (PlanState.APPROVED, PlanState.REPLIED, PlanState.AGREED)


@dataclass(frozen=True)
class PrintedPlan:
    """The plan that goes to the customer, with its rows; `reply` is how it went."""

    plan: SupplyPlan
    points: list[Any]
    sources: list[Any]
    transformers: list[Any]
    metering_points: list[Any]
    prices: list[Any]
    sums: list[Any]
    reply: PlanReply | None
    fees: list[Any]

    @property
    def is_high(self) -> bool:
        """Whether it is for a high-voltage customer."""
        return self.plan.voltage in HIGH_VOLTAGES

    @property
    def is_change(self) -> bool:
        """Whether it says what becomes of what stands already."""
        return bool(self.sums)


def printed_application(case: Case) -> dict[str, Any]:
    """The registration form with contacts, receiving equipment and list of equipment; four queries."""
    application = Application.objects.select_related("district", "existing_account", "recorded_by").get(case=case)
    return {
        "application": application,
        "contacts": list(application.contacts.all()),
        "transformers": list(application.transformers.all()),
        "equipment": list(application.equipment.all()),
        "papers": list(case.documents.filter(task=application.task_id)),
    }


def printed_receipt(case: Case, now: datetime) -> dict[str, Any]:
    """What was handed in and what follows, and what was promised at acceptance."""
    links = CaseClock.objects.filter(case=case, kind__in=SAID, round=1).select_related("clock__rule").order_by("pk")
    chips = clock_chips([link.clock for link in links if link.clock.started_at == case.accepted_at], now)
    return {
        "papers": list(case.documents.order_by("pk")),
        "owed": owed_rows(owed_papers(case), now),
        "promised": _first_of_each(chips.values()),
    }


def _first_of_each(chips: Iterable[ClockChip]) -> list[ClockChip]:
    """A public promise where there is one, else our own aim: one line for each timer."""
    best: dict[str, ClockChip] = {}
    for one in sorted(chips, key=lambda chip: SAID.index(RuleKind(chip.clock.rule.kind))):
        best.setdefault(one.clock.rule.timer, one)
    return list(best.values())


def printed_plan(case: Case) -> PrintedPlan:
    """The plan that was approved for the customer. Raises NotReady while there is none."""
    plan = SupplyPlan.objects.filter(case=case, state__in=REPLIED).order_by("-number").first()
    if plan is None:
        raise NotReady(details={"missing": "supplyplan"})
    due = FeeDetermination.objects.filter(case=case, voided_at__isnull=True).order_by("-pk").first()
    return PrintedPlan(
        plan=plan,
        points=list(plan.supply_points.all()),
        sources=list(plan.sources.all()),
        transformers=list(plan.transformers.all()),
        metering_points=list(plan.metering_points.all()),
        prices=list(plan.prices.all()),
        sums=list(plan.sums.select_related("account")),
        reply=plan.replies.select_related("recorded_by").order_by("-pk").first(),
        fees=list(due.items.all()) if due else [],
    )


def printed_work_order(case: Case) -> dict[str, Any]:
    """The order 装拆工作单 for the people who hang the meters. Raises NotReady before devices are assigned."""
    assignment = MeterAssignment.objects.filter(case=case, task__state=TaskState.DONE).order_by("-pk").first()
    if assignment is None:
        raise NotReady(details={"missing": "meterassignment"})
    job = (
        FieldJob.objects.filter(case=case, task__node="dispatch_fitting", task__state=TaskState.DONE)
        .select_related("leader", "companion")
        .order_by("-pk")
        .first()
    )
    has_plan = SupplyPlan.objects.filter(case=case, state__in=REPLIED).exists()
    return {
        "assignment": assignment,
        "meters": list(assignment.meters.all()),
        "transformers": list(assignment.transformers.all()),
        "job": job,
        "printed": printed_plan(case) if has_plan else None,
        "contact": _contact(case),
    }


def _contact(case: Case) -> dict[str, str]:
    """Whom to ask: the first contact person of a new supply, the person who came for a change."""
    asked = application_of(case)
    if isinstance(asked, ChangeApplication):
        return {"name": asked.contact_name, "phone": asked.contact_phone}
    people = asked.contacts.all()[:1] if isinstance(asked, Application) else []
    return next(({"name": one.name, "phone": one.phone} for one in people), {})


def printed_notice(case: Case, task_id: int) -> dict[str, Any] | None:
    """The one-time notice of a visit; None where none was given."""
    notice = MissingNotice.objects.filter(case=case, task_id=task_id).select_related("told_by", "task").first()
    if notice is None:
        return None
    labels = [str(material_label(kind)) for kind in notice.kinds]
    return {
        "notice": notice,
        "missing": [label for label in labels if label not in notice.note],
        "may_follow": OwedPaper.objects.filter(case=case, kind__in=notice.kinds).exists(),
    }
