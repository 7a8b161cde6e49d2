"""The engine says when promised time starts, pauses and stops; the platform's clocks keep it.

One clock for each kind of limit that is in force (law, public promise, internal target), so that one step
may be inside the promise and yet late by the company's own aim. All clocks of one transition move in one batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import ClockEvent, ClockEventKind, ClockStatus, key_of
from bizexpansion.models import Case, CaseClock, Task, application_model_of, application_of
from bizexpansion.operations.expiry import agreed_end, begins, keep_terms
from bizexpansion.voltages import class_of
from crm.audit.operation import add_later, reading_aside
from crm.clocks import orders
from crm.clocks.enums import ClockState, RuleKind
from crm.clocks.models import Clock, ClockRule
from crm.clocks.operations import move_clocks
from crm.clocks.queries import choose_rules_of
from crm.prepared import Prepared
from crm.workdays.arithmetic import WorkCalendar
from crm.workdays.calendar import load_calendar

NOT_KEPT = ("ABORTED", "superseded")
# Which clock speaks for a task where several run: the public promise before our own aim before the law.
FIRST_KIND = {RuleKind.PROMISED: 0, RuleKind.INTERNAL: 1, RuleKind.STATUTORY: 2}


_CLOCKS = Prepared(
    lambda pk: CaseClock.objects.filter(case=pk).select_related("clock__rule").order_by("clock_id"), int
)


def apply_clock_events(
    case: Case, graph: Graph, events: Sequence[ClockEvent], *, actor: Any, now: datetime
) -> list[CaseClock]:
    """Let the clocks of the case do what the engine says, in its order; returns its clocks while any is alive."""
    links: list[CaseClock] = []
    clocks: dict[str, dict[str, Any]] = case.marking["clocks"]
    first = [one for one in events if one.kind is ClockEventKind.START and one.round == 1]
    begun = {key_of(one.timer, one.instance) for one in first}
    alive = any(one["status"] != ClockStatus.STOPPED for one in clocks.values())
    # there are none before the first starts; clocks that have all stopped concern no task
    if clocks.keys() - begun and (events or alive):
        with reading_aside():
            links += _CLOCKS.rows(case.pk)
        for link in links:
            link.case = case
    if not events:
        return links
    plan = _Plan(case, graph, links, now)
    for event in events:
        plan.add(event)
    moved = move_clocks(orders=plan.orders, actor=actor, now=now)
    for link in links:
        link.clock = moved.get(link.clock.key, link.clock)
    known = {link.clock.key for link in links}
    fresh = [link for key, link in plan.fresh.items() if key not in known]
    for link in fresh:
        link.clock = moved[link.clock.key]
    add_later(fresh)
    links += fresh
    keep_terms(case, graph, events, links, actor=actor, now=now)
    return links


def follow_works(case: Case, *, external: bool, actor: Any, now: datetime) -> int:
    """The plan says whether there are works outside: the limits that depend on it follow (workflows.md 3.4.9).

    Low voltage promises 6 working days without and 15 with external works; until the plan is drafted the stricter
    one counts. What was missed by it stands as missed. Returns how many clocks took another limit.
    """
    links = CaseClock.objects.select_related("clock__rule").filter(
        case=case,
        clock__state__in=(ClockState.RUNNING, ClockState.PAUSED),
        clock__rule__external_works=not external,
    )
    held = list(links.order_by("clock_id"))
    if not held:
        return 0
    rules = choose_rules_of(
        {link.timer for link in held},
        on=localtime(now).date(),
        business=case.flow_code,
        voltage=class_of(case.voltage),
        sources=2 if case.is_dual_source else 1,
        external_works=external,
        department=case.department,
    )
    fitting = {(timer, rule.kind): rule for timer, found in rules.items() for rule in found}
    wanted = [(link.clock.key, fitting.get((link.timer, RuleKind(link.kind)))) for link in held]
    moves = [orders.Follow(key=key, rule=rule) for key, rule in wanted if rule is not None]
    move_clocks(orders=moves, actor=actor, now=now)
    return len(moves)


class _Plan:
    """From the engine's events to orders for clocks."""

    def __init__(self, case: Case, graph: Graph, links: list[CaseClock], now: datetime) -> None:
        self.case, self.now, self.links = case, now, links
        self.uses = {use.timer: use for use in graph.flow.clocks}
        # timer and rule of every clock that has not ended for good, by its key
        self.live = {link.clock.key: link.timer for link in links if not link.clock.is_final}
        self.orders: list[orders.Order] = []
        self.fresh: dict[str, CaseClock] = {}
        self._rules: dict[str, list[ClockRule]] | None = None

    def add(self, event: ClockEvent) -> None:
        """The orders that carry out one event."""
        if event.kind is ClockEventKind.START:
            for rule in self._rules_of(event.timer):
                self._start(rule, event)
            return
        for clock in self._clocks_of(event):
            order = self._order(clock, event)
            if order is not None:
                self.orders.append(order)

    def _start(self, rule: ClockRule, event: ClockEvent) -> None:
        """The total is promised while review and inspections have only a law and an aim: its parts are the
        clocks of all kinds. A day that several of them count is used once."""
        if self.uses[event.timer].outlives and not begins(self.case, event.timer):
            return
        parts = self.uses[event.timer].parts
        totals = {use.timer for use in self.uses.values() if event.timer in use.parts}
        key = f"case:{self.case.pk}:{event.timer}{event.instance}:{rule.kind}:{event.round}"
        self.orders.append(
            orders.Start(
                key=key,
                rule=rule,
                department=self.case.department,
                account_id=self.case.account_id,
                until=self._until(rule, event.timer),
                parts=tuple(one for one, timer in self.live.items() if timer in parts),
                part_of=tuple(one for one, timer in self.live.items() if timer in totals),
            )
        )
        self.live[key] = event.timer
        self.fresh[key] = CaseClock(
            case=self.case,
            clock=Clock(key=key, rule=rule),
            timer=event.timer,
            kind=rule.kind,
            instance=event.instance,
            round=event.round,
        )

    def _until(self, rule: ClockRule, timer: str) -> date | None:
        """The day of the end where it does not follow from the start: of a term, or after a day wished for."""
        if self.uses[timer].outlives:
            return agreed_end(self.case, timer)
        if timer not in application_model_of(self.case).wished_timers:
            return None
        return application_of(self.case).promised_by(rule.limit, self._calendar)

    @cached_property
    def _calendar(self) -> WorkCalendar:
        """The office hours of the case, read once."""
        return load_calendar(self.case.department_id)

    def _order(self, clock: Clock, event: ClockEvent) -> orders.Order | None:
        key = clock.key
        match event.kind:
            case ClockEventKind.PAUSE:
                allowed = set(event.reason.split("+")) <= set(clock.rule.pause_reasons)
                return orders.Pause(key=key, reason=event.reason) if allowed and not clock.rule.is_total else None
            case ClockEventKind.RESUME:
                return orders.Resume(key=key)
            case ClockEventKind.CONTINUE:
                self.live[key] = event.timer
                return orders.Continue(key=key)
        self.live.pop(key, None)
        if event.kind is ClockEventKind.HAND_OVER:
            heir = f"account:{self.case.account_id}:{key}"
            return orders.HandOver(key=key, to=heir, owner_kind="account", account_id=self.case.account_id)
        return orders.Cancel(key=key) if event.reason in NOT_KEPT else orders.Stop(key=key)

    def _clocks_of(self, event: ClockEvent) -> list[Clock]:
        wanted = (event.timer, event.instance, event.round)
        held = [*self.links, *self.fresh.values()]
        return [link.clock for link in held if (link.timer, link.instance, link.round) == wanted]

    def _rules_of(self, timer: str) -> list[ClockRule]:
        """The limits of a timer that apply to this case; those of all timers are read once."""
        if self._rules is None:
            with reading_aside():
                self._rules = choose_rules_of(
                    self.uses,
                    on=localtime(self.now).date(),
                    business=self.case.flow_code,
                    voltage=class_of(self.case.voltage),
                    sources=2 if self.case.is_dual_source else 1,
                    department=self.case.department,
                )
        return self._rules[timer]


def attach_clocks(tasks: Iterable[Task], graph: Graph, links: Iterable[CaseClock]) -> None:
    """Give every open task the clock under which it stands, so that queues sort by one column; does not save."""
    live = [link for link in sorted(links, key=lambda one: -one.round) if not link.clock.is_final]
    live.sort(key=lambda one: FIRST_KIND[RuleKind(one.kind)])
    for task in tasks:
        fitting = [link for link in live if _covers(graph, link, task.node, task.instance)]
        best = min(fitting, key=lambda link: len(graph.spans[link.timer]), default=None)
        task.clock_id = best.clock_id if best is not None else None


def _covers(graph: Graph, link: CaseClock, node: str, row: str) -> bool:
    """Whether a step stands under a clock: within its span, or anywhere in a case whose total it is."""
    if link.instance not in ("", row):
        return False
    use = next((one for one in graph.flow.clocks if one.timer == link.timer), None)
    if use is None or (not use.pauses and not use.parts):
        return False
    return bool(use.parts) or node in graph.spans[link.timer]
