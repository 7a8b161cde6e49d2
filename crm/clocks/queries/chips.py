"""How clocks look to people: what is left or overdue, who holds the ball, who used the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from crm.clocks.arithmetic import DAY_UNITS, Terms, Usage, used
from crm.clocks.enums import ClockState, Holder, LimitUnit, SpanKind, reason_words
from crm.clocks.ledger import Ledger, parts_of, pauses_of
from crm.clocks.models import Clock, ClockPart, ClockRule, ClockSpan
from crm.clocks.queries.shares import TimeShares, shares_of
from crm.prepared import PreparedTogether
from crm.reading import join_rows
from crm.workdays.calendar import Calendars, calendars_of
from crm.workdays.models import CalendarVersion


@dataclass(frozen=True)
class ClockChip:
    """One clock as a list or a page shows it.

    `state` is a key of the chips of `crm_web` (late, soon, running, paused, done, aborted), which gives colour
    and icon; `word` says the same in the reader's language. `due_at` is the stored column.
    """

    clock: Clock
    state: str
    word: str
    due_at: datetime | None
    provisional: bool
    holder: Holder
    is_late: bool
    usage: Usage
    shares: TimeShares

    @property
    def name(self) -> str:
        """What is promised, in the reader's language."""
        return self.clock.rule.label

    @property
    def holder_label(self) -> Any:
        """Who holds the ball, in words."""
        return self.holder.label

    @property
    def bar(self) -> list[tuple[str, int]]:
        """(us | customer | third | left, amount) for `share_bar`."""
        parts = self.shares.bar()
        if self.usage.remaining and not self.clock.is_final:
            parts.append(("left", self.usage.remaining))
        return parts


def clock_chips(clocks: Iterable[Clock], now: datetime) -> dict[int, ClockChip]:
    """The chips of clocks by clock id; one query, however many clocks. The clocks know their rules afterwards."""
    rows = list(clocks)
    if not rows:
        return {}
    read = _READ.rows([clock.pk for clock in rows], list({clock.rule_id for clock in rows}))
    join_rows(rows, "rule", {rule.pk: rule for rule in read["rules"]})
    join_rows(read["links"], "part", {part.pk: part for part in read["parts"]})
    pauses = {span.pk: span for span in read["pauses"] + read["pauses_of_parts"]}  # a part may be asked for too
    return _chips(rows, Ledger(rows, read["links"], pauses.values()), _calendars(read), now)


def _reads(clocks: Any, rules: Any) -> dict[str, QuerySet[Any]]:
    links = ClockPart.objects.filter(total_id__any_of=clocks)
    paused = ClockSpan.objects.filter(kind=SpanKind.PAUSED).order_by("started_at", "id")
    return {
        "rules": ClockRule.objects.filter(pk__any_of=rules),
        "links": links.order_by("part_id"),
        "parts": Clock.objects.filter(pk__in=links.values("part")),
        "pauses": paused.filter(clock_id__any_of=clocks),
        "pauses_of_parts": paused.filter(clock__in=links.values("part")),
        "calendar": CalendarVersion.objects.all(),
    }


_READ = PreparedTogether(_reads, list, list)


def reads_of_chips(clocks: QuerySet[Clock]) -> dict[str, QuerySet[Any]]:
    """All that is read for the chips of clocks whose totals have their parts among them, by name: to be read in one
    statement with more (`crm.prepared.PreparedTogether`)."""
    return {
        "clocks": clocks,
        "rules": ClockRule.objects.filter(pk__in=clocks.values("rule")),
        "parts": parts_of(clocks),
        "pauses": pauses_of(clocks),
        "calendar": CalendarVersion.objects.all(),
    }


def chips_of_read(read: Mapping[str, list[Any]], now: datetime) -> dict[int, ClockChip]:
    """The chips of clocks by clock id, from what `reads_of_chips` named; no query."""
    clocks: list[Clock] = read["clocks"]
    join_rows(clocks, "rule", {rule.pk: rule for rule in read["rules"]})
    return _chips(clocks, Ledger(clocks, read["parts"], read["pauses"]), _calendars(read), now)


def _calendars(read: Mapping[str, list[Any]]) -> Calendars:
    return calendars_of(next((version.token for version in read["calendar"]), None))


def _chips(rows: Sequence[Clock], ledger: Ledger, calendars: Calendars, now: datetime) -> dict[int, ClockChip]:
    chips = {}
    terms_of: dict[int, Terms] = {}
    for clock in rows:
        if clock.until:
            terms = clock.terms()
        else:  # the rule's own: many clocks of a list run under the same few rules
            terms = terms_of.get(clock.rule_id) or terms_of.setdefault(clock.rule_id, clock.terms())
        calendar = calendars.of(clock.department_id)
        end = clock.stopped_at or now
        lines = ledger.timelines[clock.pk]
        usage = (
            used(terms, lines, calendar, end, clock.due_at)
            if lines
            else Usage(True, 0, terms.limit, terms.limit, 0)
        )
        shares = shares_of(clock, terms, ledger, calendar, end, usage.used if usage.in_days else None)
        chips[clock.pk] = _chip(clock, usage, ledger, shares, now)
    return chips


def _chip(clock: Clock, usage: Usage, ledger: Ledger, shares: TimeShares, now: datetime) -> ClockChip:
    is_late = is_overdue(clock, now)
    pause = ledger.open_pause(clock)
    holder = Holder(pause.holder) if pause else Holder.UTILITY
    state, word = _state_and_word(clock, usage, pause.reason if pause else "", is_late, now)
    return ClockChip(clock, state, word, clock.due_at, clock.provisional, holder, is_late, usage, shares)


def is_overdue(clock: Clock, now: datetime) -> bool:
    """Whether the clock is, or ended, past its deadline; the same comparison as the sweep's."""
    if clock.due_at is None:
        return clock.breached_at is not None
    return (clock.stopped_at or now) > clock.due_at


def _state_and_word(clock: Clock, usage: Usage, reason: str, is_late: bool, now: datetime) -> tuple[str, str]:
    match ClockState(clock.state):
        case ClockState.CANCELLED:
            return "aborted", gettext("cancelled")
        case ClockState.HANDED_OVER:
            return "done", gettext("handed over")
        case ClockState.STOPPED:
            return ("late", gettext("done late")) if is_late else ("done", gettext("done in time"))
        case ClockState.PAUSED:
            return "paused", gettext("Paused · %(reason)s") % {"reason": reason_words(reason)}
    if is_late:
        return "late", _late_words(clock, usage)
    soon = (clock.warn_at is not None and clock.warn_at <= now) or clock.warned_at is not None
    return "soon" if soon else "running", _left_words(clock, usage, now)


def _late_words(clock: Clock, usage: Usage) -> str:
    count = usage.overdue
    if clock.rule.unit == LimitUnit.WORKING_DAYS:
        return ngettext("%(count)d working day overdue", "%(count)d working days overdue", count) % {"count": count}
    if clock.rule.unit in DAY_UNITS:
        return ngettext("%(count)d day overdue", "%(count)d days overdue", count) % {"count": count}
    if count < 60:
        return ngettext("%(count)d minute overdue", "%(count)d minutes overdue", count) % {"count": count}
    hours = count // 60
    return ngettext("%(count)d hour overdue", "%(count)d hours overdue", hours) % {"count": hours}


def _left_words(clock: Clock, usage: Usage, now: datetime) -> str:
    """Working days or days while some remain after today, then hours, then minutes."""
    count = usage.remaining
    if usage.in_days and count and clock.rule.unit == LimitUnit.WORKING_DAYS:
        return ngettext("%(count)d working day left", "%(count)d working days left", count) % {"count": count}
    if usage.in_days and count:
        return ngettext("%(count)d day left", "%(count)d days left", count) % {"count": count}
    left = (clock.due_at - now) if clock.due_at else timedelta()
    minutes = max(0, int(left.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
