"""The end of an account's business: settle (A44), refund (A35, A30), end the contract (A28)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import EffectState
from bizexpansion.errors import NotReady
from bizexpansion.models import (
    AccountSettlement,
    Case,
    ContractEnding,
    EffectRecord,
    LastBill,
    RefundDetermination,
    RefundPayment,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.opening import release_ledger
from bizexpansion.operations.removal import leaving_accounts
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.web.figures import money
from customers.book.models import SupplyAccount
from customers.book.operations import Terminated, revive_contracts, terminate_contracts
from metering.models import AccountBalance, BadDebt, RefundRequest
from metering.operations import bad_debts, refunds
from metering.operations.final import FinalBill, settle_for_case, undo_settlement, withdraw_refund

LastCharges = Callable[[Case, SupplyAccount, date], Iterable[FinalBill]]
FINAL_BILLS: list[LastCharges] = []


def final_bills(compute: LastCharges) -> LastCharges:
    """Register what a kind of account owes at its end beside the typed last bill (an unmetered supply: 108)."""
    FINAL_BILLS.append(compute)
    return compute


@condition("refund")
def credit_is_left(at: Situation) -> bool:
    """More was paid in advance than is owed."""
    return any(credit_of(account) > 0 for account in leaving_accounts(at.case))


def credit_of(account: SupplyAccount) -> Decimal:
    """What was paid in advance, yuan."""
    found = AccountBalance.objects.filter(account=account).values_list("credit_amount", flat=True).first()
    return found or Decimal(0)


@operation("bizexpansion.settle_account")
def settle_account(
    *,
    task_id: int,
    version: int | None = None,
    settlement: AccountSettlement,
    bills: Sequence[LastBill] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Post the last bill and the late-payment charge, and see whether all is paid (A44).

    Paid: the case goes on. Not paid: it waits for the customer (W1) and comes back here. Where nobody can be made
    to pay (only 108, 216, 217): the debt is proposed as a bad debt, and the case goes on once another person has
    approved it in the list of bad debts. Raises InvalidInput.
    """
    work = begin(task_id, "settle_account", version=version, actor=actor, now=now)
    accounts = {account.account_number: account for account in leaving_accounts(work.case)}
    for index, row in enumerate(bills):
        if row.account_number not in accounts:
            raise InvalidInput({f"bills-{index}-account_number": _("This account is not settled here.")})
    read_on = application_of(work.case).named_day()
    if read_on is not None and settlement.read_on not in (None, read_on):
        raise InvalidInput({"read_on": _("The special reading is made on %(day)s.") % {"day": read_on.isoformat()}})
    if settlement.give_up and work.step.exit("debt_left") is None:
        raise InvalidInput({"give_up": _("In this business the debt has to be paid.")})
    work.keep(settlement, bills=bills)
    context = EffectContext(work.case, work.task, actor, now)
    post_last_bills(context, settlement, list(accounts.values()), bills)
    if settlement.to_pay == 0:
        return work.finish("settled", note=settlement.note)
    if settlement.give_up:
        outcome = _give_up(work, settlement, list(accounts.values()))
        if outcome == "debt_left":
            return work.finish(outcome, note=settlement.give_up_reason)
    else:
        outcome = "unsettled"
        for account in accounts.values():
            bad_debts.withdraw_bad_debt(
                account_id=account.pk, case_number=work.case.case_number, actor=actor, now=now
            )
    said = _("%(amount)s are still to be paid.") % {"amount": money(settlement.to_pay)}
    return work.finish(outcome, note=" ".join(one for one in (said, settlement.note) if one))


def _give_up(work: StepWork, settlement: AccountSettlement, accounts: Sequence[SupplyAccount]) -> str:
    """Propose what is left of each account as a bad debt; all approved: the step ends with the debt left."""
    number = work.case.case_number
    owing = AccountBalance.objects.filter(account__in=accounts, open_amount__gt=0)
    owed = dict(owing.values_list("account_id", "open_amount"))
    approved = BadDebt.objects.filter(account__in=owed, case_number=number, is_approved=True, entry=None)
    if set(approved.values_list("account_id", flat=True)) == set(owed):
        return "debt_left"
    waiting = set(approved.values_list("account_id", flat=True))
    for account_id, amount in sorted(owed.items()):
        if account_id not in waiting:
            bad_debts.propose_bad_debt(
                account_id=account_id,
                amount=amount,
                settled_on=localtime(work.now).date(),
                reason=settlement.give_up_reason,
                case_number=number,
                actor=work.actor,
                now=work.now,
            )
    return "unsettled"


def post_last_bills(
    context: EffectContext,
    settlement: AccountSettlement,
    accounts: Sequence[SupplyAccount],
    rows: Sequence[LastBill],
) -> None:
    """The last bills of the record stand in the ledger of each account, and the record says what that leaves.

    They stand as soon as A44 says them, so that the customer can pay; if the case comes to nothing before A44 is
    done, the hold on the account takes them back (`release_ledger`).
    """
    case, today = context.case, localtime(context.now).date()
    typed = {row.account_number: row for row in rows}
    # where a debt is given up, nothing accrues from the day on which that was proposed
    given_up = BadDebt.objects.filter(account__in=accounts, case_number=case.case_number, is_approved=True)
    days = dict(given_up.order_by("pk").values_list("account_id", "settled_on"))
    stands = []
    for account in accounts:
        on, row = days.get(account.pk, today), typed.get(account.account_number)
        bills = [FinalBill(row.energy, row.amount)] if row else []
        for compute in FINAL_BILLS:
            bills.extend(compute(case, account, on))
        frame = context.frame
        stands.append(
            settle_for_case(account_id=account.pk, on=on, case_number=case.case_number, bills=bills, **frame)
        )
    settlement.to_pay = sum((one.to_pay for one in stands), Decimal(0))
    settlement.to_refund = sum((one.to_refund for one in stands), Decimal(0))
    settlement.save(update_fields=["to_pay", "to_refund"])


def _unsettle(context: EffectContext, payload: Payload) -> None:
    release_ledger(context, payload["accounts"])


@effect("settle_account", undo=_unsettle, label=gettext_lazy("the last bill"))
def settle(context: EffectContext) -> Payload:
    """A44: nothing is owed any more; the last bills were posted as the record was kept."""
    return {"accounts": [account.pk for account in leaving_accounts(context.case)]}


def _write_on(context: EffectContext, payload: Payload) -> None:
    for one in payload["accounts"]:
        undo_settlement(
            account_id=one["account_id"],
            entries=one["entries"],
            case_number=context.case.case_number,
            **context.frame,
        )


@effect("write_off", undo=_write_on, label=gettext_lazy("the debt that was written off"))
def write_off(context: EffectContext) -> Payload:
    """A44 "debt left": what another person has approved is written off and stays on the list of bad debts."""
    number, done = context.case.case_number, []
    for account in leaving_accounts(context.case):
        found = BadDebt.objects.filter(account=account, case_number=number, is_approved=True, entry=None).first()
        if found is not None:
            entry = bad_debts.write_off(bad_debt_id=found.pk, **context.frame)
            done.append({"account_id": account.pk, "entries": [entry.pk]})
    return {"accounts": done}


@operation("bizexpansion.determine_refund")
def determine_refund(
    *, task_id: int, version: int | None = None, determination: RefundDetermination, actor: Staff, now: datetime
) -> Case:
    """Say how much of the credit goes back to whom (A35); an account that is closed keeps none."""
    work = begin(task_id, "determine_refund", version=version, actor=actor, now=now)
    credit = credit_of(leaving_accounts(work.case)[0])
    closes = any("close_account" in step.effects for step in work.graph.steps.values())
    if determination.amount is not None and (
        determination.amount > credit or (closes and determination.amount != credit)
    ):
        raise InvalidInput({"amount": _("The credit of the account is %(amount)s.") % {"amount": money(credit)}})
    work.keep(determination)
    return work.finish(note=determination.note)


@operation("bizexpansion.pay_case_refund")
def pay_refund(
    *, task_id: int, version: int | None = None, payment: RefundPayment, actor: Staff, now: datetime
) -> Case:
    """Pay the refund out (A30): another person than determined it."""
    work = begin(task_id, "pay_refund", version=version, actor=actor, now=now)
    work.keep(payment)
    return work.finish(note=payment.note)


def _withdraw_request(context: EffectContext, payload: Payload) -> None:
    number = context.case.case_number
    withdraw_refund(request_id=payload["request_id"], case_number=number, **context.frame)


@effect("ask_refund", undo=_withdraw_request, label=gettext_lazy("the request for a refund"))
def ask_refund(context: EffectContext) -> Payload:
    """A35: the ledger holds a request that waits for a second person."""
    record = context.record(RefundDetermination)
    account = leaving_accounts(context.case)[0]
    reason = f"{context.case.case_number} {record.reason}"
    asked = refunds.request_refund(account_id=account.pk, amount=record.amount, reason=reason, **context.frame)
    return {"request_id": asked.pk}


def _money_back(context: EffectContext, payload: Payload) -> None:
    undo_settlement(
        account_id=payload["account_id"],
        entries=[payload["entry_id"]],
        case_number=context.case.case_number,
        **context.frame,
    )


@effect("pay_refund", undo=_money_back, label=gettext_lazy("the refund that was paid"))
def pay_out(context: EffectContext) -> Payload:
    """A30: the money has left the account. Paid out in the ledger meanwhile: that payment stands for it."""
    asked = EffectRecord.objects.filter(
        case=context.case, name="ask_refund", state=EffectState.APPLIED, task__instance=context.task.instance
    )
    request = RefundRequest.objects.filter(pk__in=[one.payload["request_id"] for one in asked]).first()
    if request is None or (request.entry_id is None and not request.is_waiting):
        raise NotReady(_("The request for this refund was turned down; determine it anew."))
    record = context.record(RefundPayment)
    entry = refunds.pay_refund(
        request_id=request.pk, method=record.method, reference=record.reference, **context.frame
    )
    return {"account_id": request.account_id, "entry_id": entry.pk}


@operation("bizexpansion.end_contract")
def end_contract(
    *, task_id: int, version: int | None = None, ending: ContractEnding, actor: Staff, now: datetime
) -> Case:
    """The supply contract is terminated in writing (A28)."""
    work = begin(task_id, "end_contract", version=version, actor=actor, now=now)
    work.keep(ending)
    return work.finish(note=ending.note)


def _revive(context: EffectContext, payload: Payload) -> None:
    for one in reversed(payload["accounts"]):
        revive_contracts(
            account_id=one["account_id"],
            terminated=[
                Terminated(pk, date.fromisoformat(end) if end else None, made_by)
                for pk, end, made_by in one["contracts"]
            ],
            case_number=context.case.case_number,
            **context.frame,
        )


@effect("terminate_contract", undo=_revive, label=gettext_lazy("the terminated contract"))
def terminate_contract(context: EffectContext) -> Payload:
    """A28: the contracts of the leaving accounts end (040002 operation 05)."""
    ending = context.record(ContractEnding)
    done = []
    for account in leaving_accounts(context.case):
        ended = terminate_contracts(
            account_id=account.pk,
            ends_on=ending.ends_on,
            case_number=context.case.case_number,
            **context.frame,
        )
        rows = [(one.contract_id, one.ends_on.isoformat() if one.ends_on else "", one.operation) for one in ended]
        done.append({"account_id": account.pk, "contracts": rows})
    return {"accounts": done}
