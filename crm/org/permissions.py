"""What each role may do, and for which departments: deny by default, one place to ask.

An app declares its permissions in its `rules.py` and registers them in `AppConfig.ready`:

    grant("bizexpansion.view_case", *ALL_HANDLERS)
    grant("bizexpansion.A03", Role.R4)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from crm.audit.operation import SystemActor
from crm.errors import NotPermitted, OutOfScope
from crm.org.enums import DepartmentKind, Role

if TYPE_CHECKING:
    from crm.org.models import Department, Staff

_grants: dict[str, set[str]] = defaultdict(set)


def grant(permission: str, *roles: Role | str) -> None:
    """Let the roles do `permission` (`app.verb_noun`) within the departments for which they are held."""
    _grants[permission].update(str(role) for role in roles)


def granted_roles(permission: str) -> frozenset[str]:
    """The roles that may do `permission`; empty for an unknown one."""
    return frozenset(_grants.get(permission, ()))


def known_permissions() -> frozenset[str]:
    """Every permission that any app has declared."""
    return frozenset(_grants)


@dataclass(frozen=True)
class Scope:
    """For which business departments somebody may do something: all of them, or a set of ids."""

    everywhere: bool = False
    departments: frozenset[int] = frozenset()

    def covers(self, department_id: int | None) -> bool:
        """Whether a record of this business department is inside."""
        return self.everywhere or (department_id is not None and department_id in self.departments)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.departments)


NOWHERE = Scope()
EVERYWHERE = Scope(everywhere=True)


def scope_of(user: Any, permission: str) -> Scope:
    """The departments for which `user` may do `permission`.

    A role held inside a business department (营业部, its halls and teams) reaches that department; held at
    the marketing department, metering, inspection, dispatch or the call centre it reaches all of them.
    Costs one query per user object, whatever is asked.
    """
    if isinstance(user, SystemActor):
        return EVERYWHERE
    if user is None or not getattr(user, "is_active", False):
        return NOWHERE
    roles = granted_roles(permission)
    departments: set[int] = set()
    for role, business_department_id in held_roles(user):
        if role in roles:
            if business_department_id is None:
                return EVERYWHERE
            departments.add(business_department_id)
    return Scope(departments=frozenset(departments))


def held_roles(user: Staff) -> tuple[tuple[str, int | None], ...]:
    """(role, business department id or None for all) of a person, read once per user object."""
    held: tuple[tuple[str, int | None], ...] | None = getattr(user, "_held_roles", None)
    if held is None:
        held = _read_roles(user)
        user._held_roles = held  # type: ignore[attr-defined]
    return held


def has_permission(user: Any, permission: str, department_id: int | None = None) -> bool:
    """Whether `user` may do `permission`, in one business department if given, anywhere at all if not."""
    scope = scope_of(user, permission)
    return scope.covers(department_id) if department_id is not None else bool(scope)


def require(user: Any, permission: str, department_id: int | None = None) -> None:
    """Refuse unless `user` may do `permission` there.

    Raises `OutOfScope` (404) where the record is another department's, `NotPermitted` (403) where the role
    is missing altogether.
    """
    scope = scope_of(user, permission)
    if not scope:
        raise NotPermitted(details={"permission": permission})
    if department_id is not None and not scope.covers(department_id):
        raise OutOfScope


def business_department_id(department: Department) -> int | None:
    """The business department 营业部 that a unit belongs to; None for the city-wide units. One query."""
    from crm.org.models import Department  # models are not ready when permissions load

    chain = [int(part) for part in department.path.split("/") if part]
    return (
        Department.objects.filter(pk__in=chain, kind=DepartmentKind.BUSINESS).values_list("pk", flat=True).first()
    )


def roles_along(staff_id: Any) -> ArraySubquery:
    """The roles of a person, to be read along by another query; given to `remember_roles`, they need none."""
    return ArraySubquery(_roles_of(staff_id).values_list(JSONObject(role="role", business="business")))


def remember_roles(user: Staff, found: Iterable[Mapping[str, Any]]) -> None:
    """Let a person hold the roles that were read along."""
    user._held_roles = tuple((one["role"], one["business"]) for one in found)  # type: ignore[attr-defined]


def _read_roles(user: Staff) -> tuple[tuple[str, int | None], ...]:
    return tuple(_roles_of(user.pk).values_list("role", "business"))


def _roles_of(staff_id: Any) -> QuerySet[Any]:
    from crm.org.models import Department, RoleAssignment  # models are not ready when permissions load

    where = ExpressionWrapper(OuterRef("reach"), output_field=CharField())
    business = Department.objects.alias(reach=where).filter(
        kind=DepartmentKind.BUSINESS, reach__startswith=F("path")
    )
    assignments = RoleAssignment.objects.filter(staff=staff_id).alias(
        reach=Coalesce("department__path", "staff__department__path")
    )
    return assignments.annotate(business=Subquery(business.values("pk")[:1]))
