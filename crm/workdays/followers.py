"""Who must compute anew when the calendar changes; rooms above register in `AppConfig.ready`.

A follower runs inside the transaction of the change: either the days and everything that follows from them
are written, or nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class CalendarChange:
    """What changed: the first and the last day touched (None: without end), why, and when it was changed.

    `department_id` is given where only the office hours of one department changed.
    """

    first: date
    last: date | None
    reason: str
    at: datetime
    department_id: int | None = None


@dataclass(frozen=True)
class Moved:
    """Something whose deadline moved. `subject` is its key; `struck_out` counts breaches that were undone."""

    subject: str
    old_due: datetime | None
    new_due: datetime | None
    struck_out: int = 0


class Follower(Protocol):
    """Computes anew what a change of the calendar touches and returns what moved."""

    def __call__(self, change: CalendarChange) -> list[Moved]: ...


_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Let `follower` run at every change of the calendar; registered twice, it runs once."""
    if follower not in _followers:
        _followers.append(follower)


def follow(change: CalendarChange) -> list[Moved]:
    """Run every follower and gather what moved."""
    return [moved for follower in _followers for moved in follower(change)]
