"""Who could do a step: the people that a dispatcher chooses from."""

from __future__ import annotations

from functools import cache, lru_cache

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from bizexpansion.flows import get_flow
from bizexpansion.models import Case
from bizexpansion.rules import step_permission
from crm.org.enums import DepartmentKind
from crm.org.models import Department, RoleAssignment, Staff
from crm.org.permissions import granted_roles
from crm.prepared import Prepared


def sent_form(case: Case, node: str) -> str:
    """The form of the first step to which a dispatching step sends people. Raises LookupError."""
    step = get_flow(case.flow_code, case.flow_version).sent_from(node)
    if step is None:
        raise LookupError(f"{case.flow_code}: nobody is sent by {node}")
    return step.form


def able_staff(form: str, department: Department) -> QuerySet[Staff]:
    """Active people who may do the step for a business department: its own, and those of city-wide units."""
    return _able_staff(form, department.pk).all()


def read_able_staff(form: str, department: Department) -> list[Staff]:
    """The same, read at once: composed and planned once for each form."""
    return _prepared(form).rows(department.pk)


@lru_cache(maxsize=512)
def _able_staff(form: str, department_id: int) -> QuerySet[Staff]:
    """Composed once, never read itself: every form that is shown asks for it."""
    where = ExpressionWrapper(OuterRef("department__path"), output_field=CharField())
    others = Department.objects.filter(kind=DepartmentKind.BUSINESS).exclude(pk=department_id)
    elsewhere = others.alias(reach=where).filter(reach__startswith=F("path"))
    able = RoleAssignment.objects.filter(role__in=granted_roles(step_permission(form)))
    return Staff.objects.filter(~Exists(elsewhere), is_active=True, pk__in=able.values("staff")).order_by("number")


@cache
def _prepared(form: str) -> Prepared[Staff]:
    return Prepared(lambda department_id: _able_staff.__wrapped__(form, department_id), int)
