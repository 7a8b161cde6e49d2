"""Read the number that is in force on a day, and the pages' lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError
from crm.org.models import Department
from crm.parameters.models import Parameter, ParameterValue


class ParameterMissing(DomainError):
    """No value of a parameter is in force on the day; `details` names code, case and day."""

    code = "parameter_missing"
    message = _("A regulated number is missing for this day. Tell the system administrator.")


def get_parameter(
    code: str, *, on: date, selector: str = "", department: Department | int | None = None
) -> Decimal:
    """The value of `code` on the day `on`, in the parameter's unit; the department's own row goes first.

    One indexed query and no cache: a new value is in force for every process the moment it commits.
    Raises ParameterMissing, never a silent default.
    """
    values = get_parameters([code], on=on, department=department)
    try:
        return values[code, selector]
    except KeyError:
        raise ParameterMissing(details={"parameter": code, "case": selector, "on": on.isoformat()}) from None


def get_parameters(
    codes: Iterable[str], *, on: date, department: Department | int | None = None
) -> dict[tuple[str, str], Decimal]:
    """All values of several parameters on one day, by (code, selector), in one query."""
    department_id = department.pk if isinstance(department, Department) else department
    rows = (
        ParameterValue.objects.filter(parameter__code__in=list(codes), valid__contains=on)
        .filter(Q(department__isnull=True) | Q(department_id=department_id))
        .order_by("department_id")  # ascending puts NULL last
        .values_list("parameter__code", "selector", "value")
    )
    found: dict[tuple[str, str], Decimal] = {}
    for code, selector, value in rows:
        found.setdefault((code, selector), value)
    return found


def parameters_in_force(*, on: date, search: str = "") -> QuerySet[Parameter]:
    """All parameters with the values in force on a day, for the list page; two queries."""
    values = (
        ParameterValue.objects.filter(valid__contains=on).select_related("department").order_by("selector", "id")
    )
    parameters = Parameter.objects.order_by("code")
    if search:
        parameters = parameters.filter(
            Q(code__icontains=search) | Q(name__icontains=search) | Q(name_en__icontains=search)
        )
    return parameters.prefetch_related(Prefetch("values", queryset=values, to_attr="in_force"))


def parameter_history(parameter: Parameter) -> QuerySet[ParameterValue]:
    """Every value that a parameter ever had or will have, newest first within its case."""
    return parameter.values.select_related("department").order_by("selector", "department_id", "-valid")
