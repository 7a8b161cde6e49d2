"""A slow reference for deadlines, written from the ruling (workflows.md 3.4.1), sharing no code with crm.

Time is a tape of minutes, painted: away (1) or with us (0), open (1) or closed (0). Every answer is found
by walking along the tape and looking.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

DAY = 24 * 60
FOREVER = 400  # days of tape


class Tape:
    """The minutes of FOREVER days from the day of the start; wall-clock times of Asia/Shanghai, naive."""

    def __init__(
        self,
        start: datetime,
        pauses: list[tuple[datetime, datetime | None]],
        worked: Callable[[date], bool],
    ) -> None:
        self.first = start.date()
        self.worked = worked
        self.away = bytearray(FOREVER * DAY)
        self.open = bytearray(FOREVER * DAY)
        self.start = self.minute(start)
        for left, back in pauses:
            until = len(self.away) if back is None else self.minute(back)
            for minute in range(self.minute(left), until):
                self.away[minute] = 1
        for number in range(FOREVER):
            if worked(self.first + timedelta(days=number)):
                for minute in range(510, 720):  # 08:30 to 12:00
                    self.open[number * DAY + minute] = 1
                for minute in range(810, 1050):  # 13:30 to 17:30
                    self.open[number * DAY + minute] = 1

    def minute(self, moment: datetime) -> int:
        return round((moment - datetime(self.first.year, self.first.month, self.first.day)).total_seconds() / 60)  # noqa: DTZ001

    def moment(self, minute: int) -> datetime:
        return datetime(self.first.year, self.first.month, self.first.day) + timedelta(minutes=minute)  # noqa: DTZ001

    def day_counts(self, number: int, needs_work: bool) -> bool:
        """The day `number` after the start: is it one that the ruling counts?"""
        if number == 0:
            return False
        if needs_work and not self.worked(self.first + timedelta(days=number)):
            return False
        paused_at_close = self.away[number * DAY + 1050]
        paused_at_the_close_of_the_day_before = self.away[number * DAY]
        return not paused_at_close and not paused_at_the_close_of_the_day_before


def due_after_days(tape: Tape, limit: int, needs_work: bool) -> datetime | None:
    """17:30 of the limit-th day that counts; None where the tape ends away."""
    if tape.away[-1]:
        return None
    counted = 0
    for number in range(FOREVER):
        if tape.day_counts(number, needs_work):
            counted += 1
        if counted == limit:
            return tape.moment(number * DAY + 1050)
    raise AssertionError("the tape is too short")


def days_counted(tape: Tape, until: date, needs_work: bool) -> int:
    """How many days the ruling has counted up to and with `until`."""
    return sum(tape.day_counts(number, needs_work) for number in range((until - tape.first).days + 1))


def due_after_minutes(tape: Tape, limit: int, in_office: bool) -> datetime | None:
    """The end of the limit-th minute that was ours (and open, for working hours)."""
    if tape.away[-1]:
        return None
    counted = 0
    for minute in range(tape.start, len(tape.away)):
        if not tape.away[minute] and (tape.open[minute] or not in_office):
            counted += 1
        if counted == limit:
            return tape.moment(minute + 1)
    raise AssertionError("the tape is too short")
