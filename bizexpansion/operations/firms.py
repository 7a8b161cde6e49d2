"""The customer's own design and construction firms: their licences are checked, none is ever suggested.

The customer chooses freely; to designate a firm for design, construction or equipment (三指定) is forbidden
(供电监管办法 2009, UNCONFIRMED). So there is no list of firms to choose from: a firm's name is typed as it stands
on its licence, and a report shows whether one firm gets conspicuously many orders of a department or a clerk.

Up to which voltage a grade reaches are dated parameters `firm.highest_kv` (承装(修、试)电力设施许可证管理办法,
工程设计资质标准; both UNCONFIRMED).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.models import Case
from crm.errors import InvalidInput
from crm.parameters.queries import get_parameter
from customers.book.enums import Voltage

HIGHEST_KV = "firm.highest_kv"

KILOVOLTS = {
    Voltage.V220: Decimal("0.22"),
    Voltage.V380: Decimal("0.38"),
    Voltage.KV10: Decimal(10),
    Voltage.KV20: Decimal(20),
    Voltage.KV35: Decimal(35),
    Voltage.KV110: Decimal(110),
    Voltage.KV220: Decimal(220),
}


def refuse_unlicensed(
    case: Case, *, kind: str, grade: str, number: str, valid_until: date | None, day: date, now: datetime
) -> None:
    """Check a firm's licence for the voltage of a case on the day of its work; `kind` is `design` or `build`.

    Raises InvalidInput naming `licence_number`, `licence_grade` or `licence_valid_until`.
    """
    errors: dict[str, str] = {}
    if not number.strip():
        errors["licence_number"] = _("Type the number of the firm's licence.")
    if valid_until is None:
        errors["licence_valid_until"] = _("Type until when the licence is valid.")
    elif valid_until < day:
        values = {"until": valid_until.isoformat(), "day": day.isoformat()}
        errors["licence_valid_until"] = _("The licence ran out on %(until)s, before %(day)s.") % values
    if not grade:
        errors["licence_grade"] = _("Choose the grade that stands on the licence.")
    else:
        highest = get_parameter(
            HIGHEST_KV, on=localtime(now).date(), selector=f"{kind}:{grade}", department=case.department_id
        )
        if KILOVOLTS[Voltage(case.voltage)] > highest:
            values = {"most": f"{highest:f}".rstrip("0").rstrip("."), "voltage": str(Voltage(case.voltage).label)}
            errors["licence_grade"] = (
                _("This grade reaches up to %(most)s kV; the works are of %(voltage)s.") % values
            )
    if errors:
        raise InvalidInput(errors)
