"""What is written from the counter to the customer's answer, and the fee."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bizexpansion import models as m
from bizexpansion.demo.records.hands import Arguments, Fields, Hands, papers, set_fields, step, today
from bizexpansion.enums import ApprovalDecision, CountersignUnit, CustomerAnswer, FeeKind, PaymentMethod
from bizexpansion.models import Task
from bizexpansion.operations import acceptance, fees, plan
from bizexpansion.operations.lookups import account_of
from customers.book import enums as e

FEE_FOR_EACH_KVA = 108
NATURES = (e.SourceNature.MAIN, e.SourceNature.STANDBY_PRODUCTION)


def application_arguments(hands: Hands, **fields: Any) -> dict[str, Any]:
    """What the counter takes down."""
    asks = hands.applicant()
    is_dual, each = hands.sources == 2, hands.capacity / hands.sources
    application = m.Application(
        mode=asks.mode,
        applicant_name=asks.name,
        id_kind=e.IdKind.CREDIT_CODE,
        district=asks.district,
        address=asks.address,
        trade_code=asks.trade_code,
        tariff_class=e.TariffClass.LARGE_INDUSTRY if hands.capacity >= 315 else e.TariffClass.GENERAL,
        purpose="生产用电",
        importance=hands.importance,
        voltage=e.Voltage.KV10,
        source_count=hands.sources,
        applied_capacity=hands.capacity,
        first_source_capacity=each,
        second_source_capacity=each if is_dual else None,
        second_source_nature=e.SourceNature.STANDBY_PRODUCTION if is_dual else "",
        wanted_on=today(hands) + timedelta(days=asks.wanted_in),
        identity_checked=True,
        breaches_checked=True,
    )
    return {
        "application": set_fields(application, fields),
        "id_number": asks.id_number,
        "contacts": [
            m.ApplicationContact(purpose=e.ContactPurpose.ELECTRICAL, name=hands.contact, phone=asks.phone)
        ],
        "transformers": [m.ApplicationTransformer(unit_capacity=each, count=hands.sources)],
        "equipment": [
            m.ApplicationEquipment(name="数控机床", unit_power=Decimal("45"), count=8),
            m.ApplicationEquipment(name="空压机", unit_power=Decimal("75"), count=2),
        ],
        "papers": papers("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX"),
    }


def field_job(hands: Hands, form: str, fields: Fields) -> dict[str, Any]:
    """Two people are sent for tomorrow."""
    leader, companion = hands.pair(form)
    job = m.FieldJob(
        leader=leader, companion=companion, planned_for=hands.moment + timedelta(days=1), contact_agreed=True
    )
    return {"job": set_fields(job, fields)}


def job_of(hands: Hands, node: str) -> m.FieldJob:
    """Who was sent."""
    return hands.case.fieldjob_set.filter(task__node=node).latest("id")


@step("dispatch_survey")
def _dispatch_survey(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return acceptance.dispatch_survey, field_job(hands, "survey", fields)


@step("survey")
def _survey(hands: Hands, task: Task, fields: Fields) -> Arguments:
    job = job_of(hands, "dispatch_survey")
    survey = m.Survey(
        surveyor=job.leader,
        second_surveyor=job.companion,
        surveyed_on=today(hands),
        approved_capacity=hands.capacity,
        voltage=e.Voltage.KV10,
        source_count=hands.sources,
        importance=hands.importance,
        project_flag=hands.project_flag,
    )
    return acceptance.record_survey, {"survey": set_fields(survey, fields)}


@step("draft_plan")
def _draft_plan(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return plan.draft_supply_plan, plan_arguments(hands, fields)


def plan_arguments(hands: Hands, fields: Fields) -> dict[str, Any]:
    """A plan that fits what is wanted, with its rows."""
    each = hands.capacity / hands.sources
    head = m.SupplyPlan(
        approved_capacity=hands.capacity,
        voltage=e.Voltage.KV10,
        source_count=hands.sources,
        importance=hands.importance,
        project_flag=hands.project_flag,
        access_scheme=f"由 110 kV {hands.station}变 10 kV 线路供电，电缆敷设至用户红线",
        receiving_scheme=f"用户侧新建配电室一座，安装 {hands.sources} 台 {each:.0f} kVA 干式变压器",
        metering_scheme="高供高计",
        billing_scheme="两部制电价，按容量计收基本电费",
        has_hidden_works=hands.has_hidden_works,
        is_fee_due=hands.is_fee_due,
        needs_terminal=hands.needs_terminal,
    )
    switching = e.Switching.AUTOMATIC if hands.sources > 1 else e.Switching.NONE
    room = m.PlanSupplyPoint(number=1, name="1号配电室", kind=e.SupplyPointKind.DISTRIBUTION, switching=switching)
    return {
        "plan": set_fields(head, fields),
        "supply_points": [room],
        **_plan_rows(hands, each),
        "prices": [m.PlanPrice(tariff_class=e.TariffClass.LARGE_INDUSTRY, price_code="100-10KV-TOU")],
    }


def _plan_rows(hands: Hands, each: Decimal) -> dict[str, Any]:
    """A line, a transformer and a metering point for each source."""
    numbers = range(1, hands.sources + 1)
    return {
        "sources": [
            m.PlanSource(
                number=number,
                nature=NATURES[number - 1],
                voltage=e.Voltage.KV10,
                capacity=each,
                substation=f"110 kV {hands.station}变",
                line=f"10 kV {hands.station}{hands.first_line + number - 1}线",
                incoming_mode=e.IncomingMode.CABLE_TRENCH,
                ownership_boundary="环网柜出线隔离开关负荷侧",
            )
            for number in numbers
        ],
        "transformers": [
            m.PlanTransformer(number=number, name=f"{number}号主变", capacity=each, source=number)
            for number in numbers
        ],
        "metering_points": [
            m.PlanMeteringPoint(
                number=number,
                source=number,
                name=f"{number}号计量点",
                voltage=e.Voltage.KV10,
                ct_ratio="100/5",
                pt_ratio="10000/100",
                multiplier=Decimal(2000),
            )
            for number in numbers
        ],
    }


@step("countersign_plan")
def _countersign(hands: Hands, task: Task, fields: Fields) -> Arguments:
    opinions = [m.CountersignOpinion(unit=unit, agrees=True, signed_by=hands.person()) for unit in CountersignUnit]
    return plan.countersign_plan, {"countersign": m.Countersign(), "opinions": fields.get("opinions", opinions)}


@step("approve_plan")
def _approve(hands: Hands, task: Task, fields: Fields) -> Arguments:
    approval = m.PlanApproval(decision=ApprovalDecision.APPROVE)
    return plan.approve_supply_plan, {"approval": set_fields(approval, fields)}


@step("reply_plan")
def _reply(hands: Hands, task: Task, fields: Fields) -> Arguments:
    reply = m.PlanReply(replied_on=today(hands), recipient=hands.contact)
    return plan.reply_supply_plan, {"reply": set_fields(reply, fields)}


@step("customer_answer")
def _answer(hands: Hands, task: Task, fields: Fields) -> Arguments:
    answer = m.PlanAnswer(answer=CustomerAnswer.AGREE, answered_on=today(hands), signed_by=hands.contact)
    return plan.record_customer_answer, {"answer": set_fields(answer, fields)}


@step("determine_fee")
def _determine_fee(hands: Hands, task: Task, fields: Fields) -> Arguments:
    amount = hands.capacity * FEE_FOR_EACH_KVA
    item = m.FeeItem(kind=FeeKind.HIGH_RELIABILITY, amount=amount, standard="苏价工〔2004〕110号")
    return fees.determine_fee, {"determination": m.FeeDetermination(), "items": [item]}


@step("collect_fee")
def _collect_fee(hands: Hands, task: Task, fields: Fields) -> Arguments:
    receipt = m.FeeReceipt(
        amount=fees.amount_due(hands.case),
        method=PaymentMethod.TRANSFER,
        received_on=today(hands),
        invoice_number=f"FP{task.pk:010d}",
        payer=account_of(hands.case).name[:60],
    )
    return fees.collect_fee, {"receipt": set_fields(receipt, fields)}
