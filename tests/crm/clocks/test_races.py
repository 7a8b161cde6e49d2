"""Two hands at one clock: the same key at once, two parts of one total, a calendar edited meanwhile."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from crm.audit.operation import SYSTEM
from crm.clocks.enums import ClockState
from crm.clocks.models import Clock, ClockSpan
from crm.clocks.operations import pause_clock, start_clock
from crm.workdays.enums import DayKind
from crm.workdays.operations import revise_calendar
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

START = t("2026-03-02 09:00")


def waits_for_lock(patience: int = 2400) -> None:
    """Until some other session waits for an advisory lock that this one holds."""
    tick = threading.Event()
    for _ in range(patience):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
        tick.wait(0.05)
    raise AssertionError("nobody waits")


def test_the_same_key_started_at_once_is_one_clock() -> None:
    department, rule = make_company()["GS"], make_rule()
    clocks = at_once(*[lambda: make_clock(rule, department, START, "case:1:T1")] * 4)
    assert len({clock.pk for clock in clocks}) == 1
    assert (Clock.objects.count(), ClockSpan.objects.count()) == (1, 1)


def test_two_parts_paused_at_once_leave_their_total_paused() -> None:
    department, rule = make_company()["GS"], make_rule()
    total = make_clock(make_rule("SUM", 22, is_total=True), department, START, "total")
    parts = [make_clock(rule, department, START, key, part_of=[total]) for key in ("one", "two")]
    at_once(
        *[
            lambda part=part: pause_clock(clock=part, reason="W5", actor=SYSTEM, now=t("2026-03-03 10:00"))
            for part in parts
        ]
    )
    total.refresh_from_db()
    assert (total.state, total.due_at) == (ClockState.PAUSED, None)
    assert list(total.spans.order_by("id").values_list("kind", flat=True)) == ["PAUSED", "RUNNING", "PAUSED"]


def test_a_clock_started_while_the_calendar_changes_is_computed_with_the_new_one() -> None:
    """The starter waits for the change to commit; without the lock it would keep the old deadline for good."""
    department, rule = make_company()["GS"], make_rule()
    started: list[Clock] = []

    def start() -> None:
        try:
            started.append(
                start_clock(rule=rule, key="late", started_at=START, department=department, actor=SYSTEM, now=START)
            )
        finally:
            connection.close()

    starter = threading.Thread(target=start)
    with transaction.atomic():
        revise_calendar(days={date(2026, 3, 5): DayKind.HOLIDAY}, source="x", reason="x", actor=SYSTEM, now=START)
        starter.start()
        waits_for_lock()
        assert started == []
    starter.join(120)
    assert started[0].due_at == t("2026-03-10 17:30")
    assert Clock.objects.get().due_at == t("2026-03-10 17:30")
