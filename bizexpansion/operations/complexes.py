"""Residential complexes (103): the plan of their network, its handover, their record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import PlanState
from bizexpansion.models import (
    Case,
    CaseDocument,
    ComplexApplication,
    HandedStation,
    NetworkHandover,
    PlannedStation,
    PlanSource,
    SupplyPlan,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import agreed_plan
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.plan import IN_FORCE
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from customers.book.operations import archive_project, take_network_back
from customers.book.operations import hand_over_network as hand_over
from customers.book.specs import ProjectSpec, TransformerAreaSpec


@operation("bizexpansion.draft_complex_plan")
def draft_complex_plan(
    *,
    task_id: int,
    version: int | None = None,
    plan: SupplyPlan,
    sources: Sequence[PlanSource],
    stations: Sequence[PlannedStation],
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Write a version of the plan (A03): the lines that feed the complex, its public transformers.

    Raises InvalidInput: sources as many as the head says, transformers whose capacity adds up to it and which
    supply all households.
    """
    work = begin(task_id, "draft_complex_plan", version=version, actor=actor, now=now)
    asked = application_of(work.case)
    _check_network(plan, sources, stations, getattr(asked, "household_count", 0))
    plan.number = SupplyPlan.objects.filter(case=work.case).count() + 1
    SupplyPlan.objects.filter(case=work.case, state__in=IN_FORCE).update(state=PlanState.SUPERSEDED)
    work.keep(plan, sources=sources, stations=stations)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    work.case.is_dual_source = plan.source_count > 1
    work.case.voltage = plan.voltage
    return work.finish(note=plan.note)


def _check_network(
    plan: SupplyPlan, sources: Sequence[PlanSource], stations: Sequence[PlannedStation], households: int
) -> None:
    errors: dict[str, object] = {}
    if len(sources) != plan.source_count:
        errors["sources"] = _("The plan says %(count)s sources; name each of them.") % {"count": plan.source_count}
    built = sum((one.capacity or Decimal(0) for one in stations), Decimal(0))
    if built != plan.approved_capacity:
        said = _("The public transformers add up to %(total)s kVA, not to the capacity of the plan.")
        errors["stations"] = said % {"total": f"{built:.2f}"}
    elif sum(one.household_count or 0 for one in stations) != households:
        said = _("The transformer districts have to supply %(count)s households together.")
        errors["stations"] = said % {"count": households}
    if errors:
        raise InvalidInput(errors)


@operation("bizexpansion.hand_over_network")
def hand_over_network(
    *,
    task_id: int,
    version: int | None = None,
    handover: NetworkHandover,
    areas: Sequence[HandedStation],
    actor: Staff,
    now: datetime,
) -> Case:
    """Lines and public transformers stand in the grid model as the grid company's (A19); each of the plan's."""
    work = begin(task_id, "hand_over_network", version=version, actor=actor, now=now)
    planned = {one.number for one in stations_of(agreed_plan(work.case))}
    if {one.number for one in areas} != planned or len(areas) != len(planned):
        said = _("Each of the %(count)s transformer districts of the plan needs its object.")
        raise InvalidInput({"areas": said % {"count": len(planned)}})
    work.keep(handover, areas=areas)
    return work.finish(note=handover.note)


def stations_of(plan: SupplyPlan) -> list[PlannedStation]:
    """The public transformers of a plan, in their order."""
    return list(PlannedStation.objects.filter(plan=plan).order_by("number"))


@condition("complex_reviewed")
def always(at: Situation) -> bool:
    """The design of a complex is reviewed, its start of works confirmed (供电营业规则 2024, UNCONFIRMED)."""
    return True


@condition("complex_hidden_works")
def complex_hidden_works(at: Situation) -> bool:
    """Works that will be hidden are inspected."""
    return at.plan.has_hidden_works


def _take_back(context: EffectContext, payload: Payload) -> None:
    take_network_back(case_number=context.case.case_number, **context.frame)


@effect("hand_over_network", undo=_take_back, label=gettext_lazy("the handover of the network"))
def write_project(context: EffectContext) -> Payload:
    """A19: the record of the complex, with what the grid company has taken over."""
    asked = application_of(context.case)
    if not isinstance(asked, ComplexApplication):
        return {}
    record, plan = context.record(NetworkHandover), agreed_plan(context.case)
    codes = dict(record.areas.values_list("number", "code"))
    project = hand_over(
        case_number=context.case.case_number,
        project=ProjectSpec(
            name=asked.project_name,
            developer=asked.applicant_name,
            address=asked.address,
            district_id=asked.district_id,
            household_count=asked.household_count,
            residential_area=asked.residential_area,
            public_area=asked.public_area,
        ),
        areas=[
            TransformerAreaSpec(
                sequence=one.number,
                code=codes[one.number],
                name=one.name,
                substation=record.substation,
                line=one.line,
                voltage=plan.voltage,
                capacity=one.capacity,
                household_count=one.household_count,
            )
            for one in stations_of(plan)
        ],
        **context.frame,
    )
    return {"project_id": project.pk}


@effect("archive_project", undo=None, label=gettext_lazy("the project with what was handed over"))
def close_project(context: EffectContext) -> Payload:
    """A20: the record of the complex is closed; its households come in through 112."""
    archive_project(case_number=context.case.case_number, **context.frame)
    return {}
