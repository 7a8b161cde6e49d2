"""Bring the database of the measurements up to the size that is asked for."""

from __future__ import annotations

import time

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.volume import fill_cases
from bizexpansion.enums import OPEN_STATES
from bizexpansion.models import Case
from crm.clocks.enums import ClockState
from crm.clocks.models import Clock
from crm.local.places import LocalError
from customers.book.models import SupplyAccount


def fill(accounts: int, cases: int, flows: list[str] | None) -> None:
    """Migrate, make what accounts and cases are missing, tell the planner. Raises LocalError for an empty book."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.monotonic()
    if SupplyAccount.objects.count() < accounts:
        call_command("seed_demo", accounts=accounts)
    if not SupplyAccount.objects.exists():
        raise LocalError("the database of the measurements is empty: run without --no-fill once")
    if cases and fill_cases(cases, now=timezone.now(), say=_say, flows=flows):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")  # as autovacuum would have done in a night
        _say(f"benchmarks: filled in {(time.monotonic() - begun) / 60:.1f} minutes")


def size() -> str:
    """What the database holds, in one line."""
    running = Clock.objects.filter(state=ClockState.RUNNING).count()
    return (
        f"\n{SupplyAccount.objects.count():,} accounts, {Case.objects.count():,} cases"
        f" ({Case.objects.filter(state__in=OPEN_STATES).count():,} open),"
        f" {Clock.objects.count():,} clocks ({running:,} running)"
    )


def _say(line: str) -> None:
    print(line, flush=True)
