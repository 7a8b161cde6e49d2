"""Business fees: determine (A06) and collect (A07); two different people (workflows.md 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bizexpansion.models import Case, FeeDetermination, FeeItem, FeeReceipt
from bizexpansion.operations.lookups import standing_record
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff


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
    if not items:
        raise InvalidInput({"items": _("At least one fee item is needed.")})
    if len({item.kind for item in items}) != len(items):
        raise InvalidInput({"items": _("A fee item occurs twice.")})
    work.keep(determination, items=items)
    return work.finish(note=determination.note)


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


def amount_due(case: Case) -> Decimal:
    """The sum of the items that were determined, in yuan. Raises NotReady."""
    items = standing_record(case, FeeDetermination).items.values_list("amount", flat=True)
    return sum(items, Decimal(0))
