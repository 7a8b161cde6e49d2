"""What is written while the grid's and the customer's works go on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bizexpansion import models as m
from bizexpansion.demo.records.hands import Arguments, Fields, Hands, defects, papers, set_fields, step, today
from bizexpansion.demo.records.planning import field_job
from bizexpansion.enums import CheckGroup
from bizexpansion.models import Task
from bizexpansion.operations import works

BUILDER = {"licence_grade": "1", "licence_number": "4-1-00123-2024"}


@step("track_grid_project")
def _grid_project(hands: Hands, task: Task, fields: Fields) -> Arguments:
    project = m.GridProject(
        project_number=f"SZ-PW-{hands.case.pk:05d}", contractor="苏州电力工程公司", finished_on=today(hands)
    )
    return works.finish_grid_project, {"project": set_fields(project, fields)}


@step("receive_design")
def _receive_design(hands: Hands, task: Task, fields: Fields) -> Arguments:
    submission = m.DesignSubmission(
        design_firm="苏州电力设计院",
        licence_grade="A",
        licence_number="A132005678",
        licence_valid_until=today(hands) + timedelta(days=700),
        submitted_by=hands.contact,
        submitted_on=today(hands),
    )
    brought = papers("M-DES") if fields.get("is_complete", True) else []
    return works.receive_design, {"submission": set_fields(submission, fields), "papers": brought}


@step("review_design")
def _review_design(hands: Hands, task: Task, fields: Fields) -> Arguments:
    review = set_fields(m.DesignReview(passed=True, reviewed_on=today(hands)), fields)
    found = defects(review.passed, "继电保护定值未与系统配合", "重新整定并提交计算书")
    return works.review_design, {"review": review, "defects": found}


@step("confirm_start")
def _confirm_start(hands: Hands, task: Task, fields: Fields) -> Arguments:
    start = m.StartOfWorks(
        contractor="苏州恒通电力安装公司",
        **BUILDER,
        licence_valid_until=today(hands) + timedelta(days=700),
        starts_on=today(hands),
        planned_finish=today(hands) + timedelta(days=40),
    )
    return works.confirm_start_of_works, {"start": set_fields(start, fields)}


@step("request_interim")
def _request_interim(hands: Hands, task: Task, fields: Fields) -> Arguments:
    request = m.InspectionRequest(
        requested_by=hands.contact, hidden_works="接地网、电缆沟", wanted_on=today(hands) + timedelta(days=2)
    )
    return works.request_interim_inspection, {"request": set_fields(request, fields), "papers": papers("M-MID")}


@step("dispatch_interim")
def _dispatch_interim(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return works.dispatch_inspection, field_job(hands, "inspect_interim", fields)


@step("inspect_interim")
def _inspect_interim(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return works.inspect_interim, _inspection(hands, fields)


@step("report_completion")
def _report_completion(hands: Hands, task: Task, fields: Fields) -> Arguments:
    report = m.CompletionReport(
        reported_by_firm="苏州恒通电力安装公司",
        **BUILDER,
        licence_valid_until=today(hands) + timedelta(days=700),
        reported_by=hands.contact,
        reported_on=today(hands),
        wanted_on=today(hands) + timedelta(days=2),
    )
    brought = papers("M-DONE") if fields.get("is_complete", True) else []
    return works.receive_completion_report, {"report": set_fields(report, fields), "papers": brought}


@step("inspect_completion")
def _inspect_completion(hands: Hands, task: Task, fields: Fields) -> Arguments:
    return works.accept_works, _inspection(hands, fields)


def _inspection(hands: Hands, fields: Fields) -> dict[str, Any]:
    inspection = m.Inspection(
        inspected_on=today(hands),
        inspectors=f"{hands.person()}、{hands.person()}",
        passed=True,
        has_safety_equipment=True,
        has_emergency_source_papers=True,
    )
    passed = set_fields(inspection, fields).passed
    result = "合格" if passed else "不合格"
    return {
        "inspection": inspection,
        "items": [
            m.InspectionItem(group=group, standard="GB 50254", result=result, passed=passed) for group in CheckGroup
        ],
        "defects": defects(passed, "接地电阻偏大", "重做接地网并复测"),
    }
