"""What is known for a correction of energy: what was recorded in a time, and what a kWh cost then."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from customers.book.models import MeterTest
from metering.models import Bill, Reading


def recorded_energy(account_id: int, first: date, until: date) -> Decimal:
    """kWh read from a day up to, not including, another; one query."""
    rows = Reading.objects.filter(account_id=account_id, day__gte=first, day__lt=until)
    return (rows.aggregate(total=Sum("energy"))["total"] or Decimal(0)).quantize(Decimal("0.01"))


def average_price(account_id: int, first: date, until: date) -> Decimal | None:
    """Yuan a kWh over the bills of that time; None where nothing was billed. One query."""
    months = Bill.objects.filter(account_id=account_id, month__gte=first.replace(day=1), month__lt=until)
    sums = months.aggregate(energy=Sum("energy"), amount=Sum("amount"))
    if not sums["energy"] or not sums["amount"]:
        return None
    return (sums["amount"] / sums["energy"]).quantize(Decimal("0.0001"))


def error_began(asset_number: str, installed_on: date | None, until: date, fraction: Decimal) -> date | None:
    """From when a meter error is corrected: so much of the time since it was last found in order, or was hung."""
    tests = MeterTest.objects.filter(meter__asset_number=asset_number, is_within_tolerance=True)
    tested = tests.aggregate(last=Max("tested_at"))["last"]
    since = max(filter(None, (installed_on, tested.date() if tested else None)), default=None)
    if since is None or since >= until:
        return None
    return until - timedelta(days=max(int((until - since).days * fraction), 1))
