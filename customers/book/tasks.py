"""Work of the book in the background."""

from __future__ import annotations

import time
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from crm.audit.operation import SYSTEM
from customers.book.operations.grading import end_temporary_importance
from customers.book.operations.quality import score_everything, sweep_marked

AT_A_TIME = 8 * 60
"""Seconds after which a run makes room; the next tick goes on where it stopped."""


@shared_task
def score_marked_accounts() -> int:
    """Score the accounts that were written since the last tick."""
    return sweep_marked(now=timezone.now(), keep_on=_until(AT_A_TIME))


@shared_task
def score_all_accounts() -> None:
    """Once a day, in the first hours: every account, and the month of each department."""
    score_everything(now=timezone.now(), keep_on=_until(AT_A_TIME))


@shared_task
def end_importance() -> int:
    """After midnight: temporary importance whose last day is over is taken away. Returns how many."""
    return end_temporary_importance(actor=SYSTEM, now=timezone.now())


def _until(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end
