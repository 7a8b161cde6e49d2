"""Many steps of one case as one write: the rows of a batch at one step, done together.

    with hold_case(case, tasks) as held:
        for task in tasks:
            operation(task_id=task.pk, ..., actor=actor, now=now)      # begin() finds the case that is held

The case is locked once, its marking is read once and written once, however many rows move. Each row is still an
operation of its own with an audit entry, its permission, its record and its effects; a refused row leaves nothing
(`attempt`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking, Transition
from bizexpansion.models import Case, Task
from bizexpansion.operations.moves import take_effect, write_moves

_held: ContextVar[HeldCase | None] = ContextVar("bizexpansion_held_case", default=None)


@dataclass
class HeldCase:
    """A locked case in the midst of several moves; `marking` is where they have brought it by now."""

    case: Case
    graph: Graph
    marking: Marking
    tasks: Mapping[int, Task]
    moves: list[tuple[Transition, Task | None]] = field(default_factory=list)

    def move(self, made: Transition, task: Task, actor: Any, now: datetime, note: str) -> None:
        """One row has moved: its effects happen now, the rest is written with all."""
        take_effect(self.case, self.graph, made, task, actor=actor, now=now, note=note)
        self.marking = made.marking
        self.moves.append((made, task))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One row: refused, it leaves nothing behind, and the others go on. The refusal is passed on."""
        marking, count = self.marking, len(self.moves)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            self.marking = marking
            del self.moves[count:]
            raise


@contextmanager
def hold_case(
    case: Case, graph: Graph, tasks: Mapping[int, Task], *, actor: Any, now: datetime
) -> Iterator[HeldCase]:
    """Hold a locked case while steps of it are done; at the end all their moves are written at once."""
    held = HeldCase(case, graph, Marking.from_json(case.marking), tasks)
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)
    if held.moves:
        write_moves(case, graph, held.moves, actor=actor, now=now)


def held_case(case_id: int) -> HeldCase | None:
    """The case of that key, if it is held just now."""
    held = _held.get()
    return held if held is not None and held.case.pk == case_id else None


def held_case_of(task_id: int) -> HeldCase | None:
    """The case that is held just now, if the task is one of those to be done."""
    held = _held.get()
    return held if held is not None and task_id in held.tasks else None
