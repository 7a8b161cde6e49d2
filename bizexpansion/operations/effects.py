"""What steps change outside their own record, each with its way back.

A flow names its effects; here stands what a name does. `apply` returns what `undo` will need, as plain
values. An effect belongs to the visit that caused it (`EffectRecord`), so it happens once and is undone once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bizexpansion.engine.marking import Compensation
from bizexpansion.enums import EffectState
from bizexpansion.models import Case, EffectRecord, StepRecord, Task
from bizexpansion.operations.lookups import account_id_of
from crm.audit.operation import add_later, add_parts_later, write_now
from crm.writing import Parts

R = TypeVar("R", bound=StepRecord)
Payload = dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """A named change of the world and its compensation."""

    name: str
    label: Any
    apply: Callable[[EffectContext], Payload]
    undo: Callable[[EffectContext, Payload], None] | None


@dataclass(frozen=True)
class EffectContext:
    """For which case and visit, by whom, when."""

    case: Case
    task: Task
    actor: Any
    now: datetime

    @property
    def account_id(self) -> int:
        """The account of the case, in a batch of the row. Raises NotReady where the flow has none."""
        return account_id_of(self.case)

    @property
    def frame(self) -> dict[str, Any]:
        """Actor and moment, as every operation wants them."""
        return {"actor": self.actor, "now": self.now}

    def record(self, model: type[R]) -> R:
        """What this visit of the step has recorded; no query where the step has just kept it."""
        found: R = getattr(self.task, str(model._meta.model_name))
        return found

    def kept(self, model: type[R]) -> R | None:
        """What this visit has just recorded of a kind that it need not record; no query."""
        found: R | None = self.task._state.fields_cache.get(str(model._meta.model_name))
        return found


EFFECTS: dict[str, Effect] = {}


def effect(
    name: str, *, undo: Callable[[EffectContext, Payload], None] | None, label: Any = ""
) -> Callable[[Callable[[EffectContext], Payload]], Callable[[EffectContext], Payload]]:
    """Register what an effect does, and what it is called when it is taken back (`label`: "the signed contract").

    `undo` is None only for what happens together with the seal of the case.
    """

    def register(apply: Callable[[EffectContext], Payload]) -> Callable[[EffectContext], Payload]:
        if name in EFFECTS:
            raise ValueError(f"the effect {name} is stated twice")
        EFFECTS[name] = Effect(name, label or name, apply, undo)
        return apply

    return register


def apply_effects(
    names: Iterable[str], case: Case, task: Task, *, actor: Any, now: datetime, seals: bool = False
) -> None:
    """Do them in their order, and remember what undoing each will need; where the step seals, for good at once."""
    names = list(names)
    if not names:
        return
    write_now()  # what is remembered for undoing may be the key of what has been kept
    case.row = task.instance
    context = EffectContext(case, task, actor, now)
    payloads = [(name, EFFECTS[name].apply(context)) for name in names]
    end = {"state": EffectState.SEALED, "ended_at": now} if seals else {"state": EffectState.APPLIED}
    whole: dict[str, Any] = {"case": case, "task": task, "applied_at": now, **end}
    add_later(EffectRecord(name=name, payload=payload, **whole) for name, payload in payloads)


def compensate_effect(case: Case, compensation: Compensation, *, actor: Any, now: datetime) -> None:
    """Take back one effect of one visit; taken back already: nothing happens."""
    record = (
        EffectRecord.objects.select_for_update(of=("self",))
        .select_related("task")
        .filter(
            case=case,
            name=compensation.effect,
            task__node=compensation.node,
            task__instance=compensation.instance,
            task__visit=compensation.visit,
            state=EffectState.APPLIED,
        )
        .first()
    )
    undo = EFFECTS[compensation.effect].undo
    if record is None or undo is None:
        return
    case.row = record.task.instance
    undo(EffectContext(case, record.task, actor, now), record.payload)
    record.state, record.ended_at = EffectState.COMPENSATED, now
    record.save(update_fields=["state", "ended_at"])


def seal_effects(case: Case, task: Task, *, now: datetime) -> None:
    """The data are in the book: what the case did before this visit stands for good."""
    sql = (
        f"sealed{task.pk} AS (UPDATE bizexpansion_effectrecord SET state = %s, ended_at = %s"  # noqa: S608 a number
        " WHERE case_id = %s AND state = %s RETURNING id)"
    )
    add_parts_later(Parts(sql, [EffectState.SEALED, now, case.pk, EffectState.APPLIED], "1", lambda _one: None))
