"""Short words for the arithmetic tests: the calendar of 2025 and 2026, and times of Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm.clocks.arithmetic import Deadline, Pause, Terms, Timeline, deadline
from crm.clocks.enums import LimitUnit
from crm.workdays.arithmetic import CHINA, WorkCalendar

# Copied by hand from clock-cases.md, not from the seed, so that the seed can be wrong and be found out.
MAKE_UP_2026 = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
# fmt: off
FREE_2026 = (
    "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23",
    "04-06", "05-01", "05-04", "05-05", "06-19", "09-25", "10-01", "10-02",
    "10-05", "10-06", "10-07",
)
# fmt: on


def t(text: str) -> datetime:
    """`2026-03-02 09:00` as an instant of Asia/Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def calendar_2026() -> WorkCalendar:
    """The published year 2026 and nothing else."""
    days = {}
    day = date(2026, 1, 1)
    while day.year == 2026:
        label = f"{day:%m-%d}"
        days[day] = label in MAKE_UP_2026 or (day.weekday() < 5 and label not in FREE_2026)
        day += timedelta(days=1)
    return WorkCalendar(days)


CALENDAR = calendar_2026()


def working_days(limit: int, lead: int | None = None, **more: object) -> Terms:
    """Terms in working days."""
    return Terms(limit, LimitUnit.WORKING_DAYS, lead, **more)  # type: ignore[arg-type]


def timeline(start: str, *pauses: str, stop: str | None = None) -> Timeline:
    """A timeline from texts; a pause is `from to until`, or `from to …` where it is still open."""
    parsed = []
    for pause in pauses:
        left, back = pause.split(" to ")
        parsed.append(Pause(t(left), None if back == "…" else t(back)))
    return Timeline(t(start), tuple(parsed), t(stop) if stop else None)


def due(terms: Terms, *lines: Timeline, calendar: WorkCalendar = CALENDAR) -> Deadline:
    """The deadline of running timelines."""
    found = deadline(terms, lines, calendar)
    assert found is not None
    return found
