"""Move what an account may draw, over time: the arithmetic behind stops, restarts, exchanges and their inverses.

Relative, not absolute: an expiry or another stop may have come between an effect and its way back.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.errors import InvalidInput
from customers.book.models import CapacityPeriod, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations.locking import day_of, store

NOTHING = Decimal(0)


def shift_capacity(
    account: SupplyAccount,
    *,
    running: Decimal,
    contract: Decimal = NOTHING,
    from_day: date,
    until: date | None = None,
    case_number: str,
    now: datetime,
) -> None:
    """Add kVA (below zero: take them) to the capacities of a locked account from `from_day` up to `until`.

    A period that begins here bears `case_number`; one that this case began and that says what the one before it
    says is joined to it again, so that shifting back leaves what was. Raises InvalidInput where the running
    capacity would leave the bounds between zero and the contract capacity.
    """
    if not running and not contract:
        return
    _split(account, from_day, case_number)
    if until is not None:
        _split(account, until, "")
    rows = CapacityPeriod.objects.filter(account=account, period__startswith__gte=from_day)
    for row in rows.filter(period__startswith__lt=until) if until else rows:
        row.running_capacity += running
        row.contract_capacity += contract
        _check(row)
        row.save(update_fields=["running_capacity", "contract_capacity"])
    for day in (until, from_day):
        if day is not None:
            _join(account, day, case_number)
    today = CapacityPeriod.objects.filter(account=account, period__contains=day_of(now)).first()
    if today is not None:
        store(account, running_capacity=today.running_capacity, contract_capacity=today.contract_capacity)


def _split(account: SupplyAccount, day: date, case_number: str) -> None:
    """Let a period begin on a day; where `case_number` is empty it keeps that of the period it is cut from."""
    row = CapacityPeriod.objects.filter(account=account, period__contains=day).first()
    if row is None or row.period.lower == day:
        return
    first, end = row.period.lower, row.period.upper
    row.period = days(first, day)
    row.save(update_fields=["period"])
    CapacityPeriod.objects.create(
        account=account,
        period=days(day, end),
        contract_capacity=row.contract_capacity,
        running_capacity=row.running_capacity,
        case_number=case_number or row.case_number,
    )


def _join(account: SupplyAccount, day: date, case_number: str) -> None:
    """Join what begins on a day to what ends there, if it says the same and this case (or a cut) has begun it."""
    later = CapacityPeriod.objects.filter(account=account, period__startswith=day).first()
    earlier = CapacityPeriod.objects.filter(account=account, period__endswith=day).first()
    if later is None or earlier is None or later.case_number not in (case_number, earlier.case_number):
        return
    same = (earlier.contract_capacity, earlier.running_capacity) == (
        later.contract_capacity,
        later.running_capacity,
    )
    if same:
        end = later.period.upper
        later.delete()
        earlier.period = days(earlier.period.lower, end)
        earlier.save(update_fields=["period"])


def _check(row: CapacityPeriod) -> None:
    if not NOTHING <= row.running_capacity <= row.contract_capacity or row.contract_capacity <= 0:
        raise InvalidInput(
            {"equipment": _("The running capacity must stay between zero and the contract capacity.")}
        )
