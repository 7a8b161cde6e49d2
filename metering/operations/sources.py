"""Which account each series of an outside source belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, operation
from crm.errors import DomainError
from customers.book.enums import AccountClass, AccountStatus


class TooFewAccounts(DomainError):
    """There are more series than accounts to put them on; nothing was written."""

    code = "too_few_accounts"


@operation("metering.assign_reading_sources")
def assign_sources(*, source: str, actor: Actor, now: datetime) -> int:
    """Give each staged series that has none an account, for good; return how many were new.

    The series are anonymous, so any account may stand for one: the largest series go to the largest accounts,
    high voltage first, then low-voltage non-residents, and residents only when the others are used up. The order
    is total, so the same book and file give the same pairs. Raises `TooFewAccounts`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, {"source": source, "normal": AccountStatus.NORMAL, "classes": _CLASSES})
        assigned = cursor.rowcount
        cursor.execute(
            "UPDATE staged_series s SET account_id = m.account_id FROM metering_readingsource m"
            " WHERE m.source = %s AND m.external_id = s.external_id",
            [source],
        )
        # Everything below joins this small table only; without statistics it would be joined row by row.
        cursor.execute("ANALYZE staged_series")
        cursor.execute("SELECT count(*) FROM staged_series WHERE account_id IS NULL")
        left_over = cursor.fetchone()[0]
    if left_over:
        raise TooFewAccounts(
            _(
                "%(count)d series find no supply account: there are too few. "
                "Make more with manage.py seed_demo --accounts N, then start again."
            )
            % {"count": left_over},
            details={"left_over": left_over, "assigned": assigned},
        )
    return assigned


_CLASSES = [AccountClass.HV.value, AccountClass.LV_NON_RESIDENT.value, AccountClass.LV_RESIDENT.value]

_ASSIGN = """
WITH series AS (
  SELECT external_id, row_number() OVER (ORDER BY mean DESC NULLS LAST, external_id) AS place
    FROM staged_series s
   WHERE NOT EXISTS (SELECT FROM metering_readingsource m
                      WHERE m.source = %(source)s AND m.external_id = s.external_id)
), free AS (
  SELECT id, row_number() OVER (ORDER BY account_class, contract_capacity DESC, id) AS place
    FROM book_supplyaccount a
   WHERE a.status = %(normal)s AND a.account_class = ANY(%(classes)s)
     AND NOT EXISTS (SELECT FROM metering_readingsource m WHERE m.account_id = a.id)
   ORDER BY account_class, contract_capacity DESC, id
   LIMIT (SELECT count(*) FROM series)
)
INSERT INTO metering_readingsource (source, external_id, account_id)
SELECT %(source)s, series.external_id, free.id FROM series JOIN free USING (place)
"""
