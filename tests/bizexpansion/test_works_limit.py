"""T6 of low voltage (workflows.md 3.4.9): 6 working days, 15 once the plan says that there are works outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from bizexpansion.models import CaseClock
from crm.audit.models import Entry
from crm.clocks.arithmetic import deadline
from crm.clocks.enums import ShiftCause
from crm.clocks.ledger import timeline_of
from crm.clocks.models import Clock, ClockRule, ClockShift
from crm.workdays.calendar import load_calendar
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import low_voltage
from tests.factories.bizexpansion import make_people

pytestmark = pytest.mark.django_db


def total(office: Office) -> dict[str, Clock]:
    links = CaseClock.objects.filter(case=office.case, timer="T6").select_related("clock__rule")
    return {link.kind: link.clock for link in links}


def limits(office: Office) -> dict[str, tuple[str, int]]:
    return {kind: (clock.rule.code, clock.rule.limit) for kind, clock in total(office).items()}


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        (2, {"PROMISED": ("T6-LV", 6), "INTERNAL": ("T6-LV-IN", 5)},
         {"PROMISED": ("T6-LV-WORKS", 15), "INTERNAL": ("T6-LV-WORKS-IN", 15)}),
        (0, {"PROMISED": ("T6-RES", 5), "INTERNAL": ("T6-LV-IN", 5)},
         {"PROMISED": ("T6-RES-WORKS", 15), "INTERNAL": ("T6-LV-WORKS-IN", 15)}),
    ],
)  # fmt: skip
def test_the_limit_follows_the_plan(
    now: datetime, table: int, before: dict[str, tuple[str, int]], after: dict[str, tuple[str, int]]
) -> None:
    office = Office(make_people(), low_voltage.TABLES[table], now)
    office.accept()
    office.run("draft_plan")
    assert limits(office) == before
    first = total(office)["INTERNAL"]
    office.must("draft_plan", project_flag="4")
    assert limits(office) == after
    second = total(office)["INTERNAL"]
    assert (second.pk, second.started_at) == (first.pk, first.started_at), "the same clock, from acceptance on"
    assert first.due_at is not None
    assert second.due_at is not None
    assert second.due_at > first.due_at + timedelta(days=9)
    counted = deadline(
        second.terms(), [timeline_of(second, second.spans.all())], load_calendar(second.department_id)
    )
    assert counted is not None
    assert second.due_at == counted.due_at
    assert ClockShift.objects.filter(clock=second, cause=ShiftCause.AGREED).count() == 1
    office.must("approve_plan", outcome="redraft", decision="REDRAFT", note="外线可利用现有电缆")
    office.must("draft_plan", project_flag="1")
    assert limits(office) == before, "the plan that counts has none"
    assert total(office)["INTERNAL"].due_at == first.due_at


def test_a_case_whose_plan_was_drafted_before_is_put_right(now: datetime) -> None:
    """As before the limits followed the plan: works outside, and a clock of 6 days."""
    office = Office(make_people(), low_voltage.TABLES[2], now)
    office.accept()
    office.run("draft_plan")
    early = total(office)["PROMISED"].due_at
    office.must("draft_plan", project_flag="4")
    clock = total(office)["PROMISED"]
    Clock.objects.filter(pk=clock.pk).update(rule=ClockRule.objects.get(code="T6-LV"), due_at=early)
    with time_machine.travel(now + timedelta(hours=2)):
        told = StringIO()
        call_command("follow_plan_works", reason="按方案核定时限", stdout=told)
        assert told.getvalue().split(":") == [office.case.case_number, " 1\n"]
        assert (total(office)["PROMISED"].rule.limit, total(office)["PROMISED"].due_at) == (15, clock.due_at)
        again = StringIO()
        call_command("follow_plan_works", reason="按方案核定时限", stdout=again)
    assert again.getvalue() == ""
    entry = Entry.objects.filter(operation="bizexpansion.follow_plan_works").order_by("pk").first()
    assert entry is not None
    assert entry.reason == "按方案核定时限"
    assert ClockShift.objects.filter(clock=clock, cause=ShiftCause.AGREED).count() == 2
