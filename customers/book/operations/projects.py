"""A residential complex: its network becomes the grid company's, and its record is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.org.models import District
from crm.org.permissions import require
from customers.book.models import ResidentialProject, TransformerArea
from customers.book.operations.locking import day_of
from customers.book.rules import CHANGE_SUPPLY
from customers.book.specs import ProjectSpec, TransformerAreaSpec


class ProjectArchived(DomainError):
    """The record of the complex is closed; its network stays the grid company's."""

    code = "project_archived"
    message = _("The record of this complex is closed.")


@operation("book.hand_over_network")
def hand_over_network(
    *,
    case_number: str,
    project: ProjectSpec,
    areas: Sequence[TransformerAreaSpec],
    actor: Actor,
    now: datetime,
) -> ResidentialProject:
    """Write the complex down, and its lines and public transformers as the grid company's (103, A19).

    Called again for the same case it returns the record. Raises InvalidInput: a district of the grid model that is
    another complex's already, no transformer at all. Inverse: `take_network_back`.
    """
    standing = ResidentialProject.objects.filter(case_number=case_number).first()
    if standing is not None:
        require(actor, CHANGE_SUPPLY, standing.department_id)
        return standing
    district = District.objects.filter(pk=project.district_id).first()
    if district is None:
        raise InvalidInput({"district": _("There is no such district.")})
    require(actor, CHANGE_SUPPLY, district.department_id)
    if not areas:
        raise InvalidInput({"areas": _("At least one transformer district is handed over.")})
    codes = [area.code for area in areas]
    taken = set(TransformerArea.objects.filter(code__in=codes).values_list("code", flat=True))
    errors = {
        f"areas-{index}-code": _("This object of the grid model belongs to a complex already.")
        for index, code in enumerate(codes)
        if code in taken or code in codes[:index]
    }
    if errors:
        raise InvalidInput(errors)
    row = ResidentialProject.objects.create(
        case_number=case_number,
        department_id=district.department_id,
        handed_over_on=day_of(now),
        **asdict(project),
    )
    TransformerArea.objects.bulk_create(TransformerArea(project=row, **asdict(area)) for area in areas)
    about(row, case=case_number, areas=len(areas))
    return row


@operation("book.take_network_back")
def take_network_back(*, case_number: str, actor: Actor, now: datetime) -> None:
    """Undo `hand_over_network`; taken back already: nothing happens. Raises ProjectArchived."""
    row = ResidentialProject.objects.select_for_update(of=("self",)).filter(case_number=case_number).first()
    if row is None:
        return
    require(actor, CHANGE_SUPPLY, row.department_id)
    about(row, case=case_number)
    if row.archived_on is not None:
        raise ProjectArchived
    row.delete()


@operation("book.archive_project")
def archive_project(*, case_number: str, actor: Actor, now: datetime) -> ResidentialProject:
    """Close the record of a complex (103, A20). Closed already: nothing happens. Raises OutOfScope."""
    row = ResidentialProject.objects.select_for_update(of=("self",)).filter(case_number=case_number).first()
    if row is None:
        raise OutOfScope
    require(actor, CHANGE_SUPPLY, row.department_id)
    about(row, case=case_number)
    if row.archived_on is None:
        row.archived_on = day_of(now)
        row.save(update_fields=["archived_on"])
    return row
