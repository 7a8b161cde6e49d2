"""What earlier steps have left, as later steps need it."""

from __future__ import annotations

from typing import TypeVar

from bizexpansion.enums import PlanState, TaskState
from bizexpansion.errors import NotReady
from bizexpansion.models import Case, StepRecord, SupplyPlan

R = TypeVar("R", bound=StepRecord)


def standing_record(case: Case, model: type[R]) -> R:
    """The latest record of a kind whose step still holds. Raises NotReady."""
    record = model._default_manager.filter(case=case, task__state=TaskState.DONE).order_by("-id").first()
    if record is None:
        raise NotReady(details={"missing": model._meta.model_name})
    return record


def current_plan(case: Case) -> SupplyPlan:
    """The latest version of the plan. Raises NotReady."""
    plan = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if plan is None:
        raise NotReady(details={"missing": "supplyplan"})
    return plan


def agreed_plan(case: Case) -> SupplyPlan:
    """The version to which the customer agreed. Raises NotReady."""
    plan = SupplyPlan.objects.filter(case=case, state=PlanState.AGREED).order_by("-number").first()
    if plan is None:
        raise NotReady(details={"missing": "supplyplan"})
    return plan
