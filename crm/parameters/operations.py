"""Give a parameter a new dated value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.models import Department
from crm.org.permissions import require
from crm.parameters.enums import Trust
from crm.parameters.models import Parameter, ParameterValue
from crm.parameters.rules import SET_VALUE
from crm.parameters.touch import ParameterChange, count_touched

EARLIEST = date(1990, 1, 1)


@operation("parameters.set_parameter_value")
def set_parameter_value(
    *,
    code: str,
    value: Decimal,
    valid_from: date,
    source: str,
    trust: Trust | str,
    article: str = "",
    selector: str = "",
    department: Department | None = None,
    actor: Actor,
    now: datetime,
) -> ParameterValue:
    """Put `value` (in the parameter's unit) in force from the day `valid_from`.

    The value in force on that day ends there; a value that begins later stays, and ends the new one. The
    same call again returns the row it made. The audit entry keeps how many open records are touched.
    Raises InvalidInput for an unknown code, a negative value, a day before 1990 or with another value.
    """
    require(actor, SET_VALUE)
    parameter = Parameter.objects.select_for_update().filter(code=code).first()
    if parameter is None:
        raise InvalidInput({"code": _("There is no such parameter.")})
    _check(value, valid_from, source, trust)
    rows = parameter.values.select_for_update().filter(selector=selector, department=department).order_by("pk")
    same_day = next((row for row in rows if row.valid.lower == valid_from), None)
    if same_day is not None:
        if same_day.value == value:
            return same_day
        raise InvalidInput({"valid_from": _("A value already begins on this day.")})
    current = next((row for row in rows if valid_from in row.valid), None)
    following = min((row.valid.lower for row in rows if row.valid.lower > valid_from), default=None)
    if current is not None:
        current.valid = (current.valid.lower, valid_from)
        current.save(update_fields=["valid"])
    made = parameter.values.create(
        selector=selector,
        department=department,
        value=value,
        valid=(valid_from, following),
        source=source.strip(),
        article=article.strip(),
        trust=trust,
    )
    change = ParameterChange(code, selector, department.pk if department else None, valid_from)
    about(
        parameter,
        value=str(value),
        before=str(current.value) if current else None,
        selector=selector,
        valid_from=valid_from.isoformat(),
        touched={str(label): number for label, number in count_touched(change)},
    )
    return made


def _check(value: Decimal, valid_from: date, source: str, trust: Trust | str) -> None:
    errors = {}
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** 12:
        errors["value"] = _("Enter a number that is not negative.")
    if valid_from < EARLIEST:
        errors["valid_from"] = _("The day lies too far back.")
    if not source.strip():
        errors["source"] = _("Say where the number comes from.")
    if trust not in Trust.values:
        errors["trust"] = _("Choose how far the number can be relied on.")
    if errors:
        raise InvalidInput(errors)
