"""The sweep: once, with the deadline as its time, whatever fails; page and sweep read the same column."""

from __future__ import annotations

import pytest
from django.db import connection

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.clocks.enums import ClockState, ShiftCause
from crm.clocks.models import Breach, Clock, ClockShift
from crm.clocks.operations import pause_clock, resume_clock, stop_clock
from crm.clocks.sweep import Swept, overdue, sweep, to_be_warned
from crm.org.models import Department
from crm.outbox.models import Fact
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_company()["GS"]


@pytest.fixture
def clock(department: Department) -> Clock:
    """Started Monday 2026-03-02 09:00, due Monday 03-09 17:30, warned of Friday 03-06 08:30."""
    return make_clock(make_rule(), department, t("2026-03-02 09:00"))


def test_a_breach_bears_the_deadline_as_its_time(clock: Clock) -> None:
    assert sweep(now=t("2026-03-10 03:00")) == Swept(breached=1)
    breach = Breach.objects.get()
    assert (breach.deadline, breach.recorded_at) == (t("2026-03-09 17:30"), t("2026-03-10 03:00"))
    fact = Fact.objects.get()
    assert (fact.topic, fact.key) == ("clock.breached", f"clock.breached:{breach.pk}")
    assert fact.payload["clock_id"] == clock.pk
    clock.refresh_from_db()
    assert clock.breached_at == clock.due_at


def test_page_and_sweep_agree_to_the_minute(clock: Clock) -> None:
    """At the deadline itself the page says 'in time' and the sweep finds nothing; a moment later both turn."""
    assert clock.due_at == t("2026-03-09 17:30")
    assert not overdue(clock.due_at).exists()
    assert sweep(now=t("2026-03-09 17:30")).breached == 0
    assert overdue(t("2026-03-09 17:31")).get() == clock
    assert sweep(now=t("2026-03-09 17:31")).breached == 1


def test_twice_is_once(clock: Clock) -> None:
    sweep(now=t("2026-03-06 09:00"))
    assert sweep(now=t("2026-03-06 09:00")) == Swept()
    sweep(now=t("2026-03-10 09:00"))
    assert sweep(now=t("2026-03-10 09:01")) == Swept()
    assert sorted(Fact.objects.values_list("topic", flat=True)) == ["clock.breached", "clock.due_soon"]
    assert Breach.objects.count() == 1


def test_a_warning_comes_in_working_time_before_the_deadline(clock: Clock) -> None:
    assert sweep(now=t("2026-03-06 08:29")) == Swept()
    assert sweep(now=t("2026-03-06 08:30")) == Swept(warned=1)
    fact = Fact.objects.get()
    assert fact.payload["due_at"] == "2026-03-09T17:30:00+08:00" or fact.payload["due_at"].startswith(
        "2026-03-09T09:30"
    )


def test_reminders_only_in_working_time(clock: Clock) -> None:
    """The worker was down on Friday morning and comes back at night: the reminder waits for the next opening."""
    assert sweep(now=t("2026-03-06 23:00")) == Swept()
    clock.refresh_from_db()
    assert (clock.warn_at, clock.warned_at) == (t("2026-03-09 08:30"), None)
    assert sweep(now=t("2026-03-07 10:00")) == Swept()
    assert sweep(now=t("2026-03-09 08:30")) == Swept(warned=1)
    assert sweep(now=t("2026-03-09 09:00")) == Swept()


def test_a_duty_round_the_clock_is_warned_at_night(department: Department) -> None:
    rule = make_rule("CREW", 45, unit="MINUTES", warning_lead=15, warns_at_any_hour=True)
    make_clock(rule, department, t("2026-03-02 02:00"))
    assert sweep(now=t("2026-03-02 02:31")) == Swept(warned=1)
    assert sweep(now=t("2026-03-02 02:46")) == Swept(breached=1)


def test_an_overdue_clock_gets_its_breach_and_no_late_warning(clock: Clock) -> None:
    assert sweep(now=t("2026-03-10 09:00")) == Swept(breached=1)


def test_paused_and_ended_clocks_are_left_alone(department: Department) -> None:
    rule = make_rule()
    paused, stopped = (make_clock(rule, department, t("2026-03-02 09:00"), key) for key in "ab")
    pause_clock(clock=paused, reason="W1", actor=SYSTEM, now=t("2026-03-03 09:00"))
    stop_clock(clock=stopped, actor=SYSTEM, now=t("2026-03-03 09:00"))
    assert sweep(now=t("2026-06-01 09:00")) == Swept()
    assert not Breach.objects.exists()


def test_after_a_pause_the_new_deadline_is_warned_of_and_missed_anew(clock: Clock) -> None:
    sweep(now=t("2026-03-06 09:00"))
    pause_clock(clock=clock, reason="W5", actor=SYSTEM, now=t("2026-03-06 10:00"))
    back = resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-16 10:00"))
    assert (back.due_at, back.warn_at, back.warned_at) == (t("2026-03-18 17:30"), t("2026-03-17 08:30"), None)
    assert sweep(now=t("2026-03-17 09:00")) == Swept(warned=1)
    assert sweep(now=t("2026-03-19 09:00")) == Swept(breached=1)
    assert Breach.objects.get().deadline == t("2026-03-18 17:30")


def test_a_failing_row_is_put_aside_and_the_sweep_goes_on(department: Department) -> None:
    bad = make_clock(make_rule("BAD"), department, t("2026-03-02 09:00"), "bad")
    good = make_clock(make_rule("GOOD"), department, t("2026-03-02 09:00"), "good")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_clocks_clockrule SET unit = 'FORTNIGHTS' WHERE code = 'BAD'")
    assert sweep(now=t("2026-03-10 09:00")) == Swept(breached=1, failed=1)
    assert Breach.objects.get().clock == good
    bad.refresh_from_db()
    assert bad.sweep_error == "ValueError: 'FORTNIGHTS' is not a valid LimitUnit"
    assert bad.sweep_retry_at == t("2026-03-10 10:00")
    assert sweep(now=t("2026-03-10 09:59")) == Swept()
    assert sweep(now=t("2026-03-10 10:00")) == Swept(failed=1)
    # Mended, it is taken up again by itself.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_clocks_clockrule SET unit = 'WORKING_DAYS' WHERE code = 'BAD'")
    assert sweep(now=t("2026-03-10 11:00")) == Swept(breached=1)
    bad.refresh_from_db()
    assert (bad.sweep_error, bad.sweep_retry_at, bad.breached_at) == ("", None, t("2026-03-09 17:30"))


def test_a_row_that_the_database_refuses_does_not_take_its_batch_with_it(department: Department) -> None:
    rule = make_rule()
    clocks = [make_clock(rule, department, t("2026-03-02 09:00"), f"case:{number}") for number in range(4)]
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE crm_clocks_breach ADD CONSTRAINT no_such_breach CHECK (clock_id <> %s)", [clocks[2].pk]
        )
    assert sweep(now=t("2026-03-10 09:00")) == Swept(breached=3, failed=1)
    assert set(Breach.objects.values_list("clock_id", flat=True)) == {c.pk for c in clocks} - {clocks[2].pk}
    clocks[2].refresh_from_db()
    assert clocks[2].sweep_error == "IntegrityError"
    assert Fact.objects.filter(topic="clock.breached").count() == 3


def test_the_sweep_recomputes_the_truth_and_corrects_a_stale_column(clock: Clock) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_clocks_clock SET due_at = '2026-03-03 17:30+08'")
    assert sweep(now=t("2026-03-04 09:00")) == Swept()
    clock.refresh_from_db()
    assert (clock.due_at, clock.state) == (t("2026-03-09 17:30"), ClockState.RUNNING)
    shift = ClockShift.objects.get()
    assert (shift.old_due, shift.new_due, shift.cause) == (
        t("2026-03-03 17:30"),
        t("2026-03-09 17:30"),
        ShiftCause.SWEEP,
    )
    assert not Breach.objects.exists()


def test_batches_settle_everything(department: Department) -> None:
    rule = make_rule()
    for number in range(7):
        make_clock(rule, department, t("2026-03-02 09:00"), f"case:{number}")
    assert sweep(now=t("2026-03-10 09:00"), batch=3) == Swept(breached=7)


def test_a_batch_takes_as_many_queries_for_thirty_rows_as_for_one(department: Department) -> None:
    rule = make_rule()

    def queries_of(count: int) -> int:
        for number in range(count):
            make_clock(rule, department, t("2026-03-02 09:00"), f"case:{count}:{number}")
        with Statements() as captured:
            assert sweep(now=t("2026-03-10 09:00")) == Swept(breached=count)
        return captured.cost

    sweep(now=t("2026-03-02 09:00"))  # warm the calendar
    assert queries_of(30) == queries_of(1) < 30


def test_nothing_due_costs_three_small_queries_and_leaves_no_entry(clock: Clock, django_assert_num_queries) -> None:
    entries = Entry.objects.count()
    with django_assert_num_queries(3):
        assert sweep(now=t("2026-03-03 09:00")) == Swept()
    assert Entry.objects.count() == entries
    assert not to_be_warned(t("2026-03-03 09:00")).exists()
