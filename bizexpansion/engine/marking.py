"""Where a case stands: plain values that can be stored as JSON and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


def key_of(name: str, instance: str = "") -> str:
    """The key of a step or block, and of its row inside a batch."""
    return f"{name}#{instance}" if instance else name


def split_key(key: str) -> tuple[str, str]:
    """Name and instance of a key."""
    name, _, instance = key.partition("#")
    return name, instance


class Finish(StrEnum):
    """How a case ended."""

    CLOSED = "CLOSED"
    ABORTED = "ABORTED"


class Reason(StrEnum):
    """Why a step opened."""

    START = "start"
    FLOW = "flow"
    LOOP = "loop"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REPLAN = "replan"


class ClockStatus(StrEnum):
    """What a clock does."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Token:
    """An open step: its visit number, and the outside wait it is in ("" = the ball is with us)."""

    node: str
    instance: str
    visit: int
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A step that a transition opened, and why."""

    node: str
    instance: str
    visit: int
    waiting: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Done:
    """A completed visit of a step, its outcome, and the outside wait that its completion ended."""

    node: str
    instance: str
    visit: int
    outcome: str
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """A fork that was passed: which branches (or rows) are live, which have arrived at the join."""

    live: tuple[str, ...]
    arrived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock of the case: the round counts new beginnings; ``stopped_by`` is the key of the stopping step."""

    status: ClockStatus
    round: int
    stopped_by: str = ""


@dataclass(frozen=True)
class Marking:
    """The whole state of a case. Never changed in place: every function of the engine returns a new one.

    ``standing``: completed steps that still hold, in the order of completion. ``values``: conditions as last
    computed; ``frozen``: as they were at each fork. Keys are ``key_of(name, instance)``.
    """

    serial: int = 0
    open: Mapping[str, Token] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    standing: tuple[Done, ...] = ()
    forks: Mapping[str, Fork] = field(default_factory=dict)
    frozen: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    values: Mapping[str, bool] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    clocks: Mapping[str, ClockState] = field(default_factory=dict)
    finished: Finish | None = None

    def token(self, node: str, instance: str = "") -> Token | None:
        """The open visit of a step, if it is open."""
        return self.open.get(key_of(node, instance))

    def done(self, node: str, instance: str = "") -> Done | None:
        """The standing completion of a step, if there is one."""
        return self._done.get((node, instance))

    @cached_property
    def _done(self) -> dict[tuple[str, str], Done]:
        """What stands, by step and row: a batch has thousands of them."""
        return {(done.node, done.instance): done for done in self.standing}

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "serial": self.serial,
            "open": {key: _plain(token) for key, token in self.open.items()},
            "visits": dict(self.visits),
            "standing": [_plain(done) for done in self.standing],
            "forks": {key: {"live": list(f.live), "arrived": list(f.arrived)} for key, f in self.forks.items()},
            "frozen": {key: dict(values) for key, values in self.frozen.items()},
            "values": dict(self.values),
            "rows": list(self.rows),
            "clocks": {key: _plain(state) for key, state in self.clocks.items()},
            "finished": self.finished,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Marking:
        """The marking that ``to_json`` wrote."""
        return cls(
            serial=data["serial"],
            open={key: Token(**token) for key, token in data["open"].items()},
            visits=dict(data["visits"]),
            standing=tuple(Done(**done) for done in data["standing"]),
            forks={key: Fork(tuple(f["live"]), tuple(f["arrived"])) for key, f in data["forks"].items()},
            frozen={key: dict(values) for key, values in data["frozen"].items()},
            values=dict(data["values"]),
            rows=tuple(data["rows"]),
            clocks={
                key: ClockState(ClockStatus(state["status"]), state["round"], state["stopped_by"])
                for key, state in data["clocks"].items()
            },
            finished=Finish(data["finished"]) if data["finished"] else None,
        )


def _plain(value: Token | Done | ClockState) -> dict[str, Any]:
    """The fields of a flat value; a batch has thousands of them, and `asdict` copies deeply."""
    return {name: getattr(value, name) for name in value.__slots__}


class ClockEventKind(StrEnum):
    """What happens to a clock. CONTINUE takes up a stopped clock again in the same round."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    CONTINUE = "continue"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that a transition does to a clock. ``reason`` is the wait, the outcome or the kind of ending."""

    timer: str
    instance: str
    round: int
    kind: ClockEventKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Compensation:
    """An effect to be undone, and the visit that had caused it."""

    effect: str
    node: str
    instance: str
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What one move of a case did. ``compensate`` and ``undone`` are in reverse order of completion."""

    marking: Marking
    completed: Done | None = None
    opened: tuple[Opened, ...] = ()
    cancelled: tuple[Token, ...] = ()
    undone: tuple[Done, ...] = ()
    effects: tuple[str, ...] = ()
    compensate: tuple[Compensation, ...] = ()
    returned_to: str = ""
    frozen: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    clock_events: tuple[ClockEvent, ...] = ()
    finished: Finish | None = None
