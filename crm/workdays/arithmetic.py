"""Pure arithmetic over the working calendar and office hours; knows no database.

All instants are aware; days are days of Asia/Shanghai, whatever the zone of the argument.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, count
from types import MappingProxyType
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)

# Statutory days with a fixed date: 全国年节及纪念日放假办法 as amended 2024-11 (in force 2025-01-01):
# New Year's Day, 1 and 2 May, 1 to 3 October. The other statutory days follow the lunar calendar
# and the State Council's yearly notice, so an unpublished year cannot know them.
FIXED_STATUTORY_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def local_date(moment: datetime) -> date:
    """The day in Asia/Shanghai on which an aware `moment` lies."""
    return moment.astimezone(CHINA).date()


def at(day: date, wall: time) -> datetime:
    """The instant at which clocks in Asia/Shanghai show `wall` on `day`."""
    return datetime.combine(day, wall, CHINA)


def midnight(day: date) -> datetime:
    """00:00 of `day`, which is also 24:00 of the day before."""
    return at(day, time.min)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of office time, from `start` to `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayHours:
    """Opening, lunch break and close of one office.

    The defaults are UNCONFIRMED (trust P): ask each department; they are seeded as the company's row.
    """

    opens: time = time(8, 30)
    lunch_from: time = time(12, 0)
    lunch_to: time = time(13, 30)
    closes: time = time(17, 30)

    def __post_init__(self) -> None:
        """Raises ValueError where the four times do not follow one another."""
        if not self.opens < self.lunch_from <= self.lunch_to < self.closes:
            raise ValueError("office hours must run: opens < lunch from <= lunch to < closes")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, and when the office is open on them.

    `days` holds the published days (True: worked). A day that it does not hold is *provisional*:
    Monday to Friday less FIXED_STATUTORY_DAYS. `hours` is the history of office hours: pairs of
    (first day in force, hours), ascending; before the first pair the first one holds.
    """

    days: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    hours: tuple[tuple[date, DayHours], ...] = ((date.min, DayHours()),)
    _worked: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_published(self, day: date) -> bool:
        """Whether the State Council's notice for this day is known."""
        return day in self.days

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked, by the published calendar or else provisionally."""
        worked = self.days.get(day)
        if worked is None:
            return day.weekday() < 5 and (day.month, day.day) not in FIXED_STATUTORY_DAYS
        return worked

    def hours_on(self, day: date) -> DayHours:
        """The office hours in force on `day`."""
        if len(self.hours) == 1:
            return self.hours[0][1]
        index = bisect_right(self.hours, day, key=lambda pair: pair[0]) - 1
        return self.hours[max(index, 0)][1]

    def opening(self, day: date) -> datetime:
        """The instant at which the office opens on `day` (worked or not)."""
        return at(day, self.hours_on(day).opens)

    def close(self, day: date) -> datetime:
        """Close of business of `day` (worked or not)."""
        return at(day, self.hours_on(day).closes)

    def windows(self, day: date) -> tuple[Window, ...]:
        """Office time of `day`: morning and afternoon, or nothing on a day that is not worked."""
        if not self.is_working(day):
            return ()
        hours = self.hours_on(day)
        if hours.lunch_from == hours.lunch_to:
            return (Window(at(day, hours.opens), at(day, hours.closes)),)
        return (
            Window(at(day, hours.opens), at(day, hours.lunch_from)),
            Window(at(day, hours.lunch_to), at(day, hours.closes)),
        )

    def working_days_after(self, day: date) -> Iterator[date]:
        """Every working day later than `day`, without end."""
        return (later for later in days_after(day) if self.is_working(later))

    def working_day_on_or_after(self, day: date) -> date:
        """`day` itself where it is worked, otherwise the next working day."""
        return day if self.is_working(day) else next(self.working_days_after(day))

    def working_day_before(self, day: date, steps: int) -> date:
        """The working day `steps` working days earlier than `day`; `steps` >= 1."""
        for _ in range(steps):
            day -= ONE_DAY
            while not self.is_working(day):
                day -= ONE_DAY
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many days later than `after`, up to and with `until`, are worked."""
        if until <= after:
            return 0
        count = self._worked_of(until.year)[_day_of_year(until)] - self._worked_of(after.year)[_day_of_year(after)]
        return count + sum(self._worked_of(year)[-1] for year in range(after.year, until.year))

    def _worked_of(self, year: int) -> list[int]:
        """How many days of a year are worked up to and with each of its days, from none before the first; a list
        asks for the same years again and again."""
        if year not in self._worked:
            days = (date(year, 1, 1) + timedelta(days=step) for step in range(366 if isleap(year) else 365))
            self._worked[year] = [0, *accumulate(int(self.is_working(day)) for day in days)]
        return self._worked[year]

    def windows_from(self, moment: datetime) -> Iterator[Window]:
        """Office time from `moment` on, without end; the first window is cut at `moment`."""
        day = local_date(moment)
        while True:
            for window in self.windows(day):
                if window.end > moment:
                    yield Window(max(window.start, moment), window.end)
            day += ONE_DAY

    def window_holding(self, moment: datetime) -> Window | None:
        """The office time in which `moment` lies (from its start, up to but not with its end)."""
        for window in self.windows(local_date(moment)):
            if window.start <= moment < window.end:
                return window
        return None

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open at `moment`."""
        return self.window_holding(moment) is not None

    def window_before(self, moment: datetime) -> Window:
        """The last office time that has ended at `moment`."""
        day = local_date(moment)
        while True:
            for window in reversed(self.windows(day)):
                if window.end <= moment:
                    return window
            day -= ONE_DAY


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def days_after(day: date) -> Iterator[date]:
    """Every calendar day later than `day`, without end."""
    return (day + timedelta(days=step) for step in count(1))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it has no such day.

    民法典 art. 202: a period by months ends on the corresponding day, or on the last day of the month.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
