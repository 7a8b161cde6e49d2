"""The head of a plan that keeps what it says in a record of its own (changes of capacity)."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Max

from bizexpansion.enums import PlanState, ProjectFlag
from bizexpansion.models import SupplyPlan
from bizexpansion.operations.plan import IN_FORCE
from bizexpansion.operations.work import StepWork
from customers.book.models import PowerSource, SupplyAccount


def keep_head(
    work: StepWork,
    account: SupplyAccount,
    *,
    capacity: Decimal,
    billing: str,
    is_fee_due: bool = False,
    has_works: bool = False,
) -> None:
    """The head of the plan beside a draft of its own: what approval, reply and answer speak of."""
    case = work.case
    SupplyPlan.objects.filter(case=case, state__in=IN_FORCE).update(state=PlanState.SUPERSEDED)
    number = SupplyPlan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    sources = PowerSource.objects.filter(account=account, is_active=True).count()
    work.keep(
        SupplyPlan(
            number=number + 1,
            approved_capacity=capacity,
            voltage=account.voltage,
            source_count=max(sources, 1),
            importance=account.importance,
            project_flag=ProjectFlag.INTERNAL if has_works else ProjectFlag.NONE,
            billing_scheme=billing,
            is_fee_due=is_fee_due,
            needs_terminal=False,
        )
    )
