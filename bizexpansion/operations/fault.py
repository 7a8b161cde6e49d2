"""Metering fault (302): an urgent one goes on beside another case; check (A02), handling (A43)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.errors import NotReady
from bizexpansion.models import Case, FaultCheck, FaultHandling, FaultReport, Liable
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.opening import Opening, opener
from bizexpansion.operations.preconditions import Answer, Question, no_open_case, precondition
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.org.models import Staff
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from customers.book.operations import lock_account_for_change, unlock_account


@precondition(
    "P1-URGENT",
    gettext_lazy("No other case is open, or the fault is urgent"),
    gettext_lazy("CT 210021, customer status (D); business rules 4.35, 302"),
)
def free_or_urgent(question: Question) -> Answer:
    """P1, but an urgent fault is mended beside whatever else is going on."""
    answer = no_open_case(question)
    if answer.met is not False or question.account is None:
        return answer
    if question.account.status not in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN):
        return answer
    words = _("%(words)s An urgent fault goes on beside it.") % {"words": answer.words}
    asked = question.application
    if not isinstance(asked, FaultReport):
        return Answer(None, words)
    return Answer(True, words) if asked.is_urgent else Answer(False, words, refusal=answer.refusal)


@opener("hold_unless_urgent")
def hold_unless_urgent(opening: Opening) -> SupplyAccount:
    """The account, held for this case where it is free; an urgent fault leaves it to the case that holds it."""
    asked = opening.application
    account = asked.subject()
    if account is None:
        raise NotReady(details={"missing": "account"})
    if asked.goes_beside(account, opening.number):
        return account
    return lock_account_for_change(
        account_id=account.pk, case_number=opening.number, actor=opening.actor, now=opening.now
    )


def _let_go(context: EffectContext, payload: Payload) -> None:
    if payload["held"]:
        unlock_account(account_id=context.account_id, case_number=context.case.case_number, **context.frame)


@effect("hold_unless_urgent", undo=_let_go, label=gettext_lazy("the hold on the account"))
def note_hold(context: EffectContext) -> Payload:
    """A01: remember whether the account is held by this case."""
    return {"held": _holds(context)}


@effect("release_if_held", undo=None, label=gettext_lazy("the account is free for the next case"))
def release_if_held(context: EffectContext) -> Payload:
    """A20: the account is free for the next case, unless another case holds it."""
    if _holds(context):
        unlock_account(account_id=context.account_id, case_number=context.case.case_number, **context.frame)
    return {}


def _holds(context: EffectContext) -> bool:
    account = SupplyAccount.objects.get(pk=context.account_id)
    return account.open_case_number == context.case.case_number


@condition("fault_exchanges_meter")
def exchanges_meter(at: Situation) -> bool:
    """Meter or instrument transformers are exchanged."""
    return at.latest(FaultHandling).exchanges_meter


@condition("fault_exchanges_terminal")
def exchanges_terminal(at: Situation) -> bool:
    """The collection terminal is exchanged."""
    return at.latest(FaultHandling).exchanges_terminal


@condition("fault_tests_meter")
def tests_meter(at: Situation) -> bool:
    """The removed meter goes to the laboratory."""
    return at.latest(FaultHandling).goes_to_laboratory


@condition("fault_corrects_energy")
def corrects_energy(at: Situation) -> bool:
    """Energy was measured wrongly: it is billed again."""
    return at.latest(FaultHandling).corrects_energy


@condition("fault_cust")
def customer_is_liable(at: Situation) -> bool:
    """The customer has to answer for the fault and pays for the device."""
    return at.latest(FaultHandling).liable == Liable.CUSTOMER


@operation("bizexpansion.check_fault")
def check_fault(
    *, task_id: int, version: int | None = None, check: FaultCheck, actor: Staff, now: datetime
) -> Case:
    """Record what two people found at the metering installation (A02)."""
    work = begin(task_id, "check_fault", version=version, actor=actor, now=now)
    work.keep(check)
    return work.finish(note=check.note)


@operation("bizexpansion.handle_fault")
def handle_fault(
    *, task_id: int, version: int | None = None, handling: FaultHandling, actor: Staff, now: datetime
) -> Case:
    """Say what the fault is, who answers for it and what follows: exchange, test, correction, fee (A43)."""
    work = begin(task_id, "handle_fault", version=version, actor=actor, now=now)
    work.keep(handling)
    return work.finish(note=handling.note)
