"""What the people of a demo case type at each step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import translation

from bizexpansion import models as m
from bizexpansion.enums import (
    ApplicationMode,
    ApprovalDecision,
    CallBackResult,
    CheckGroup,
    CountersignUnit,
    CustomerAnswer,
    FeeKind,
    MaterialKind,
    PaymentMethod,
    ProjectFlag,
)
from bizexpansion.models import Task
from bizexpansion.operations import acceptance, closing, contract, fees, metering, plan, works
from bizexpansion.operations.lookups import account_of
from crm.local.seed.places import DISTRICTS, Addresses
from customers.book import enums as e
from customers.book.demo.facts import credit_code
from customers.book.models import InstrumentTransformer, Meter, ReadingSection

if TYPE_CHECKING:
    from bizexpansion.demo.walk import DemoWalk

Arguments = tuple[Callable[..., m.Case], dict[str, Any]]
Step = Callable[["DemoWalk", Task], Arguments]

CUSTOMER_STEPS = frozenset(
    {"customer_answer", "collect_fee", "receive_design", "request_interim", "report_completion", "sign_contract"}
)
"""Steps before which the customer holds the ball, for days."""
FIRST_CODE = 900_000_000
_steps: dict[str, Step] = {}


def step_arguments(walk: DemoWalk, task: Task) -> Arguments:
    """The operation of a task and what it takes besides task, version, actor and moment."""
    return _steps[task.node](walk, task)


def _step(node: str) -> Callable[[Step], Step]:
    def keep(function: Step) -> Step:
        _steps[node] = function
        return function

    return keep


def _today(walk: DemoWalk) -> date:
    return walk.moment.date()


def papers(*kinds: str) -> list[m.CaseDocument]:
    """One paper of each kind, handed in on paper only."""
    with translation.override("zh-hans"):
        return [m.CaseDocument(kind=kind, name=str(MaterialKind(kind).label)) for kind in kinds]


def application_arguments(walk: DemoWalk) -> dict[str, Any]:
    """What the counter takes down."""
    rng, district = walk.rng, walk.rng.choice(walk.crew.districts)
    facts = next(each for each in DISTRICTS if each.code == district.code)
    half = walk.capacity / walk.sources
    application = m.Application(
        mode=rng.choice((ApplicationMode.COUNTER, ApplicationMode.COUNTER, ApplicationMode.INTERNET)),
        applicant_name=walk.names.factory(facts.short),
        id_kind=e.IdKind.CREDIT_CODE,
        district=district,
        address=Addresses(rng).premises(facts),
        trade_code=rng.choice(("3970", "1711", "3525", "2922", "3484")),
        tariff_class=e.TariffClass.LARGE_INDUSTRY if walk.capacity >= 315 else e.TariffClass.GENERAL,
        purpose="生产用电",
        importance=walk.importance,
        voltage=e.Voltage.KV10,
        source_count=walk.sources,
        applied_capacity=walk.capacity,
        first_source_capacity=half,
        second_source_capacity=half if walk.is_full else None,
        second_source_nature=e.SourceNature.STANDBY_PRODUCTION if walk.is_full else "",
        wanted_on=_today(walk) + timedelta(days=rng.randint(60, 150)),
        identity_checked=True,
        breaches_checked=True,
    )
    return {
        "application": application,
        "id_number": credit_code(FIRST_CODE + walk.request.seed % 1000 * 1000 + walk.index),
        "contacts": [
            m.ApplicationContact(purpose=e.ContactPurpose.ELECTRICAL, name=walk.contact, phone=walk.names.mobile()),
            m.ApplicationContact(
                purpose=e.ContactPurpose.LEGAL, name=walk.names.person(), phone=walk.names.mobile()
            ),
        ],
        "transformers": [m.ApplicationTransformer(unit_capacity=half, count=walk.sources)],
        "equipment": [
            m.ApplicationEquipment(name="数控机床", unit_power=Decimal("45"), count=rng.randint(4, 16)),
            m.ApplicationEquipment(name="空压机", unit_power=Decimal("75"), count=rng.randint(1, 4)),
        ],
        "papers": papers("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX"),
    }


def _job(walk: DemoWalk, form: str) -> dict[str, Any]:
    leader, companion = walk.crew.pair(form, walk.rng)
    job = m.FieldJob(
        leader=leader, companion=companion, planned_for=walk.moment + timedelta(days=1), contact_agreed=True
    )
    return {"job": job}


def _defects(passed: bool, words: str, demand: str) -> list[m.Defect]:
    return [] if passed else [m.Defect(number=1, description=words, demand=demand)]


def _inspection(walk: DemoWalk, task: Task) -> dict[str, Any]:
    passed = walk.outcome(task.node) != "failed"
    return {
        "inspection": m.Inspection(
            inspected_on=_today(walk),
            inspectors=f"{walk.names.person()}、{walk.names.person()}",
            passed=passed,
            has_safety_equipment=True,
            has_emergency_source_papers=True,
        ),
        "items": [
            m.InspectionItem(group=group, standard="GB 50254", result="合格" if passed else "不合格", passed=passed)
            for group in CheckGroup
        ],
        "defects": _defects(passed, "接地电阻偏大", "重做接地网并复测"),
    }


@_step("dispatch_survey")
def _dispatch_survey(walk: DemoWalk, task: Task) -> Arguments:
    return acceptance.dispatch_survey, _job(walk, "survey")


@_step("survey")
def _survey(walk: DemoWalk, task: Task) -> Arguments:
    job = walk.case.fieldjob_set.filter(task__node="dispatch_survey").latest("id")
    possible = walk.outcome("survey") != "infeasible"
    survey = m.Survey(
        surveyor=job.leader,
        second_surveyor=job.companion,
        surveyed_on=_today(walk),
        can_supply=possible,
        refusal_reason="" if possible else "用电地址位于规划拆迁范围内，不具备供电条件",
        approved_capacity=walk.capacity,
        voltage=e.Voltage.KV10,
        source_count=walk.sources,
        importance=walk.importance,
        project_flag=_project_flag(walk),
    )
    return acceptance.record_survey, {"survey": survey}


def _project_flag(walk: DemoWalk) -> ProjectFlag:
    if walk.is_full:
        return ProjectFlag.BOTH
    return ProjectFlag.INTERNAL if walk.scenario.kind == "works" else ProjectFlag.NONE


@_step("draft_plan")
def _draft_plan(walk: DemoWalk, task: Task) -> Arguments:
    district = account_of(walk.case).district.name[:2]
    each = walk.capacity / walk.sources
    numbers = range(1, walk.sources + 1)
    natures = (e.SourceNature.MAIN, e.SourceNature.STANDBY_PRODUCTION)
    head = m.SupplyPlan(
        approved_capacity=walk.capacity,
        voltage=e.Voltage.KV10,
        source_count=walk.sources,
        importance=walk.importance,
        project_flag=_project_flag(walk),
        access_scheme=f"由 110 kV {district}变 10 kV 线路供电，电缆敷设至用户红线",
        receiving_scheme=f"用户侧新建配电室一座，安装 {walk.sources} 台 {each:.0f} kVA 干式变压器",
        metering_scheme="高供高计",
        billing_scheme="两部制电价，按容量计收基本电费",
        has_hidden_works=walk.is_full,
        is_fee_due=walk.is_full,
        needs_terminal=True,
    )
    return plan.draft_supply_plan, {
        "plan": head,
        "supply_points": [
            m.PlanSupplyPoint(
                number=1,
                name="1号配电室",
                kind=e.SupplyPointKind.DISTRIBUTION,
                switching=e.Switching.AUTOMATIC if walk.is_full else e.Switching.NONE,
            )
        ],
        "sources": [
            m.PlanSource(
                number=number,
                nature=natures[number - 1],
                voltage=e.Voltage.KV10,
                capacity=each,
                substation=f"110 kV {district}变",
                line=f"10 kV {district}{110 + walk.index % 40 + number}线",
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
        "prices": [m.PlanPrice(tariff_class=e.TariffClass.LARGE_INDUSTRY, price_code="JS100-KV10")],
    }


@_step("countersign_plan")
def _countersign(walk: DemoWalk, task: Task) -> Arguments:
    opinions = [
        m.CountersignOpinion(unit=unit, agrees=True, signed_by=walk.names.person()) for unit in CountersignUnit
    ]
    return plan.countersign_plan, {"countersign": m.Countersign(), "opinions": opinions}


@_step("approve_plan")
def _approve(walk: DemoWalk, task: Task) -> Arguments:
    decisions = {"redraft": ApprovalDecision.REDRAFT, "resurvey": ApprovalDecision.RESURVEY}
    outcome = walk.outcome("approve_plan")
    approval = m.PlanApproval(decision=decisions.get(outcome, ApprovalDecision.APPROVE))
    if outcome in decisions:
        approval.note = "变压器容量与设备清单不符，请核实后重新拟定"
    return plan.approve_supply_plan, {"approval": approval}


@_step("reply_plan")
def _reply(walk: DemoWalk, task: Task) -> Arguments:
    return plan.reply_supply_plan, {"reply": m.PlanReply(replied_on=_today(walk), recipient=walk.contact)}


@_step("customer_answer")
def _answer(walk: DemoWalk, task: Task) -> Arguments:
    answers = {"new_plan": CustomerAnswer.NEW_PLAN, "refused": CustomerAnswer.REFUSE}
    outcome = walk.outcome("customer_answer")
    answer = m.PlanAnswer(
        answer=answers.get(outcome, CustomerAnswer.AGREE), answered_on=_today(walk), signed_by=walk.contact
    )
    if outcome in answers:
        answer.note = "客户要求调整进线位置" if outcome == "new_plan" else "客户认为投资过高，放弃申请"
    return plan.record_customer_answer, {"answer": answer}


@_step("determine_fee")
def _determine_fee(walk: DemoWalk, task: Task) -> Arguments:
    item = m.FeeItem(kind=FeeKind.HIGH_RELIABILITY, amount=walk.capacity * 120, standard="高可靠性供电费用标准")
    return fees.determine_fee, {"determination": m.FeeDetermination(), "items": [item]}


@_step("collect_fee")
def _collect_fee(walk: DemoWalk, task: Task) -> Arguments:
    receipt = m.FeeReceipt(
        amount=fees.amount_due(walk.case),
        method=PaymentMethod.TRANSFER,
        received_on=_today(walk),
        invoice_number=f"FP{walk.case.pk:010d}",
        payer=account_of(walk.case).name[:60],
    )
    return fees.collect_fee, {"receipt": receipt}


@_step("track_grid_project")
def _grid_project(walk: DemoWalk, task: Task) -> Arguments:
    project = m.GridProject(
        project_number=f"SZ-PW-{walk.case.pk:05d}", contractor="苏州电力工程公司", finished_on=_today(walk)
    )
    return works.finish_grid_project, {"project": project}


@_step("receive_design")
def _receive_design(walk: DemoWalk, task: Task) -> Arguments:
    submission = m.DesignSubmission(
        design_firm="苏州电力设计院",
        licence_grade="A",
        licence_number="A132005678",
        licence_valid_until=_today(walk) + timedelta(days=700),
        submitted_by=walk.contact,
        submitted_on=_today(walk),
    )
    return works.receive_design, {"submission": submission, "papers": papers("M-DES")}


@_step("review_design")
def _review_design(walk: DemoWalk, task: Task) -> Arguments:
    passed = walk.outcome("review_design") != "failed"
    return works.review_design, {
        "review": m.DesignReview(passed=passed, reviewed_on=_today(walk)),
        "defects": _defects(passed, "继电保护定值未与系统配合", "重新整定并提交计算书"),
    }


@_step("confirm_start")
def _confirm_start(walk: DemoWalk, task: Task) -> Arguments:
    start = m.StartOfWorks(
        contractor="苏州恒通电力安装公司",
        licence_grade="1",
        licence_number="4-1-00123-2024",
        licence_valid_until=_today(walk) + timedelta(days=700),
        starts_on=_today(walk),
        planned_finish=_today(walk) + timedelta(days=40),
    )
    return works.confirm_start_of_works, {"start": start}


@_step("request_interim")
def _request_interim(walk: DemoWalk, task: Task) -> Arguments:
    request = m.InspectionRequest(
        requested_by=walk.contact, hidden_works="接地网、电缆沟", wanted_on=_today(walk) + timedelta(days=2)
    )
    return works.request_interim_inspection, {"request": request, "papers": papers("M-MID")}


@_step("dispatch_interim")
def _dispatch_interim(walk: DemoWalk, task: Task) -> Arguments:
    return works.dispatch_inspection, _job(walk, "inspect_interim")


@_step("inspect_interim")
def _inspect_interim(walk: DemoWalk, task: Task) -> Arguments:
    return works.inspect_interim, _inspection(walk, task)


@_step("report_completion")
def _report_completion(walk: DemoWalk, task: Task) -> Arguments:
    complete = walk.outcome("report_completion") != "incomplete"
    report = m.CompletionReport(
        reported_by_firm="苏州恒通电力安装公司",
        licence_grade="1",
        licence_number="4-1-00123-2024",
        licence_valid_until=_today(walk) + timedelta(days=700),
        reported_by=walk.contact,
        reported_on=_today(walk),
        wanted_on=_today(walk) + timedelta(days=2),
        is_complete=complete,
    )
    if not complete:
        report.missing = "缺试验报告和竣工图"
    return works.receive_completion_report, {"report": report, "papers": papers("M-DONE") if complete else []}


@_step("inspect_completion")
def _inspect_completion(walk: DemoWalk, task: Task) -> Arguments:
    return works.accept_works, _inspection(walk, task)


@_step("draft_contract")
def _draft_contract(walk: DemoWalk, task: Task) -> Arguments:
    attachments = [e.ContractAttachment.SETTLEMENT, e.ContractAttachment.BOUNDARY]
    draft = m.ContractDraft(
        kind=e.ContractType.HV,
        valid_from=_today(walk),
        valid_until=_today(walk) + timedelta(days=5 * 365),
        ownership_boundary="环网柜出线隔离开关负荷侧",
        attachments=[*attachments, e.ContractAttachment.DUAL_SOURCE] if walk.is_full else attachments,
    )
    return contract.draft_contract, {"draft": draft}


@_step("review_contract")
def _review_contract(walk: DemoWalk, task: Task) -> Arguments:
    passed = walk.outcome("review_contract") != "rejected"
    review = m.ContractReview(passed=passed)
    if not passed:
        review.note = "产权分界点描述与供电方案不一致"
    return contract.review_contract, {"review": review}


@_step("sign_contract")
def _sign_contract(walk: DemoWalk, task: Task) -> Arguments:
    signing = m.ContractSigning(
        signed_on=_today(walk), customer_signatory=walk.contact, utility_signatory=walk.names.person()
    )
    return contract.sign_contract, {"signing": signing}


@_step("file_contract")
def _file_contract(walk: DemoWalk, task: Task) -> Arguments:
    filing = m.ContractFiling(file_number=f"HT-{walk.case.pk:05d}", shelf=f"A-{walk.index % 9 + 1}-2")
    return contract.file_contract, {"filing": filing}


@_step("fix_metering_plan")
def _fix_metering_plan(walk: DemoWalk, task: Task) -> Arguments:
    metering_plan = m.MeteringPlan(confirmed_on=_today(walk), cabinet="10 kV 计量柜")
    return metering.plan_metering, {"metering_plan": metering_plan}


@_step("assign_meter")
def _assign_meter(walk: DemoWalk, task: Task) -> Arguments:
    points = range(1, walk.sources + 1)
    meters = _in_store(Meter, walk, walk.sources, kind=e.MeterKind.THREE_PHASE_HV)
    units = _in_store(InstrumentTransformer, walk, walk.sources)
    return metering.assign_meter, {
        "assignment": m.MeterAssignment(),
        "meters": [
            m.AssignedMeter(metering_point=point, asset_number=number)
            for point, number in zip(points, meters, strict=True)
        ],
        "transformers": [
            m.AssignedTransformer(metering_point=point, asset_number=number)
            for point, number in zip(points, units, strict=True)
        ],
    }


def _in_store(
    model: type[Meter] | type[InstrumentTransformer], walk: DemoWalk, count: int, **kind: str
) -> list[str]:
    rows = model.objects.filter(department=walk.crew.department, state=e.DeviceState.IN_STORE, **kind)
    return list(rows.order_by("asset_number").values_list("asset_number", flat=True)[:count])


def _assigned(walk: DemoWalk) -> list[str]:
    assignment = walk.case.meterassignment_set.latest("id")
    return list(assignment.meters.order_by("metering_point").values_list("asset_number", flat=True))


@_step("dispatch_fitting")
def _dispatch_fitting(walk: DemoWalk, task: Task) -> Arguments:
    return metering.dispatch_installation, _job(walk, "install_meter")


@_step("issue_meter")
def _issue_meter(walk: DemoWalk, task: Task) -> Arguments:
    job = walk.case.fieldjob_set.filter(task__node="dispatch_fitting").latest("id")
    issue = m.MeterIssue(issued_on=_today(walk), issued_to=job.leader, slip_number=f"CK-{walk.case.pk:05d}")
    return metering.issue_meter, {"issue": issue}


@_step("install_meter")
def _install_meter(walk: DemoWalk, task: Task) -> Arguments:
    installation = m.MeterInstallation(installed_at=walk.moment, position="计量柜", wiring_checked=True)
    meters = [m.HungMeter(asset_number=number, start_reading=Decimal("0.50")) for number in _assigned(walk)]
    return metering.install_meter, {"installation": installation, "meters": meters}


@_step("record_installation")
def _record_installation(walk: DemoWalk, task: Task) -> Arguments:
    readings = [
        m.InstalledReading(asset_number=number, total=Decimal("0.50"), seals="SZ001、SZ002")
        for number in _assigned(walk)
    ]
    return metering.record_installation, {"record": m.InstallationRecord(), "readings": readings}


@_step("install_terminal")
def _install_terminal(walk: DemoWalk, task: Task) -> Arguments:
    terminal = m.TerminalInstallation(
        asset_number=f"3244{walk.case.pk:018d}",
        installed_on=_today(walk),
        communication_address=f"3205{walk.case.pk:08d}",
        is_online=True,
    )
    return metering.install_terminal, {"terminal": terminal}


@_step("energise")
def _energise(walk: DemoWalk, task: Task) -> Arguments:
    energising = m.Energising(
        energised_at=walk.moment, order_number=f"DL-{walk.case.pk:05d}", metering_checked=True
    )
    return closing.energise, {"energising": energising}


@_step("update_topology")
def _update_topology(walk: DemoWalk, task: Task) -> Arguments:
    district = account_of(walk.case).district.name[:2]
    topology = m.TopologyUpdate(
        substation=f"110 kV {district}变",
        line=f"10 kV {district}{111 + walk.index % 40}线",
        grid_object=f"PD_{account_of(walk.case).district.code}_{walk.case.pk:05d}",
        longitude=Decimal("120.727300"),
        latitude=Decimal("31.298900"),
    )
    return closing.update_topology, {"topology": topology}


@_step("archive")
def _archive(walk: DemoWalk, task: Task) -> Arguments:
    sections = ReadingSection.objects.filter(department=walk.crew.department, is_active=True).order_by("number")
    archive = m.BookArchive(
        reading_section=sections[walk.index % len(sections)], billing_starts_on=_today(walk), data_checked=True
    )
    return closing.archive_to_book, {"archive": archive}


@_step("call_back")
def _call_back(walk: DemoWalk, task: Task) -> Arguments:
    score = walk.rng.choice((5, 5, 5, 4, 3))
    result = CallBackResult.SATISFIED if score > 3 else CallBackResult.NEUTRAL
    return closing.call_back, {"answer": m.CallBack(result=result, called_at=walk.moment, score=score)}


@_step("close")
def _close(walk: DemoWalk, task: Task) -> Arguments:
    archive = m.PaperArchive(
        box_number=f"{_today(walk).year}-104-{walk.index:02d}",
        page_count=walk.rng.randint(40, 120),
        is_complete=True,
    )
    return closing.archive_papers, {"archive": archive}
