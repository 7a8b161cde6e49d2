"""The sweep and the calendar at scale: 100,000 running clocks, 10,000 of them due (for speed: `make bench`)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from crm.audit.operation import SYSTEM
from crm.clocks.arithmetic import Timeline, deadline
from crm.clocks.enums import ClockState, SpanKind
from crm.clocks.models import Breach, Clock, ClockRule, ClockSpan
from crm.clocks.sweep import Swept, sweep
from crm.org.models import Department
from crm.outbox.models import Fact
from crm.workdays.calendar import load_calendar
from crm.workdays.enums import DayKind
from crm.workdays.operations import revise_calendar
from tests.crm.clocks.values import t
from tests.factories.clocks import make_rule
from tests.factories.org import make_company

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

RUNNING, DUE = 100_000, 10_000
NOW = t("2026-03-10 09:00")


def fill(department: Department, rule: ClockRule, count: int, start: str, prefix: str) -> None:
    """`count` running clocks, set-based: what `start_clock` writes, without its per-clock cost."""
    started_at = t(start)
    found = deadline(rule.terms(), [Timeline(started_at)], load_calendar())
    assert found is not None
    clocks = Clock.objects.bulk_create(
        [
            Clock(
                key=f"{prefix}:{number}",
                rule=rule,
                department=department,
                owner_kind="case",
                state=ClockState.RUNNING,
                started_at=started_at,
                due_at=found.due_at,
                warn_at=found.warn_at,
            )
            for number in range(count)
        ],
        batch_size=5000,
    )
    ClockSpan.objects.bulk_create(
        [ClockSpan(clock=clock, kind=SpanKind.RUNNING, started_at=started_at) for clock in clocks], batch_size=5000
    )


@pytest.fixture
def hundred_thousand() -> None:
    department, rule = make_company()["GS"], make_rule()
    fill(department, rule, RUNNING - DUE, "2026-03-09 09:00", "later")
    fill(department, rule, DUE, "2026-03-02 09:00", "due")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_clocks_clock, crm_clocks_clockspan")


@pytest.mark.usefixtures("hundred_thousand")
def test_ten_thousand_due_among_a_hundred_thousand_are_settled_once() -> None:
    quiet = t("2026-03-09 17:30")
    sweep(now=t("2026-03-06 09:00"))  # the warnings of the due ones
    assert sweep(now=quiet) == Swept()
    assert sweep(now=NOW) == Swept(breached=DUE)
    assert Breach.objects.count() == DUE
    assert Fact.objects.filter(topic="clock.breached").count() == DUE
    assert sweep(now=NOW + timedelta(minutes=1)) == Swept()


@pytest.mark.usefixtures("hundred_thousand")
def test_a_day_edited_under_a_hundred_thousand_running_clocks() -> None:
    revision = revise_calendar(
        days={date(2026, 3, 9): DayKind.HOLIDAY}, source="x", reason="台风停工", actor=SYSTEM, now=NOW
    )
    assert len(revision.moved) == DUE  # the others began on that day, which does not count anyway
