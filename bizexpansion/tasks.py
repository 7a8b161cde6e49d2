"""Background work of business expansion."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from bizexpansion.operations.idle import propose_idle_closings
from crm.audit.operation import SYSTEM


@shared_task(name="bizexpansion.tasks.propose_idle_closings")
def propose_closings(**kwargs: object) -> int:
    """Nightly, once the use of the accounts is known: which stand idle (T19). Returns how many are proposed."""
    return propose_idle_closings(actor=SYSTEM, now=timezone.now())
