"""Keep the use of accounts: set-based, for some accounts after an import, for all of them every night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from crm.audit.operation import Actor, about, operation
from customers.book.models import SupplyAccount
from metering.models import AccountUse
from metering.partitions import month_of

STEP = 20_000
MISSING_DAYS = 3
"""A month of readings counts as known when no more of its days than this are missing."""


@operation("metering.refresh_account_use")
def refresh_account_use(*, account_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """Work out the use of these accounts anew; how many rows changed. The month that runs is left out."""
    changed = _refresh("x.id = ANY(%(ids)s)", {"ids": list(account_ids)}, now)
    _tell(len(account_ids), changed)
    return changed


@operation("metering.refresh_use_of_range")
def refresh_use_of_range(*, first: int, last: int, actor: Actor, now: datetime) -> int:
    """Likewise for the accounts with id `first` to `last`."""
    changed = _refresh("x.id BETWEEN %(first)s AND %(last)s", {"first": first, "last": last}, now)
    _tell(last - first + 1, changed)
    return changed


def refresh_use_of_all(*, actor: Actor, now: datetime) -> int:
    """Likewise for every account, some thousands in a transaction; how many rows changed."""
    span = SupplyAccount.objects.aggregate(low=Min("id"), high=Max("id"))
    if span["low"] is None:
        return 0
    return sum(
        refresh_use_of_range(first=first, last=first + STEP - 1, actor=actor, now=now)
        for first in range(span["low"], span["high"] + 1, STEP)
    )


def _tell(asked: int, changed: int) -> None:
    first = AccountUse.objects.order_by("pk").first()
    if first is not None:
        about(first, accounts=asked, changed=changed)


def _refresh(which: str, bounds: dict[str, Any], now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _USE.replace("{which}", which),
            {**bounds, "this_month": month_of(timezone.localdate(now)), "missing": MISSING_DAYS},
        )
        return int(cursor.rowcount)


_MOST = "9999999.9"
"""What the column holds at most, percent."""


def _months(count: int, back: int = 0) -> str:
    """The months that count: the last `count`, or the same ones `back` years before."""
    newest = f"(l.through - interval '{12 * back} months')"
    return f"m.month <= {newest} AND m.month > {newest} - interval '{count} months'"


def _sums(count: int) -> str:
    now, before = _months(count), _months(count, back=1)
    return (
        f"sum(m.energy) FILTER (WHERE {now}) AS e{count},"
        f" CASE WHEN count(*) FILTER (WHERE {now}) = {count} AND count(*) FILTER (WHERE {before}) = {count}"
        f" AND sum(m.energy) FILTER (WHERE {before}) > 0"
        f" THEN least(round((sum(m.energy) FILTER (WHERE {now})"
        f" / sum(m.energy) FILTER (WHERE {before}) - 1) * 100, 1), {_MOST}) END AS g{count}"
    )


_USE = f"""
WITH chosen AS (
  SELECT x.id FROM book_supplyaccount x WHERE {{which}}
), billed AS (
  SELECT b.account_id, b.month, b.energy
    FROM metering_bill b JOIN chosen c ON c.id = b.account_id
   WHERE b.month < %(this_month)s
), measured AS (
  SELECT r.account_id, date_trunc('month', r.day)::date AS month, sum(r.energy) AS energy, count(*) AS days
    FROM metering_reading r JOIN chosen c ON c.id = r.account_id
   WHERE r.day < %(this_month)s
   GROUP BY 1, 2
), months AS (
  SELECT * FROM billed
  UNION ALL
  SELECT account_id, month, energy FROM measured m
   WHERE days >= extract(day FROM month + interval '1 month' - interval '1 day') - %(missing)s
     AND NOT EXISTS (SELECT FROM billed b WHERE b.account_id = m.account_id AND b.month = m.month)
), latest AS (
  SELECT account_id, max(month) AS through FROM months GROUP BY 1
), used AS (
  SELECT m.account_id, l.through, {_sums(1)}, {_sums(3)}, {_sums(12)}
    FROM months m JOIN latest l USING (account_id)
   GROUP BY 1, 2
), written AS (
  INSERT INTO metering_accountuse AS kept
         (account_id, through_month, energy_1, energy_3, energy_12, growth_1, growth_3, growth_12)
  SELECT account_id, through, e1, e3, e12, g1, g3, g12 FROM used
  ON CONFLICT (account_id) DO UPDATE
     SET through_month = excluded.through_month, energy_1 = excluded.energy_1, energy_3 = excluded.energy_3,
         energy_12 = excluded.energy_12, growth_1 = excluded.growth_1, growth_3 = excluded.growth_3,
         growth_12 = excluded.growth_12
   WHERE (kept.through_month, kept.energy_1, kept.energy_3, kept.energy_12,
          kept.growth_1, kept.growth_3, kept.growth_12)
         IS DISTINCT FROM (excluded.through_month, excluded.energy_1, excluded.energy_3, excluded.energy_12,
                           excluded.growth_1, excluded.growth_3, excluded.growth_12)
  RETURNING account_id
), gone AS (
  DELETE FROM metering_accountuse kept USING chosen c
   WHERE c.id = kept.account_id AND NOT EXISTS (SELECT FROM used u WHERE u.account_id = kept.account_id)
  RETURNING kept.account_id
)
SELECT account_id FROM written UNION ALL SELECT account_id FROM gone
"""  # noqa: S608
