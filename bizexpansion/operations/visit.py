"""The one visit of the streamlined low-voltage profile (workflows.md 2.1, P): survey, plan, contract and fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ContractText, CustomerAnswer, PlanState
from bizexpansion.models import (
    Case,
    CaseDocument,
    ContractDraft,
    ContractSigning,
    FeeDetermination,
    FeeItem,
    PlanAnswer,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanSource,
    PlanSupplyPoint,
    Row,
    StepRecord,
    SupplyPlan,
    Survey,
    application_of,
)
from bizexpansion.operations.conditional import refuse_owing_now
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.contract import USUAL_ATTACHMENTS, contract_types, keep_draft
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.fees import keep_fee
from bizexpansion.operations.merged import look_through, naming
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.parameters import plan_valid_months
from bizexpansion.operations.plan import keep_plan
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.workdays.arithmetic import add_months
from customers.book.enums import (
    BasicChargeMode,
    DeviceClass,
    MeteringMode,
    MeterKind,
    PowerFactorStandard,
    PriceStrategy,
    SourceKind,
    Voltage,
    Wiring,
)

# How the rows of the plan are called on the form of the visit: one of each.
ROWS = {
    "supply_points-0-": "supply_",
    "sources-0-": "source_",
    "metering_points-0-": "point_",
    "prices-0-": "price_",
}
SCHEMES = {f"{name}_scheme": f"plan_{name}_scheme" for name in ("access", "receiving", "metering", "billing")}


@operation("bizexpansion.agree_on_site")
def agree_on_site(
    *,
    task_id: int,
    version: int | None = None,
    survey: Survey,
    plan: SupplyPlan,
    supply: PlanSupplyPoint,
    source: PlanSource,
    point: PlanMeteringPoint,
    price: PlanPrice,
    answer: PlanAnswer,
    contract: ContractDraft,
    signing: ContractSigning | None = None,
    items: Sequence[FeeItem] = (),
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """What two people settle with a low-voltage customer at the door, in one go: what they found, the plan, its
    answer, the contract on the standard text, and the fee if one is due.

    The records are those of the steps A02, A03, A05, W5, S05, A16 and A06. The plan is not approved by anybody
    (零审批) and only the standard text is signed without a review; `signing` None: the customer signs later (W7).
    Not possible to supply, or the customer gives up: the case ends. Capacity in kVA, fees in yuan.
    Raises InvalidInput naming the fields of the form of the visit, PapersMissing where a paper promised at the
    counter is not here when the contract is signed.
    """
    work = begin(task_id, "visit_home", version=version, actor=actor, now=now)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    if not survey.can_supply:
        work.keep(survey)
        return work.finish("infeasible", note=survey.refusal_reason)
    agrees = answer.answer == CustomerAnswer.AGREE
    _complete(work, survey, plan, source, point, price)
    plan.is_fee_due, answer.answered_on = bool(items), survey.surveyed_on
    if signing is not None:
        signing.signed_on, signing.customer_signatory = survey.surveyed_on, answer.signed_by
    parts: dict[str, StepRecord | Row] = {"": survey, "plan_": plan, "supply_": supply, "source_": source}
    parts |= {"point_": point, "price_": price, "answer_": answer}
    if agrees:
        _word(work, contract, source)
        parts |= {"contract_": contract} | ({"signing_": signing} if signing else {})
    look_through(work, parts)
    work.keep(survey)
    plan.state = PlanState.AGREED if agrees else PlanState.REJECTED
    plan.valid_until = add_months(localtime(now).date(), plan_valid_months(work.case, now))
    with naming(ROWS | SCHEMES):
        keep_plan(
            work,
            plan,
            {
                "supply_points": [supply],
                "sources": [source],
                "transformers": (),
                "metering_points": [point],
                "prices": [price],
            },
        )
    _tell_and_hear(work, survey, plan, answer)
    work.case.owner = work.case.owner or actor
    if not agrees:
        return work.finish("refused", note=survey.note)
    work.case.known["agreed_plan", work.case.row] = plan  # written just now: nothing to read again
    with naming({"": "contract_"}):
        keep_draft(work, contract)
    if items:
        keep_fee(work, FeeDetermination(), items)
    if signing is None:
        return work.finish("sign_later", note=survey.note)
    if getattr(work.task, "may_owe", True):
        refuse_owing_now(work.case)
    work.keep(signing)
    return work.finish("signed", note=survey.note)


def _complete(
    work: StepWork,
    survey: Survey,
    plan: SupplyPlan,
    source: PlanSource,
    point: PlanMeteringPoint,
    price: PlanPrice,
) -> None:
    """What follows from what was found: a service line from a public transformer, a metering point, a price."""
    single = survey.voltage == Voltage.V220
    survey.source_count = plan.source_count = 1
    plan.approved_capacity, plan.voltage = survey.approved_capacity, survey.voltage
    plan.project_flag, plan.note = survey.project_flag, survey.note
    source.number = point.number = 1
    source.kind, source.voltage, source.capacity = (
        SourceKind.PUBLIC_TRANSFORMER,
        plan.voltage,
        plan.approved_capacity,
    )
    source.substation, source.line = survey.substation, survey.line
    point.voltage, point.mode = plan.voltage, MeteringMode.LV_SUPPLY
    point.wiring = Wiring.SINGLE_PHASE if single else Wiring.FOUR_WIRE
    point.device_class = DeviceClass.V if single else DeviceClass.IV
    point.meter_kind = MeterKind.SINGLE_PHASE if single else MeterKind.THREE_PHASE
    asked = application_of(work.case)
    price.tariff_class = getattr(asked, "tariff_class", "")
    price.strategy, price.basic_charge_mode = PriceStrategy.ONE_PART, BasicChargeMode.NONE
    price.power_factor_standard = PowerFactorStandard.NONE


def _word(work: StepWork, contract: ContractDraft, source: PlanSource) -> None:
    """The contract on the standard text; the boundary of ownership is that of the plan."""
    contract.kind, contract.text_form = contract_types(work.case)[0], ContractText.STANDARD
    contract.ownership_boundary, contract.attachments = source.ownership_boundary, list(USUAL_ATTACHMENTS)


def _tell_and_hear(work: StepWork, survey: Survey, plan: SupplyPlan, answer: PlanAnswer) -> None:
    """The plan is handed over and answered in the same minute. Whoever gives up says why."""
    if answer.answer != CustomerAnswer.AGREE and not survey.note.strip():
        raise InvalidInput({"note": _("Write down what the customer says.")})
    answer.plan = plan
    work.keep(PlanReply(plan=plan, replied_on=survey.surveyed_on, recipient=answer.signed_by))
    work.keep(answer)


@condition("signed_later")
def signed_later(at: Situation) -> bool:
    """The contract was not signed on the visit at which the plan was agreed."""
    latest = SupplyPlan.objects.filter(case=at.case).order_by("-number")
    return not ContractSigning.objects.filter(task__in=latest.values("task")[:1]).exists()


def _void_fee_of_visit(context: EffectContext, payload: Payload) -> None:
    if "determination_id" in payload:
        found = FeeDetermination.objects.filter(pk=payload["determination_id"])
        found.update(voided_at=context.now)


@effect("charge_fee_on_site", undo=_void_fee_of_visit, label=gettext_lazy("the fee that was charged"))
def charge_fee_on_site(context: EffectContext) -> Payload:
    """A06 on the visit: the fee is due, if there is one."""
    found = context.kept(FeeDetermination)
    return {"determination_id": found.pk} if found else {}
