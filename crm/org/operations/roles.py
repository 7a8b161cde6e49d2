"""Who holds which role, where."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, NotPermitted
from crm.org.enums import Role
from crm.org.models import Department, RoleAssignment, Staff
from crm.org.permissions import require
from crm.org.rules import ASSIGN_ROLE, roles_conflict


class RolesConflict(DomainError):
    """An administrator holds no second role."""

    code = "roles_conflict"
    message = _("An administrator's role cannot be held together with another role.")


@operation("org.assign_role")
def assign_role(
    *, staff: Staff, role: Role | str, department: Department | None = None, actor: Actor, now: datetime
) -> RoleAssignment:
    """Let a person hold `role`, for `department` or where the person works.

    Holding it already changes nothing. Raises NotPermitted for oneself, RolesConflict beside or for an
    administrator's role, InvalidInput for an unknown role or a closed account.
    """
    person = _lock(staff, actor)
    if role not in Role.values:
        raise InvalidInput({"role": _("There is no such role.")})
    if not person.is_active:
        raise InvalidInput({"staff": _("This account is closed.")})
    if roles_conflict(set(person.assignments.values_list("role", flat=True)), str(role)):
        raise RolesConflict(field="role")
    assignment, _made = RoleAssignment.objects.get_or_create(staff=person, role=str(role), department=department)
    about(person, role=str(role), department=department.code if department else None)
    return assignment


@operation("org.revoke_role")
def revoke_role(
    *, staff: Staff, role: Role | str, department: Department | None = None, actor: Actor, now: datetime
) -> None:
    """Take `role` (for exactly this department) from a person; not holding it is no error.

    Raises NotPermitted for oneself.
    """
    person = _lock(staff, actor)
    person.assignments.filter(role=str(role), department=department).delete()
    about(person, role=str(role), department=department.code if department else None)


def _lock(staff: Staff, actor: Actor) -> Staff:
    require(actor, ASSIGN_ROLE)
    if staff.pk == actor.pk:
        raise NotPermitted(_("Nobody changes the own roles."))
    return Staff.objects.select_for_update().get(pk=staff.pk)
