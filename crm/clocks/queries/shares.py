"""Who held the time?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from crm.clocks.arithmetic import DAY_UNITS, ONE_MINUTE, Terms, days_lost, days_used
from crm.clocks.enums import Holder, LimitUnit
from crm.clocks.ledger import Ledger
from crm.clocks.models import Clock
from crm.workdays.arithmetic import ONE_DAY, WorkCalendar, days_after, local_date, midnight
from crm.workdays.calendar import load_calendar


@dataclass(frozen=True)
class TimeShares:
    """How long each holder had the ball: working days, days, or minutes, as the rule counts."""

    by_holder: dict[Holder, int]

    @property
    def us(self) -> int:
        """Ours: the days (minutes) that count against the limit."""
        return self.by_holder.get(Holder.UTILITY, 0)

    @property
    def customer(self) -> int:
        """The customer's own."""
        return self.by_holder.get(Holder.CUSTOMER, 0)

    @property
    def third(self) -> int:
        """Everybody else's: design firm, contractor, permit office, third parties."""
        return sum(self.by_holder.values()) - self.us - self.customer

    @property
    def label(self) -> str:
        """`我方 11 · 客户 9 · 其他 2`, in the reader's language."""
        return gettext("us %(us)d · customer %(customer)d · others %(third)d") % {
            "us": self.us,
            "customer": self.customer,
            "third": self.third,
        }

    def bar(self) -> list[tuple[str, int]]:
        """(kind, amount) for `share_bar`, parts of nothing left out."""
        parts = (("us", self.us), ("customer", self.customer), ("third", self.third))
        return [part for part in parts if part[1]]


def who_held_time(clock: Clock, now: datetime) -> TimeShares:
    """Who held the time of one clock until `now` or its end; four queries at most."""
    end = clock.stopped_at or now
    return shares_of(clock, clock.terms(), Ledger([clock]), load_calendar(clock.department_id), end)


def shares_of(
    clock: Clock, terms: Terms, ledger: Ledger, calendar: WorkCalendar, end: datetime, used: int | None = None
) -> TimeShares:
    """Who held the time, from rows in hand; no query. `used` says how many days of ours are known already.

    In days, each day after the start belongs to us where it counts against the limit, else to whoever had
    the ball at its close, or else at its dawn: the days add up to those that have passed.
    """
    if terms.unit not in DAY_UNITS:
        return TimeShares(dict(_minutes_by_holder(clock, ledger, end)))
    lines = ledger.timelines[clock.pk]
    if len(lines) == 1 and not (clock.rule.is_total and ledger.pauses[clock.pk]):
        by_holder = {Holder.UTILITY: days_used(terms, lines, calendar, end) if used is None else used}
        lost = () if clock.rule.is_total else days_lost(terms, lines[0], calendar, local_date(end))
        for day in lost:
            holder = ledger.holder_of_day(clock, midnight(day), terms.day_end(day, calendar))
            by_holder[holder] = by_holder.get(holder, 0) + 1
        return TimeShares(by_holder)
    return TimeShares(dict(_days_by_holder(clock, terms, ledger, calendar, end)))


def _days_by_holder(
    clock: Clock, terms: Terms, ledger: Ledger, calendar: WorkCalendar, end: datetime
) -> Counter[Holder]:
    lines = ledger.timelines[clock.pk]
    by_holder: Counter[Holder] = Counter()
    first, last = local_date(clock.started_at), local_date(end)
    for day in days_after(first - ONE_DAY if terms.counts_start_day else first):
        if day > last:
            break
        if clock.rule.unit == LimitUnit.WORKING_DAYS and not calendar.is_working(day):
            continue
        if any(line.counts(day, terms, calendar) for line in lines):
            by_holder[Holder.UTILITY] += 1
        else:
            by_holder[ledger.holder_of_day(clock, midnight(day), terms.day_end(day, calendar))] += 1
    return by_holder


def _minutes_by_holder(clock: Clock, ledger: Ledger, end: datetime) -> Counter[Holder]:
    by_holder: Counter[Holder] = Counter()
    for span in ledger.pauses[clock.pk]:
        by_holder[Holder(span.holder)] += ((span.ended_at or end) - span.started_at) // ONE_MINUTE
    away = sum(by_holder.values())
    by_holder[Holder.UTILITY] += (end - clock.started_at) // ONE_MINUTE - away
    return by_holder
