"""Works: the grid side (A08), design (A09, A10), start (S01), interim inspection (A11 to A12), completion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.enums import CheckGroup, EventKind, InspectionKind, MaterialKind
from bizexpansion.models import (
    Case,
    CaseDocument,
    CompletionReport,
    Defect,
    DesignReview,
    DesignSubmission,
    FieldJob,
    GridProgress,
    GridProject,
    Inspection,
    InspectionItem,
    InspectionRequest,
    StartOfWorks,
)
from bizexpansion.operations.acceptance import dispatch_field_job
from bizexpansion.operations.firms import refuse_unlicensed
from bizexpansion.operations.moves import record_event
from bizexpansion.operations.papers import (
    attach_papers,
    kinds_in_order,
    missing_kinds,
    require_papers,
    spoil_papers,
    tell_missing,
)
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated


@operation("bizexpansion.report_grid_progress")
def report_grid_progress(
    *, task_id: int, version: int | None = None, progress: GridProgress, actor: Staff, now: datetime
) -> Case:
    """Say how far the grid-side project is (A08), without ending the step."""
    work = begin(task_id, "track_grid_project", version=version, actor=actor, now=now)
    progress.case, progress.task = work.case, work.task
    progress.reported_at, progress.reported_by = now, actor
    before = work.case.grid_progress.order_by("-id").first()
    if before is not None and progress.percent is not None and progress.percent < before.percent:
        raise InvalidInput({"percent": _("%(percent)s %% were reported already.") % {"percent": before.percent}})
    progress.full_clean(exclude=["case", "task", "reported_by"])
    progress.save()
    record_event(
        work.case,
        EventKind.PROGRESS,
        actor,
        now,
        task=work.task,
        note=progress.note,
        details={"percent": progress.percent},
    )
    return work.case


@operation("bizexpansion.finish_grid_project")
def finish_grid_project(
    *, task_id: int, version: int | None = None, project: GridProject, actor: Staff, now: datetime
) -> Case:
    """The grid-side project is finished (A08)."""
    work = begin(task_id, "track_grid_project", version=version, actor=actor, now=now)
    work.keep(project)
    return work.finish(note=project.note)


@operation("bizexpansion.receive_design")
def receive_design(
    *,
    task_id: int,
    version: int | None = None,
    submission: DesignSubmission,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Take in the design documents (A09), which ends the wait W2; or hand them back with a one-time notice."""
    work = begin(task_id, "receive_design", version=version, actor=actor, now=now)
    work.keep(submission)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    if not submission.is_complete:
        return _hand_back(work, submission.missing)
    _check_licence(work, "design", submission, submission.submitted_on)
    require_papers(work.case, work.graph, "receive_design")
    return work.finish("received", note=submission.note)


@operation("bizexpansion.review_design")
def review_design(
    *,
    task_id: int,
    version: int | None = None,
    review: DesignReview,
    defects: Sequence[Defect] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Review the design (A10). Not passed: every comment at once and in writing, and the customer redesigns."""
    work = begin(task_id, "review_design", version=version, actor=actor, now=now)
    _check_defects(review.passed, defects)
    _tell_defects(defects, now)
    work.keep(review, defects=defects)
    if review.passed:
        return work.finish("passed", note=review.note)
    spoil_papers(work.case, MaterialKind.M_DES, review.note, actor=actor, now=now)
    return work.finish("failed", note=review.note)


@operation("bizexpansion.confirm_start_of_works")
def confirm_start_of_works(
    *, task_id: int, version: int | None = None, start: StartOfWorks, actor: Staff, now: datetime
) -> Case:
    """The works of an important customer begin (S01); the contractor is named with its licence."""
    work = begin(task_id, "confirm_start", version=version, actor=actor, now=now)
    if start.starts_on and start.planned_finish and start.planned_finish < start.starts_on:
        raise InvalidInput({"planned_finish": _("Works end after they begin.")})
    work.keep(start)
    _check_licence(work, "build", start, start.starts_on)
    return work.finish(note=start.note)


def _check_licence(
    work: StepWork, kind: str, record: DesignSubmission | StartOfWorks | CompletionReport, day: date
) -> None:
    """The licence of the customer's firm must reach the voltage of the case and be valid on the day."""
    refuse_unlicensed(
        work.case,
        kind=kind,
        grade=record.licence_grade,
        number=record.licence_number,
        valid_until=record.licence_valid_until,
        day=day,
        now=work.now,
    )


@operation("bizexpansion.request_interim_inspection")
def request_interim_inspection(
    *,
    task_id: int,
    version: int | None = None,
    request: InspectionRequest,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """The customer asks for the inspection of hidden works (A11), which ends the wait W3 or W4."""
    work = begin(task_id, "request_interim", version=version, actor=actor, now=now)
    work.keep(request)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    require_papers(work.case, work.graph, "request_interim")
    _clear_defects(work, InspectionKind.INTERIM)
    return work.finish(note=request.note)


@operation("bizexpansion.dispatch_inspection")
def dispatch_inspection(
    *, task_id: int, version: int | None = None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """Send two inspectors out (S02)."""
    return dispatch_field_job(task_id, "dispatch_interim", version, job, actor, now)


@operation("bizexpansion.inspect_interim")
def inspect_interim(
    *,
    task_id: int,
    version: int | None = None,
    inspection: Inspection,
    items: Sequence[InspectionItem],
    defects: Sequence[Defect] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Inspect hidden works (A12). Not passed: defects told once, in writing, the customer rectifies (W4)."""
    work = begin(task_id, "inspect_interim", version=version, actor=actor, now=now)
    return _inspect(work, InspectionKind.INTERIM, inspection, items, defects)


@operation("bizexpansion.receive_completion_report")
def receive_completion_report(
    *,
    task_id: int,
    version: int | None = None,
    report: CompletionReport,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """The customer reports that the works are done (A14); papers missing: one-time notice and wait W6."""
    work = begin(task_id, "report_completion", version=version, actor=actor, now=now)
    work.keep(report)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    if not report.is_complete:
        return _hand_back(work, report.missing)
    _check_licence(work, "build", report, report.reported_on)
    require_papers(work.case, work.graph, "report_completion")
    _clear_defects(work, InspectionKind.COMPLETION)
    return work.finish("received", note=report.note)


@operation("bizexpansion.accept_works")
def accept_works(
    *,
    task_id: int,
    version: int | None = None,
    inspection: Inspection,
    items: Sequence[InspectionItem],
    defects: Sequence[Defect] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Accept the customer's works (A15). For important customers safety equipment and the papers of the
    emergency source are part of it (precondition P7). Not passed: back to the report after rectification."""
    work = begin(task_id, "inspect_completion", version=version, actor=actor, now=now)
    if inspection.passed and work.case.is_important:
        errors = {}
        if not inspection.has_safety_equipment:
            errors["has_safety_equipment"] = _("An important customer needs its safety equipment in place.")
        if not inspection.has_emergency_source_papers:
            errors["has_emergency_source_papers"] = _("An important customer needs an emergency source.")
        if errors:
            raise InvalidInput(errors)
    return _inspect(work, InspectionKind.COMPLETION, inspection, items, defects)


def _inspect(
    work: StepWork,
    kind: InspectionKind,
    inspection: Inspection,
    items: Sequence[InspectionItem],
    defects: Sequence[Defect],
) -> Case:
    """What both inspections do: all three groups looked at, the verdict fits them, defects told at once."""
    inspection.kind = kind
    missing = set(CheckGroup) - {CheckGroup(item.group) for item in items if item.group in CheckGroup.values}
    if missing:
        labels = enumerated(str(CheckGroup(group).label) for group in CheckGroup if group in missing)
        raise InvalidInput({"items": _("Not inspected yet: %(groups)s.") % {"groups": labels}})
    if inspection.passed and not all(item.passed for item in items):
        raise InvalidInput({"passed": _("One group has not passed, so the inspection has not.")})
    _check_defects(inspection.passed, defects)
    _tell_defects(defects, work.now)
    work.keep(inspection, items=items, defects=defects)
    return work.finish("passed" if inspection.passed else "failed", note=inspection.note)


def _check_defects(passed: bool, defects: Sequence[Defect]) -> None:
    if not passed and not defects:
        raise InvalidInput({"defects": _("Write down every defect: they are told once.")})
    if passed and defects:
        raise InvalidInput({"passed": _("There are defects, so this has not passed.")})


def _tell_defects(defects: Sequence[Defect], now: datetime) -> None:
    for number, defect in enumerate(defects, start=1):
        defect.number, defect.told_on = number, localtime(now).date()


def _clear_defects(work: StepWork, kind: InspectionKind) -> None:
    """A new report says that the defects told before have been put right; the next inspection looks."""
    Defect.objects.filter(inspection__case=work.case, inspection__kind=kind, cleared_on__isnull=True).update(
        cleared_on=localtime(work.now).date()
    )


def _hand_back(work: StepWork, missing: str) -> Case:
    """Papers are not complete: say all that is missing, once and in writing."""
    kinds = missing_kinds(work.graph, work.task.node, kinds_in_order(work.case))
    if not missing.strip():
        raise InvalidInput({"missing": _("Say everything that is missing.")})
    tell_missing(work.case, work.task, kinds, missing, actor=work.actor, now=work.now)
    return work.finish("incomplete", note=missing)
