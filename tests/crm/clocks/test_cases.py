"""Every hand-checked row of clock-cases.md, the low-voltage total, and the month examples."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.clocks.arithmetic import Pause, Terms, Timeline, days_used, deadline
from crm.clocks.branches import Branch, common_waits, every_live_branch_waits
from crm.clocks.enums import LimitUnit
from tests.crm.clocks.values import CALENDAR, due, t, timeline, working_days

CASES = [
    (1, 5, "2026-03-02 09:00", [], "2026-03-09 17:30", False),
    (2, 3, "2026-03-06 17:29", [], "2026-03-11 17:30", False),
    (3, 3, "2026-03-07 10:00", [], "2026-03-11 17:30", False),
    (4, 15, "2026-02-11 14:00", [], "2026-03-10 17:30", False),
    (5, 2, "2026-02-14 09:00", [], "2026-02-25 17:30", False),
    (6, 10, "2026-09-18 11:00", [], "2026-10-09 17:30", False),
    (7, 15, "2026-04-01 10:00", ["2026-04-08 15:00 to 2026-04-10 10:00"], "2026-04-28 17:30", False),
    (8, 5, "2026-06-01 09:00", ["2026-06-03 09:30 to 2026-06-03 16:00"], "2026-06-08 17:30", False),
    (9, 5, "2026-06-03 09:00", ["2026-06-05 12:00 to 2026-06-08 12:00"], "2026-06-12 17:30", False),
    (10, 5, "2026-06-03 09:00", ["2026-06-05 18:00 to 2026-06-08 08:00"], "2026-06-11 17:30", False),
    (
        11,
        5,
        "2026-07-01 09:00",
        ["2026-07-02 10:00 to 2026-07-06 10:00", "2026-07-07 10:00 to 2026-08-10 10:00"],
        "2026-08-17 17:30",
        False,
    ),
    (13, 15, "2026-12-15 09:00", [], "2027-01-06 17:30", True),
]


@pytest.mark.parametrize(("number", "limit", "start", "pauses", "expected", "provisional"), CASES)
def test_row_of_clock_cases(
    number: int, limit: int, start: str, pauses: list[str], expected: str, provisional: bool
) -> None:
    found = due(working_days(limit), timeline(start, *pauses))
    assert (found.due_at, found.provisional) == (t(expected), provisional), number


def test_row_12_paused_and_not_yet_back_has_no_deadline() -> None:
    paused = timeline("2026-07-01 09:00", "2026-07-02 10:00 to …")
    assert deadline(working_days(5), [paused], CALENDAR) is None


def test_row_4_worked_out_day_by_day() -> None:
    line, terms = timeline("2026-02-11 14:00"), working_days(15)
    counted = {
        "02-11": 0,
        "02-13": 2,
        "02-14": 3,
        "02-15": 3,
        "02-23": 3,
        "02-24": 4,
        "02-27": 7,
        "02-28": 8,
        "03-01": 8,
        "03-06": 13,
        "03-10": 15,
    }
    for day, expected in counted.items():
        assert days_used(terms, [line], CALENDAR, t(f"2026-{day} 10:00")) == expected, day


def test_total_of_a_low_voltage_case_with_two_branches() -> None:
    """Ruling 2: the total pauses only while every live branch waits for the customer."""
    contract = Branch(t("2026-06-01 09:00"), None, (Pause(t("2026-06-02 10:00"), t("2026-06-05 10:00")),))
    fee = Branch(t("2026-06-01 09:00"), t("2026-06-01 09:30"))
    metering = Branch(t("2026-06-01 09:00"), t("2026-06-03 16:00"))
    waits = common_waits([contract, fee, metering])
    assert waits == (Pause(t("2026-06-03 16:00"), t("2026-06-05 10:00")),)
    total = Timeline(t("2026-06-01 09:00"), waits)
    assert due(working_days(3), total).due_at == t("2026-06-09 17:30")
    for day, used in {"06-02": 1, "06-03": 1, "06-04": 1, "06-05": 1, "06-08": 2, "06-09": 3}.items():
        assert days_used(working_days(3), [total], CALENDAR, t(f"2026-{day} 17:30")) == used, day


def test_total_runs_while_any_live_branch_is_ours() -> None:
    assert every_live_branch_waits({"contract", "fee"}, {"contract", "fee"})
    assert not every_live_branch_waits({"contract", "fee"}, {"contract"})
    assert every_live_branch_waits({"contract"}, {"contract", "ended branch"})
    assert not every_live_branch_waits(set(), set())


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        ("2026-03-31 10:00", 3, "2026-06-30"),
        ("2026-08-31 10:00", 6, "2027-02-28"),
        ("2027-08-31 10:00", 6, "2028-02-29"),
        ("2026-12-15 10:00", 1, "2027-01-15"),
        ("2026-01-30 10:00", 12, "2027-01-30"),
    ],
)
def test_months_end_on_the_corresponding_or_the_last_day(start: str, months: int, last_day: str) -> None:
    found = due(Terms(months, LimitUnit.MONTHS), timeline(start))
    assert found.due_at == t(f"{last_day} 17:30")


def test_fifteen_days_from_sealing_end_on_the_sixteenth() -> None:
    found = due(Terms(15, LimitUnit.CALENDAR_DAYS), timeline("2026-03-01 14:00"))
    assert found.due_at == t("2026-03-16 17:30")


def test_total_of_high_voltage_is_used_up_by_the_days_of_its_nodes() -> None:
    """Ruling 2: the days of the utility's segments, one after the other; between them nothing is used."""
    plan = timeline("2026-03-02 09:00", stop="2026-03-06 11:00")  # 3, 4, 5, 6 March: 4 days
    review = timeline("2026-03-20 10:00", stop="2026-03-24 09:00")  # 23, 24: 2 days
    assert deadline(working_days(10), [plan, review], CALENDAR) is None
    acceptance = timeline("2026-04-01 10:00")  # 2, 3, then 7 April (6 is free), 8: 4 days
    found = due(working_days(10), plan, review, acceptance)
    assert found.due_at == t("2026-04-08 17:30")
    assert days_used(working_days(10), [plan, review, acceptance], CALENDAR, t("2026-04-07 12:00")) == 9


def test_a_day_that_two_nodes_share_is_used_once() -> None:
    one, two = timeline("2026-03-02 09:00"), timeline("2026-03-03 09:00")
    assert due(working_days(5), one, two).due_at == t("2026-03-09 17:30")
    assert days_used(working_days(5), [one, two], CALENDAR, t("2026-03-09 17:30") + timedelta(hours=1)) == 5


def test_hours_that_two_parts_share_are_used_once() -> None:
    """A total of 10 hours over 09:00-12:00 and 11:00-14:00 has used five when a third part starts at 15:00."""
    parts = [
        timeline("2026-03-02 09:00", stop="2026-03-02 12:00"),
        timeline("2026-03-02 11:00", stop="2026-03-02 14:00"),
        timeline("2026-03-02 15:00"),
    ]
    assert due(Terms(10, LimitUnit.HOURS), *parts).due_at == t("2026-03-02 20:00")


def test_a_total_is_warned_of_by_the_part_that_has_run_longest() -> None:
    """The second part starts on the day of the warning, after its hour: the warning stays where it was."""
    parts = [timeline("2026-03-02 09:00"), timeline("2026-03-06 15:00")]
    assert due(working_days(5, 1), *parts).warn_at == t("2026-03-06 08:30")
