"""Work of the book in the background."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.audit.operation import SYSTEM
from customers.book.models import DuplicateDue
from customers.book.operations import compare_all_customers, find_duplicates
from customers.book.operations.grading import end_temporary_importance
from customers.book.operations.quality import for_seconds, score_everything, sweep_marked

AT_A_TIME = 8 * 60
"""Seconds after which a run makes room; the next tick goes on where it stopped."""


@shared_task
def score_marked_accounts() -> int:
    """Score the accounts that were written since the last tick."""
    return sweep_marked(now=timezone.now(), keep_on=for_seconds(AT_A_TIME))


@shared_task
def score_all_accounts() -> None:
    """Once a day, in the first hours: every account, and the month of each department."""
    score_everything(now=timezone.now(), keep_on=for_seconds(AT_A_TIME))


@shared_task
def end_importance() -> int:
    """After midnight: temporary importance whose last day is over is taken away. Returns how many."""
    return end_temporary_importance(actor=SYSTEM, now=timezone.now())


@shared_task
def find_new_duplicates() -> int:
    """Compare the customers that were written since the last tick. Returns how many rows it worked off."""
    keep_on, done = for_seconds(AT_A_TIME), 0
    while DuplicateDue.objects.exists() and keep_on():
        done += find_duplicates(actor=SYSTEM, now=timezone.now())
    return done


@shared_task
def compare_everybody() -> int:
    """Nightly: have all customers compared anew, for what a new version of the rules sees. Returns how many."""
    return compare_all_customers(actor=SYSTEM, now=timezone.now())
