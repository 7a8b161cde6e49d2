"""The engine says when promised time starts, pauses and stops; the platform's clocks keep it.

One clock for each kind of limit that is in force (law, public promise, internal target), so that one step
may be inside the promise and yet late by the company's own aim.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import ClockUse
from bizexpansion.engine.marking import ClockEvent, ClockEventKind, Transition
from bizexpansion.enums import TaskState
from bizexpansion.models import Case, CaseClock
from crm.clocks.enums import RuleKind, VoltageClass
from crm.clocks.models import Clock
from crm.clocks.operations import (
    cancel_clock,
    continue_clock,
    hand_over_clock,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from crm.clocks.queries import choose_rules
from customers.book.enums import HIGH_VOLTAGES

NOT_KEPT = ("ABORTED", "superseded")
# Which clock speaks for a task where several run: the public promise before our own aim before the law.
FIRST_KIND = {RuleKind.PROMISED: 0, RuleKind.INTERNAL: 1, RuleKind.STATUTORY: 2}


def apply_clock_events(case: Case, graph: Graph, transition: Transition, *, actor: Any, now: datetime) -> None:
    """Let the clocks of the case do what the transition says, in its order."""
    uses = {use.timer: use for use in graph.flow.clocks}
    for event in transition.clock_events:
        if event.kind is ClockEventKind.START:
            _start(case, uses, event, actor, now)
            continue
        for clock in _clocks_of(case, event):
            _apply(case, clock, event, actor, now)


def _start(case: Case, uses: dict[str, ClockUse], event: ClockEvent, actor: Any, now: datetime) -> None:
    application = case.application
    rules = choose_rules(
        event.timer,
        on=localtime(now).date(),
        business=case.flow_code,
        voltage=VoltageClass.HIGH if application.voltage in HIGH_VOLTAGES else VoltageClass.LOW,
        sources=application.source_count,
        department=case.department,
    )
    for rule in rules:
        parts = [clock for name in uses[event.timer].parts for clock in _live(case, name)]
        totals = [clock for use in uses.values() if event.timer in use.parts for clock in _live(case, use.timer)]
        clock = start_clock(
            rule=rule,
            key=f"case:{case.pk}:{event.timer}{event.instance}:{rule.kind}:{event.round}",
            started_at=now,
            department=case.department,
            account_id=case.account_id,
            parts=parts,
            part_of=totals,
            actor=actor,
            now=now,
        )
        CaseClock.objects.get_or_create(
            clock=clock,
            defaults={
                "case": case,
                "timer": event.timer,
                "kind": rule.kind,
                "instance": event.instance,
                "round": event.round,
            },
        )


def _live(case: Case, timer: str) -> list[Clock]:
    """The clocks of a timer that have not ended for good, of every kind of limit.

    The total is promised while review and inspections have only a law and an aim: its parts are the clocks of
    all kinds. A day that several of them count is used once.
    """
    links = CaseClock.objects.filter(case=case, timer=timer).select_related("clock__rule")
    return [link.clock for link in links if not link.clock.is_final]


def _clocks_of(case: Case, event: ClockEvent) -> list[Clock]:
    links = CaseClock.objects.filter(case=case, timer=event.timer, instance=event.instance, round=event.round)
    return [link.clock for link in links.select_related("clock__rule").order_by("clock_id")]


def _apply(case: Case, clock: Clock, event: ClockEvent, actor: Any, now: datetime) -> None:
    match event.kind:
        case ClockEventKind.PAUSE:
            if not clock.rule.is_total and set(event.reason.split("+")) <= set(clock.rule.pause_reasons):
                pause_clock(clock=clock, reason=event.reason, actor=actor, now=now)
        case ClockEventKind.RESUME:
            resume_clock(clock=clock, actor=actor, now=now)
        case ClockEventKind.STOP if event.reason in NOT_KEPT:
            cancel_clock(clock=clock, reason=event.reason, actor=actor, now=now)
        case ClockEventKind.STOP:
            stop_clock(clock=clock, actor=actor, now=now)
        case ClockEventKind.CONTINUE:
            continue_clock(clock=clock, actor=actor, now=now)
        case ClockEventKind.HAND_OVER:
            hand_over_clock(
                clock=clock,
                key=f"account:{case.account_id}:{clock.key}",
                owner_kind="account",
                account_id=case.account_id,
                actor=actor,
                now=now,
            )


def attach_clocks(case: Case, graph: Graph) -> None:
    """Give every open task the clock under which it stands, so that queues sort by one column."""
    links = CaseClock.objects.filter(case=case).select_related("clock").order_by("-round")
    live = sorted(
        (link for link in links if not link.clock.is_final), key=lambda one: FIRST_KIND[RuleKind(one.kind)]
    )
    for task in case.tasks.filter(state=TaskState.OPEN):
        best = min(live, key=lambda link: _distance(graph, link, task.node), default=None)
        fits = best is not None and _distance(graph, best, task.node) < _FAR
        clock_id = best.clock_id if best is not None and fits else None
        if task.clock_id != clock_id:
            task.clock_id = clock_id
            task.save(update_fields=["clock"])


_FAR = 3


def _distance(graph: Graph, link: CaseClock, node: str) -> int:
    """0: the node clock in whose span the step lies; 1: the total of the case; _FAR: none of its business."""
    use = next((one for one in graph.flow.clocks if one.timer == link.timer), None)
    if use is None or (not use.pauses and not use.parts):
        return _FAR
    if use.parts:
        return 1
    return 0 if node in graph.spans[link.timer] else _FAR
