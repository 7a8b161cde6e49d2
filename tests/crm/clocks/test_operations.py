"""A clock's life in rows: deadlines stored, spans apart, breaches once, totals by their parts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.clocks.enums import ClockState, Holder, PauseReason, RuleKind, ShiftCause, SpanKind, VoltageClass
from crm.clocks.errors import ClockEnded, ClockGoesBack, ClockKeyTaken, NoClockRule, PauseNotAllowed
from crm.clocks.models import Breach, Clock, ClockRule, ClockShift, ClockSpan
from crm.clocks.operations import (
    cancel_clock,
    continue_clock,
    hand_over_clock,
    pause_clock,
    resume_clock,
    set_waiting,
    start_clock,
    stop_clock,
)
from crm.clocks.queries import choose_rule, choose_rules
from crm.org.models import Department
from crm.outbox.models import Fact
from tests.crm.clocks.test_cases import CASES
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_company()["GS"]


def pause(clock: Clock, at: str, reason: str = PauseReason.CONSENT, **more) -> Clock:
    return pause_clock(clock=clock, reason=reason, actor=SYSTEM, now=t(at), **more)


def resume(clock: Clock, at: str) -> Clock:
    return resume_clock(clock=clock, actor=SYSTEM, now=t(at))


def stop(clock: Clock, at: str) -> Clock:
    return stop_clock(clock=clock, actor=SYSTEM, now=t(at))


@pytest.mark.parametrize(("number", "limit", "start", "pauses", "expected", "provisional"), CASES)
def test_rows_of_clock_cases_through_the_database(
    department: Department, number: int, limit: int, start: str, pauses: list[str], expected: str, provisional: bool
) -> None:
    """The seeded calendar of 2026 and the stored spans give the same deadline as the hand-checked table."""
    clock = make_clock(make_rule(limit=limit), department, t(start))
    for stretch in pauses:
        left, back = stretch.split(" to ")
        assert pause(clock, left).due_at is None
        resume(clock, back)
    clock.refresh_from_db()
    assert (clock.due_at, clock.provisional, clock.state) == (t(expected), provisional, ClockState.RUNNING), number


def test_row_12_no_deadline_while_paused(department: Department) -> None:
    clock = pause(make_clock(make_rule(), department, t("2026-07-01 09:00")), "2026-07-02 10:00")
    clock.refresh_from_db()
    assert (clock.state, clock.due_at, clock.warn_at) == (ClockState.PAUSED, None, None)


def test_the_same_key_twice_is_one_clock(department: Department) -> None:
    rule = make_rule()
    first = make_clock(rule, department, t("2026-03-02 09:00"))
    second = start_clock(
        rule=rule,
        key=first.key,
        started_at=t("2026-03-04 09:00"),
        department=department,
        actor=SYSTEM,
        now=t("2026-03-04 09:00"),
    )
    assert (second.pk, second.due_at) == (first.pk, t("2026-03-09 17:30"))
    assert ClockSpan.objects.count() == 1
    with pytest.raises(ClockKeyTaken):
        make_clock(make_rule("OTHER"), department, t("2026-03-02 09:00"))


def test_a_pause_is_written_down_and_its_end_shifts_the_deadline(department: Department) -> None:
    clock = make_clock(make_rule(limit=15), department, t("2026-04-01 10:00"))
    pause(clock, "2026-04-08 15:00", note="客户出差", document="函 12 号")
    resume(clock, "2026-04-10 10:00")
    spans = list(clock.spans.values_list("kind", "holder", "reason", "note", "document"))
    assert spans == [
        ("RUNNING", "UTILITY", "", "", ""),
        ("PAUSED", "CUSTOMER", "W5", "客户出差", "函 12 号"),
        ("RUNNING", "UTILITY", "", "", ""),
    ]
    shifts = list(clock.shifts.values_list("old_due", "new_due", "cause"))
    assert shifts == [
        (t("2026-04-23 17:30"), None, ShiftCause.PAUSED),
        (t("2026-04-23 17:30"), t("2026-04-28 17:30"), ShiftCause.RESUMED),
    ]


def test_pause_and_resume_twice_change_nothing_more(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-06-01 09:00"))
    for _ in range(2):
        pause(clock, "2026-06-02 09:00")
    for _ in range(2):
        resume(clock, "2026-06-03 09:00")
    assert [span.kind for span in clock.spans.all()] == ["RUNNING", "PAUSED", "RUNNING"]
    assert ClockShift.objects.count() == 2


def test_another_reason_begins_another_span_and_its_holder(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-06-01 09:00"))
    pause(clock, "2026-06-02 09:00", PauseReason.DESIGN)
    pause(clock, "2026-06-03 09:00", PauseReason.CONSTRUCTION)
    pause(clock, "2026-06-04 09:00", "W3+W1", holder=Holder.CUSTOMER)
    resume(clock, "2026-06-05 09:00")
    assert list(clock.spans.filter(kind=SpanKind.PAUSED).values_list("reason", "holder")) == [
        ("W2", "DESIGN_FIRM"),
        ("W3", "CONTRACTOR"),
        ("W3+W1", "CUSTOMER"),
    ]
    # Away at the close of 2, 3 and 4 June, back on 5: only 8 June is the first day that counts.
    clock.refresh_from_db()
    assert clock.due_at == t("2026-06-12 17:30")


def test_a_reason_that_the_rule_does_not_list_is_refused(department: Department) -> None:
    clock = make_clock(make_rule(pause_reasons=["W1"]), department, t("2026-06-01 09:00"))
    for reason in ("W2", "W1+W2", "weather"):
        with pytest.raises(PauseNotAllowed):
            pause(clock, "2026-06-02 09:00", reason)
    clock.refresh_from_db()
    assert (clock.state, clock.spans.count()) == (ClockState.RUNNING, 1)


def test_an_action_stops_exactly_its_own_clock(department: Department) -> None:
    """Several deadlines on one case: the reply stops T1, the others run on untouched."""
    rule, other = make_rule(), make_rule("X9", 9)
    one = make_clock(rule, department, t("2026-06-01 09:00"), "case:1:T1")
    two = make_clock(other, department, t("2026-06-01 09:00"), "case:1:T6")
    foreign = make_clock(rule, department, t("2026-06-01 09:00"), "case:2:T1")
    stop(one, "2026-06-02 09:00")
    states = dict(Clock.objects.values_list("key", "state"))
    assert states == {one.key: "STOPPED", two.key: "RUNNING", foreign.key: "RUNNING"}
    two.refresh_from_db()
    assert (two.due_at, foreign.due_at) == (t("2026-06-12 17:30"), t("2026-06-08 17:30"))


def test_stopping_late_is_a_breach_though_no_sweep_came_by(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    stop(clock, "2026-03-09 17:31")
    breach = Breach.objects.get()
    assert (breach.deadline, breach.recorded_at) == (t("2026-03-09 17:30"), t("2026-03-09 17:31"))
    assert Fact.objects.get().key == f"clock.breached:{breach.pk}"
    stop(clock, "2026-03-10 09:00")
    assert Breach.objects.count() == 1


def test_stopping_at_the_very_deadline_is_in_time(department: Department) -> None:
    stop(make_clock(make_rule(), department, t("2026-03-02 09:00")), "2026-03-09 17:30")
    assert not Breach.objects.exists()


def test_pausing_late_does_not_hide_the_breach(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    pause(clock, "2026-03-10 09:00")
    resume(clock, "2026-03-12 09:00")
    clock.refresh_from_db()
    assert (clock.due_at, clock.breached_at) == (t("2026-03-09 17:30"), t("2026-03-09 17:30"))
    stop(clock, "2026-03-13 09:00")
    assert Breach.objects.count() == 1


def test_a_clock_that_stands_still_is_judged_as_if_the_ball_came_back(department: Department) -> None:
    clock = pause(make_clock(make_rule(limit=1), department, t("2026-03-02 09:00")), "2026-03-02 15:00")
    stopped = stop(clock, "2026-05-20 09:00")
    assert (stopped.state, stopped.due_at) == (ClockState.STOPPED, t("2026-05-21 17:30"))
    assert not Breach.objects.exists()
    assert not ClockSpan.objects.filter(ended_at=None).exists()


def test_ended_clocks_refuse_to_move(department: Department) -> None:
    rule = make_rule()
    stopped = stop(make_clock(rule, department, t("2026-03-02 09:00"), "a"), "2026-03-03 09:00")
    cancelled = make_clock(rule, department, t("2026-03-02 09:00"), "b")
    for _ in range(2):
        cancel_clock(clock=cancelled, reason="客户撤销", actor=SYSTEM, now=t("2026-03-03 09:00"))
    for clock in (stopped, cancelled):
        with pytest.raises(ClockEnded):
            pause(clock, "2026-03-04 09:00")
        with pytest.raises(ClockEnded):
            resume(clock, "2026-03-04 09:00")
    with pytest.raises(ClockEnded):
        stop(cancelled, "2026-03-04 09:00")
    assert Entry.objects.filter(operation="clocks.cancel_clock", reason="客户撤销").count() == 2


def test_who_waited_for_another_comes_right_after(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    pause(clock, "2026-03-03 09:00")
    stop(clock, "2026-03-03 08:59:31")  # sent first, and had the lock last
    first, *later = [(span.started_at, span.ended_at) for span in clock.spans.order_by("id")]
    assert first == (t("2026-03-02 09:00"), t("2026-03-03 09:00"))
    assert set(later) == {(t("2026-03-03 09:00"), t("2026-03-03 09:00"))}
    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == (ClockState.STOPPED, t("2026-03-03 09:00"))


def test_time_does_not_run_backwards(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    with pytest.raises(ClockGoesBack):
        pause(clock, "2026-03-02 08:59")
    pause(clock, "2026-03-03 09:00")
    with pytest.raises(ClockGoesBack):
        resume(clock, "2026-03-03 08:59")
    with pytest.raises(ClockGoesBack):
        stop(clock, "2026-03-03 08:59")
    with pytest.raises(ValueError, match="future"):
        start_clock(
            rule=clock.rule,
            key="later",
            started_at=t("2026-03-03 09:00"),
            department=department,
            actor=SYSTEM,
            now=t("2026-03-02 09:00"),
        )


def test_a_fault_of_ours_continues_the_same_clock(department: Department) -> None:
    """Ruling 4: the second visit goes on with what the first had used; the time between is a pause."""
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    stop(clock, "2026-03-04 10:00")
    again = continue_clock(clock=clock, actor=SYSTEM, now=t("2026-03-10 10:00"))
    assert (again.pk, again.state, again.stopped_at) == (clock.pk, ClockState.RUNNING, None)
    # 3 March counts; away from 4 to 10 March; 11, 12, 13 and 16 complete the five.
    assert again.due_at == t("2026-03-16 17:30")
    assert list(clock.spans.values_list("kind", flat=True)) == ["RUNNING", "PAUSED", "RUNNING"]


def test_a_clock_handed_to_the_book_runs_on_there(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"), account_id=None)
    pause(clock, "2026-03-03 09:00")
    resume(clock, "2026-03-04 09:00")
    for _ in range(2):
        heir = hand_over_clock(
            clock=clock,
            key="account:7:T13",
            owner_kind="account",
            account_id=7,
            actor=SYSTEM,
            now=t("2026-03-05 09:00"),
        )
    clock.refresh_from_db()
    assert (clock.state, clock.successor_id) == (ClockState.HANDED_OVER, heir.pk)
    assert (heir.state, heir.due_at, heir.account_id) == (ClockState.RUNNING, clock.due_at, 7)
    assert heir.spans.count() == 3
    assert stop(heir, "2026-03-06 09:00").state == ClockState.STOPPED


def test_total_clock_under_parallel_waits(department: Department) -> None:
    """The low-voltage example of clock-cases.md: two branches, the total waits only while both do."""
    total = make_clock(make_rule(limit=3), department, t("2026-06-01 09:00"))

    def waiting(at: str, live: str, waits: str) -> Clock:
        return set_waiting(clock=total, live=live.split(), waiting=waits.split(), actor=SYSTEM, now=t(at))

    assert waiting("2026-06-02 10:00", "contract metering", "contract").state == ClockState.RUNNING
    assert waiting("2026-06-03 16:00", "contract", "contract").state == ClockState.PAUSED
    back = waiting("2026-06-05 10:00", "contract", "")
    assert (back.state, back.due_at) == (ClockState.RUNNING, t("2026-06-09 17:30"))


def test_total_of_high_voltage_runs_only_while_a_part_runs(department: Department) -> None:
    rule = make_rule("SUM", 6, is_total=True)
    total = make_clock(rule, department, t("2026-03-02 09:00"), "case:1:T6")
    assert (total.state, total.due_at) == (ClockState.PAUSED, None)
    plan = make_clock(make_rule("P", 15), department, t("2026-03-02 09:00"), "case:1:T1", part_of=[total])
    total.refresh_from_db()
    assert (total.state, total.due_at) == (ClockState.RUNNING, t("2026-03-10 17:30"))
    stop(plan, "2026-03-06 11:00")  # 3, 4, 5, 6 March used
    total.refresh_from_db()
    assert (total.state, total.due_at) == (ClockState.PAUSED, None)
    review = make_clock(make_rule("R", 3), department, t("2026-04-01 10:00"), "case:1:T2", part_of=[total])
    total.refresh_from_db()
    assert total.due_at == t("2026-04-03 17:30")
    pause(review, "2026-04-02 15:00")
    total.refresh_from_db()
    assert total.state == ClockState.PAUSED
    resume(review, "2026-04-03 10:00")
    total.refresh_from_db()
    assert total.due_at == t("2026-04-08 17:30")
    # The engine's own pause and resume of a total change nothing: its parts decide.
    assert pause(total, "2026-04-03 11:00", "parts").state == ClockState.RUNNING
    assert resume(total, "2026-04-03 11:00").due_at == t("2026-04-08 17:30")
    stop(review, "2026-04-09 09:00")
    assert list(Breach.objects.filter(clock=total).values_list("deadline", flat=True)) == [t("2026-04-08 17:30")]
    assert stop(total, "2026-04-10 09:00").state == ClockState.STOPPED
    assert not ClockSpan.objects.filter(clock=total, ended_at=None).exists()


def test_a_total_started_after_its_part_runs_with_it(department: Department) -> None:
    """The engine settles clocks that measure others last."""
    part = make_clock(make_rule("P", 15), department, t("2026-03-02 09:00"), "case:1:T1")
    rule = make_rule("SUM", 6, is_total=True)
    total = make_clock(rule, department, t("2026-03-02 09:00"), "case:1:T6", parts=[part])
    assert (total.state, total.due_at) == (ClockState.RUNNING, t("2026-03-10 17:30"))
    pause(part, "2026-03-03 09:00")
    total.refresh_from_db()
    assert total.state == ClockState.PAUSED


def test_the_database_keeps_spans_apart_and_breaches_for_good(department: Department) -> None:
    clock = make_clock(make_rule(), department, t("2026-03-02 09:00"))
    stop(clock, "2026-03-10 09:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSpan.objects.create(
            clock=clock, kind=SpanKind.RUNNING, started_at=t("2026-03-04 09:00"), ended_at=t("2026-03-05 09:00")
        )
    for table in ("crm_clocks_breach", "crm_clocks_clockshift"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Breach.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.create(clock=clock, deadline=t("2026-03-09 17:30"), recorded_at=t("2026-03-10 09:00"))


@pytest.mark.parametrize(
    ("timer", "kind", "given", "limit"),
    [
        ("T1", RuleKind.STATUTORY, {"voltage": "HV", "sources": 1}, 20),
        ("T1", RuleKind.STATUTORY, {"voltage": "HV", "sources": 2}, 45),
        ("T1", RuleKind.PROMISED, {"voltage": "HV", "sources": 1, "business": "104"}, 15),
        ("T1", RuleKind.PROMISED, {"voltage": "HV", "sources": 3, "business": "104"}, 30),
        ("T1", RuleKind.INTERNAL, {"voltage": "HV", "sources": 2}, 20),
        ("T1", RuleKind.PROMISED, {"voltage": "LV", "business": "101"}, 3),
        ("T1", RuleKind.PROMISED, {"voltage": "LV", "business": "102"}, 7),
        ("T2", RuleKind.INTERNAL, {"voltage": "HV"}, 3),
        ("T6", RuleKind.PROMISED, {"voltage": "HV", "sources": 1}, 22),
        ("T6", RuleKind.PROMISED, {"voltage": "HV", "sources": 2}, 32),
        ("T6", RuleKind.PROMISED, {"voltage": "LV", "business": "102"}, 6),
        ("T6", RuleKind.PROMISED, {"voltage": "LV", "business": "102", "external_works": True}, 15),
        ("T6", RuleKind.PROMISED, {"voltage": "LV", "business": "101", "external_works": True}, 15),
        ("T12", RuleKind.STATUTORY, {"voltage": "HV"}, 12),
        ("T12", RuleKind.STATUTORY, {"voltage": "MV"}, 12),
        ("T1", RuleKind.PROMISED, {"voltage": "UV", "sources": 2, "business": "104"}, 30),
        ("T17", RuleKind.STATUTORY, {"voltage": "MV", "business": "205"}, 2),
        ("T17", RuleKind.STATUTORY, {"voltage": "UV", "business": "205"}, 3),
        ("T9", RuleKind.INTERNAL, {"voltage": "LV", "business": "101"}, 5),
    ],
)
def test_the_seeded_rule_that_names_more_wins(timer: str, kind: str, given: dict, limit: int) -> None:
    assert choose_rule(timer, kind=kind, on=date(2026, 11, 25), **given).limit == limit


def test_rules_of_a_department_and_of_another_time(department: Department) -> None:
    rule = choose_rule("T1", on=date(2026, 11, 25), voltage=VoltageClass.HIGH, sources=1)
    rule.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()
    old = ClockRule.objects.get(code="T1-HV1")
    old.valid = (None, date(2026, 6, 1))
    old.save()
    with pytest.raises(NoClockRule):
        choose_rule("T1", on=date(2026, 6, 1), voltage="HV", sources=1)
    assert choose_rule("T1", on=date(2026, 5, 31), voltage="HV", sources=1).limit == 15
    own = make_rule("T1-GS", 12, department=department, voltage="HV")
    own.timer = "T1"
    own.save()
    assert choose_rule("T1", on=date(2026, 6, 1), voltage="HV", sources=2, department=department).limit == 12
    assert choose_rule("T1", on=date(2026, 6, 1), voltage="HV", sources=2).limit == 30


def test_choosing_all_kinds_is_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        kinds = [rule.kind for rule in choose_rules("T1", on=date(2026, 11, 25), voltage="HV", sources=1)]
    assert kinds == ["STATUTORY", "PROMISED", "INTERNAL"]
