"""Works for a municipal body (301): plan (A03), record of works and costs (A08), re-linking of accounts (A19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ProjectFlag
from bizexpansion.models import (
    Case,
    MunicipalWorks,
    RelinkedAccounts,
    Relinking,
    WorksCost,
    WorksItem,
    WorksPlan,
    WorksRecord,
    asked_as,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.plan_heads import keep_head
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from customers.book.operations import LinkedBefore, Relink, relink_accounts, undo_relink_accounts


@operation("bizexpansion.draft_works_plan")
def draft_works_plan(
    *,
    task_id: int,
    version: int | None = None,
    draft: WorksPlan,
    items: Sequence[WorksItem],
    actor: Staff,
    now: datetime,
) -> Case:
    """Plan works for a municipal body (A03): which facilities, what is done with each, what it will cost."""
    work = begin(task_id, "draft_works_plan", version=version, actor=actor, now=now)
    if not items:
        raise InvalidInput({"items": _("At least one row is needed.")})
    draft.estimate = sum((row.amount or Decimal(0) for row in items), Decimal(0))
    work.keep(draft, items=items)
    keep_head(
        work,
        approved_capacity=draft.capacity,
        voltage=asked_as(MunicipalWorks, work.case).voltage,
        source_count=1,
        importance="",
        project_flag=ProjectFlag.EXTERNAL,
        is_fee_due=draft.is_charged,
        access_scheme=draft.scope,
        needs_terminal=False,
    )
    return work.finish(note=draft.note)


@operation("bizexpansion.record_works")
def record_works(
    *,
    task_id: int,
    version: int | None = None,
    record: WorksRecord,
    costs: Sequence[WorksCost],
    actor: Staff,
    now: datetime,
) -> Case:
    """The works are done (A08): under which agreement, by whom, at what cost."""
    work = begin(task_id, "record_works", version=version, actor=actor, now=now)
    if not costs:
        raise InvalidInput({"costs": _("At least one row is needed.")})
    record.cost = sum((row.amount or Decimal(0) for row in costs), Decimal(0))
    work.keep(record, costs=costs)
    return work.finish(note=record.note)


@operation("bizexpansion.record_relinking")
def record_relinking(
    *,
    task_id: int,
    version: int | None = None,
    relinking: Relinking,
    moves: Sequence[RelinkedAccounts] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Say which accounts hang elsewhere after the works (A19), or that none does."""
    work = begin(task_id, "relink_accounts", version=version, actor=actor, now=now)
    if bool(moves) == relinking.changes_nothing:
        raise InvalidInput({"changes_nothing": _("Name the accounts that hang elsewhere, or say that none does.")})
    work.keep(relinking, moves=moves)
    return work.finish(note=relinking.note)


def _hang_back(context: EffectContext, payload: Payload) -> None:
    if payload["sources"] or payload["sections"]:
        undo_relink_accounts(
            department_id=context.case.department_id,
            before=LinkedBefore(payload["sources"], payload["sections"]),
            case_number=context.case.case_number,
            **context.frame,
        )


@effect("relink_accounts", undo=_hang_back, label=gettext_lazy("the place of the accounts in the grid model"))
def relink(context: EffectContext) -> Payload:
    """A19: the accounts behind the works hang where they do now."""
    moves = [
        Relink(
            **{name: getattr(row, name) for name in ("from_line", "from_area", "account_number")},
            **{name: getattr(row, name) for name in ("substation", "line", "transformer_area", "section_id")},
        )
        for row in context.record(Relinking).moves.order_by("pk")
    ]
    if not moves:
        return {"sources": [], "sections": []}
    before = relink_accounts(
        department_id=context.case.department_id,
        moves=moves,
        case_number=context.case.case_number,
        **context.frame,
    )
    return asdict(before)
