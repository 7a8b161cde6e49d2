"""Tidying that nobody waits for."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from crm.web import drafts
from crm.web.api import idempotency


@shared_task(name="crm.web.tasks.delete_old_drafts")
def delete_old_drafts(**_: Any) -> int:
    """Forget drafts of more than thirty days, and sessions that have ended."""
    call_command("clearsessions")
    return drafts.delete_old_drafts(now=timezone.now())


@shared_task(name="crm.web.tasks.forget_answers")
def forget_answers(**_: Any) -> int:
    """Forget the answers that the API has kept for 72 hours."""
    return idempotency.forget_answers(now=timezone.now())
