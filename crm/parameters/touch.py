"""Who can say what a changed number touches: higher apps register counters, the change shows their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

TouchCounter = Callable[["ParameterChange"], int]


@dataclass(frozen=True)
class ParameterChange:
    """A change before it is made: which number, for whom, from which day."""

    code: str
    selector: str
    department_id: int | None
    valid_from: date


_counters: list[tuple[str, Any, TouchCounter]] = []


def register_touch_counter(prefix: str, count: TouchCounter, *, label: Any) -> None:
    """Let `count` say how many open records a change of any parameter under `prefix` touches.

    `label` is the translatable sentence part shown with the number ("open applications before approval").
    Registering the same function twice changes nothing.
    """
    if (prefix, label, count) not in _counters:
        _counters.append((prefix, label, count))


def count_touched(change: ParameterChange) -> list[tuple[Any, int]]:
    """(label, number) of every counter that the change concerns, in order of registration."""
    return [(label, count(change)) for prefix, label, count in _counters if change.code.startswith(prefix)]
