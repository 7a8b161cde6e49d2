"""The chip says what is left or overdue in words; the shares add up; queries are constant."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from crm.audit.operation import SYSTEM
from crm.clocks.enums import Holder, LimitUnit
from crm.clocks.models import Clock
from crm.clocks.operations import cancel_clock, pause_clock, resume_clock, stop_clock
from crm.clocks.queries import ClockChip, clock_chips, who_held_time
from crm.clocks.sweep import overdue
from crm.org.models import Department
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
    """Due Monday 2026-03-09 17:30, warned of Friday 03-06 08:30."""
    return make_clock(make_rule(), department, t("2026-03-02 09:00"))


def chip_at(clock: Clock, now: str) -> ClockChip:
    fresh = Clock.objects.select_related("rule").get(pk=clock.pk)
    return clock_chips([fresh], t(now))[clock.pk]


@pytest.mark.parametrize(
    ("now", "state", "english", "chinese"),
    [
        ("2026-03-02 10:00", "running", "5 working days left", "余 5 个工作日"),
        ("2026-03-05 10:00", "running", "2 working days left", "余 2 个工作日"),
        ("2026-03-06 08:30", "soon", "1 working day left", "余 1 个工作日"),
        ("2026-03-09 14:20", "soon", "3 hours left", "余 3 小时"),
        ("2026-03-09 17:10", "soon", "20 minutes left", "余 20 分钟"),
        ("2026-03-09 17:30", "soon", "0 minutes left", "余 0 分钟"),
        ("2026-03-09 17:31", "late", "1 working day overdue", "超期 1 个工作日"),
        ("2026-03-12 09:00", "late", "3 working days overdue", "超期 3 个工作日"),
    ],
)
def test_the_word_of_a_running_clock(clock: Clock, now: str, state: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        chip = chip_at(clock, now)
    assert (chip.state, chip.word, chip.holder) == (state, english, Holder.UTILITY)
    with translation.override("zh-hans"):
        assert chip_at(clock, now).word == chinese
    # The page and the sweep compare the same column in the same way.
    assert chip.is_late == overdue(t(now)).filter(pk=clock.pk).exists()


def test_a_paused_clock_says_for_whom_it_waits(clock: Clock) -> None:
    pause_clock(clock=clock, reason="W7", actor=SYSTEM, now=t("2026-03-03 10:00"))
    with translation.override("zh-hans"):
        chip = chip_at(clock, "2026-04-01 10:00")
        assert (chip.state, chip.word, chip.holder_label) == ("paused", "暂停中 · 待客户签约", "客户")
    assert (chip.due_at, chip.is_late, chip.usage.remaining) == (None, False, 5)


def test_ended_clocks(department: Department) -> None:
    rule = make_rule()
    good, late, gone = (make_clock(rule, department, t("2026-03-02 09:00"), key) for key in "abc")
    stop_clock(clock=good, actor=SYSTEM, now=t("2026-03-05 10:00"))
    stop_clock(clock=late, actor=SYSTEM, now=t("2026-03-11 10:00"))
    cancel_clock(clock=gone, reason="x", actor=SYSTEM, now=t("2026-03-05 10:00"))
    with translation.override("en"):
        chips = clock_chips(Clock.objects.select_related("rule"), t("2026-06-01 10:00"))
    assert [(chips[c.pk].state, chips[c.pk].word) for c in (good, late, gone)] == [
        ("done", "done in time"),
        ("late", "done late"),
        ("aborted", "cancelled"),
    ]
    # What it took stands still from the moment it ended.
    assert (chips[good.pk].usage.used, chips[late.pk].usage.used, chips[late.pk].usage.overdue) == (3, 7, 2)


@pytest.mark.parametrize(
    ("unit", "limit", "now", "word"),
    [
        (LimitUnit.MINUTES, 45, "2026-03-02 09:15", "30 minutes left"),
        (LimitUnit.MINUTES, 45, "2026-03-02 09:46", "1 minute overdue"),
        (LimitUnit.HOURS, 24, "2026-03-02 10:00", "23 hours left"),
        (LimitUnit.HOURS, 24, "2026-03-03 11:05", "2 hours overdue"),
        (LimitUnit.CALENDAR_DAYS, 7, "2026-03-03 09:00", "6 days left"),
        (LimitUnit.CALENDAR_DAYS, 7, "2026-03-11 09:00", "2 days overdue"),
        (LimitUnit.MONTHS, 1, "2026-03-03 09:00", "30 days left"),
        (LimitUnit.WORKING_HOURS, 4, "2026-03-02 10:00", "4 hours left"),
    ],
)
def test_words_of_other_units(department: Department, unit: LimitUnit, limit: int, now: str, word: str) -> None:
    clock = make_clock(make_rule("U", limit, unit=unit), department, t("2026-03-02 09:00"))
    with translation.override("en"):
        assert chip_at(clock, now).word == word


def test_who_held_the_time_in_working_days(department: Department) -> None:
    """3 March ours; left on the 4th and back on the 6th: those three the customer's; design firm 10 to 11."""
    clock = make_clock(make_rule(limit=15), department, t("2026-03-02 09:00"))
    pause_clock(clock=clock, reason="W5", actor=SYSTEM, now=t("2026-03-04 10:00"))
    resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-06 10:00"))
    pause_clock(clock=clock, reason="W2", actor=SYSTEM, now=t("2026-03-10 10:00"))
    resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-11 10:00"))
    shares = who_held_time(clock, t("2026-03-12 10:00"))
    assert shares.by_holder == {Holder.UTILITY: 3, Holder.CUSTOMER: 3, Holder.DESIGN_FIRM: 2}
    assert (shares.us, shares.customer, shares.third) == (3, 3, 2)
    with translation.override("zh-hans"):
        assert shares.label == "我方 3 · 客户 3 · 其他 2"
    assert sum(shares.by_holder.values()) == 8  # the working days from 3 to 12 March
    chip = chip_at(clock, "2026-03-12 10:00")
    assert chip.bar == [
        ("us", 3),
        ("customer", 3),
        ("third", 2),
        ("left", 12),
    ]


def test_who_held_a_total(department: Department) -> None:
    total = make_clock(make_rule("SUM", 22, is_total=True), department, t("2026-03-02 09:00"), "t")
    part = make_clock(make_rule("P", 15), department, t("2026-03-02 09:00"), "p", part_of=[total])
    pause_clock(clock=part, reason="W3", actor=SYSTEM, now=t("2026-03-04 10:00"))
    total.refresh_from_db()
    shares = who_held_time(total, t("2026-03-06 10:00"))
    assert shares.by_holder == {Holder.UTILITY: 1, Holder.CONTRACTOR: 3}


def test_minutes_are_shared_by_the_wall_clock(department: Department) -> None:
    clock = make_clock(make_rule("M", 90, unit=LimitUnit.MINUTES), department, t("2026-03-02 09:00"))
    pause_clock(clock=clock, reason="PERMIT", actor=SYSTEM, now=t("2026-03-02 09:20"))
    resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-02 09:50"))
    shares = who_held_time(clock, t("2026-03-02 10:00"))
    assert shares.by_holder == {Holder.PERMIT: 30, Holder.UTILITY: 30}


def test_chips_cost_the_same_for_one_clock_and_for_thirty(department: Department) -> None:
    rule, total_rule = make_rule(limit=15), make_rule("SUM", 22, is_total=True)
    for number in range(30):
        total = make_clock(total_rule, department, t("2026-03-02 09:00"), f"t{number}")
        clock = make_clock(rule, department, t("2026-03-02 09:00"), f"p{number}", part_of=[total])
        pause_clock(clock=clock, reason="W5", actor=SYSTEM, now=t("2026-03-04 10:00"))
    rows = list(Clock.objects.select_related("rule").order_by("pk"))
    counts = []
    for chosen in (rows[:2], rows):
        with Statements() as captured:
            chips = clock_chips(chosen, t("2026-03-06 10:00"))
        assert len(chips) == len(chosen)
        counts.append(captured.cost)
    assert counts == [1, 1]


def test_the_partial_shows_colour_icon_word_and_exact_time_without_inline_style(clock: Clock) -> None:
    with translation.override("zh-hans"):
        page = Template("{% load crm_clocks %}{% clock_chip chip %}{% clock_bar chip %}").render(
            Context({"chip": chip_at(clock, "2026-03-05 10:00")})
        )
    assert "chip-blue" in page
    assert "<svg" in page
    assert "余 2 个工作日" in page
    assert "03-09 17:30" in page
    assert "share-us" in page
    assert "style=" not in page
    assert "–" in Template("{% load crm_clocks %}{% clock_chip None %}").render(Context())
