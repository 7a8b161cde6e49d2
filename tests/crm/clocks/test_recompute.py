"""Calendar edited while clocks run: deadlines follow, shifts are listed, undone breaches are struck out."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm.audit.operation import SYSTEM
from crm.clocks.enums import ShiftCause
from crm.clocks.models import Breach, Clock, ClockShift
from crm.clocks.operations import pause_clock, resume_clock, stop_clock
from crm.clocks.sweep import Swept, sweep
from crm.org.models import Department
from crm.workdays.arithmetic import DayHours
from crm.workdays.enums import DayKind
from crm.workdays.operations import Revision, publish_year, revise_calendar, revise_office_hours
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clock(company: dict[str, Department]) -> Clock:
    """Five working days from Monday 2026-03-02 09:00: due Monday 03-09 17:30."""
    return make_clock(make_rule(), company["GS"], t("2026-03-02 09:00"))


def revise(day: str, kind: DayKind, now: str = "2026-03-04 10:00") -> Revision:
    return revise_calendar(
        days={date.fromisoformat(day): kind}, source="临时通知", reason="台风停工", actor=SYSTEM, now=t(now)
    )


def test_calendar_edited_while_clocks_run(clock: Clock) -> None:
    revision = revise("2026-03-05", DayKind.HOLIDAY)
    assert [(one.subject, one.old_due, one.new_due) for one in revision.moved] == [
        (clock.key, t("2026-03-09 17:30"), t("2026-03-10 17:30"))
    ]
    clock.refresh_from_db()
    assert (clock.due_at, clock.warn_at) == (t("2026-03-10 17:30"), t("2026-03-09 08:30"))
    shift = ClockShift.objects.get()
    assert (shift.cause, shift.reason, shift.at) == (ShiftCause.CALENDAR, "台风停工", t("2026-03-04 10:00"))
    # And back again.
    assert revise("2026-03-05", DayKind.WORKDAY).moved[0].new_due == t("2026-03-09 17:30")


def test_a_weekend_that_becomes_a_make_up_day_brings_the_deadline_forward(clock: Clock) -> None:
    assert revise("2026-03-07", DayKind.MAKE_UP).moved[0].new_due == t("2026-03-07 17:30")


def test_days_outside_a_clock_move_nothing(clock: Clock) -> None:
    assert revise("2026-03-10", DayKind.HOLIDAY).moved == []
    assert revise("2026-02-27", DayKind.HOLIDAY).moved == []
    assert not ClockShift.objects.exists()


def test_only_the_warning_may_move(clock: Clock) -> None:
    """Friday becomes free and Saturday worked: due as before, warned of on Saturday instead of Friday."""
    revise_calendar(
        days={date(2026, 3, 6): DayKind.HOLIDAY, date(2026, 3, 7): DayKind.MAKE_UP},
        source="x",
        reason="x",
        actor=SYSTEM,
        now=t("2026-03-04 10:00"),
    )
    clock.refresh_from_db()
    assert (clock.due_at, clock.warn_at) == (t("2026-03-09 17:30"), t("2026-03-07 08:30"))
    assert not ClockShift.objects.exists()


def test_a_breach_that_a_corrected_calendar_undoes_is_struck_out_with_a_reason(clock: Clock) -> None:
    sweep(now=t("2026-03-10 09:00"))
    revision = revise("2026-03-05", DayKind.HOLIDAY, "2026-03-10 10:00")
    assert revision.struck_out == 1
    breach = Breach.objects.get()
    assert (breach.struck_out_at, breach.struck_out_reason) == (t("2026-03-10 10:00"), "台风停工")
    clock.refresh_from_db()
    assert (clock.due_at, clock.breached_at) == (t("2026-03-10 17:30"), None)
    # Missed again, by the corrected deadline: a second row, the first stays as it is.
    assert sweep(now=t("2026-03-11 09:00")) == Swept(breached=1)
    assert list(Breach.objects.order_by("pk").values_list("deadline", "struck_out_at")) == [
        (t("2026-03-09 17:30"), t("2026-03-10 10:00")),
        (t("2026-03-10 17:30"), None),
    ]


def test_an_ended_clock_is_judged_anew(clock: Clock, company: dict[str, Department]) -> None:
    """One day more undoes the breach of the one that stopped on the 10th, not of the one on the 12th."""
    later = make_clock(clock.rule, company["GS"], t("2026-03-02 09:00"), "later")
    stop_clock(clock=clock, actor=SYSTEM, now=t("2026-03-10 10:00"))
    stop_clock(clock=later, actor=SYSTEM, now=t("2026-03-12 10:00"))
    assert revise("2026-03-05", DayKind.HOLIDAY, "2026-03-13 10:00").struck_out == 2
    standing = list(Breach.objects.filter(struck_out_at=None).values_list("clock__key", "deadline"))
    assert standing == [("later", t("2026-03-10 17:30"))]
    clock.refresh_from_db()
    later.refresh_from_db()
    assert (clock.breached_at, later.breached_at) == (None, t("2026-03-10 17:30"))


def test_a_breach_undone_while_paused_is_struck_out_when_the_clock_runs_on(clock: Clock) -> None:
    pause_clock(clock=clock, reason="W5", actor=SYSTEM, now=t("2026-03-10 09:00"))
    assert Breach.objects.filter(struck_out_at=None).count() == 1
    assert revise("2026-03-05", DayKind.HOLIDAY, "2026-03-11 10:00").moved == []
    back = resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-12 09:00"))
    # 3, 4, 6, 9 March counted; away at the close of the 10th, back on the 12th: the 13th is the fifth.
    assert (back.due_at, back.breached_at) == (t("2026-03-13 17:30"), None)
    assert Breach.objects.get().struck_out_at == t("2026-03-12 09:00")


def test_publishing_the_next_year_makes_provisional_deadlines_firm(company: dict[str, Department]) -> None:
    clock = make_clock(make_rule(limit=15), company["GS"], t("2026-12-15 09:00"))
    assert (clock.due_at, clock.provisional) == (t("2027-01-06 17:30"), True)
    revision = publish_year(
        year=2027,
        holidays=[date(2027, 1, 1), date(2027, 1, 4)],
        make_up_days=[],
        source="国办通知",
        actor=SYSTEM,
        now=t("2026-12-20 10:00"),
    )
    assert [one.new_due for one in revision.moved] == [t("2027-01-07 17:30")]
    clock.refresh_from_db()
    assert (clock.due_at, clock.provisional) == (t("2027-01-07 17:30"), False)


def test_office_hours_move_the_deadlines_of_their_department_only(company: dict[str, Department]) -> None:
    rule = make_rule()
    here = make_clock(rule, company["GS"], t("2026-03-02 09:00"), "here")
    make_clock(rule, company["WZ"], t("2026-03-02 09:00"), "there")
    revision = revise_office_hours(
        department=company["GS"],
        hours=DayHours(time(9), time(12), time(13), time(17)),
        valid_from=date(2026, 3, 9),
        reason="冬季作息",
        actor=SYSTEM,
        now=t("2026-03-04 10:00"),
    )
    assert [(one.subject, one.new_due) for one in revision.moved] == [(here.key, t("2026-03-09 17:00"))]


def test_a_total_follows_the_calendar(company: dict[str, Department]) -> None:
    total = make_clock(make_rule("SUM", 6, is_total=True), company["GS"], t("2026-03-02 09:00"), "total")
    make_clock(make_rule("P", 15), company["GS"], t("2026-03-02 09:00"), "part", part_of=[total])
    moved = {one.subject: one.new_due for one in revise("2026-03-05", DayKind.HOLIDAY).moved}
    assert moved == {"total": t("2026-03-11 17:30"), "part": t("2026-03-24 17:30")}


def test_the_number_of_queries_does_not_grow_with_the_clocks(
    company: dict[str, Department], django_assert_max_num_queries
) -> None:
    rule = make_rule()
    for number in range(30):
        make_clock(rule, company["GS"], t("2026-03-02 09:00"), f"case:{number}")
    with django_assert_max_num_queries(30):
        assert len(revise("2026-03-05", DayKind.HOLIDAY).moved) == 30
