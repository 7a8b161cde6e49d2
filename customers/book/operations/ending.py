"""The end of an account: its contracts terminated (A28), the account closed (A20), and both taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, change_later, operation
from crm.errors import DomainError, InvalidInput
from crm.outbox.operations import emit_many
from crm.reading import read_together
from customers.book.enums import (
    AccountStatus,
    ChangeRemark,
    ContractOperation,
    ContractStatus,
    MeteringPointState,
    PowerState,
    RunStatus,
    StopEnd,
)
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformerInstallation,
    InvoiceTitle,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    Transformer,
    TransformerStop,
)
from customers.book.models.periods import days
from customers.book.operations.locking import (
    day_of,
    lock_account,
    lock_accounts,
    require_case,
    require_open_case,
    store,
)
from customers.book.operations.payers import release_from_payers


class AccountNotEmpty(DomainError):
    """The account cannot be closed: `details["left"]` lists meter, power, contract."""

    code = "account_not_empty"
    message = _("Meters, power or a contract in force are left at this account; end them first.")


@dataclass(frozen=True)
class Terminated:
    """A contract as it was before its termination: end (None: until terminated) and last operation 040002."""

    contract_id: int
    ends_on: date | None
    operation: str


@operation("book.terminate_contracts")
def terminate_contracts(
    *, account_id: int, ends_on: date, case_number: str, actor: Actor, now: datetime
) -> list[Terminated]:
    """End the contracts of an account that began before `ends_on` and run on, or until, that day (A28).

    Operation 05 终止 (040002); a contract that the same case has concluded stays. Raises InvalidInput (`ends_on`)
    for a day to come or before a contract began, AccountBusy, AccountNotLiving. Inverse: `revive_contracts`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, ends_on=ends_on.isoformat())
    require_open_case(account, case_number)
    if ends_on > day_of(now):
        raise InvalidInput({"ends_on": _("This day lies in the future.")})
    rows = Contract.objects.select_for_update(of=("self",)).filter(account=account, status=ContractStatus.VALID)
    ended = []
    for contract in rows.exclude(case_number=case_number).order_by("pk"):
        upper = contract.term.upper
        if contract.operation == ContractOperation.TERMINATION or (upper is not None and upper < ends_on):
            continue
        if contract.term.lower >= ends_on:
            raise InvalidInput({"ends_on": _("The contract in force began on that day or later.")})
        ended.append(Terminated(contract.pk, upper, contract.operation))
        contract.term = days(contract.term.lower, ends_on)
        contract.operation = ContractOperation.TERMINATION
        contract.save(update_fields=["term", "operation"])
    return ended


@operation("book.revive_contracts")
def revive_contracts(
    *, account_id: int, terminated: list[Terminated], case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `terminate_contracts`: each contract runs as it ran. Raises AccountBusy, AccountNotLiving."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_open_case(account, case_number)
    for one in terminated:
        contract = Contract.objects.select_for_update(of=("self",)).get(pk=one.contract_id, account=account)
        contract.term, contract.operation = days(contract.term.lower, one.ends_on), one.operation
        contract.save(update_fields=["term", "operation"])
    return account


@dataclass(frozen=True)
class ClosedBefore:
    """How an account stood before it was closed; what `reopen_account` takes. Dates in ISO form, "" for none."""

    points: dict[str, str] = field(default_factory=dict)
    equipment: dict[str, list[str]] = field(default_factory=dict)
    sources: list[int] = field(default_factory=list)
    periods: dict[str, list[list[str]]] = field(default_factory=dict)


Periodic = type[CapacityPeriod] | type[AccountPrice] | type[TransformerStop] | type[InvoiceTitle]
PERIODS: dict[str, Periodic] = {
    "capacity": CapacityPeriod,
    "price": AccountPrice,
    "stop": TransformerStop,
    "invoice": InvoiceTitle,
}


@operation("book.close_account")
def close_accounts(
    *, closed_on: Mapping[int, date], case_number: str, actor: Actor, now: datetime
) -> dict[int, ClosedBefore]:
    """Close accounts of a case for good, each on its day (A20 of 213, 216, 217, 108): status 9, points 04,
    equipment 04 removed, sources, terms and invoice data ended on that day; the number is not given out again.

    Accounts that were paid together with one of them pay for themselves from that day on, and stay so if it is
    reopened. A constant number of statements. Raises AccountNotEmpty while a meter hangs, power is on or a contract
    is in force; InvalidInput (`closed_on`), AccountBusy, AccountNotLiving, OutOfScope. Inverse: `reopen_account`.
    """
    accounts = lock_accounts(closed_on, actor=actor)
    for account in accounts:
        require_case(account, case_number, AccountStatus.CHANGE_OPEN)
        if not account.built_on <= closed_on[account.pk] <= day_of(now):
            raise InvalidInput({"closed_on": _("The day lies before the account was opened or in the future.")})
    if not accounts:
        return {}
    days_told = {account.account_number: closed_on[account.pk].isoformat() for account in accounts}
    about(accounts[0], case=case_number, closed_on=days_told)
    _require_empty(accounts, closed_on)
    before = _wind_up(closed_on)
    for account in accounts:
        account.status, account.open_case_number = AccountStatus.CLOSED, ""
        account.closed_on, account.version = closed_on[account.pk], account.version + 1
        change_later(account, ["status", "open_case_number", "closed_on", "version"])
    release_from_payers(closed_on, accounts, case_number, now=now)
    facts = {
        f"book.account_closed:{account.pk}:{account.version}": {
            "account_id": account.pk,
            "department_id": account.department_id,
            "case": case_number,
        }
        for account in accounts
    }
    emit_many("book.account_closed", facts, now=now)
    return before


@operation("book.reopen_account")
def reopen_account(
    *, account_id: int, before: ClosedBefore, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `close_accounts` for one of them: the case holds it again, with everything under it as it was."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.status != AccountStatus.CLOSED:
        return account
    for pk, state in before.points.items():
        MeteringPoint.objects.filter(pk=pk, account=account).update(state=state)
    for pk, (run_status, remark) in before.equipment.items():
        Transformer.objects.filter(pk=pk, account=account).update(run_status=run_status, change_remark=remark)
    PowerSource.objects.filter(pk__in=before.sources, account=account).update(is_active=True)
    for name, model in PERIODS.items():
        for pk, first, end in before.periods.get(name, []):
            period = days(date.fromisoformat(first), date.fromisoformat(end) if end else None)
            again = {"ended_by": StopEnd.OPEN} if model is TransformerStop and not end else {}
            model._default_manager.filter(pk=pk).update(period=period, **again)
    store(account, status=AccountStatus.CHANGE_OPEN, open_case_number=case_number, closed_on=None)
    return account


def _require_empty(accounts: Sequence[SupplyAccount], closed_on: Mapping[int, date]) -> None:
    keys = [account.pk for account in accounts]
    hanging = {"account": OuterRef("pk"), "period__upper_inf": True}
    valid = Contract.objects.filter(account=OuterRef("pk"), status=ContractStatus.VALID)
    there = SupplyAccount.objects.filter(pk__in=keys).annotate(
        meter=Exists(MeterInstallation.objects.filter(**hanging)),
        transformer=Exists(InstrumentTransformerInstallation.objects.filter(**hanging)),
        contract_terms=ArraySubquery(valid.values("term")),
    )
    left_at = {pk: rest for pk, *rest in there.values_list("pk", "meter", "transformer", "contract_terms")}
    for account in accounts:
        terms: Any
        meter, transformer, terms = left_at[account.pk]
        contract = any(closed_on[account.pk] in term for term in terms)
        left = {"meter": meter or transformer, "power": account.power_state != PowerState.CUT, "contract": contract}
        if any(left.values()):
            raise AccountNotEmpty(details={"left": [name for name, there in left.items() if there]})


def _wind_up(closed_on: Mapping[int, date]) -> dict[int, ClosedBefore]:
    """End what hangs under the accounts; read at once, written at once."""
    of = {"account__in": list(closed_on)}
    points = MeteringPoint.objects.filter(**of).exclude(state=MeteringPointState.REMOVED).order_by("pk")
    equipment = Transformer.objects.filter(**of).exclude(run_status=RunStatus.REMOVED).order_by("pk")
    sources = PowerSource.objects.filter(**of, is_active=True).order_by("pk")
    running = Q(period__upper_inf=True) | Q(period__endswith__gt=min(closed_on.values()))
    periods = [model._default_manager.filter(running, **of).order_by("pk") for model in PERIODS.values()]
    found = read_together(points, equipment, sources, *periods)
    before = {pk: ClosedBefore() for pk in closed_on}
    for point in found[0]:
        before[point.account_id].points[str(point.pk)] = point.state
        point.state = MeteringPointState.REMOVED
        change_later(point, ["state"])
    for one in found[1]:
        before[one.account_id].equipment[str(one.pk)] = [one.run_status, one.change_remark]
        one.run_status, one.change_remark = RunStatus.REMOVED, ChangeRemark.REMOVED
        change_later(one, ["run_status", "change_remark"])
    for source in found[2]:
        before[source.account_id].sources.append(source.pk)
        source.is_active = False
        change_later(source, ["is_active"])
    for name, rows in zip(PERIODS, found[3:], strict=True):
        _end_periods(name, rows, closed_on, before)
    return before


def _end_periods(
    name: str, rows: list[Any], closed_on: Mapping[int, date], before: dict[int, ClosedBefore]
) -> None:
    """End what is in force on the day; what began on that very day, or later, stays as the last word."""
    for row in rows:
        day, first, end = closed_on[row.account_id], row.period.lower, row.period.upper
        if first < day and (end is None or day < end):
            told = [str(row.pk), first.isoformat(), end.isoformat() if end else ""]
            before[row.account_id].periods.setdefault(name, []).append(told)
            row.period = days(first, day)
            if isinstance(row, TransformerStop) and end is None:
                row.ended_by = StopEnd.CLOSED
            change_later(row, ["period", "ended_by"] if isinstance(row, TransformerStop) else ["period"])
