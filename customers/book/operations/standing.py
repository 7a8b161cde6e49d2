"""The capacity that stands still, and the stops that say why: kept equal by the database.

For every living account that has stops, running capacity = contract capacity less what its open stops take: a
deferred constraint trigger (migration `book_capacity_follows_stops`) refuses a transaction that ends otherwise.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError, InvalidInput
from customers.book.models import SupplyAccount, TransformerStop


class CapacityUnexplained(DomainError):
    """The running capacity of an account does not follow from the equipment that stands still on it."""

    code = "capacity_unexplained"
    message = _(
        "The running capacity does not follow from the equipment that stands still; correct the book first."
    )


# Equipment that stands still from before stops were kept: where it explains the difference, its stops are written.
_NOTE = """
INSERT INTO book_transformerstop
    (account_id, transformer_id, kind, capacity, period, planned_until, case_number, ended_by, is_billed_in_full)
SELECT t.account_id, t.id, CASE t.change_remark WHEN '05' THEN 'REDUCED' ELSE 'SUSPENDED' END, t.plate_capacity,
       daterange(t.stopped_on, NULL), t.plan_resume_on, '', '', FALSE
FROM book_transformer t JOIN book_supplyaccount a ON a.id = t.account_id
WHERE t.run_status = '02' AND t.stopped_on IS NOT NULL AND a.status IN ('0', '1', '2')
  AND (%(account)s IS NULL OR a.id = %(account)s)
  AND NOT EXISTS (SELECT 1 FROM book_transformerstop s WHERE s.account_id = a.id)
  AND a.contract_capacity - a.running_capacity = (
      SELECT sum(u.plate_capacity) FROM book_transformer u
      WHERE u.account_id = a.id AND u.run_status = '02' AND u.stopped_on IS NOT NULL)
"""


def note_standing_stops(account_id: int | None = None) -> int:
    """Write the stops of equipment that stood still before they were kept (demo, imports), for one account or all.

    Returns how many. Where there are stops already, nothing happens.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"account": account_id})
        return int(cursor.rowcount)


def require_following(account: SupplyAccount, contract: Decimal, running: Decimal) -> None:
    """Refuse capacities (kVA) that the stops of an account do not explain. Raises InvalidInput."""
    stops = list(TransformerStop.objects.filter(account=account))
    taken = sum((stop.capacity for stop in stops if stop.period.upper is None), Decimal(0))
    if stops and running != contract - taken:
        words = _("%(taken)s kVA stand still: the running capacity is the contract capacity less these.")
        raise InvalidInput({"running_capacity": words % {"taken": f"{taken:,.0f}"}})


def require_explained(account: SupplyAccount) -> None:
    """Before the first stop: what stands still already has its stops. Raises CapacityUnexplained."""
    if account.contract_capacity == account.running_capacity:
        return  # nothing stands still
    if not TransformerStop.objects.filter(account=account).exists() and not note_standing_stops(account.pk):
        raise CapacityUnexplained
