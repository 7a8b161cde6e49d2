"""The spans of many clocks, read at once, as the arithmetic takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from crm.clocks.arithmetic import Pause, Timeline
from crm.clocks.enums import Holder, SpanKind
from crm.clocks.models import Clock, ClockPart, ClockSpan


def timeline_of(clock: Clock, spans: Iterable[ClockSpan]) -> Timeline:
    """One clock's life from its spans, in order of time; those in which it ran are not needed."""
    paused = (span for span in spans if span.kind == SpanKind.PAUSED)
    pauses = tuple(Pause(span.started_at, span.ended_at) for span in paused)
    return Timeline(clock.started_at, pauses, clock.stopped_at)


def parts_of(totals: Collection[int] | QuerySet[Clock]) -> QuerySet[ClockPart]:
    """The parts of totals."""
    return ClockPart.objects.filter(total__in=totals).order_by("part_id")


def pauses_of(clocks: Collection[int] | QuerySet[Clock]) -> QuerySet[ClockSpan]:
    """The spans in which clocks stood still, in order of time."""
    return ClockSpan.objects.filter(clock__in=clocks, kind=SpanKind.PAUSED).order_by("started_at", "id")


class Ledger:
    """Timelines and pauses of clocks; three queries at most, however many clocks.

    A plain clock has one timeline, a total those of its parts. `pauses` are always the clock's own. Links to the
    parts and spans that have been read already, in the order of `parts_of` and `pauses_of`, need no query.
    """

    def __init__(
        self,
        clocks: Iterable[Clock],
        links: Iterable[ClockPart] | None = None,
        spans: Iterable[ClockSpan] | None = None,
    ) -> None:
        held = {clock.pk: clock for clock in clocks}
        parts: dict[int, list[int]] = defaultdict(list)
        totals = [clock.pk for clock in held.values() if clock.rule.is_total]
        if links is None:
            links = parts_of(totals).select_related("part") if totals else ()
        for link in links:
            parts[link.total_id].append(link.part_id)
            if link.part_id not in held:
                held[link.part_id] = link.part
        self.pauses: dict[int, list[ClockSpan]] = defaultdict(list)
        for span in pauses_of(held) if spans is None else spans:
            self.pauses[span.clock_id].append(span)
        own = {pk: timeline_of(clock, self.pauses[pk]) for pk, clock in held.items()}
        self.timelines: dict[int, tuple[Timeline, ...]] = {
            pk: tuple(own[part] for part in parts[pk]) if pk in totals else (own[pk],) for pk in held
        }

    def open_pause(self, clock: Clock) -> ClockSpan | None:
        """The pause in which the clock stands, if it does."""
        own = self.pauses[clock.pk]
        return own[-1] if own and own[-1].ended_at is None else None

    def holder_at(self, clock: Clock, moment: datetime) -> Holder | None:
        """Who had the ball at `moment`; None while the clock ran."""
        for span in self.pauses[clock.pk]:
            if span.started_at <= moment and (span.ended_at is None or moment < span.ended_at):
                return Holder(span.holder)
        return None

    def holder_of_day(self, clock: Clock, dawn: datetime, close: datetime) -> Holder:
        """Who is to answer for a day that did not count: who had the ball at its close, else at its dawn."""
        return self.holder_at(clock, close) or self.holder_at(clock, dawn) or Holder.UTILITY
