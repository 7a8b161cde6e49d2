"""Business fees: determine (A06) and collect (A07); two different people (workflows.md 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.models import Case, FeeDetermination, FeeItem, FeeReceipt, application_of
from bizexpansion.operations.lookups import standing_record
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameters
from crm.wording import enumerated

FEE_IN_FORCE = "fee.item_in_force"


@operation("bizexpansion.determine_fee")
def determine_fee(
    *,
    task_id: int,
    version: int | None = None,
    determination: FeeDetermination,
    items: Sequence[FeeItem],
    actor: Staff,
    now: datetime,
) -> Case:
    """Say which fees are due, in yuan, and by which standard (A06). The customer's time C1 begins."""
    work = begin(task_id, "determine_fee", version=version, actor=actor, now=now)
    keep_fee(work, determination, items)
    return work.finish(note=determination.note)


def keep_fee(work: StepWork, determination: FeeDetermination, items: Sequence[FeeItem]) -> None:
    """The items that are due, each in force and once; the step goes on. Raises InvalidInput."""
    if not items:
        raise InvalidInput({"items": _("At least one fee item is needed.")})
    if len({item.kind for item in items}) != len(items):
        raise InvalidInput({"items": _("A fee item occurs twice.")})
    kinds = application_of(work.case).fee_kinds
    if kinds and any(item.kind not in kinds for item in items):
        names = enumerated(str(kind.label) for kind in kinds)
        raise InvalidInput({"items": _("Only this fee belongs to this business: %(names)s.") % {"names": names}})
    _refuse_abolished(items, work.case, work.now)
    wrong = application_of(work.case).check_fees({item.kind for item in items})
    if wrong:
        raise InvalidInput({"items": wrong})
    work.keep(determination, items=items)


@operation("bizexpansion.collect_fee")
def collect_fee(
    *, task_id: int, version: int | None = None, receipt: FeeReceipt, actor: Staff, now: datetime
) -> Case:
    """Receive the whole fee (A07). Raises InvalidInput where the amount is not what is due."""
    work = begin(task_id, "collect_fee", version=version, actor=actor, now=now)
    due = amount_due(work.case)
    if receipt.amount is not None and receipt.amount != due:
        raise InvalidInput({"amount": _("The fee due is %(due)s yuan.") % {"due": f"{due:,.2f}"}})
    work.keep(receipt)
    return work.finish(note=receipt.note)


def _refuse_abolished(items: Sequence[FeeItem], case: Case, now: datetime) -> None:
    """An item that is not in force may not be charged: the temporary connection fee (03) was abolished in 2017
    (workflows.md 4, 105: K, UNCONFIRMED); a parameter, by the number of the item, brings one back."""
    in_force = get_parameters([FEE_IN_FORCE], on=localtime(now).date(), department=case.department_id)
    errors = {
        f"items-{index}-kind": _("This fee is not in force any more.")
        for index, item in enumerate(items)
        if in_force.get((FEE_IN_FORCE, item.kind), 1) == 0
    }
    if errors:
        raise InvalidInput(errors)


def amount_due(case: Case) -> Decimal:
    """The sum of the items that were determined, in yuan. Raises NotReady."""
    items = standing_record(case, FeeDetermination).items.values_list("amount", flat=True)
    return sum(items, Decimal(0))
