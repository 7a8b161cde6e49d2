"""What is known of a case at the moment at which a condition or a precondition is asked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.utils.timezone import localtime

from bizexpansion.enums import TaskState
from bizexpansion.errors import NotReady
from bizexpansion.models import ApplicationRecord, Case, StepRecord, SupplyPlan, application_of
from bizexpansion.operations.lookups import account_of, current_plan, rows_seen
from crm.parameters.queries import get_parameter
from customers.book.models import SupplyAccount

R = TypeVar("R", bound=StepRecord)


class Situation:
    """A case, its records as they stand, the book and the dated parameters; each is read once, when asked for."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.case, self.now = case, now

    @property
    def day(self) -> date:
        """Today on the wall."""
        return localtime(self.now).date()

    @cached_property
    def application(self) -> ApplicationRecord:
        """What the customer asked for."""
        return application_of(self.case)

    @cached_property
    def plan(self) -> SupplyPlan:
        """The latest version of the plan. Raises NotReady."""
        return current_plan(self.case)

    @property
    def account(self) -> SupplyAccount:
        """The account of the case, in a batch of its row. Raises NotReady where there is none (103, 301)."""
        return account_of(self.case)

    def latest(self, model: type[R]) -> R:
        """The latest record of a kind, the one of the step that is being done included. Raises NotReady."""
        places = {"task__state__in": (TaskState.OPEN, TaskState.DONE), "task__instance__in": rows_seen(self.case)}
        found = model._default_manager.filter(case=self.case, **places).order_by("-id").first()
        if found is None:
            raise NotReady(details={"missing": model._meta.model_name})
        return found

    def parameter(self, code: str, selector: str = "") -> Decimal:
        """A dated parameter, as it is in force today for the department of the case. Raises ParameterMissing."""
        return get_parameter(code, on=self.day, selector=selector, department=self.case.department_id)
