"""Running cases whose plan was drafted before limits followed it (T6): brought to the limit of their plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bizexpansion.enums import HAS_EXTERNAL, OPEN_STATES
from bizexpansion.errors import CaseNotOpen
from bizexpansion.models import Case, CaseClock, SupplyPlan
from bizexpansion.operations.plan import IN_FORCE
from bizexpansion.operations.timers import follow_works
from bizexpansion.operations.work import lock_case
from bizexpansion.rules import MIGRATE_CASE
from crm.audit.operation import about, operation
from crm.clocks.enums import ClockState
from crm.errors import InvalidInput
from crm.org.permissions import require
from customers.book.enums import HIGH_VOLTAGES


@operation("bizexpansion.follow_plan_works")
def follow_plan_works(*, case_id: int, reason: str, actor: Any, now: datetime) -> int:
    """Let the limits of a running low-voltage case that depend on works outside follow its plan in force.

    Each clock that takes another limit keeps its start and records the shift; what was missed by the old limit
    stands as missed. Returns how many did; none where they follow already, the case has no plan yet, or is of high
    voltage. Source: workflows.md 3.4.9. Raises CaseNotOpen, InvalidInput (`reason`), OutOfScope, NotPermitted.
    """
    case = lock_case(case_id)
    require(actor, MIGRATE_CASE, case.department_id)
    if not case.is_open:
        raise CaseNotOpen(details={"state": case.state})
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    plan = SupplyPlan.objects.filter(case=case, state__in=IN_FORCE).order_by("-number").first()
    if plan is None or plan.voltage in HIGH_VOLTAGES:
        return 0
    moved = follow_works(case, external=plan.project_flag in HAS_EXTERNAL, actor=actor, now=now)
    about(case, reason=reason, plan=plan.number, clocks=moved)
    return moved


def cases_with_works_limits() -> QuerySet[Case]:
    """The running cases of low voltage with a clock whose limit depends on works outside."""
    running = (ClockState.RUNNING, ClockState.PAUSED)
    links = CaseClock.objects.filter(clock__state__in=running, clock__rule__external_works__isnull=False)
    cases = Case.objects.filter(pk__in=links.values("case"), state__in=OPEN_STATES)
    return cases.exclude(voltage__in=HIGH_VOLTAGES).order_by("pk")
