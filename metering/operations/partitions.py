"""Keeps the months of the table of readings ahead of the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from crm.audit.operation import Actor, operation
from metering.partitions import ensure_partitions

DAYS_AHEAD = 100


@operation("metering.create_partitions")
def create_partitions(*, first: date, last: date, actor: Actor, now: datetime) -> list[str]:
    """Make the monthly partitions from `first` to `last` that are missing; return their names."""
    return ensure_partitions(first, last)


def create_next_partitions(*, actor: Actor, now: datetime) -> list[str]:
    """Make this month's partition and those of the next `DAYS_AHEAD` days."""
    today = timezone.localdate(now)
    return create_partitions(first=today, last=today + timedelta(days=DAYS_AHEAD), actor=actor, now=now)
