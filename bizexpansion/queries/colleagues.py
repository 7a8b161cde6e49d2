"""To whom a task can be given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from django.db.models import Q
from django.db.models.functions import Coalesce

from bizexpansion.flows import current_flows
from crm.org.enums import DepartmentKind, Role
from crm.org.models import Department, RoleAssignment, Staff


def roles_of_steps(nodes: Iterable[str]) -> set[Role]:
    """The roles that do any of these steps."""
    return {role for node in nodes for role in _roles_by_step().get(node, ())}


@cache
def _roles_by_step() -> Mapping[str, frozenset[Role]]:
    found: dict[str, set[Role]] = defaultdict(set)
    for graph in current_flows():
        for step in graph.steps.values():
            found[step.id] |= {Role(role) for role in step.roles}
    return {node: frozenset(roles) for node, roles in found.items()}


def colleagues(nodes: Iterable[str], department_ids: Iterable[int], *, today: date) -> list[Staff]:
    """People at work who hold a role of one of the steps for one of the business departments, by department
    and number; three queries. City-wide units serve every department."""
    roles = roles_of_steps(nodes)
    business = dict(Department.objects.filter(kind=DepartmentKind.BUSINESS).values_list("pk", "path"))
    if not roles or not business:
        return []
    reach, local = Q(pk__in=[]), Q(pk__in=[])
    for pk, path in business.items():
        local |= Q(path__startswith=path)
        if pk in set(department_ids):
            reach |= Q(path__startswith=path)
    held = RoleAssignment.objects.annotate(path=Coalesce("department__path", "staff__department__path"))
    ids = held.filter(reach | ~local, role__in=roles).values("staff_id")
    people = Staff.objects.filter(pk__in=ids, is_active=True).exclude(absent_until__gte=today)
    shown = ("number", "name", "department__name", "department__name_en")
    return list(people.select_related("department").only(*shown).order_by("department__path", "number"))
