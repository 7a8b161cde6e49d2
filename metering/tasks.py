"""Background work of metering."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.audit.operation import SYSTEM
from metering.operations.partitions import create_next_partitions
from metering.operations.use import refresh_use_of_all


@shared_task(name="metering.tasks.make_partitions")
def make_partitions(**kwargs: object) -> int:
    """Daily: the months of readings that will soon be needed. Returns how many were new."""
    return len(create_next_partitions(actor=SYSTEM, now=timezone.now()))


@shared_task(name="metering.tasks.refresh_use")
def refresh_use(**kwargs: object) -> int:
    """Nightly: the use of every account, for segments. Returns how many rows changed."""
    return refresh_use_of_all(actor=SYSTEM, now=timezone.now())
