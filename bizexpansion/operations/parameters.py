"""The dated parameters that decide how a flow goes."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from bizexpansion.models import Case
from crm.parameters.queries import get_parameter
from customers.book.enums import HIGH_VOLTAGES, Importance, Voltage

JOINT_REVIEW = "approval.joint_review_capacity"
REVIEW_EVERY_DESIGN = "design.review_every_customer"
DISPATCH_SURVEYS = "survey.dispatch"
CHECK_CYCLE = "inspection.cycle_months"
PLAN_VALID_MONTHS = "plan.valid_months"


def plan_valid_months(case: Case, now: datetime) -> int:
    """How long a replied plan stands (供电营业规则 1996 art. 21): a year for high voltage, three months for low."""
    day, selector = localtime(now).date(), "hv" if case.voltage in HIGH_VOLTAGES else "lv"
    return int(get_parameter(PLAN_VALID_MONTHS, on=day, selector=selector, department=case.department_id))


# Which row of the inspection cycle a grade of importance takes.
_GRADES = {Importance.SPECIAL: "special", Importance.FIRST: "grade1", Importance.SECOND: "grade2"}


def check_cycle_months(case: Case, importance: str, now: datetime) -> int | None:
    """Months between power inspections (regulations.md 9.2, UNCONFIRMED): by grade of importance, else by voltage.

    None for a low-voltage customer without a grade: no cycle is laid down for it.
    """
    grade = _GRADES.get(Importance(importance))
    if grade is None and case.voltage not in HIGH_VOLTAGES:
        return None
    medium = case.voltage in (Voltage.KV10, Voltage.KV20)
    selector = grade or ("10kv" if medium else "ge35kv")
    day = localtime(now).date()
    return int(get_parameter(CHECK_CYCLE, on=day, selector=selector, department=case.department_id))
