"""Score what was written since the last look, and once a day everything."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from customers.book.models import QualityRun, SupplyAccount
from customers.book.operations.quality.months import count_month
from customers.book.operations.quality.scoring import BLOCK, score_accounts

_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('book.quality'))"
_TAKE = """
WITH taken AS (
  DELETE FROM book_qualitymark WHERE id IN (
    SELECT id FROM book_qualitymark ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
  RETURNING account_id)
SELECT DISTINCT account_id FROM taken ORDER BY account_id
"""


def sweep_marked(*, now: datetime, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Score the marked accounts, block by block, while `keep_on()` says so; return how many.

    A block is one transaction: killed, its marks stay. One sweep or run at a time, so that an older reading never
    overwrites a newer one; a second one leaves at once.
    """
    done = 0
    while keep_on():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOCK)
            if not cursor.fetchone()[0]:
                return done
            cursor.execute(_TAKE, [BLOCK])
            accounts = [row[0] for row in cursor.fetchall()]
            score_accounts(accounts, now=now)
        if not accounts:
            return done
        done += len(accounts)
    return done


def score_everything(*, now: datetime, keep_on: Callable[[], bool] = lambda: True) -> QualityRun:
    """Score all accounts once a day, also those that nobody wrote: contracts end and days pass by themselves.

    Goes on where today's run stopped; each block of accounts is one transaction with the position reached. At the
    end the month of each department is counted. A finished run is left alone.
    """
    day = timezone.localdate(now)
    run, _created = QualityRun.objects.get_or_create(day=day, defaults={"started_at": now})
    last = SupplyAccount.objects.aggregate(last=Max("pk"))["last"] or 0
    while run.finished_at is None and keep_on():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOCK)
            if not cursor.fetchone()[0]:
                return run
            run = QualityRun.objects.select_for_update().get(pk=run.pk)
            _one_block(run, last, now)
    return run


def _one_block(run: QualityRun, last: int, now: datetime) -> None:
    accounts = list(
        SupplyAccount.objects.filter(pk__gt=run.position).order_by("pk").values_list("pk", flat=True)[:BLOCK]
    )
    score_accounts(accounts, now=now)
    run.position = accounts[-1] if accounts else last
    if len(accounts) < BLOCK:
        count_month(month_of(run.day), now=now)
        QualityRun.objects.filter(day__lt=run.day - timedelta(days=60)).delete()
        run.finished_at = now
    run.save(update_fields=["position", "finished_at"])


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def for_seconds(seconds: float) -> Callable[[], bool]:
    """A `keep_on` that says no after so many seconds from now."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end
