"""Background work of metering."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.audit.operation import SYSTEM
from metering.operations.partitions import create_next_partitions


@shared_task(name="metering.tasks.make_partitions")
def make_partitions(**kwargs: object) -> int:
    """Daily: the months of readings that will soon be needed. Returns how many were new."""
    return len(create_next_partitions(actor=SYSTEM, now=timezone.now()))
