"""What is written from the contract to the archive."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bizexpansion import models as m
from bizexpansion.demo.records.hands import Arguments, Fields, Hands, set_fields, step, today
from bizexpansion.demo.records.planning import field_job, job_of
from bizexpansion.enums import CallBackResult
from bizexpansion.models import Task
from bizexpansion.operations import closing, contract, metering
from bizexpansion.operations.lookups import account_of
from customers.book import enums as e


@step("draft_contract")
def _draft_contract(hands: Hands, task: Task, fields: Fields) -> Arguments:
    attachments = [e.ContractAttachment.SETTLEMENT, e.ContractAttachment.BOUNDARY]
    draft = m.ContractDraft(
        kind=e.ContractType.HV,
        valid_from=today(hands),
        valid_until=today(hands) + timedelta(days=3 * 365),
        ownership_boundary="环网柜出线隔离开关负荷侧",
        attachments=[*attachments, e.ContractAttachment.DUAL_SOURCE] if hands.sources > 1 else attachments,
    )
    return contract.draft_contract, {"draft": set_fields(draft, fields)}


@step("review_contract")
def _review_contract(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return contract.review_contract, {"review": set_fields(m.ContractReview(passed=True), fields)}


@step("sign_contract")
def _sign_contract(hands: Hands, task: Task, fields: Fields) -> Arguments:
    signing = m.ContractSigning(
        signed_on=today(hands), customer_signatory=hands.contact, utility_signatory=hands.person()
    )
    return contract.sign_contract, {"signing": set_fields(signing, fields)}


@step("file_contract")
def _file_contract(hands: Hands, task: Task, fields: Fields) -> Arguments:
    filing = m.ContractFiling(file_number=f"HT-{hands.case.pk:05d}", shelf="A-3-2")
    return contract.file_contract, {"filing": set_fields(filing, fields)}


@step("fix_metering_plan")
def _fix_metering_plan(hands: Hands, task: Task, fields: Fields) -> Arguments:
    metering_plan = m.MeteringPlan(confirmed_on=today(hands), cabinet="10 kV 计量柜")
    return metering.plan_metering, {"metering_plan": set_fields(metering_plan, fields)}


@step("assign_meter")
def _assign_meter(hands: Hands, task: Task, fields: Fields) -> Arguments:
    agreed = hands.case.supplyplan_set.get(state="AGREED")
    points = list(agreed.metering_points.order_by("number").values_list("number", flat=True))
    meters, units = hands.meters(len(points)), hands.instrument_transformers(len(points))
    return metering.assign_meter, {
        "assignment": set_fields(m.MeterAssignment(), fields),
        "meters": [
            m.AssignedMeter(metering_point=point, asset_number=number)
            for point, number in zip(points, meters, strict=True)
        ],
        "transformers": [
            m.AssignedTransformer(metering_point=point, asset_number=number)
            for point, number in zip(points, units, strict=True)
        ],
    }


def _assigned(hands: Hands) -> list[str]:
    assignment = hands.case.meterassignment_set.latest("id")
    return list(assignment.meters.order_by("metering_point").values_list("asset_number", flat=True))


@step("dispatch_fitting")
def _dispatch_fitting(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return metering.dispatch_installation, field_job(hands, "install_meter", fields)


@step("issue_meter")
def _issue_meter(hands: Hands, task: Task, fields: Fields) -> Arguments:
    leader = job_of(hands, "dispatch_fitting").leader
    issue = m.MeterIssue(issued_on=today(hands), issued_to=leader, slip_number=f"CK-{hands.case.pk:05d}")
    return metering.issue_meter, {"issue": set_fields(issue, fields)}


@step("install_meter")
def _install_meter(hands: Hands, task: Task, fields: Fields) -> Arguments:
    installation = m.MeterInstallation(installed_at=hands.moment, position="计量柜", wiring_checked=True)
    meters = [m.HungMeter(asset_number=number, start_reading=Decimal("0.50")) for number in _assigned(hands)]
    return metering.install_meter, {"installation": set_fields(installation, fields), "meters": meters}


@step("record_installation")
def _record_installation(hands: Hands, task: Task, fields: Fields) -> Arguments:
    readings = [
        m.InstalledReading(asset_number=number, total=Decimal("0.50"), seals="SZ001、SZ002")
        for number in _assigned(hands)
    ]
    record = set_fields(m.InstallationRecord(), fields)
    return metering.record_installation, {"record": record, "readings": readings}


@step("install_terminal")
def _install_terminal(hands: Hands, task: Task, fields: Fields) -> Arguments:
    terminal = m.TerminalInstallation(
        asset_number=f"3244{hands.case.pk:018d}",
        installed_on=today(hands),
        communication_address=f"3205{hands.case.pk:08d}",
        is_online=True,
    )
    return metering.install_terminal, {"terminal": set_fields(terminal, fields)}


@step("energise")
def _energise(hands: Hands, task: Task, fields: Fields) -> Arguments:
    energising = m.Energising(
        energised_at=hands.moment, order_number=f"DL-{hands.case.pk:05d}", metering_checked=True
    )
    return closing.energise, {"energising": set_fields(energising, fields)}


@step("update_topology")
def _update_topology(hands: Hands, task: Task, fields: Fields) -> Arguments:
    topology = m.TopologyUpdate(
        substation=f"110 kV {hands.station}变",
        line=f"10 kV {hands.station}{hands.first_line}线",
        grid_object=f"PD_{account_of(hands.case).district.code}_{hands.case.pk:05d}",
        longitude=Decimal("120.727300"),
        latitude=Decimal("31.298900"),
    )
    return closing.update_topology, {"topology": set_fields(topology, fields)}


@step("archive")
def _archive(hands: Hands, task: Task, fields: Fields) -> Arguments:
    archive = m.BookArchive(
        reading_section=hands.reading_section(), billing_starts_on=today(hands), data_checked=True
    )
    return closing.archive_to_book, {"archive": set_fields(archive, fields)}


@step("call_back")
def _call_back(hands: Hands, task: Task, fields: Fields) -> Arguments:
    answer = m.CallBack(result=CallBackResult.SATISFIED, called_at=hands.moment, score=5)
    return closing.call_back, {"answer": set_fields(answer, fields)}


@step("close")
def _close(hands: Hands, task: Task, fields: Fields) -> Arguments:
    box = f"{today(hands).year}-104-{hands.case.pk % 100:02d}"
    archive = m.PaperArchive(box_number=box, page_count=86, is_complete=True)
    return closing.archive_papers, {"archive": set_fields(archive, fields)}
