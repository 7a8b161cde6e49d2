"""What a move does to the promised times: start, pause, resume, stop, continue, hand over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .compile import Graph, step_of
from .definition import ClockUse, ExitKind
from .marking import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    ClockStatus,
    Done,
    Finish,
    Marking,
    Token,
    key_of,
)


@dataclass(frozen=True, slots=True)
class Move:
    """What has just happened, as far as clocks care.

    ``target``: the key of the step gone back to; ``renews``: the way back was caused from outside; ``mistaken``:
    the target had been completed by mistake, so nothing began with it; ``dropped``: the row that left its batch.
    """

    fired: Done | None = None
    undone: tuple[Done, ...] = ()
    target: str = ""
    renews: bool = False
    mistaken: bool = False
    dropped: str = ""


def clock_events(
    graph: Graph, marking: Marking, move: Move
) -> tuple[tuple[ClockEvent, ...], dict[str, ClockState]]:
    """The events that a move causes and the states after it; ``marking`` already shows the move, but old clocks."""
    keeper = _Keeper(graph, marking, move)
    # Clocks that measure others come last, when those have been settled.
    for use in sorted(graph.flow.clocks, key=lambda use: bool(use.parts)):
        for instance in keeper.instances(use):
            keeper.settle(use, instance)
    return tuple(keeper.events), keeper.states


def needed(graph: Graph, marking: Marking, step: str, instance: str = "") -> bool:
    """Whether a step is in the way of this case: no gate around it was frozen as false."""
    for block_id, condition in graph.gates(step):
        frozen = marking.frozen.get(key_of(block_id, graph.instance_for(block_id, instance)))
        if frozen is not None and not frozen[condition]:
            return False
    return True


class _Keeper:
    def __init__(self, graph: Graph, marking: Marking, move: Move) -> None:
        self.graph, self.marking, self.move = graph, marking, move
        self.states: dict[str, ClockState] = dict(marking.clocks)
        self.events: list[ClockEvent] = []

    def instances(self, use: ClockUse) -> tuple[str, ...]:
        per_row = any(self.graph.batch_of(step_of(ref)) for ref in use.start)
        dropped = (self.move.dropped,) if self.move.dropped else ()
        return (*self.marking.rows, *dropped) if per_row else ("",)

    def settle(self, use: ClockUse, instance: str) -> None:
        key = key_of(use.timer, instance)
        state = self.states.get(key)
        if self.move.fired:
            state = self._stopped_by(use, instance, state, self.move.fired)
        if self.move.dropped:
            state = self._left_by_row(use, instance, state)
        elif self.move.undone:
            state = self._after_undoing(use, instance, state)
        if self.move.fired:
            state = self._started_by(use, instance, state, self.move.fired)
        if state and state.status is not ClockStatus.STOPPED:
            state = self._ending(use, instance, state) or self._pausing(use, instance, state)
        if state:
            self.states[key] = state

    def _emit(
        self, use: ClockUse, instance: str, state: ClockState, kind: ClockEventKind, reason: str = ""
    ) -> None:
        self.events.append(ClockEvent(use.timer, instance, state.round, kind, reason))

    def _start(self, use: ClockUse, instance: str, state: ClockState | None) -> ClockState:
        fresh = ClockState(ClockStatus.RUNNING, state.round + 1 if state else 1)
        self._emit(use, instance, fresh, ClockEventKind.START)
        return fresh

    def _stop(self, use: ClockUse, instance: str, state: ClockState, by: str, reason: str) -> ClockState:
        self._emit(use, instance, state, ClockEventKind.STOP, reason)
        return replace(state, status=ClockStatus.STOPPED, stopped_by=by)

    def _after_undoing(self, use: ClockUse, instance: str, state: ClockState | None) -> ClockState | None:
        if state is None:
            return None
        move, undone = self.move, {key_of(done.node, done.instance) for done in self.move.undone}
        starts = undone & {self._key(ref, instance) for ref in use.start}
        # Gone back before its start, a clock begins anew with it; gone back to it, only if that was not our fault.
        anew = bool(starts) and (move.renews or move.mistaken or use.restarts or starts != {move.target})
        if state.status is not ClockStatus.STOPPED:
            return self._stop(use, instance, state, "", "superseded") if anew else state
        if not state.stopped_by or not undone & {self._key(*one) for one in self._stops(use, instance)}:
            return state
        if anew:
            return replace(state, stopped_by="")
        if move.renews and not use.restarts and not use.parts:
            return self._start(use, instance, state)
        self._emit(use, instance, state, ClockEventKind.CONTINUE)
        return ClockState(ClockStatus.RUNNING, state.round)

    def _stopped_by(self, use: ClockUse, instance: str, state: ClockState | None, fired: Done) -> ClockState | None:
        if state is None or state.status is ClockStatus.STOPPED:
            return state
        if fired.node not in {step_of(ref) for ref in use.stop}:
            return state
        if not self._triggered(self._stops(use, instance), fired, is_start=False):
            return state
        return self._stop(use, instance, state, key_of(fired.node, fired.instance), fired.outcome)

    def _started_by(self, use: ClockUse, instance: str, state: ClockState | None, fired: Done) -> ClockState | None:
        if state is not None and state.status is not ClockStatus.STOPPED:
            return state
        if not self._triggered([(ref, instance) for ref in use.start], fired, is_start=True):
            return state
        return self._start(use, instance, state)

    def _ending(self, use: ClockUse, instance: str, state: ClockState) -> ClockState | None:
        finished = self.marking.finished
        if finished is None:
            return None
        if finished is Finish.CLOSED and use.outlives:
            self._emit(use, instance, state, ClockEventKind.HAND_OVER)
            return replace(state, status=ClockStatus.STOPPED)
        return self._stop(use, instance, state, "", finished.value)

    def _pausing(self, use: ClockUse, instance: str, state: ClockState) -> ClockState:
        reason = self._pause_reason(use, instance)
        if reason and state.status is ClockStatus.RUNNING:
            self._emit(use, instance, state, ClockEventKind.PAUSE, reason)
            return replace(state, status=ClockStatus.PAUSED)
        if not reason and state.status is ClockStatus.PAUSED:
            self._emit(use, instance, state, ClockEventKind.RESUME)
            return replace(state, status=ClockStatus.RUNNING)
        return state

    def _pause_reason(self, use: ClockUse, instance: str) -> str:
        if use.parts:
            states = (self.states.get(key_of(part, instance)) for part in use.parts)
            return "" if any(one and one.status is ClockStatus.RUNNING for one in states) else "parts"
        if not use.pauses:
            return ""
        span = self.graph.spans[use.timer]
        live: list[Token] = [
            token
            for token in self.marking.open.values()
            if token.node in span and (not instance or token.instance in ("", instance))
        ]
        waits = sorted({token.waiting for token in live})
        return "+".join(waits) if live and all(waits) else ""

    def _key(self, ref: str, instance: str) -> str:
        step = step_of(ref)
        return key_of(step, self.graph.instance_for(step, instance))

    def _stops(self, use: ClockUse, instance: str) -> list[tuple[str, str]]:
        """What stops a clock, and for which row: a clock of the whole case is stopped by the last row."""
        rows = self.marking.rows
        return [
            (ref, row)
            for ref in use.stop
            for row in (rows if not instance and self.graph.batch_of(step_of(ref)) else (instance,))
        ]

    def _left_by_row(self, use: ClockUse, instance: str, state: ClockState | None) -> ClockState | None:
        """A row that leaves takes its own clock along; the one for which all waited may have been the last."""
        if state is None or state.status is ClockStatus.STOPPED:
            return state
        if instance == self.move.dropped:
            return self._stop(use, instance, state, "", "superseded")
        stops = self._stops(use, instance)
        if any(self.graph.batch_of(step_of(ref)) for ref, _ in stops) and all(self._met(*one) for one in stops):
            return self._stop(use, instance, state, self._key(*stops[-1]), "done")
        return state

    def _triggered(self, refs: list[tuple[str, str]], fired: Done, *, is_start: bool) -> bool:
        """The fired step is one of those named, and all the others have happened or are not needed."""
        if not any(self._fits(ref, row, fired, is_start=is_start) for ref, row in refs):
            return False
        return all(self._met(ref, row, fired, is_start=is_start) for ref, row in refs)

    def _met(self, ref: str, instance: str, fired: Done | None = None, *, is_start: bool = False) -> bool:
        if fired is not None and self._fits(ref, instance, fired, is_start=is_start):
            return True
        step, _, outcome = ref.partition(":")
        own = self.graph.instance_for(step, instance)
        done = self.marking.done(step, own)
        if done:
            return not outcome or done.outcome == outcome
        return not needed(self.graph, self.marking, step, own)

    def _fits(self, ref: str, instance: str, fired: Done, *, is_start: bool) -> bool:
        step, _, outcome = ref.partition(":")
        if key_of(fired.node, fired.instance) != self._key(ref, instance):
            return False
        if outcome:
            return fired.outcome == outcome
        taken = self.graph.steps[step].exit(fired.outcome)
        return not is_start or (taken is not None and taken.kind is ExitKind.NEXT)
