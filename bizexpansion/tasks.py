"""Background work of business expansion."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from bizexpansion.operations.account_terms import begin_account_terms
from bizexpansion.operations.idle import propose_idle_closings
from crm.audit.operation import SYSTEM


@shared_task(name="bizexpansion.tasks.propose_idle_closings")
def propose_closings(**kwargs: object) -> int:
    """Nightly, once the use of the accounts is known: which stand idle (T19). Returns how many are proposed."""
    return propose_idle_closings(actor=SYSTEM, now=timezone.now())


@shared_task(name="bizexpansion.tasks.begin_account_terms")
def begin_terms(**kwargs: object) -> int:
    """Nightly: the terms (T13) of temporary supplies that came into the book by a file. Returns how many began."""
    return begin_account_terms(now=timezone.now())
