"""216 销户 of a factory with credit; 208 暂拆 and 209 复装 of a home."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.enums import CaseState, TermState
from bizexpansion.models import Term
from crm.audit.operation import SYSTEM
from customers.book.enums import (
    AccountStatus,
    ChangeRemark,
    ContractOperation,
    DeviceState,
    MeteringPointState,
    MeterKind,
    PowerState,
    ReadingMoment,
    RunStatus,
    Wiring,
)
from customers.book.models import (
    CollectionTerminal,
    Meter,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
)
from customers.book.operations import fit_terminal
from metering.enums import EntryKind
from metering.models import AccountBalance, LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Company
from tests.factories.book import (
    AS_TYPED,
    OPENED,
    invoices_of,
    make_hv_account,
    make_invoice_title,
    make_lv_account,
    make_meter,
)
from tests.factories.metering import pay

CREDIT, LAST_BILL, HOME_BILL = Decimal("1000.00"), Decimal("300.25"), Decimal("120.40")


def hang_terminal(account: SupplyAccount) -> None:
    """A collection terminal, the day after the account was opened."""
    day = OPENED + timedelta(days=1)
    device = {"asset_number": f"8{account.pk:021d}", "communication_address": "320500004321"}
    fit_terminal(account_id=account.pk, **device, fitted_at=day, actor=SYSTEM, now=day)


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Two sources, two transformers, two meters, a contract, a terminal, invoice data, 1,000 yuan of credit."""
    account = make_hv_account(company.tree["YQ"])
    hang_terminal(account)
    make_invoice_title(account)
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
        "invoices": invoices_of(account),
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
    assert found["invoices"] == [(OPENED.date(), closed_on, *AS_TYPED)]
    assert all(period.upper for period in found["terminals"])
    assert found["ledger"] == (0, 0)
    for hung in MeterInstallation.objects.filter(account=account):
        stop = hung.registers.get(moment=ReadingMoment.STOP)
        assert (hung.stop_reading, stop.total, stop.valley) == (Decimal("812.50"),) * 2 + (Decimal("200.00"),)
    entries = LedgerEntry.objects.filter(account=account)
    assert entries.get(kind=EntryKind.BILL).amount == LAST_BILL
    assert entries.get(kind=EntryKind.REFUND).amount == CREDIT - LAST_BILL
    assert (account.contract_capacity, account.account_number) == (Decimal(3200), office.subject.account_number)


STEPS: dict[str, Any] = {
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


def home(company: Company, now: datetime) -> SupplyAccount:
    """A home with one meter and a terminal, which has paid in advance what its last bill will be."""
    account = make_lv_account(company.tree["YQ"], home=True)
    hang_terminal(account)
    pay(account, str(HOME_BILL))
    return account


def back_on(office: Office) -> date:
    """Two months later."""
    return (office.accepted_at + timedelta(days=60)).date()


def asked_away(office: Office) -> dict[str, Any]:
    """The counter of 208."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "back_on": back_on(office).isoformat(),
        "reason": "房屋翻建",
        "identity_checked": "on",
        "breaches_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def rests(office: Office) -> dict[str, Any]:
    """What a temporary removal changes, and a re-installation brings back."""
    terms = Term.objects.filter(account=office.subject, case__state=CaseState.CLOSED)
    return book(office) | {"terms": list(terms.values_list("timer", "state"))}


def removed(office: Office) -> None:
    """The meter is down and billed, the place is kept: point 03, power 01, contract and capacity as they were."""
    found, account = rests(office), SupplyAccount.objects.get(pk=office.subject.pk)
    assert found["account"] == (AccountStatus.NORMAL, "", None, PowerState.CUT)
    assert found["points"] == [MeteringPointState.STOPPED]
    assert (found["meters"], found["hanging"]) == ([DeviceState.RETURNED], 0)
    assert all(period.upper for period in found["terminals"])
    assert found["ledger"] == (0, 0)
    assert account.ledger_entries.get(kind=EntryKind.BILL).amount == HOME_BILL
    unchanged = ("contracts", "capacity", "prices", "sources")
    assert [found[name] for name in unchanged] == [office.before[name] for name in unchanged]
    (term,) = Term.objects.filter(account=account)
    assert (term.timer, term.state, term.ends_on) == ("T18", TermState.RUNNING, back_on(office))


def paid(office: Office) -> dict[str, Any]:
    """A44 of 208."""
    return {"read_on": office.day().isoformat(), "bills-0-amount": str(HOME_BILL)}


def removed_home(company: Company, now: datetime) -> SupplyAccount:
    """A home whose meter was removed twelve days ago."""
    office = Office(company, AWAY, now - timedelta(days=12))
    office.accept()
    office.run()
    account: SupplyAccount = office.subject
    return account


def asked_back(office: Office) -> dict[str, Any]:
    """The counter of 209."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "reason": "房屋翻建完工",
        "identity_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def back_again(office: Office) -> None:
    """Another meter runs at the same point: point 02, power 04, the term of the removal has done its work."""
    found = rests(office)
    assert found["account"] == (AccountStatus.NORMAL, "", None, PowerState.RESTORED)
    assert found["points"] == [MeteringPointState.IN_USE]
    assert (sorted(found["meters"]), found["hanging"]) == ([DeviceState.RUNNING, DeviceState.RETURNED], 1)
    assert [period.upper for period in found["terminals"]].count(None) == 1
    assert found["terms"] == [("T18", TermState.ENDED)]
    unchanged = ("contracts", "capacity", "prices", "sources", "ledger")
    assert [found[name] for name in unchanged] == [office.before[name] for name in unchanged]
    hung = MeterInstallation.objects.get(account=office.subject, period__upper_inf=True)
    assert (hung.multiplier, hung.start_reading) == (1, Decimal("0.50"))


def single_phase(office: Office) -> dict[str, Any]:
    """S08: one meter from the store."""
    meter = make_meter(office.company.tree["YQ"], kind=MeterKind.SINGLE_PHASE, wiring=Wiring.SINGLE_PHASE)
    return {"meters-0-asset_number": meter.asset_number}


CHECKED = STEPS["survey"]
AWAY = Table(
    "208",
    accept=asked_away,
    prepare=home,
    book=rests,
    archived=removed,
    steps={"survey": CHECKED, "settle_account": paid, "archive": {"data_checked": "on"}},
    exits=EXITS,
)
TABLES = (
    Table("216", accept=asked, prepare=factory, book=book, archived=archived, steps=STEPS, exits=EXITS),
    AWAY,
    Table(
        "209",
        accept=asked_back,
        prepare=removed_home,
        book=rests,
        archived=back_again,
        steps={
            "survey": lambda office: {
                **CHECKED(office),
                "is_place_fit": "on",
                "is_fee_due": "on",
                "needs_terminal": "on",
            },
            "assign_meter": single_phase,
            "archive": {"data_checked": "on"},
            "re_energise": lambda office: {
                "energised_at": f"{localtime(office.now):%Y-%m-%dT%H:%M}",
                "order_number": "DL-2026-0102",
                "metering_checked": "on",
            },
        },
    ),
)
