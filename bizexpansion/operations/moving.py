"""Moving a meter (218): the plan of it."""

from __future__ import annotations

from datetime import datetime

from bizexpansion.models import Case, MoveDraft
from bizexpansion.operations.plan_heads import keep_head
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.org.models import Staff


@operation("bizexpansion.draft_move")
def draft_move(*, task_id: int, version: int | None = None, draft: MoveDraft, actor: Staff, now: datetime) -> Case:
    """Plan the move of a meter (A03): how, how long power is off, whether the terminal moves, who pays."""
    work = begin(task_id, "draft_move", version=version, actor=actor, now=now)
    work.keep(draft)
    keep_head(
        work,
        metering_scheme=draft.scheme,
        is_fee_due=draft.is_fee_due,
        needs_terminal=draft.moves_terminal,
    )
    return work.finish(note=draft.note)
