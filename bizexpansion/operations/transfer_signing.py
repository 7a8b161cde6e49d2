"""The one signature of a transfer between homes (211, streamlined): the new contract and the end of the old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bizexpansion.enums import ContractText
from bizexpansion.models import Case, CaseDocument, ContractDraft, ContractEnding, ContractSigning, application_of
from bizexpansion.operations.contract import USUAL_ATTACHMENTS, contract_types, keep_draft
from bizexpansion.operations.merged import look_through, naming
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.org.models import Staff


@operation("bizexpansion.sign_transfer")
def sign_transfer(
    *,
    task_id: int,
    version: int | None = None,
    signing: ContractSigning,
    contract: ContractDraft,
    ending: ContractEnding,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """The new holder signs the standard text, and with it the contract of the old one ends (S05, A16, A28).

    Raises InvalidInput naming the fields of the form.
    """
    work = begin(task_id, "sign_transfer", version=version, actor=actor, now=now)
    contract.kind, contract.text_form = contract_types(work.case)[0], ContractText.STANDARD
    contract.attachments = list(dict.fromkeys((*USUAL_ATTACHMENTS, *application_of(work.case).attachments)))
    look_through(work, {"": signing, "contract_": contract, "ending_": ending})
    with naming({"": "contract_"}):
        keep_draft(work, contract)
    work.keep(signing)
    work.keep(ending)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    return work.finish(note=signing.note)
