"""Cases for tests: a company with one person for each role, and a walk that does steps as its people would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

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
    TaskState,
)
from bizexpansion.models import (
    Application,
    ApplicationContact,
    ApplicationEquipment,
    ApplicationTransformer,
    AssignedMeter,
    AssignedTransformer,
    BookArchive,
    CallBack,
    Case,
    CaseDocument,
    CompletionReport,
    ContractDraft,
    ContractFiling,
    ContractReview,
    ContractSigning,
    Countersign,
    CountersignOpinion,
    Defect,
    DesignReview,
    DesignSubmission,
    Energising,
    FeeDetermination,
    FeeItem,
    FeeReceipt,
    FieldJob,
    GridProject,
    HungMeter,
    Inspection,
    InspectionItem,
    InspectionRequest,
    InstallationRecord,
    InstalledReading,
    MeterAssignment,
    MeteringPlan,
    MeterInstallation,
    MeterIssue,
    PaperArchive,
    PlanAnswer,
    PlanApproval,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    StartOfWorks,
    SupplyPlan,
    Survey,
    Task,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations import acceptance, closing, contract, fees, metering, plan, works
from crm.org.enums import Role
from crm.org.models import Department, District, Staff
from customers.book.enums import (
    ContactPurpose,
    ContractAttachment,
    ContractType,
    IdKind,
    Importance,
    IncomingMode,
    SourceNature,
    SupplyPointKind,
    Switching,
    TariffClass,
    Voltage,
)
from tests.factories.book import credit_code, make_instrument_transformer, make_meter, make_section
from tests.factories.org import make_company, make_staff

ACCEPT_PAPERS = ("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX")
WORKPLACES = {"R1": "YQ-H", "R6": "YQ-H", "R8": "YQ-H", "R11": "INS", "R13": "MET", "R14": "DIS", "R17": "95598"}


@dataclass
class Company:
    """The tree of departments and one person for each role in 园区营业部 (YQ)."""

    tree: dict[str, Department]
    people: dict[str, Staff]

    def who(self, role: str) -> Staff:
        """The person of a role, read afresh as a request would."""
        return Staff.objects.get(pk=self.people[role].pk)


def make_people() -> Company:
    """A company that can carry a case from the counter to energised supply."""
    tree = make_company()
    people: dict[str, Staff] = {}
    for number in range(1, 19):
        role = f"R{number}"
        people[role] = make_staff(f"Y{number:03d}", tree[WORKPLACES.get(role, "YQ-T")], Role(role))
    for role in ("R3", "R11", "R13"):
        people[f"{role}b"] = make_staff(f"Z{role}", tree[WORKPLACES.get(role, "YQ-T")], Role(role))
    people["MGR"] = make_staff("Y100", tree["YQ"], Role.MANAGER)
    return Company(tree, people)


@dataclass
class Wishes:
    """What kind of customer it is; the conditions of the case follow from it."""

    capacity: Decimal = Decimal(630)
    dual: bool = False
    importance: str = ""
    project_flag: str = ProjectFlag.NONE
    hidden_works: bool = False
    fee: bool = False
    terminal: bool = True


SIMPLE = Wishes()
FULL = Wishes(
    capacity=Decimal(3200),
    dual=True,
    importance=Importance.SECOND,
    project_flag=ProjectFlag.BOTH,
    hidden_works=True,
    fee=True,
)


@dataclass
class Walk:
    """One case and the moment; `do("survey")` lets the right person do an open step with plain data."""

    company: Company
    now: datetime
    wishes: Wishes = field(default_factory=Wishes)
    case: Case = field(init=False)
    serial: int = 0

    def accept(self, **overrides: Any) -> Case:
        """Accept the application at the counter."""
        arguments = application_arguments(self.company, self.wishes, self.now) | overrides
        self.case = acceptance.accept_application(**arguments, actor=self.company.who("R1"), now=self.now)
        return self.case

    def task(self, node: str) -> Task:
        """The open task of a step."""
        return self.case.tasks.get(node=node, state=TaskState.OPEN)

    def open_nodes(self) -> set[str]:
        """The steps that are open."""
        return set(self.case.tasks.filter(state=TaskState.OPEN).values_list("node", flat=True))

    def do(
        self, node: str, *, actor: Staff | None = None, after: timedelta = timedelta(0), **overrides: Any
    ) -> Case:
        """Do an open step, `after` some time; `overrides` replace fields of the step's record."""
        self.now += after
        doer, role = DOERS[node]
        task = self.task(node)
        who = actor or (Staff.objects.get(pk=task.assignee_id) if task.assignee_id else self.company.who(role))
        self.case = doer(self, task, who, overrides)
        return self.case

    def run(self, *nodes: str, after: timedelta = timedelta(0)) -> Case:
        """Do several steps one after another."""
        for node in nodes:
            self.do(node, after=after)
        return self.case

    def run_until(self, *stop: str, after: timedelta = timedelta(0)) -> Case:
        """Do open steps in the flow's order until only the steps in `stop` are open or the case has ended."""
        while True:
            order = [node for node in DOERS if node in self.open_nodes() and node not in stop]
            if not order:
                return self.case
            self.do(order[0], after=after)

    def frame(self, task: Task, who: Staff) -> dict[str, Any]:
        """What every operation wants."""
        return {"task_id": task.pk, "version": task.version, "actor": who, "now": self.now}

    def day(self) -> Any:
        """Today on the wall."""
        return self.now.date()


def papers(*kinds: str) -> list[CaseDocument]:
    """One paper of each kind, without a file."""
    return [CaseDocument(kind=kind, name=MaterialKind(kind).label) for kind in kinds]


def application_arguments(company: Company, wishes: Wishes, now: datetime, **fields: Any) -> dict[str, Any]:
    """Everything `accept_application` takes but actor and moment."""
    number = Application.objects.count() + 1
    half = wishes.capacity / 2
    application = Application(
        mode=ApplicationMode.COUNTER,
        applicant_name=f"苏州博远{number}精密电子有限公司",
        id_kind=IdKind.CREDIT_CODE,
        district=District.objects.get(department=company.tree["YQ"]),
        address=f"苏州市工业园区星湖街{number}号",
        trade_code="3970",
        tariff_class=TariffClass.LARGE_INDUSTRY,
        purpose="生产用电",
        importance=wishes.importance,
        voltage=Voltage.KV10,
        source_count=2 if wishes.dual else 1,
        applied_capacity=wishes.capacity,
        first_source_capacity=half if wishes.dual else wishes.capacity,
        second_source_capacity=half if wishes.dual else None,
        second_source_nature=SourceNature.STANDBY_PRODUCTION if wishes.dual else "",
        wanted_on=now.date() + timedelta(days=120),
        identity_checked=True,
        breaches_checked=True,
    )
    for name, value in fields.items():
        setattr(application, name, value)
    units = 2 if wishes.dual else 1
    return {
        "flow_code": "104",
        "application": application,
        "id_number": credit_code(),
        "token": uuid4(),
        "contacts": [ApplicationContact(purpose=ContactPurpose.ELECTRICAL, name="陈静", phone="13812345678")],
        "transformers": [ApplicationTransformer(unit_capacity=wishes.capacity / units, count=units)],
        "equipment": [ApplicationEquipment(name="数控机床", unit_power=Decimal("45"), count=8)],
        "papers": papers(*ACCEPT_PAPERS),
    }


def _with(record: Any, overrides: dict[str, Any]) -> Any:
    for name, value in overrides.items():
        setattr(record, name, value)
    return record


def plan_arguments(walk: Walk, **overrides: Any) -> dict[str, Any]:
    """A plan that fits the wishes, with its rows."""
    wishes = walk.wishes
    units = 2 if wishes.dual else 1
    each = wishes.capacity / units
    head = SupplyPlan(
        approved_capacity=wishes.capacity,
        voltage=Voltage.KV10,
        source_count=units,
        importance=wishes.importance,
        project_flag=wishes.project_flag,
        access_scheme="由 110 kV 星湖变 10 kV 线路供电",
        receiving_scheme="用户侧新建配电室一座",
        metering_scheme="高供高计",
        billing_scheme="两部制",
        has_hidden_works=wishes.hidden_works,
        is_fee_due=wishes.fee,
        needs_terminal=wishes.terminal,
    )
    natures = (SourceNature.MAIN, SourceNature.STANDBY_PRODUCTION)
    return {
        "plan": _with(head, overrides),
        "supply_points": [
            PlanSupplyPoint(
                number=1, name="1号配电室", kind=SupplyPointKind.DISTRIBUTION, switching=Switching.AUTOMATIC
            )
        ],
        "sources": [
            PlanSource(
                number=n + 1,
                nature=natures[n],
                voltage=Voltage.KV10,
                capacity=each,
                substation="110 kV 星湖变",
                line=f"10 kV 星湖{n + 1}线",
                incoming_mode=IncomingMode.CABLE_TRENCH,
                ownership_boundary="环网柜出线隔离开关负荷侧",
            )
            for n in range(units)
        ],
        "transformers": [
            PlanTransformer(number=n + 1, name=f"{n + 1}号主变", capacity=each, source=n + 1) for n in range(units)
        ],
        "metering_points": [
            PlanMeteringPoint(
                number=n + 1,
                source=n + 1,
                name=f"{n + 1}号计量点",
                voltage=Voltage.KV10,
                ct_ratio="100/5",
                pt_ratio="10000/100",
                multiplier=Decimal(2000),
            )
            for n in range(units)
        ],
        "prices": [PlanPrice(tariff_class=TariffClass.LARGE_INDUSTRY, price_code="100-10KV-TOU")],
    }


def _job(walk: Walk, leader: str, companion: str, overrides: dict[str, Any]) -> FieldJob:
    job = FieldJob(
        leader=walk.company.who(leader),
        companion=walk.company.who(companion),
        planned_for=walk.now + timedelta(days=1),
        contact_agreed=True,
    )
    return _with(job, overrides)


def _items(passed: bool) -> list[InspectionItem]:
    return [
        InspectionItem(group=group, standard="GB 50254", result="合格" if passed else "不合格", passed=passed)
        for group in CheckGroup
    ]


def _defects(passed: bool) -> list[Defect]:
    return [] if passed else [Defect(number=1, description="接地电阻偏大", demand="重做接地网并复测")]


def _inspection(walk: Walk, overrides: dict[str, Any]) -> dict[str, Any]:
    inspection = Inspection(
        inspected_on=walk.day(),
        inspectors="赵六、钱七",
        passed=True,
        has_safety_equipment=True,
        has_emergency_source_papers=True,
    )
    inspection = _with(inspection, overrides)
    return {
        "inspection": inspection,
        "items": _items(inspection.passed),
        "defects": _defects(inspection.passed),
    }


def _assignment(walk: Walk, overrides: dict[str, Any]) -> dict[str, Any]:
    department = walk.company.tree["YQ"]
    numbers = [point.number for point in walk.case.supplyplan_set.get(state="AGREED").metering_points.all()]
    return {
        "assignment": _with(MeterAssignment(), overrides),
        "meters": [
            AssignedMeter(metering_point=number, asset_number=make_meter(department).asset_number)
            for number in numbers
        ],
        "transformers": [
            AssignedTransformer(
                metering_point=number, asset_number=make_instrument_transformer(department).asset_number
            )
            for number in numbers
        ],
    }


def _assigned(walk: Walk) -> list[str]:
    assignment = walk.case.meterassignment_set.order_by("-id").first()
    assert assignment is not None
    return list(assignment.meters.values_list("asset_number", flat=True))


def _contract_draft(walk: Walk) -> ContractDraft:
    return ContractDraft(
        kind=ContractType.HV,
        valid_from=walk.day(),
        valid_until=walk.day() + timedelta(days=3 * 365),
        ownership_boundary="环网柜出线隔离开关负荷侧",
        attachments=[ContractAttachment.SETTLEMENT, ContractAttachment.DUAL_SOURCE],
    )


def _fee_amount(walk: Walk) -> Decimal:
    return fees.amount_due(walk.case)


Doer = Callable[[Walk, Task, Staff, dict[str, Any]], Case]


def _simple(operation: Callable[..., Case], name: str, make: Callable[[Walk], Any]) -> Doer:
    """A step whose operation takes one record under `name`."""

    def do(walk: Walk, task: Task, who: Staff, overrides: dict[str, Any]) -> Case:
        return operation(**{name: _with(make(walk), overrides)}, **walk.frame(task, who))

    return do


def _several(operation: Callable[..., Case], make: Callable[[Walk, dict[str, Any]], dict[str, Any]]) -> Doer:
    """A step whose operation takes a record with rows or papers."""

    def do(walk: Walk, task: Task, who: Staff, overrides: dict[str, Any]) -> Case:
        return operation(**make(walk, overrides), **walk.frame(task, who))

    return do


def _dispatch(operation: Callable[..., Case], leader: str, companion: str) -> Doer:
    return _several(operation, lambda walk, more: {"job": _job(walk, leader, companion, more)})


def _opinions() -> list[CountersignOpinion]:
    return [CountersignOpinion(unit=unit, agrees=True, signed_by="周八") for unit in CountersignUnit]


DOERS: dict[str, tuple[Doer, str]] = {
    "dispatch_survey": (_dispatch(acceptance.dispatch_survey, "R3", "R3b"), "R2"),
    "survey": (
        _simple(
            acceptance.record_survey,
            "survey",
            lambda walk: Survey(
                surveyor=walk.company.who("R3"),
                second_surveyor=walk.company.who("R3b"),
                surveyed_on=walk.day(),
                approved_capacity=walk.wishes.capacity,
                voltage=Voltage.KV10,
                source_count=2 if walk.wishes.dual else 1,
                importance=walk.wishes.importance,
                project_flag=walk.wishes.project_flag,
            ),
        ),
        "R3",
    ),
    "draft_plan": (_several(plan.draft_supply_plan, lambda walk, more: plan_arguments(walk, **more)), "R4"),
    "countersign_plan": (
        _several(
            plan.countersign_plan,
            lambda walk, more: {"countersign": Countersign(), "opinions": more.get("opinions", _opinions())},
        ),
        "R5",
    ),
    "approve_plan": (
        _simple(plan.approve_supply_plan, "approval", lambda walk: PlanApproval(decision=ApprovalDecision.APPROVE)),
        "R5",
    ),
    "reply_plan": (
        _simple(plan.reply_supply_plan, "reply", lambda walk: PlanReply(replied_on=walk.day(), recipient="陈静")),
        "R6",
    ),
    "customer_answer": (
        _simple(
            plan.record_customer_answer,
            "answer",
            lambda walk: PlanAnswer(answer=CustomerAnswer.AGREE, answered_on=walk.day(), signed_by="陈静"),
        ),
        "R6",
    ),
    "determine_fee": (
        _several(
            fees.determine_fee,
            lambda walk, more: {
                "determination": FeeDetermination(),
                "items": [
                    FeeItem(
                        kind=FeeKind.HIGH_RELIABILITY, amount=Decimal("345600.00"), standard="苏价工〔2004〕110号"
                    )
                ],
            },
        ),
        "R7",
    ),
    "collect_fee": (
        _simple(
            fees.collect_fee,
            "receipt",
            lambda walk: FeeReceipt(
                amount=_fee_amount(walk),
                method=PaymentMethod.TRANSFER,
                received_on=walk.day(),
                invoice_number=f"FP{walk.case.pk:08d}{FeeReceipt.objects.count()}",
                payer="苏州博远精密电子有限公司",
            ),
        ),
        "R8",
    ),
    "track_grid_project": (
        _simple(
            works.finish_grid_project,
            "project",
            lambda walk: GridProject(
                project_number="SZ26-0118", contractor="苏州电力工程公司", finished_on=walk.day()
            ),
        ),
        "R9",
    ),
    "receive_design": (
        _several(
            works.receive_design,
            lambda walk, more: {
                "submission": _with(
                    DesignSubmission(
                        design_firm="苏州电力设计院",
                        licence_grade="A",
                        licence_number="A132005678",
                        licence_valid_until=walk.day() + timedelta(days=700),
                        submitted_by="陈静",
                        submitted_on=walk.day(),
                    ),
                    more,
                ),
                "papers": papers("M-DES") if more.get("is_complete", True) else [],
            },
        ),
        "R1",
    ),
    "review_design": (
        _several(
            works.review_design,
            lambda walk, more: {
                "review": _with(DesignReview(passed=True, reviewed_on=walk.day()), more),
                "defects": _defects(more.get("passed", True)),
            },
        ),
        "R10",
    ),
    "confirm_start": (
        _simple(
            works.confirm_start_of_works,
            "start",
            lambda walk: StartOfWorks(
                contractor="苏州恒通电力安装公司",
                licence_grade="1",
                licence_number="4-1-00123-2024",
                licence_valid_until=walk.day() + timedelta(days=700),
                starts_on=walk.day(),
                planned_finish=walk.day() + timedelta(days=40),
            ),
        ),
        "R6",
    ),
    "request_interim": (
        _several(
            works.request_interim_inspection,
            lambda walk, more: {
                "request": _with(
                    InspectionRequest(
                        requested_by="陈静", hidden_works="接地网、电缆沟", wanted_on=walk.day() + timedelta(days=2)
                    ),
                    more,
                ),
                "papers": papers("M-MID"),
            },
        ),
        "R1",
    ),
    "dispatch_interim": (_dispatch(works.dispatch_inspection, "R11", "R11b"), "R2"),
    "inspect_interim": (_several(works.inspect_interim, _inspection), "R11"),
    "report_completion": (
        _several(
            works.receive_completion_report,
            lambda walk, more: {
                "report": _with(
                    CompletionReport(
                        reported_by_firm="苏州恒通电力安装公司",
                        licence_grade="1",
                        licence_number="4-1-00123-2024",
                        licence_valid_until=walk.day() + timedelta(days=700),
                        reported_by="陈静",
                        reported_on=walk.day(),
                        wanted_on=walk.day() + timedelta(days=2),
                    ),
                    more,
                ),
                "papers": papers("M-DONE") if more.get("is_complete", True) else [],
            },
        ),
        "R1",
    ),
    "inspect_completion": (_several(works.accept_works, _inspection), "R11"),
    "draft_contract": (_simple(contract.draft_contract, "draft", _contract_draft), "R12"),
    "review_contract": (
        _simple(contract.review_contract, "review", lambda walk: ContractReview(passed=True)),
        "R5",
    ),
    "sign_contract": (
        _simple(
            contract.sign_contract,
            "signing",
            lambda walk: ContractSigning(signed_on=walk.day(), customer_signatory="陈静", utility_signatory="孙九"),
        ),
        "R12",
    ),
    "file_contract": (
        _simple(
            contract.file_contract, "filing", lambda walk: ContractFiling(file_number="HT-0001", shelf="A-3-2")
        ),
        "R12",
    ),
    "fix_metering_plan": (
        _simple(
            metering.plan_metering,
            "metering_plan",
            lambda walk: MeteringPlan(confirmed_on=walk.day(), cabinet="10 kV 计量柜"),
        ),
        "R13",
    ),
    "assign_meter": (_several(metering.assign_meter, _assignment), "R13"),
    "dispatch_fitting": (_dispatch(metering.dispatch_installation, "R13", "R13b"), "R2"),
    "issue_meter": (
        _simple(
            metering.issue_meter,
            "issue",
            lambda walk: MeterIssue(issued_on=walk.day(), issued_to=walk.company.who("R13"), slip_number="CK-0001"),
        ),
        "R13",
    ),
    "install_meter": (
        _several(
            metering.install_meter,
            lambda walk, more: {
                "installation": _with(
                    MeterInstallation(installed_at=walk.now, position="计量柜", wiring_checked=True), more
                ),
                "meters": [
                    HungMeter(asset_number=number, start_reading=Decimal("0.50")) for number in _assigned(walk)
                ],
            },
        ),
        "R13",
    ),
    "record_installation": (
        _several(
            metering.record_installation,
            lambda walk, more: {
                "record": InstallationRecord(),
                "readings": [
                    InstalledReading(asset_number=number, total=Decimal("0.50"), seals="SZ001、SZ002")
                    for number in _assigned(walk)
                ],
            },
        ),
        "R13",
    ),
    "install_terminal": (
        _simple(
            metering.install_terminal,
            "terminal",
            lambda walk: TerminalInstallation(
                asset_number=f"{walk.case.pk:022d}",
                installed_on=walk.day(),
                communication_address="320500001234",
                is_online=True,
            ),
        ),
        "R13",
    ),
    "energise": (
        _simple(
            closing.energise,
            "energising",
            lambda walk: Energising(energised_at=walk.now, order_number="DL-2026-0088", metering_checked=True),
        ),
        "R14",
    ),
    "update_topology": (
        _simple(
            closing.update_topology,
            "topology",
            lambda walk: TopologyUpdate(
                substation="110 kV 星湖变",
                line="10 kV 星湖1线",
                grid_object="PD_320571_00118",
                longitude=Decimal("120.727300"),
                latitude=Decimal("31.298900"),
            ),
        ),
        "R15",
    ),
    "archive": (
        _simple(
            closing.archive_to_book,
            "archive",
            lambda walk: BookArchive(
                reading_section=make_section(walk.company.tree["YQ"]),
                billing_starts_on=walk.day(),
                data_checked=True,
            ),
        ),
        "R16",
    ),
    "call_back": (
        _simple(
            closing.call_back,
            "answer",
            lambda walk: CallBack(result=CallBackResult.SATISFIED, called_at=walk.now, score=5),
        ),
        "R17",
    ),
    "close": (
        _simple(
            closing.archive_papers,
            "archive",
            lambda walk: PaperArchive(box_number="2026-104-07", page_count=86, is_complete=True),
        ),
        "R18",
    ),
}
