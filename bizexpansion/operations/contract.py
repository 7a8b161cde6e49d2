"""The supply contract: draft (S05), review (S06), sign (A16), file (S07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from bizexpansion.models import (
    Case,
    CaseDocument,
    ContractDraft,
    ContractFiling,
    ContractReview,
    ContractSigning,
    application_of,
)
from bizexpansion.operations.lookups import account_of, class_of, has_several_sources, temporary_end
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import AccountClass, ContractAttachment, ContractType, TemporaryKind

# Which types of contract fit a class of account (workflows.md 5, choice rule P); temporary supply has its own.
CONTRACT_TYPES = {
    AccountClass.ASSESSMENT: (ContractType.HV, ContractType.LV),
    AccountClass.HV: (ContractType.HV, ContractType.TRANSFERRED, ContractType.WHOLESALE),
    AccountClass.LV_NON_RESIDENT: (ContractType.LV,),
    AccountClass.LV_RESIDENT: (ContractType.RESIDENT,),
}

# What goes with every contract of supply (workflows.md 5).
USUAL_ATTACHMENTS = (ContractAttachment.SETTLEMENT, ContractAttachment.BOUNDARY, ContractAttachment.EQUIPMENT_LIST)


def contract_types(case: Case) -> tuple[ContractType, ...]:
    """The types of contract that fit the account of a case; the usual one first."""
    if account_of(case).temporary != TemporaryKind.PERMANENT:
        return (ContractType.TEMPORARY,)
    return CONTRACT_TYPES[class_of(case)]


@operation("bizexpansion.draft_contract")
def draft_contract(
    *, task_id: int, version: int | None = None, draft: ContractDraft, actor: Staff, now: datetime
) -> Case:
    """Write the contract (S05): of the type that fits the customer; two sources or own generation need theirs.

    That of a temporary supply ends with it.
    """
    work = begin(task_id, "draft_contract", version=version, actor=actor, now=now)
    keep_draft(work, draft)
    return work.finish(note=draft.note)


def keep_draft(work: StepWork, draft: ContractDraft) -> None:
    """A draft that fits the customer; the step goes on. Raises InvalidInput."""
    errors: dict[str, object] = {}
    if draft.kind not in contract_types(work.case):
        errors["kind"] = _("This type of contract does not fit the class of the account.")
    if has_several_sources(work.case) and ContractAttachment.DUAL_SOURCE not in draft.attachments:
        errors["attachments"] = _("Two sources or own generation need the agreement on them.")
    last = temporary_end(work.case)
    if last is not None and draft.valid_until != last + date.resolution:
        sentence = _("The contract ends with the temporary supply, whose last day is %(day)s.")
        errors["valid_until"] = sentence % {"day": last.isoformat()}
    starts_on = application_of(work.case).named_day()
    if starts_on is not None and draft.valid_from != starts_on:
        errors["valid_from"] = _("The contract begins on %(day)s.") % {"day": starts_on.isoformat()}
    wanted = set(application_of(work.case).attachments) - set(draft.attachments)
    if wanted:
        names = enumerated(str(ContractAttachment(one).label) for one in sorted(wanted))
        errors["attachments"] = _("This change goes with: %(names)s.") % {"names": names}
    if errors:
        raise InvalidInput(errors)
    work.keep(draft)


@operation("bizexpansion.review_contract")
def review_contract(
    *, task_id: int, version: int | None = None, review: ContractReview, actor: Staff, now: datetime
) -> Case:
    """Let the draft go to the customer, or send it back to the drafter with the reason (S06)."""
    work = begin(task_id, "review_contract", version=version, actor=actor, now=now)
    if not review.passed and not review.note.strip():
        raise InvalidInput({"note": _("Say what has to be changed.")})
    work.keep(review)
    return work.finish("approved" if review.passed else "rejected", note=review.note)


@operation("bizexpansion.sign_contract")
def sign_contract(
    *,
    task_id: int,
    version: int | None = None,
    signing: ContractSigning,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Both sides have signed (A16), which ends the wait W7; the contract is valid in the book."""
    work = begin(task_id, "sign_contract", version=version, actor=actor, now=now)
    work.keep(signing)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    return work.finish(note=signing.note)


@operation("bizexpansion.file_contract")
def file_contract(
    *, task_id: int, version: int | None = None, filing: ContractFiling, actor: Staff, now: datetime
) -> Case:
    """The signed contract lies in its place (S07)."""
    work = begin(task_id, "file_contract", version=version, actor=actor, now=now)
    work.keep(filing)
    return work.finish(note=filing.note)
