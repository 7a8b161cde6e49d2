"""What an account drew day by day, and how that compares with the year before. Energy in kWh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metering.enums import ReadingQuality
from metering.models import Reading
from metering.partitions import month_of, months_between, next_month

MONTHS_SHOWN = 13
COMPARED_DAYS = 30
YEAR_DAYS = 365
YEAR_NEEDS = 330
"""So many days of a year must be read, or what is said of the year would mislead (P: our proposal)."""


@dataclass(frozen=True)
class MonthEnergy:
    """A calendar month: energy in kWh of the days that were read, and how many days were not."""

    month: date
    energy: Decimal | None
    before: Decimal | None
    """The same month a year before."""
    missing: int

    @property
    def change(self) -> Decimal | None:
        """Per cent more (or less) than the same month a year before; None when that cannot be said."""
        return change_percent(self.energy, self.before)


@dataclass(frozen=True)
class LoadStory:
    """The load of one account up to its last reading."""

    last_day: date
    days: list[date]
    energy: list[Decimal | None]
    before: list[Decimal | None]
    months: list[MonthEnergy]
    recent: Decimal
    recent_before: Decimal | None
    recent_missing: int
    year: Decimal | None
    """Energy of the 365 days to the last one; None when too few of them were read."""
    year_change: Decimal | None
    """Per cent that those days drew more (or less) than the same days a year before, where both were read."""
    is_constant: bool
    """The last reading belongs to a series that never changes."""

    @property
    def change(self) -> Decimal | None:
        """Per cent that the last days drew more (or less) than the same days a year before."""
        return change_percent(self.recent, self.recent_before)


def daily_energy(account_id: int, first: date, last: date) -> list[tuple[date, Decimal | None]]:
    """(day, kWh) for every day from `first` to `last`; None where there is no reading."""
    read = _read(account_id, first, last)
    return [(day, read.get(day)) for day in _days(first, last)]


def monthly_energy(account_id: int, first: date, last: date) -> list[MonthEnergy]:
    """The months from that of `first` to that of `last`, each with its year before; in one query."""
    start = same_day_before(month_of(first))
    read = _read(account_id, start, next_month(month_of(last)) - timedelta(days=1))
    return _months(read, month_of(first), last)


def load_story(account_id: int) -> LoadStory | None:
    """The thirteen months up to the last reading, in two queries; None when nothing was ever read."""
    latest = Reading.objects.filter(account_id=account_id).order_by("-day").values_list("day", "quality").first()
    if latest is None:
        return None
    last, quality = latest
    months = list(months_between(last - timedelta(days=31 * MONTHS_SHOWN), last))[-MONTHS_SHOWN:]
    read = _read(account_id, same_day_before(months[0]), last)
    days = list(_days(months[0], last))
    recent = days[-COMPARED_DAYS:]
    now_and_before = [(read.get(day), read.get(same_day_before(day))) for day in recent]
    year, year_change = _year(read, days[-YEAR_DAYS:])
    return LoadStory(
        last_day=last,
        days=days,
        energy=[read.get(day) for day in days],
        before=[read.get(same_day_before(day)) for day in days],
        months=_months(read, months[0], last),
        recent=sum((energy for energy, _ in now_and_before if energy is not None), Decimal(0)),
        recent_before=_total(before for _, before in now_and_before),
        recent_missing=sum(energy is None for energy, _ in now_and_before),
        year=year,
        year_change=year_change,
        is_constant=quality == ReadingQuality.CONSTANT,
    )


def same_day_before(day: date) -> date:
    """The same day a year earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def change_percent(energy: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By how many per cent `energy` differs from `before`, to one place; None without a base."""
    if energy is None or not before:
        return None
    return ((energy - before) * 100 / before).quantize(Decimal("0.1"))


def _year(read: dict[date, Decimal], days: list[date]) -> tuple[Decimal | None, Decimal | None]:
    """The energy of a year, and by how many per cent it changed; None where too few days were read."""
    now = [read[day] for day in days if day in read]
    if len(now) < YEAR_NEEDS:
        return None, None
    both = [(read[day], read[same_day_before(day)]) for day in days if day in read and same_day_before(day) in read]
    if len(both) < YEAR_NEEDS:
        return sum(now, Decimal(0)), None
    later, before = (sum(column, Decimal(0)) for column in zip(*both, strict=True))
    return sum(now, Decimal(0)), change_percent(later, before)


def _read(account_id: int, first: date, last: date) -> dict[date, Decimal]:
    rows = Reading.objects.filter(account_id=account_id, day__gte=first, day__lte=last)
    return dict(rows.values_list("day", "energy"))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _months(read: dict[date, Decimal], first: date, last: date) -> list[MonthEnergy]:
    months = []
    for month in months_between(first, last):
        days = list(_days(month, min(last, next_month(month) - timedelta(days=1))))
        energies = [read.get(day) for day in days]
        months.append(
            MonthEnergy(
                month=month,
                energy=_total(energies),
                before=_total(read.get(same_day_before(day)) for day in days),
                missing=sum(energy is None for energy in energies),
            )
        )
    return months


def _total(energies: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what was read; None when nothing was."""
    read = [energy for energy in energies if energy is not None]
    return sum(read, Decimal(0)) if read else None
