"""Steps that changes of existing accounts share: decide (A04), amend the contract (A23), archive (A20)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.engine.definition import ExitKind
from bizexpansion.models import (
    Case,
    ChangeArchive,
    ContractDraft,
    ContractSigning,
    Decision,
    application_model_of,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import standing_record
from bizexpansion.operations.specs import contract_spec
from bizexpansion.operations.work import begin, graph_of
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from customers.book.enums import ContractOperation
from customers.book.operations import follow_contract, reopen_contract, void_contract

# The forms of steps that are a decision and nothing else.
DECISIONS = ("approve_change",)


@operation("bizexpansion.decide_change")
def decide_change(
    *, task_id: int, version: int | None = None, decision: Decision, actor: Staff, now: datetime
) -> Case:
    """Decide on an application (A04) by one of the exits that the flow gives the step; against it: say why."""
    work = begin(task_id, *DECISIONS, version=version, actor=actor, now=now)
    taken = work.step.exit(decision.outcome)
    if taken is None:
        raise InvalidInput({"outcome": _("Choose a decision.")})
    if taken.kind is not ExitKind.NEXT and not decision.note.strip():
        raise InvalidInput({"note": _("Say why.")})
    work.keep(decision)
    return work.finish(decision.outcome, note=decision.note)


@operation("bizexpansion.archive_change")
def archive_change(
    *, task_id: int, version: int | None = None, archive: ChangeArchive, actor: Staff, now: datetime
) -> Case:
    """What was agreed becomes the customer's standing data (A20). Nothing can be undone from here on."""
    work = begin(task_id, "archive_change", version=version, actor=actor, now=now)
    if not archive.data_checked:
        raise InvalidInput({"data_checked": _("Compare the data with the papers first.")})
    work.keep(archive)
    return work.finish(note=archive.note)


def _undo_amendment(context: EffectContext, payload: Payload) -> None:
    reason = f"case {context.case.case_number}"
    void_contract(contract_id=payload["contract_id"], reason=reason, **context.frame)
    for contract_id, end in payload["ended"]:
        ends_on = date.fromisoformat(end) if end else None
        reopen_contract(contract_id=contract_id, ends_on=ends_on, **context.frame)


@effect("amend_contract", undo=_undo_amendment, label=gettext_lazy("the amended contract"))
def amend_contract(context: EffectContext) -> Payload:
    """A23: the contract in force ends where the amended one begins (040002 operation 02; 03 where it goes on)."""
    model = application_model_of(context.case)
    made_by = getattr(model, "contract_operation", ContractOperation.CHANGE)
    return _follow_contract(context, made_by)


@effect("succeed_contract", undo=_undo_amendment, label=gettext_lazy("the contract with the new holder"))
def succeed_contract(context: EffectContext) -> Payload:
    """A16 of a transfer: the contract of the old holder ends where that of the new one begins (operation 01)."""
    return _follow_contract(context, ContractOperation.NEW)


def _follow_contract(context: EffectContext, made_by: ContractOperation) -> Payload:
    """One contract after the other: what is in force on the first day of the draft ends there."""
    # A split drafts for the new accounts too; where one step drafts and signs, the draft is its own.
    node = "draft_contract" if "draft_contract" in graph_of(context.case).steps else context.task.node
    draft = standing_record(context.case, ContractDraft, node=node)
    signing = context.record(ContractSigning)
    contract, ended = follow_contract(
        account_id=context.account_id,
        contract=contract_spec(draft, made_by),
        signed_on=signing.signed_on,
        signatory=signing.customer_signatory,
        case_number=context.case.case_number,
        **context.frame,
    )
    signing.contract_number = contract.number
    signing.save(update_fields=["contract_number"])
    ends = [(pk, before.isoformat() if before else "") for pk, before in ended]
    return {"contract_id": contract.pk, "ended": ends}
