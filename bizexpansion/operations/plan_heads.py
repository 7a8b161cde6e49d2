"""The head of a plan for changes that leave the supply as it is: approval, reply and answer need one."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from bizexpansion.enums import PlanState, ProjectFlag
from bizexpansion.models import Case, SupplyPlan
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.plan import IN_FORCE
from bizexpansion.operations.work import StepWork
from customers.book.models import PowerSource


def keep_head(work: StepWork, **values: Any) -> SupplyPlan:
    """A new version of the plan with the account's own capacity, voltage and sources; what was drafted before is
    superseded. `values`: what this change says itself (schemes, fee, terminal); without an account all of it."""
    case = work.case
    SupplyPlan.objects.filter(case=case, state__in=IN_FORCE).update(state=PlanState.SUPERSEDED)
    number = SupplyPlan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    known = _of_account(case) if case.account_id is not None else {}
    plan = SupplyPlan(**({"number": number + 1} | known | values))
    work.keep(plan)
    return plan


def _of_account(case: Case) -> dict[str, Any]:
    account = account_of(case)
    sources = PowerSource.objects.filter(account=account, is_active=True).count()
    return {
        "approved_capacity": account.contract_capacity,
        "voltage": account.voltage,
        "source_count": max(sources, 1),
        "importance": account.importance,
        "project_flag": ProjectFlag.NONE,
        "needs_terminal": False,
    }
