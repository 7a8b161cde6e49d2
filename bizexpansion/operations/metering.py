"""Metering work: plan (S04), assign (S08), dispatch (S10), issue (S09), install (A17), record (S11), terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bizexpansion.enums import TaskState
from bizexpansion.models import (
    AssignedMeter,
    AssignedTransformer,
    Case,
    FieldJob,
    HungMeter,
    InstallationRecord,
    InstalledReading,
    MeterAssignment,
    MeterExchange,
    MeteringPlan,
    MeterInstallation,
    MeterIssue,
    TerminalInstallation,
)
from bizexpansion.operations.acceptance import dispatch_field_job
from bizexpansion.operations.lookups import known_devices, points_to_fit, rows_seen, standing_record
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import DeviceState
from customers.book.models import InstrumentTransformer, Meter
from customers.book.rules import VIEW_DEVICE


@operation("bizexpansion.plan_metering")
def plan_metering(
    *, task_id: int, version: int | None = None, metering_plan: MeteringPlan, actor: Staff, now: datetime
) -> Case:
    """Fix the metering plan (S04); the structure of the agreed plan now stands under the account."""
    work = begin(task_id, "fix_metering_plan", version=version, actor=actor, now=now)
    work.keep(metering_plan)
    return work.finish(note=metering_plan.note)


@operation("bizexpansion.assign_meter")
def assign_meter(
    *,
    task_id: int,
    version: int | None = None,
    assignment: MeterAssignment,
    meters: Sequence[AssignedMeter],
    transformers: Sequence[AssignedTransformer] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Set devices of the store aside for the case (S08): one meter for each metering point of the plan."""
    work = begin(task_id, "assign_meter", version=version, actor=actor, now=now)
    check_assignment(work, meters, transformers)
    work.keep(assignment, meters=meters, transformers=transformers)
    return work.finish(note=assignment.note)


@operation("bizexpansion.dispatch_installation")
def dispatch_installation(
    *, task_id: int, version: int | None = None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """Send two fitters out (S10); the leader fetches and installs the meters."""
    return dispatch_field_job(task_id, "dispatch_fitting", version, job, actor, now)


@operation("bizexpansion.issue_meter")
def issue_meter(
    *, task_id: int, version: int | None = None, issue: MeterIssue, actor: Staff, now: datetime
) -> Case:
    """The devices leave the store (S09)."""
    work = begin(task_id, "issue_meter", version=version, actor=actor, now=now)
    work.keep(issue)
    return work.finish(note=issue.note)


@operation("bizexpansion.install_meter")
def install_meter(
    *,
    task_id: int,
    version: int | None = None,
    installation: MeterInstallation,
    meters: Sequence[HungMeter],
    actor: Staff,
    now: datetime,
) -> Case:
    """The meters hang at their metering points (A17), each with its start reading in kWh."""
    work = begin(task_id, "install_meter", version=version, actor=actor, now=now)
    standing = {"task__state": TaskState.DONE, "task__instance__in": rows_seen(work.case)}
    assignments = MeterAssignment.objects.filter(case=work.case, **standing).order_by("-id")[:1]
    assigned = AssignedMeter.objects.filter(assignment__in=assignments).values_list("asset_number", flat=True)
    check_same_meters(assigned, [row.asset_number for row in meters], "meters")
    if not installation.wiring_checked:
        raise InvalidInput({"wiring_checked": _("Check the wiring before you leave.")})
    work.keep(installation, meters=meters)
    return work.finish(note=installation.note)


@operation("bizexpansion.record_installation")
def record_installation(
    *,
    task_id: int,
    version: int | None = None,
    record: InstallationRecord,
    readings: Sequence[InstalledReading],
    actor: Staff,
    now: datetime,
) -> Case:
    """Record all registers and seals of the installed meters (S11)."""
    work = begin(task_id, "record_installation", version=version, actor=actor, now=now)
    hung = hung_meters(work.case)
    check_same_meters(hung, [row.asset_number for row in readings], "readings")
    errors = {
        f"readings-{index}-total": _("The meter was installed at %(reading)s kWh.")
        % {"reading": hung[row.asset_number]}
        for index, row in enumerate(readings)
        if row.total is not None and row.total != hung[row.asset_number]
    }
    if errors:
        raise InvalidInput(errors)
    work.keep(record, readings=readings)
    return work.finish(note=record.note)


@operation("bizexpansion.install_terminal")
def install_terminal(
    *, task_id: int, version: int | None = None, terminal: TerminalInstallation, actor: Staff, now: datetime
) -> Case:
    """The collection terminal hangs and answers (A13)."""
    work = begin(task_id, "install_terminal", version=version, actor=actor, now=now)
    if not terminal.is_online:
        raise InvalidInput({"is_online": _("The terminal has to answer before you leave.")})
    work.keep(terminal)
    return work.finish(note=terminal.note)


def check_assignment(
    work: StepWork, meters: Sequence[AssignedMeter], transformers: Sequence[AssignedTransformer]
) -> None:
    """Every metering point that gets a meter gets exactly one that lies in the department's store."""
    errors: dict[str, object] = {}
    points = set(points_to_fit(work.case))
    given = [row.metering_point for row in meters]
    if set(given) != points or len(given) != len(points):
        errors["meters"] = _("Each of the %(count)s metering points of the plan needs one meter.") % {
            "count": len(points)
        }
    numbers = [row.asset_number for row in meters] + [row.asset_number for row in transformers]
    if len(set(numbers)) != len(numbers):
        errors["meters"] = _("A device is named twice.")
    check_in_store(work, "meters", Meter, [row.asset_number for row in meters], errors)
    fitted = [row.asset_number for row in transformers]
    check_in_store(work, "transformers", InstrumentTransformer, fitted, errors)
    for index, row in enumerate(transformers):
        if row.metering_point not in points:
            errors[f"transformers-{index}-metering_point"] = _("The plan has no such metering point.")
    if errors:
        raise InvalidInput(errors)


def check_in_store(
    work: StepWork,
    name: str,
    model: type[Meter] | type[InstrumentTransformer],
    asset_numbers: Sequence[str],
    errors: dict[str, object],
) -> None:
    """Note in `errors` every device that does not lie in the store of the case's department."""
    free = dict(
        model.objects.restrict(work.actor, VIEW_DEVICE)
        .filter(
            department_id=work.case.department_id,
            state=DeviceState.IN_STORE,
            asset_number__in=asset_numbers,
        )
        .values_list("asset_number", "pk")
    )
    known_devices(work.case, model).update(free)
    for index, number in enumerate(asset_numbers):
        if number not in free:
            errors[f"{name}-{index}-asset_number"] = _("This device does not lie in the store.")


def hung_meters(case: Case) -> dict[str, Decimal]:
    """The meters that the latest visit on site hung (A17, A36), with their first reading in kWh.

    Raises NotReady.
    """
    done = {"case": case, "task__state": TaskState.DONE}
    hung = MeterInstallation.objects.filter(**done).order_by("-task_id").first()
    exchanged = MeterExchange.objects.filter(**done).order_by("-task_id").first()
    if exchanged is None or (hung is not None and hung.task_id > exchanged.task_id):
        rows = standing_record(case, MeterInstallation).meters.order_by("id")
        return {row.asset_number: row.start_reading for row in rows}
    return {
        row.hangs_now: row.start_total if row.asset_number else row.final_total
        for row in exchanged.meters.filter(comes_down=False).order_by("metering_point")
    }


def check_same_meters(wanted: Iterable[str], numbers: Sequence[str], name: str) -> None:
    """The meters are those that are meant, all of them and no others."""
    meant = set(wanted)
    if set(numbers) != meant or len(numbers) != len(meant):
        listed = enumerated(sorted(meant))
        raise InvalidInput({name: _("Enter the assigned meters: %(numbers)s.") % {"numbers": listed}})
