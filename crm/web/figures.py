"""How amounts, quantities, days and moments look to people; the same words on pages, prints and exports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

NOTHING = "–"
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def money(value: Any) -> str:
    """Yuan to the fen: `¥1,204.50`, `−¥3.00`; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    amount = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{'−' if amount < 0 else ''}¥{abs(amount):,.2f}"


def quantity(value: Any, unit: str) -> str:
    """A figure with thousands separators, no needless zeros, and its unit: `12,480 kWh`."""
    if value is None or value == "":
        return NOTHING
    text = f"{abs(Decimal(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{'−' if Decimal(value) < 0 else ''}{text} {unit}"


def day(value: date | datetime | None) -> str:
    """`2026-11-25 周三`, in Suzhou's time."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        value = _local(value).date()
    return f"{value:%Y-%m-%d} {weekday(value)}"


def moment(value: datetime | None) -> str:
    """`2026-11-25 周三 17:30`, in Suzhou's time."""
    if value is None or value == "":
        return NOTHING
    value = _local(value)
    return f"{value:%Y-%m-%d} {weekday(value)} {value:%H:%M}"


def short_moment(value: datetime | None) -> str:
    """`11-25 17:30`, for lists and chips, where the year is plain."""
    if value is None or value == "":
        return NOTHING
    return f"{_local(value):%m-%d %H:%M}"


def clock_time(value: datetime | None) -> str:
    """`14:03`, for what happened a moment ago."""
    if value is None or value == "":
        return NOTHING
    return f"{_local(value):%H:%M}"


def weekday(value: date) -> str:
    """The short name of the day of the week in the reader's language."""
    return str(WEEKDAYS[value.weekday()])


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
