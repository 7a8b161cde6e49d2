"""Celery's door to the sweep."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.clocks.sweep import note_tick, sweep


@shared_task(name="crm.clocks.tasks.sweep_clocks")
def sweep_clocks() -> None:
    """Record what is overdue or due soon. Beat calls it every minute; a doubled tick is harmless."""
    now = timezone.now()
    sweep(now=now)
    note_tick(now=now)
