"""What holds of every case at every moment, whatever people do; read from the rows, not from the engine's word."""

from __future__ import annotations

from collections import Counter

from bizexpansion.engine.marking import ClockStatus, Marking, split_key
from bizexpansion.engine.run import in_region
from bizexpansion.enums import CaseState, EffectState, TaskState
from bizexpansion.models import Case, CaseClock, EffectRecord
from bizexpansion.operations.work import graph_of
from crm.clocks.enums import ClockState
from crm.clocks.models import ClockSpan
from crm.clocks.models.clock import FINAL_STATES


def check_case(case: Case) -> None:
    """One live token per branch, its task beside it; each effect exactly once; every clock in one state."""
    marking = Marking.from_json(case.marking)
    _tasks_are_the_tokens(case, marking)
    _one_token_per_branch(case, marking)
    _each_effect_once(case, marking)
    _clocks_are_as_the_marking_says(case, marking)


def _tasks_are_the_tokens(case: Case, marking: Marking) -> None:
    rows = case.tasks.filter(state=TaskState.OPEN).values_list("node", "instance", "visit", "waiting_for")
    tokens = [(one.node, one.instance, one.visit, one.waiting) for one in marking.open.values()]
    assert sorted(rows) == sorted(tokens)
    assert bool(tokens) == case.is_open, (case.state, tokens)


def _one_token_per_branch(case: Case, marking: Marking) -> None:
    graph = graph_of(case)
    tokens = list(marking.open.values())
    for one in tokens:
        for other in tokens:
            follows = in_region(graph, one.node, one.instance, other.node, other.instance)
            assert one is other or not follows, (one, other)


def _each_effect_once(case: Case, marking: Marking) -> None:
    graph = graph_of(case)
    due = Counter(
        (name, done.node, done.instance, done.visit)
        for done in marking.standing
        for name in graph.steps[done.node].effects_of(done.outcome)
    )
    stands = EffectRecord.objects.filter(case=case).exclude(state=EffectState.COMPENSATED)
    there = Counter(stands.values_list("name", "task__node", "task__instance", "task__visit"))
    assert there == due


def _clocks_are_as_the_marking_says(case: Case, marking: Marking) -> None:
    links = list(CaseClock.objects.filter(case=case).select_related("clock__rule"))
    running_spans = Counter(
        ClockSpan.objects.filter(clock__in=[one.clock_id for one in links], ended_at=None).values_list(
            "clock_id", flat=True
        )
    )
    last = {split_key(key): state for key, state in marking.clocks.items()}
    rounds = Counter((link.timer, link.instance, link.kind, link.round) for link in links)
    assert set(rounds.values()) <= {1}, "a clock has started twice at once"
    for link in links:
        clock, state = link.clock, last[link.timer, link.instance]
        assert running_spans[clock.pk] == (not clock.is_final), clock.key
        if link.round != state.round or state.status is ClockStatus.STOPPED:
            assert clock.state in FINAL_STATES, (clock.key, clock.state)
        elif state.status is ClockStatus.RUNNING and case.state == CaseState.IN_PROGRESS:
            assert clock.state == ClockState.RUNNING, (clock.key, clock.state)
        else:
            # A pause that the rule does not allow leaves the clock running; a suspension may pause one that runs.
            assert clock.state in (ClockState.RUNNING, ClockState.PAUSED), (clock.key, clock.state)
