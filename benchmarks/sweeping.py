"""The sweep at scale: ten thousand due clocks among a hundred thousand running, and a minute with nothing due.

All of it happens in a transaction that is rolled back: the clocks that are added, and what the sweep writes.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.figures import Figure
from crm.clocks.arithmetic import Timeline, deadline
from crm.clocks.enums import ClockState, LimitUnit, RuleKind
from crm.clocks.models import Clock, ClockRule
from crm.clocks.sweep import sweep
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.workdays.calendar import load_calendar

RUNNING, DUE = 100_000, 10_000
BUSY_SECONDS, IDLE_MS = 10.0, 50.0
IDLE_RUNS = 9


def measure_sweep() -> list[Figure]:
    """Seconds to find and settle what is due, milliseconds when nothing is."""
    now = timezone.now()
    with transaction.atomic():
        sweep(now=now)  # what the seeding and the days since have left
        missing = max(0, RUNNING - DUE - Clock.objects.filter(state=ClockState.RUNNING).count())
        rule = ClockRule.objects.filter(
            kind=RuleKind.PROMISED, unit=LimitUnit.WORKING_DAYS, is_total=False, valid__contains=now.date()
        ).order_by("pk")[0]
        _add(rule, missing, now, "later")
        idle = sorted(_timed(now) for _ in range(IDLE_RUNS))[IDLE_RUNS // 2]
        _add(rule, DUE, _start_of_due(rule, now), "due")
        running = Clock.objects.filter(state=ClockState.RUNNING).count()
        begun = time.perf_counter()
        swept = sweep(now=now)
        busy = time.perf_counter() - begun
        transaction.set_rollback(True)
    trouble = "" if swept.breached == DUE else f"{swept.breached} of {DUE} were settled"
    more = f"{DUE:,} due of {running:,} running"
    return [
        Figure("sweep: find and settle what is due", busy, BUSY_SECONDS, "s", more, trouble),
        Figure("sweep: nothing due", idle * 1000, IDLE_MS, "ms median", f"of {IDLE_RUNS} runs"),
    ]


def _timed(now: datetime) -> float:
    begun = time.perf_counter()
    sweep(now=now)
    return time.perf_counter() - begun


def _start_of_due(rule: ClockRule, now: datetime) -> datetime:
    """The latest day on which a clock of this rule began if its deadline has passed at `now`."""
    calendar, started_at = load_calendar(), now
    while True:
        started_at -= timedelta(days=1)
        found = deadline(rule.terms(), [Timeline(started_at)], calendar)
        if found is not None and found.due_at < now:
            return started_at


def _add(rule: ClockRule, count: int, started_at: datetime, prefix: str) -> None:
    """`count` running clocks with their spans, as starting them one by one would have left them."""
    found = deadline(rule.terms(), [Timeline(started_at)], load_calendar())
    assert found is not None
    department = Department.objects.filter(kind=DepartmentKind.BUSINESS)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH added AS (INSERT INTO crm_clocks_clock (key, rule_id, department_id, owner_kind, state,"
            " started_at, due_at, warn_at, provisional, sweep_error)"
            " SELECT 'bench:' || %s || ':' || n, %s, %s, 'case', %s, %s, %s, %s, false, ''"
            " FROM generate_series(1, %s) n RETURNING id)"
            " INSERT INTO crm_clocks_clockspan (clock_id, kind, started_at, holder, reason, note, document)"
            " SELECT id, 'RUNNING', %s, 'UTILITY', '', '', '' FROM added",
            [prefix, rule.pk, department.pk, ClockState.RUNNING, started_at, found.due_at, found.warn_at, count,
             started_at],
        )  # fmt: skip
