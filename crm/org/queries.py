"""Which team does the work, which department serves an address, and the lists of people."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError
from crm.org.enums import DepartmentKind
from crm.org.models import Department, District, Staff, TeamDuty
from crm.org.permissions import scope_of
from crm.org.rules import VIEW_STAFF


class NoTeam(DomainError):
    """No team has the duty; `details` names role and department."""

    code = "no_team"
    message = _("No team is responsible for this work in this department. Tell the system administrator.")


class NoDepartment(DomainError):
    """No business department serves the address."""

    code = "no_department"
    message = _("No business department serves this address. Name the district.")


def team_for(role: str, department: Department | int) -> Department:
    """The team that does the work of `role` for a business department: its own first, else the city-wide one.

    One query. Raises NoTeam.
    """
    department_id = department.pk if isinstance(department, Department) else department
    duty = (
        TeamDuty.objects.filter(Q(department_id=department_id) | Q(department__isnull=True), role=str(role))
        .select_related("team")
        .order_by("department_id")  # ascending puts NULL, the city-wide team, last
        .first()
    )
    if duty is None:
        raise NoTeam(details={"role": str(role), "department_id": department_id})
    return duty.team


def department_for_district(code: str) -> Department:
    """The business department that serves a district by its code (GB/T 2260). Raises NoDepartment."""
    district = District.objects.select_related("department").filter(code=code).first()
    if district is None:
        raise NoDepartment(field="district", details={"district": code})
    return district.department


def department_for_address(address: str) -> Department:
    """The business department of the district that an address names (`苏州市姑苏区平江路 18 号`).

    The longest matching name counts. Raises NoDepartment where the address names none, or two of different
    departments with names of the same length.
    """
    named = [d for d in District.objects.select_related("department") if d.name in address]
    longest = [d for d in named if len(d.name) == max(len(other.name) for other in named)]
    if len({d.department_id for d in longest}) != 1:
        raise NoDepartment(field="address")
    return longest[0].department


def visible_staff(user: Any, *, search: str = "") -> QuerySet[Staff]:
    """The people whom `user` may see in the list of staff, with department and roles; two queries."""
    people = Staff.objects.select_related("department").prefetch_related("assignments__department")
    scope = scope_of(user, VIEW_STAFF)
    if not scope.everywhere:
        people = people.filter(department__in=_subtrees(scope.departments))
    if search:
        people = people.filter(Q(number__startswith=search) | Q(name__contains=search))
    return people


def business_departments() -> QuerySet[Department]:
    """The business departments 营业部 in use, in tree order."""
    return Department.objects.filter(kind=DepartmentKind.BUSINESS, is_active=True).order_by("path")


def _subtrees(ids: frozenset[int]) -> QuerySet[Department]:
    inside = Q(pk__in=[])
    for path in Department.objects.filter(pk__in=ids).values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    return Department.objects.filter(inside)
