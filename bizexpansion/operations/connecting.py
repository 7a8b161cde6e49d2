"""A45 装表接电 of the streamlined low-voltage profile: from the store to power on, and into the grid model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import AssignMode
from bizexpansion.models import (
    AssignedMeter,
    Case,
    CaseDocument,
    Energising,
    HungMeter,
    InstallationRecord,
    InstalledReading,
    MeterAssignment,
    MeterInstallation,
    MeterIssue,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.book_effects import fit_terminal_of, unfit_terminal_of
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import agreed_plan, points_to_fit
from bizexpansion.operations.merged import look_through, naming
from bizexpansion.operations.metering import check_assignment
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff


@operation("bizexpansion.connect_supply")
def connect_supply(
    *,
    task_id: int,
    version: int | None = None,
    installation: MeterInstallation,
    readings: Sequence[InstalledReading],
    issue: MeterIssue,
    energising: Energising,
    topology: TopologyUpdate,
    terminal: TerminalInstallation,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Take the meters out of the store, hang them, switch on and say where the supply hangs (A45).

    The records are those of the steps S08, S09, A17, S11, A13, A18 and A19. `readings`: the meters in the order of
    the metering points of the plan, each with its registers in kWh and its seals. The terminal counts only where
    the plan wants one. Raises InvalidInput naming the fields of the form.
    """
    work = begin(task_id, "connect_supply", version=version, actor=actor, now=now)
    day = localtime(installation.installed_at).date() if installation.installed_at else localtime(now).date()
    issue.issued_on, issue.issued_to = day, actor
    parts = {"": installation, "issue_": issue, "energising_": energising, "topology_": topology}
    needs_terminal = agreed_plan(work.case).needs_terminal
    if needs_terminal:
        terminal.installed_on = day
        parts["terminal_"] = terminal
    look_through(work, parts | {f"readings-{index}-": row for index, row in enumerate(readings)})
    _refuse_unchecked(installation, energising, terminal if needs_terminal else None)
    _take_from_store(work, readings)
    hung = [HungMeter(asset_number=row.asset_number, start_reading=row.total) for row in readings]
    work.keep(issue)
    work.keep(installation, meters=hung)
    work.keep(InstallationRecord(), readings=readings)
    if needs_terminal:
        work.keep(terminal)
    work.keep(energising)
    work.keep(topology)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    return work.finish(note=installation.note)


def _refuse_unchecked(
    installation: MeterInstallation, energising: Energising, terminal: TerminalInstallation | None
) -> None:
    """What is looked at before anybody leaves. Raises InvalidInput."""
    errors: dict[str, object] = {}
    if not installation.wiring_checked:
        errors["wiring_checked"] = _("Check the wiring before you leave.")
    if not energising.metering_checked:
        errors["energising_metering_checked"] = _("See that the meters turn the right way.")
    if energising.energised_at < installation.installed_at:
        errors["energising_energised_at"] = _("Power comes on after the meter hangs.")
    if terminal is not None and not terminal.is_online:
        errors["terminal_is_online"] = _("The terminal has to answer before you leave.")
    if errors:
        raise InvalidInput(errors)


def _take_from_store(work: StepWork, readings: Sequence[InstalledReading]) -> None:
    """S08 on the spot: whoever hangs the meters has taken them along."""
    points = sorted(points_to_fit(work.case))
    meters = [
        AssignedMeter(metering_point=points[min(index, len(points) - 1)], asset_number=row.asset_number)
        for index, row in enumerate(readings)
    ]
    with naming({"meters": "readings"}):
        check_assignment(work, meters, ())
        work.keep(MeterAssignment(mode=AssignMode.FETCH_FIRST), meters=meters, transformers=())


def _unfit_terminal(context: EffectContext, payload: Payload) -> None:
    if payload:
        unfit_terminal_of(context, payload)


@effect("fit_terminal", undo=_unfit_terminal, label=gettext_lazy("the terminal"))
def fit_terminal(context: EffectContext) -> Payload:
    """A13 with the connection: a terminal collects the readings, if the plan wants one."""
    found = context.kept(TerminalInstallation)
    return fit_terminal_of(context, context.account_id, found) if found else {}
