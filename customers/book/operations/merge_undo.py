"""Make two customers of one again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from crm.audit.operation import Actor, about, operation
from crm.outbox.operations import emit
from crm.registries import movers
from customers.book.merging import MergeState, PairState
from customers.book.models import Customer, CustomerMerge
from customers.book.operations.duplicates import clean_reason, compare_customers, settle_pair
from customers.book.operations.merge_parts import (
    ChangedHands,
    UndoOutOfOrder,
    UndoTooLate,
    close,
    lock_merge,
    require_state,
    write,
)
from customers.book.rules import MERGE_CUSTOMERS


@operation("book.undo_merge")
def undo_merge(
    *, merge_id: int, reason: str, version: int | None = None, actor: Actor, now: datetime
) -> CustomerMerge:
    """Make two customers of one again: what was moved goes back, what came since stays with the survivor.

    A value that the merge brought to the survivor goes back too, unless it was corrected since. Each of the
    departments concerned may do it. Undone already: nothing happens. Raises OutOfScope, NotPermitted, MergeClosed,
    InvalidInput for `reason`, UndoTooLate, UndoOutOfOrder, ChangedHands.
    """
    merge, survivor, merged = lock_merge(merge_id, MERGE_CUSTOMERS, actor)
    about(merge, reason=reason.strip())
    if merge.state == MergeState.UNDONE:
        return merge
    require_state(merge, MergeState.MERGED, version)
    words = clean_reason(reason)
    _require_undoable(merge, survivor, now)
    moves = {move.mover: move.records for move in merge.moves.all()}
    gone = [name for key, records in moves.items() for name in movers[key].blocked(records, survivor.pk)]
    if gone:
        raise ChangedHands(details={"records": gone})
    merged.merged_into = None
    merged.version += 1
    merged.save(update_fields=["merged_into", "version"])
    for mover in reversed(list(movers)):
        if mover.key in moves:
            mover.back(moves[mover.key], merged.pk, survivor.pk)
    untouched = {
        name: old for name, old in merge.kept_data.items() if getattr(survivor, name) == getattr(merged, name)
    }
    write(survivor, untouched)
    close(merge, MergeState.UNDONE, words, actor=actor, now=now)
    if merge.pair:
        settle_pair(merge.pair, PairState.OPEN)
    compare_customers({survivor.pk, merged.pk}, now=now)
    emit(
        "book.merge_undone",
        key=f"book.merge_undone:{merge.pk}",
        payload={"merge_id": merge.pk, "survivor_id": survivor.pk, "merged_id": merged.pk},
        now=now,
    )
    return merge


def _require_undoable(merge: CustomerMerge, survivor: Customer, now: datetime) -> None:
    """In time, and the last merge that the survivor went through."""
    if merge.undo_until is None or now > merge.undo_until:
        raise UndoTooLate(details={"until": merge.undo_until.isoformat() if merge.undo_until else ""})
    later = (
        CustomerMerge.objects.filter(Q(survivor=survivor) | Q(merged=survivor), state=MergeState.MERGED)
        .filter(Q(merged_at__gt=merge.merged_at) | Q(merged_at=merge.merged_at, pk__gt=merge.pk))
        .order_by("-merged_at", "-pk")
        .first()
    )
    if later:
        raise UndoOutOfOrder(details={"merge_id": later.pk})
