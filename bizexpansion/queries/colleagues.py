"""To whom a task can be given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from bizexpansion.models import Task
from bizexpansion.operations.work import graph_of
from bizexpansion.rules import step_permission
from crm.org.enums import DepartmentKind
from crm.org.models import Department, RoleAssignment, Staff
from crm.org.permissions import granted_roles


def form_of(task: Task) -> str:
    """The form of a task's step in its own flow: who may fill it in may do the task. Needs `task.case`."""
    return graph_of(task.case).steps[task.node].form


def colleagues(forms: Iterable[str], department_ids: Iterable[int], *, today: date) -> list[Staff]:
    """People at work who may fill in one of these forms for one of the business departments, by department
    and number; three queries. City-wide units serve every department."""
    roles = {role for form in forms for role in granted_roles(step_permission(form))}
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
