"""A payment ends the wait of a settlement (A44, W1): what the last bill left open is paid, so the case goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bizexpansion.engine.marking import Marking
from bizexpansion.enums import CaseState, TaskState
from bizexpansion.errors import NotSettled
from bizexpansion.models import AccountMerge, AccountSettlement, Case, LastBill, Task
from bizexpansion.operations.effects import EffectContext
from bizexpansion.operations.removal import leaving_accounts
from bizexpansion.operations.settling import post_last_bills
from bizexpansion.operations.work import StepWork, graph_of, lock_case_of
from crm.audit.operation import SYSTEM, Actor, about, operation
from crm.clocks.enums import PauseReason
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from customers.book.models import SupplyAccount
from metering.models import AccountBalance
from metering.operations import bad_debts

SETTLEMENT = "settle_account"


def register() -> None:
    """Listen to the ledger; called when the app is ready."""
    facts = ("metering.payment_posted", "metering.entry_reversed")
    handles(*facts, name="bizexpansion.settle_what_is_paid")(settle_what_is_paid)


def settle_what_is_paid(fact: Fact, *, now: datetime) -> None:
    """Money has come in, or a charge went back: let the settlements go on that waited for this account."""
    account_id, department_id = fact.payload["account_id"], fact.payload["department_id"]
    waiting = Task.objects.filter(
        node=SETTLEMENT, state=TaskState.OPEN, waiting_for=PauseReason.FEE, department_id=department_id
    ).select_related("case__account")
    for task in waiting.filter(_of_account(account_id)):
        settle_paid_account(task_id=task.pk, actor=SYSTEM, now=now)


def _of_account(account_id: int) -> Q:
    """Steps that concern an account: its own case, its row of a batch, a merger that takes it in (213)."""
    mergers = AccountMerge.objects.filter(absorbed__account_id=account_id).values("case")
    return Q(account_id=account_id) | Q(case__account_id=account_id) | Q(case__in=mergers)


@operation("bizexpansion.settle_paid_account")
def settle_paid_account(*, task_id: int, actor: Actor, now: datetime) -> Case:
    """The customer has paid what A44 waited for: the step ends by the payment, with the bills that it had.

    Still owing, suspended or settled by somebody meanwhile: nothing happens. The figures stay those of the clerk
    who entered the last bill; nobody has to press a button.
    """
    case = lock_case_of(task_id)
    task = case.tasks.get(pk=task_id)
    case.row = task.instance
    about(case, step=SETTLEMENT)
    if case.state != CaseState.IN_PROGRESS or task.state != TaskState.OPEN or not task.waiting_for:
        return case
    accounts = leaving_accounts(case)
    before = (
        AccountSettlement.objects.filter(case=case, task__node=SETTLEMENT, task__instance=task.instance)
        .order_by("-id")
        .first()
    )
    owing = AccountBalance.objects.filter(account__in=accounts, open_amount__gt=0)
    if before is None or owing.exists():
        return case
    graph = graph_of(case)
    work = StepWork(case, task, graph, Marking.from_json(case.marking), graph.steps[task.node], actor, now)
    try:
        with transaction.atomic():
            _settle_again(before, EffectContext(case, task, actor, now), accounts)
    except NotSettled:
        return case
    if before.give_up:
        for account in accounts:
            bad_debts.withdraw_bad_debt(account_id=account.pk, case_number=case.case_number, actor=actor, now=now)
    return work.finish("settled", note=_("Paid: the ledger shows nothing open."))


def _settle_again(before: AccountSettlement, context: EffectContext, accounts: list[SupplyAccount]) -> None:
    """Post the bills of the last visit for this one. Raises NotSettled where they are more by now (108)."""
    settlement = _repeated(before, context.task, context.now)
    post_last_bills(context, settlement, accounts, list(settlement.bills.all()))
    if settlement.to_pay:
        raise NotSettled


def _repeated(before: AccountSettlement, task: Task, now: datetime) -> AccountSettlement:
    """The settlement as it was entered last, for this visit of the step."""
    settlement = AccountSettlement.objects.create(
        case_id=before.case_id,
        task=task,
        recorded_by_id=before.recorded_by_id,
        recorded_at=now,
        note=before.note,
        read_on=before.read_on,
    )
    names = ("account_number", "energy", "amount")
    LastBill.objects.bulk_create(
        LastBill(settlement=settlement, **{name: getattr(row, name) for name in names})
        for row in before.bills.all()
    )
    return settlement
