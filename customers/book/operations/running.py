"""Move what an account may draw, over time: the arithmetic behind stops, restarts, exchanges and their inverses.

Relative, not absolute: an expiry or another stop may have come between an effect and its way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

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
    columns: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Add kVA (below zero: take them) to the capacities of a locked account from `from_day` up to `until`.

    A period that begins here bears `case_number`; one that this case began and that says what the one before it
    says is joined to it again, so that shifting back leaves what was. `columns` of the account are written with its
    capacities. Raises InvalidInput where the running
    capacity would leave the bounds between zero and the contract capacity.
    """
    if not running and not contract:
        if columns:
            store(account, **columns)
        return
    rows = list(CapacityPeriod.objects.filter(account=account).order_by("period"))
    before = {row.pk: _values(row) for row in rows}
    _split(rows, from_day, case_number)
    if until is not None:
        _split(rows, until, "")
    for row in rows:
        if row.period.lower >= from_day and (until is None or row.period.lower < until):
            row.running_capacity += running
            row.contract_capacity += contract
            _check(row)
    for day in (until, from_day):
        if day is not None:
            _join(rows, day, case_number)
    _write(rows, before)
    today = next((row for row in rows if day_of(now) in row.period), None)
    written = dict(columns)
    if today is not None:
        written |= {"running_capacity": today.running_capacity, "contract_capacity": today.contract_capacity}
    if written:
        store(account, **written)


def _split(rows: list[CapacityPeriod], day: date, case_number: str) -> None:
    """Let a period begin on a day; where `case_number` is empty it keeps that of the period it is cut from."""
    at, row = next(((at, row) for at, row in enumerate(rows) if day in row.period), (0, None))
    if row is None or row.period.lower == day:
        return
    rows.insert(
        at + 1,
        CapacityPeriod(
            account_id=row.account_id,
            period=days(day, row.period.upper),
            contract_capacity=row.contract_capacity,
            running_capacity=row.running_capacity,
            case_number=case_number or row.case_number,
        ),
    )
    row.period = days(row.period.lower, day)


def _join(rows: list[CapacityPeriod], day: date, case_number: str) -> None:
    """Join what begins on a day to what ends there, if it says the same and this case (or a cut) has begun it."""
    later = next((row for row in rows if row.period.lower == day), None)
    earlier = next((row for row in rows if row.period.upper == day), None)
    if later is None or earlier is None or later.case_number not in (case_number, earlier.case_number):
        return
    if (earlier.contract_capacity, earlier.running_capacity) == (later.contract_capacity, later.running_capacity):
        rows.remove(later)
        earlier.period = days(earlier.period.lower, later.period.upper)


def _values(row: CapacityPeriod) -> tuple[object, ...]:
    return row.period, row.contract_capacity, row.running_capacity


def _write(rows: Sequence[CapacityPeriod], before: Mapping[int, tuple[object, ...]]) -> None:
    """What is other than before: periods never overlap, so what shrinks or goes makes room first."""
    gone = before.keys() - {row.pk for row in rows}
    if gone:
        CapacityPeriod.objects.filter(pk__in=gone).delete()
    for row in rows:
        if row.pk is not None and before[row.pk] != _values(row):
            row.save(update_fields=["period", "contract_capacity", "running_capacity"])
    CapacityPeriod.objects.bulk_create([row for row in rows if row.pk is None])


def _check(row: CapacityPeriod) -> None:
    if not NOTHING <= row.running_capacity <= row.contract_capacity or row.contract_capacity <= 0:
        raise InvalidInput(
            {"equipment": _("The running capacity must stay between zero and the contract capacity.")}
        )
