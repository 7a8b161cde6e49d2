"""Reads an account up to the day on which a case has changed capacity, price or meter (业扩变更结算抄表, 05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from crm.audit.operation import Actor, about, operation
from customers.book.enums import AccountStatus
from customers.book.models import AccountPrice, CapacityPeriod, MeterInstallation, SupplyAccount
from customers.book.models.payment_terms import is_living
from customers.book.operations.locking import day_of
from metering.models import Bill, ChangeReading


@operation("metering.record_change_reading")
def record_change_reading(
    *, account_id: int, case_number: str, actor: Actor, now: datetime
) -> ChangeReading | None:
    """Close the running billing period of an account on the day on which a case changed its terms (A20).

    The energy, kWh, is worked out of the daily readings; where days are missing, or the change is still to come, it
    is completed when they are in (`complete_change_readings`). Nothing (None) where the case changed neither
    capacity nor price nor meter, opened the account, or closed it: what was used before is then settled otherwise.
    Once a case. Source: workflows.md 2.4, P6 (D): UNCONFIRMED.
    """
    account = SupplyAccount.objects.select_for_update(of=("self",)).filter(is_living(), pk=account_id).first()
    if account is None or account.status == AccountStatus.NEW_SUPPLY_OPEN:
        return None
    about(account, case=case_number)
    standing = ChangeReading.objects.filter(account=account, case_number=case_number).first()
    changes = dict(_changes(account, case_number))
    if standing is not None or not changes:
        return standing
    changed_on = min(changes.values())
    made = ChangeReading.objects.create(
        account=account,
        case_number=case_number,
        since=min(_not_billed_since(account, changed_on), changed_on),
        changed_on=changed_on,
        of_capacity="capacity" in changes,
        of_price="price" in changes,
        of_meter="meter" in changes,
        recorded_at=now,
    )
    _work_out(day_of(now), [made.pk])
    made.refresh_from_db()
    return made


@operation("metering.complete_change_readings")
def complete_change_readings(*, actor: Actor, now: datetime) -> int:
    """Work out again the change readings that lack days, as daily readings have come in; how many have changed."""
    return _work_out(day_of(now), None)


def _changes(account: SupplyAccount, case_number: str) -> Iterator[tuple[str, date]]:
    """What a case changed and from which day; what the account began with is no change."""
    rows: tuple[tuple[str, Any], ...] = (
        ("capacity", CapacityPeriod.objects),
        ("price", AccountPrice.objects),
        ("meter", MeterInstallation.objects),
    )
    for name, manager in rows:
        starts = list(manager.filter(account=account).order_by("period").values_list("period", "case_number"))
        first = starts[0][0].lower if starts else None
        days = [period.lower for period, case in starts if case == case_number and period.lower != first]
        if days:
            yield name, localtime(days[0]).date() if isinstance(days[0], datetime) else days[0]


def _not_billed_since(account: SupplyAccount, day: date) -> date:
    """The first day after the last month that was billed; without a bill the first of the month of the change."""
    last = Bill.objects.filter(account=account, month__lt=day).order_by("-month").values_list("month", flat=True)
    month = last.first()
    return (month.replace(day=28) + 4 * date.resolution).replace(day=1) if month else day.replace(day=1)


def _work_out(today: date, only: list[int] | None) -> int:
    """Energy and missing days of readings whose period is over, or of these."""
    with connection.cursor() as cursor:
        cursor.execute(_WORK_OUT, {"today": today, "only": only})
        return int(cursor.rowcount)


_WORK_OUT = """
WITH counted AS (
  SELECT c.id, c.changed_on - c.since AS days, sum(r.energy) AS energy, count(r.day) AS found
    FROM metering_changereading c
    LEFT JOIN metering_reading r ON r.account_id = c.account_id AND r.day >= c.since AND r.day < c.changed_on
   WHERE (%(only)s::bigint[] IS NULL AND c.missing_days <> 0 AND c.changed_on <= %(today)s)
      OR c.id = ANY(%(only)s::bigint[])
   GROUP BY c.id
)
UPDATE metering_changereading c
   SET energy = CASE WHEN counted.days = 0 THEN 0 ELSE counted.energy END,
       missing_days = counted.days - counted.found
  FROM counted
 WHERE c.id = counted.id AND c.missing_days IS DISTINCT FROM counted.days - counted.found
    OR c.id = counted.id AND c.id = ANY(%(only)s::bigint[])
"""
