"""Celery's door to the outbox."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.outbox.operations import drain


@shared_task(name="crm.outbox.tasks.drain_outbox")
def drain_outbox() -> None:
    """Deliver what is due. Beat calls it every 5 s, and every commit that wrote a fact calls it at once."""
    drain(now=timezone.now())
