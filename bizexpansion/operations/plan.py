"""The supply plan: draft (A03), countersign (S03), approve (A04), reply (A05), the customer's answer (W5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.enums import HAS_EXTERNAL, ApprovalDecision, CustomerAnswer, PlanState
from bizexpansion.models import (
    Case,
    CaseDocument,
    Countersign,
    CountersignOpinion,
    PlanAnswer,
    PlanApproval,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    Row,
    SupplyPlan,
)
from bizexpansion.operations.lookups import current_plan
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.parameters import plan_valid_months
from bizexpansion.operations.timers import follow_works
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.workdays.arithmetic import add_months
from customers.book.enums import HIGH_VOLTAGES, BasicChargeMode, PriceStrategy

Errors = dict[str, object]
PlanRows = dict[str, Sequence[Row]]
IN_FORCE = (PlanState.DRAFT, PlanState.APPROVED, PlanState.REPLIED, PlanState.AGREED)
APPROVAL_OUTCOMES = {
    ApprovalDecision.APPROVE: "approved",
    ApprovalDecision.RESURVEY: "resurvey",
    ApprovalDecision.REDRAFT: "redraft",
}
ANSWER_OUTCOMES = {
    CustomerAnswer.AGREE: "agreed",
    CustomerAnswer.NEW_PLAN: "new_plan",
    CustomerAnswer.REFUSE: "refused",
}


@operation("bizexpansion.draft_supply_plan")
def draft_supply_plan(
    *,
    task_id: int,
    version: int | None = None,
    plan: SupplyPlan,
    supply_points: Sequence[PlanSupplyPoint],
    sources: Sequence[PlanSource],
    transformers: Sequence[PlanTransformer] = (),
    metering_points: Sequence[PlanMeteringPoint],
    prices: Sequence[PlanPrice],
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Write a new version of the plan (A03); it decides which branches the case will have.

    Raises InvalidInput: every row must hang under a supply point of the plan, sources and equipment must
    carry the capacity. A low-voltage customer has no receiving equipment, and what was applied for at low voltage
    is not planned at high voltage, nor the other way round.
    """
    work = begin(task_id, "draft_plan", "draft_plan_lv", version=version, actor=actor, now=now)
    rows: PlanRows = {
        "supply_points": supply_points,
        "sources": sources,
        "transformers": transformers,
        "metering_points": metering_points,
        "prices": prices,
    }
    return write_plan(work, plan, rows, papers)


def write_plan(work: StepWork, plan: SupplyPlan, rows: PlanRows, papers: Sequence[CaseDocument] = ()) -> Case:
    """What every draft of a plan does: check it as a whole, supersede the version before, tell the case."""
    keep_plan(work, plan, rows)
    attach_papers(work.case, work.task, papers, actor=work.actor, now=work.now)
    return work.finish(note=plan.note)


def keep_plan(work: StepWork, plan: SupplyPlan, rows: PlanRows) -> None:
    """A version of the plan, checked as a whole; the step goes on. Raises InvalidInput."""
    if (plan.voltage in HIGH_VOLTAGES) != (work.case.voltage in HIGH_VOLTAGES):
        raise InvalidInput(
            {"voltage": _("High and low voltage are applied for separately: accept the other anew.")}
        )
    _check_plan(plan, **rows)  # type: ignore[arg-type]
    plan.number = SupplyPlan.objects.filter(case=work.case).count() + 1
    if plan.number > 1:
        SupplyPlan.objects.filter(case=work.case, state__in=IN_FORCE).update(state=PlanState.SUPERSEDED)
    work.keep(plan, **rows)
    work.case.is_important = bool(plan.importance)
    work.case.is_dual_source = plan.source_count > 1
    work.case.voltage = plan.voltage
    if plan.voltage not in HIGH_VOLTAGES:
        follow_works(work.case, external=plan.project_flag in HAS_EXTERNAL, actor=work.actor, now=work.now)


@operation("bizexpansion.countersign_plan")
def countersign_plan(
    *,
    task_id: int,
    version: int | None = None,
    countersign: Countersign,
    opinions: Sequence[CountersignOpinion],
    actor: Staff,
    now: datetime,
) -> Case:
    """Put down what the departments say (S03, source LN); one objection sends the plan back to the drafter."""
    work = begin(task_id, "countersign_plan", version=version, actor=actor, now=now)
    if not opinions:
        raise InvalidInput({"opinions": _("At least one department has to say something.")})
    errors = {
        f"opinions-{index}-opinion": _("Say why the department objects.")
        for index, one in enumerate(opinions)
        if not one.agrees and not one.opinion.strip()
    }
    if errors:
        raise InvalidInput(errors)
    countersign.plan = current_plan(work.case)
    countersign.agrees = all(one.agrees for one in opinions)
    work.keep(countersign, opinions=opinions)
    return work.finish("agreed" if countersign.agrees else "objected", note=countersign.note)


@operation("bizexpansion.approve_supply_plan")
def approve_supply_plan(
    *, task_id: int, version: int | None = None, approval: PlanApproval, actor: Staff, now: datetime
) -> Case:
    """Approve the plan, or send it back to the survey or to the drafter (A04). A rejection says why."""
    work = begin(task_id, "approve_plan", version=version, actor=actor, now=now)
    if approval.decision != ApprovalDecision.APPROVE and not approval.note.strip():
        raise InvalidInput({"note": _("Say why the plan is rejected.")})
    plan = approval.plan = current_plan(work.case)
    work.keep(approval)
    plan.state = PlanState.APPROVED if approval.decision == ApprovalDecision.APPROVE else PlanState.REJECTED
    plan.save(update_fields=["state"])
    return work.finish(APPROVAL_OUTCOMES[ApprovalDecision(approval.decision)], note=approval.note)


@operation("bizexpansion.reply_supply_plan")
def reply_supply_plan(
    *, task_id: int, version: int | None = None, reply: PlanReply, actor: Staff, now: datetime
) -> Case:
    """Give the approved plan to the customer in writing (A05). It stands for a year (1996 art. 21), clock T12.

    Whoever replies owns the case from here on (首问负责).
    """
    work = begin(task_id, "reply_plan", version=version, actor=actor, now=now)
    plan = reply.plan = current_plan(work.case)
    work.keep(reply)
    plan.state = PlanState.REPLIED
    plan.valid_until = add_months(localtime(now).date(), plan_valid_months(work.case, now))
    plan.save(update_fields=["state", "valid_until"])
    work.case.owner = work.case.owner or actor
    return work.finish(note=reply.note)


@operation("bizexpansion.record_customer_answer")
def record_customer_answer(
    *, task_id: int, version: int | None = None, answer: PlanAnswer, actor: Staff, now: datetime
) -> Case:
    """The customer agrees, wants another plan (back to A03, clocks begin anew), or gives up (the case ends)."""
    work = begin(task_id, "customer_answer", version=version, actor=actor, now=now)
    if answer.answer != CustomerAnswer.AGREE and not answer.note.strip():
        raise InvalidInput({"note": _("Write down what the customer says.")})
    plan = answer.plan = current_plan(work.case)
    work.keep(answer)
    plan.state = PlanState.AGREED if answer.answer == CustomerAnswer.AGREE else PlanState.REJECTED
    plan.save(update_fields=["state"])
    return work.finish(ANSWER_OUTCOMES[CustomerAnswer(answer.answer)], note=answer.note)


def _check_plan(
    plan: SupplyPlan,
    supply_points: Sequence[PlanSupplyPoint],
    sources: Sequence[PlanSource],
    transformers: Sequence[PlanTransformer],
    metering_points: Sequence[PlanMeteringPoint],
    prices: Sequence[PlanPrice],
) -> None:
    """The plan is whole: everything hangs somewhere, the sources number what the head says."""
    errors: Errors = {
        name: _("This field is required.")
        for name in ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme")
        if not getattr(plan, name).strip()
    }
    groups: dict[str, Sequence[Row]] = {
        "supply_points": supply_points,
        "sources": sources,
        "transformers": transformers,
        "metering_points": metering_points,
        "prices": prices,
    }
    for name, rows in groups.items():
        if not rows and (name != "transformers" or plan.voltage in HIGH_VOLTAGES):
            errors[name] = _("At least one row is needed.")
    for name in ("supply_points", "sources", "transformers", "metering_points"):
        check_numbers(errors, name, [row.number for row in groups[name]])  # type: ignore[attr-defined]
    check_links(errors, groups)
    if sources and plan.source_count and len(sources) != plan.source_count:
        errors["source_count"] = _("The plan lists %(count)s sources.") % {"count": len(sources)}
    installed = sum((row.capacity or Decimal(0) for row in transformers), Decimal(0))
    if transformers and plan.approved_capacity and installed != plan.approved_capacity:
        sentence = _("The equipment of the plan adds up to %(total)s kVA.")
        errors["approved_capacity"] = sentence % {"total": f"{installed:.2f}"}
    check_prices(errors, prices)
    if errors:
        raise InvalidInput(errors)


def check_links(errors: Errors, groups: Mapping[str, Sequence[Row]]) -> None:
    """Sources, equipment and metering points that stay hang under supply points and sources that stay."""
    points, fed_by = _numbers_of(groups["supply_points"]), _numbers_of(groups["sources"])
    for name in ("sources", "transformers", "metering_points"):
        for index, row in enumerate(groups[name]):
            if not row.stays:  # type: ignore[attr-defined]
                continue
            if row.supply_point not in points:  # type: ignore[attr-defined]
                errors[f"{name}-{index}-supply_point"] = _("The plan has no such supply point.")
            if name != "sources" and row.source not in fed_by:  # type: ignore[attr-defined]
                errors[f"{name}-{index}-source"] = _("The plan has no such source.")


def _numbers_of(rows: Sequence[Row]) -> set[int]:
    return {row.number for row in rows if row.stays}  # type: ignore[attr-defined]


def check_prices(errors: Errors, prices: Sequence[PlanPrice]) -> None:
    """A two-part price has a basic charge, a one-part price none."""
    for index, price in enumerate(prices):
        if (price.strategy == PriceStrategy.TWO_PART) == (price.basic_charge_mode == BasicChargeMode.NONE):
            errors[f"prices-{index}-basic_charge_mode"] = _(
                "A two-part price needs a basic charge; a one-part price has none."
            )


def check_numbers(errors: Errors, name: str, numbers: Iterable[int]) -> None:
    """Every number of a relation occurs once."""
    given = list(numbers)
    if len(set(given)) != len(given):
        errors[name] = _("A number occurs twice.")
