"""T6 of high voltage is used up by every day that any of T1 to T5 counts, whatever kind of limit they have."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bizexpansion.models import CaseClock
from crm.clocks.enums import ClockState
from crm.clocks.ledger import Ledger
from crm.clocks.models import Clock, ClockPart
from crm.workdays.arithmetic import local_date
from crm.workdays.calendar import load_calendar
from tests.factories.bizexpansion import FULL, Walk, make_people

pytestmark = pytest.mark.django_db


def test_the_total_counts_the_days_of_all_five_nodes(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    walk.accept()
    walk.run_until(after=timedelta(hours=30))
    links = CaseClock.objects.filter(case=walk.case).select_related("clock__rule")
    total = links.get(timer="T6").clock
    parts = set(ClockPart.objects.filter(total=total).values_list("part_id", flat=True))
    nodes = {link.clock_id: link.timer for link in links if link.timer in ("T1", "T2", "T3", "T4", "T5")}
    assert parts == set(nodes)
    assert set(nodes.values()) == {"T1", "T2", "T3", "T4", "T5"}
    assert total.state == ClockState.STOPPED

    calendar, ledger = load_calendar(), Ledger(Clock.objects.select_related("rule").filter(pk__in=nodes))
    days = set()
    for day in calendar.working_days_after(local_date(total.started_at)):
        if day > local_date(total.stopped_at):
            break
        if any(ledger.timelines[pk][0].counts(day, total.rule.terms(), calendar) for pk in nodes):
            days.add(day)
    by_timer = {timer: {pk for pk in nodes if nodes[pk] == timer} for timer in set(nodes.values())}
    assert len(days) > max(
        sum(any(ledger.timelines[pk][0].counts(day, total.rule.terms(), calendar) for pk in pks) for day in days)
        for pks in by_timer.values()
    )
