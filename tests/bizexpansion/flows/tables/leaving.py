"""216 销户: a factory with credit, a home that owes nothing, and a debt that is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from crm.audit.operation import SYSTEM
from customers.book.enums import (
    AccountStatus,
    ChangeRemark,
    ContractOperation,
    DeviceState,
    MeteringPointState,
    PowerState,
    ReadingMoment,
    RunStatus,
)
from customers.book.models import CollectionTerminal, Meter, MeterInstallation, PowerSource, SupplyAccount
from customers.book.operations import fit_terminal
from metering.enums import EntryKind
from metering.models import AccountBalance, LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Company
from tests.factories.book import OPENED, make_hv_account
from tests.factories.metering import pay

CREDIT, LAST_BILL = Decimal("1000.00"), Decimal("300.25")


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Two sources, two transformers, two meters, a contract, a terminal, and 1,000 yuan paid in advance."""
    account = make_hv_account(company.tree["YQ"])
    fit_terminal(
        account_id=account.pk,
        asset_number=f"8{account.pk:021d}",
        communication_address="320500004321",
        fitted_at=OPENED + timedelta(days=1),
        actor=SYSTEM,
        now=OPENED + timedelta(days=1),
    )
    pay(account, str(CREDIT))
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "ground": "WISH",
        "reason": "厂区搬迁",
        "identity_checked": "on",
        "breaches_checked": "on",
        "papers-0-present": "on",
        "papers-2-present": "on",
    }


def ledger(account: SupplyAccount) -> tuple[Decimal, Decimal]:
    """What is open and what is credit, yuan."""
    found = AccountBalance.objects.filter(account=account).first()
    return (found.open_amount, found.credit_amount) if found else (Decimal(0), Decimal(0))


def book(office: Office) -> dict[str, Any]:
    """Everything that a closing ends."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    return {
        "account": (account.status, account.open_case_number, account.closed_on, account.power_state),
        "points": list(account.metering_points.values_list("state", flat=True)),
        "equipment": list(account.transformers.values_list("run_status", "change_remark").order_by("pk")),
        "sources": list(
            PowerSource.objects.filter(account=account).values_list("is_active", "line").order_by("pk")
        ),
        "meters": list(Meter.objects.filter(reserved_for=account).values_list("state", flat=True)),
        "hanging": MeterInstallation.objects.filter(account=account, period__upper_inf=True).count(),
        "contracts": list(account.contracts.values_list("term", "operation").order_by("pk")),
        "capacity": list(account.capacity_periods.values_list("period", flat=True)),
        "prices": list(account.prices.values_list("period", flat=True)),
        "terminals": list(CollectionTerminal.objects.filter(account=account).values_list("period", flat=True)),
        "ledger": ledger(account),
    }


def archived(office: Office) -> None:
    """Nothing hangs, runs or is owed any more; the number stays, closed on the day on which the contract ended."""
    found, account = book(office), SupplyAccount.objects.get(pk=office.subject.pk)
    closed_on = account.closed_on
    assert found["account"] == (AccountStatus.CLOSED, "", closed_on, PowerState.CUT)
    assert closed_on is not None
    assert set(found["points"]) == {MeteringPointState.REMOVED}
    assert set(found["equipment"]) == {(RunStatus.REMOVED, ChangeRemark.REMOVED)}
    assert set(found["sources"]) == {(False, "")}
    assert (found["meters"], found["hanging"]) == ([DeviceState.RETURNED] * 2, 0)
    ((term, made_by),) = found["contracts"]
    assert (term.upper, made_by) == (closed_on, ContractOperation.TERMINATION)
    assert [period.upper for period in (*found["capacity"], *found["prices"])] == [closed_on, closed_on]
    assert all(period.upper for period in found["terminals"])
    assert found["ledger"] == (0, 0)
    for hung in MeterInstallation.objects.filter(account=account):
        stop = hung.registers.get(moment=ReadingMoment.STOP)
        assert (hung.stop_reading, stop.total, stop.valley) == (Decimal("812.50"),) * 2 + (Decimal("200.00"),)
    entries = LedgerEntry.objects.filter(account=account)
    assert entries.get(kind=EntryKind.BILL).amount == LAST_BILL
    assert entries.get(kind=EntryKind.REFUND).amount == CREDIT - LAST_BILL
    assert (account.contract_capacity, account.account_number) == (Decimal(3200), office.subject.account_number)


STEPS = {
    "survey": lambda office: {
        "surveyor": str(office.company.people["R3"].pk),
        "second_surveyor": str(office.company.people["R3b"].pk),
        "checked_on": office.day().isoformat(),
        "is_possible": "on",
    },
    "approve_change": {"outcome": "approved"},
    "settle_account": lambda office: {"read_on": office.day().isoformat(), "bills-0-amount": str(LAST_BILL)},
    "archive": {"data_checked": "on"},
}
EXITS = {("settle_account", "unsettled"): {"bills-0-amount": "5000.00"}}
TABLES = (Table("216", accept=asked, prepare=factory, book=book, archived=archived, steps=STEPS, exits=EXITS),)
