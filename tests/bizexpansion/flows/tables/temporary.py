"""105 装表临时用电 at low and at high voltage, 106 无表临时用电新装."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.db.models import Sum

from bizexpansion.operations.expiry import running_terms
from crm.org.models import District
from crm.workdays.arithmetic import add_months
from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ContractOperation,
    ContractStatus,
    ContractType,
    DeviceState,
    MeteringPointState,
    MeterKind,
    PowerState,
    RunStatus,
    TemporaryKind,
    Voltage,
)
from customers.book.models import Contract, Meter, MeteringPoint, PowerSource, SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import leaving, low_voltage
from tests.bizexpansion.flows.tables.capacity import moment
from tests.factories.bizexpansion import Company, Wishes
from tests.factories.book import AS_TYPED, INVOICE, credit_code, invoices_of, make_meter

SITE = Wishes(capacity=Decimal(80), terminal=False)
HIGH = Wishes(
    capacity=Decimal(1600), project_flag="2", importance="TEMPORARY", hidden_works=True, fee=True, terminal=True
)
STALL = Wishes(capacity=Decimal(12), terminal=False)
HOURS, PRICE = Decimal("8"), Decimal("0.8123")


def first_day(office: Office) -> date:
    """The day from which supply is wanted."""
    return (office.accepted_at + timedelta(days=20)).date()


def last_day(office: Office) -> date:
    """Five months later."""
    return add_months(first_day(office), 5)


def asked(office: Office) -> dict[str, Any]:
    """The counter: a building firm."""
    high = office.wishes is HIGH
    return {
        "applicant_name": f"苏州恒信{office.serial}建筑工程有限公司",
        "id_kind": "CREDIT_CODE",
        "id_number": credit_code(),
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": f"苏州市工业园区金鸡湖大道{SupplyAccount.objects.count() + 1}号工地",
        "temporary_use": "BUILDING",
        "permit_number": "施工许可 320594202611",
        "temporary_until": last_day(office).isoformat(),
        "voltage": Voltage.KV10 if high else Voltage.V380,
        "applied_capacity": str(office.wishes.capacity),
        "wanted_on": first_day(office).isoformat(),
        "trade_code": "4710",
        "tariff_class": "402",
        "purpose": "施工用电",
        **INVOICE,
        "contacts-0-purpose": "ELECTRICAL",
        "contacts-0-name": "陈静",
        "contacts-0-phone": "13812345678",
        "equipment-0-name": "塔吊",
        "equipment-0-unit_power": "30",
        "equipment-0-count": "2",
        "identity_checked": "on",
        "breaches_checked": "on",
        "papers-0-present": "on",
        "papers-2-present": "on",
        "papers-3-present": "on",
    }


def asked_unmetered(office: Office) -> dict[str, Any]:
    """The counter: a stall at a fair, eight hours a day."""
    return {
        **asked(office),
        "temporary_use": "EVENT",
        "temporary_until": (first_day(office) + timedelta(days=29)).isoformat(),
        "daily_hours": str(HOURS),
        "papers-3-present": "",
    }


def plan(office: Office) -> dict[str, Any]:
    """A03: at high voltage with a transformer of the customer."""
    common = {"prices-0-price_code": "400-TMP", "needs_terminal": "on" if office.wishes.terminal else ""}
    if office.wishes is not HIGH:
        return {**low_voltage.plan(office), **common}
    return {
        **common,
        "importance": office.wishes.importance,
        "has_hidden_works": "on",
        "is_fee_due": "on",
        "access_scheme": "由 10 kV 金鸡湖线 T 接",
        "receiving_scheme": "施工箱变一台",
        "metering_scheme": "高供高计",
        "billing_scheme": "单一制电价",
        "supply_points-0-name": "施工箱变",
        "supply_points-0-kind": "BOX",
        "sources-0-substation": "110 kV 唯亭变",
        "sources-0-line": "10 kV 金鸡湖线",
        "sources-0-incoming_mode": "CABLE_DIRECT",
        "sources-0-ownership_boundary": "跌落式熔断器负荷侧",
        "transformers-0-number": "1",
        "transformers-0-name": "1号箱变",
        "transformers-0-capacity": str(office.wishes.capacity),
        "metering_points-0-name": "总表",
        "prices-0-strategy": "ONE_PART",
        "prices-0-basic_charge_mode": "0",
    }


def plan_unmetered(office: Office) -> dict[str, Any]:
    """A03 without a meter."""
    return {
        "access_scheme": "由会展 2 号公变低压出线供电",
        "receiving_scheme": "配电箱一只，限流断路器",
        "billing_scheme": "按申请容量乘以用电时间计费",
        "supply_points-0-name": "临时配电箱",
        "sources-0-substation": "110 kV 唯亭变",
        "sources-0-line": "会展 2 号公变",
        "sources-0-incoming_mode": "CABLE_DIRECT",
        "sources-0-ownership_boundary": "配电箱进线开关负荷侧",
        "prices-0-price_code": "400-TMP",
    }


def contract(office: Office) -> dict[str, Any]:
    """S05: valid until the day after the last."""
    return {"valid_from": office.day().isoformat()}


def meter(office: Office) -> dict[str, Any]:
    """S08."""
    kind = MeterKind.THREE_PHASE_HV if office.wishes is HIGH else MeterKind.THREE_PHASE
    return {"meters-0-asset_number": make_meter(office.company.tree["YQ"], kind=kind).asset_number}


def book(office: Office) -> dict[str, Any]:
    """Accounts, contracts, structure and devices that live, and the ledger."""
    living = SupplyAccount.objects.exclude(status=AccountStatus.VOIDED)
    return {
        "accounts": list(living.values_list("account_number", "status").order_by("pk")),
        "contracts": Contract.objects.filter(status=ContractStatus.VALID).count(),
        "sources": PowerSource.objects.filter(account__in=living).count(),
        "devices": Meter.objects.exclude(state__in=(DeviceState.IN_STORE, DeviceState.RETURNED)).count(),
        "ledger": LedgerEntry.objects.aggregate(total=Sum("amount"))["total"] or Decimal(0),
    }


def archived(office: Office) -> None:
    """A living temporary account: flag, last day, contract 04 that ends with it, meter."""
    account = SupplyAccount.objects.get(pk=office.case.account_id)
    high = office.wishes is HIGH
    assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
    assert (account.temporary, account.temporary_until) == (TemporaryKind.METERED, last_day(office))
    assert account.account_class == (AccountClass.HV if high else AccountClass.LV_NON_RESIDENT)
    assert (account.contract_capacity, account.running_capacity) == (office.wishes.capacity,) * 2
    signed = Contract.objects.get(account=account, status=ContractStatus.VALID)
    assert (signed.contract_type, signed.term.upper) == (
        ContractType.TEMPORARY,
        last_day(office) + timedelta(days=1),
    )
    plates = account.transformers.filter(run_status=RunStatus.RUNNING).values_list("plate_capacity", flat=True)
    assert list(plates) == ([office.wishes.capacity] if high else [])
    point = MeteringPoint.objects.get(account=account)
    assert (point.state, point.is_metered) == (MeteringPointState.IN_USE, True)
    assert point.meterinstallations.get(period__upper_inf=True).meter.state == DeviceState.RUNNING
    assert account.importance == office.wishes.importance
    assert invoices_of(account) == [(account.energised_on, None, *AS_TYPED)]


def archived_unmetered(office: Office) -> None:
    """A living account without a meter: flag 02, last day, contract 04, the prepaid use as credit."""
    account = SupplyAccount.objects.get(pk=office.case.account_id)
    last = first_day(office) + timedelta(days=29)
    assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
    assert (account.temporary, account.temporary_until) == (TemporaryKind.UNMETERED, last)
    assert account.contract_capacity == Decimal(12)
    signed = Contract.objects.get(account=account, status=ContractStatus.VALID)
    assert (signed.contract_type, signed.term.upper) == (ContractType.TEMPORARY, last + timedelta(days=1))
    point = MeteringPoint.objects.get(account=account)
    assert (point.state, point.is_metered) == (MeteringPointState.IN_USE, False)
    assert not point.meterinstallations.exists()
    paid = AccountBalance.objects.get(account=account)
    assert paid.credit_amount == Decimal("2339.42")  # 12 kVA x 8 h x 30 days = 2,880 kWh at 0.8123 yuan
    assert paid.open_amount == 0


def stall(company: Company, now: datetime) -> SupplyAccount:
    """A stall that 106 has supplied since ten days ago, 30 days paid in advance: walked there by its own flow."""
    office = Office(company, UNMETERED_SUPPLY, now - timedelta(days=31))
    with time_machine.travel(office.now):
        assert office.accept().status_code == 302
    office.run("energise")
    office.now = now - timedelta(days=10)
    office.run()
    return SupplyAccount.objects.get(pk=office.case.account_id)


def extension(office: Office) -> dict[str, Any]:
    """The counter: twenty days more."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "temporary_until": (office.subject.temporary_until + timedelta(days=20)).isoformat(),
        "reason": "展会延期",
        "identity_checked": "on",
        "papers-0-present": "on",
    }


def ending(office: Office) -> dict[str, Any]:
    """The counter: the fair is over."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "reason": "展会结束",
        "papers-0-present": "on",
    }


def checked(office: Office) -> dict[str, Any]:
    """A02."""
    return {
        "surveyor": str(office.company.people["R3"].pk),
        "second_surveyor": str(office.company.people["R3b"].pk),
        "checked_on": office.day().isoformat(),
        "load_found": "11.50",
        "limiter_intact": "on",
    }


def stall_book(office: Office) -> dict[str, Any]:
    """Until when, contracts, power, and the ledger."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    return {
        "account": (account.status, account.open_case_number, account.closed_on, account.power_state),
        "until": account.temporary_until,
        "contracts": list(
            account.contracts.filter(status=ContractStatus.VALID).values_list("operation", "term").order_by("pk")
        ),
        "points": list(account.metering_points.values_list("state", flat=True)),
        "ledger": LedgerEntry.objects.filter(account=account).aggregate(total=Sum("amount"))["total"],
    }


def extended(office: Office) -> None:
    """A later last day, a renewed contract after the old one, twenty days more as credit, the term moved."""
    account, before = SupplyAccount.objects.get(pk=office.subject.pk), office.subject
    until = before.temporary_until + timedelta(days=20)
    assert (account.status, account.temporary_until) == (AccountStatus.NORMAL, until)
    first, second = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    assert (first.operation, second.operation) == (ContractOperation.NEW, ContractOperation.RENEWAL)
    assert (first.term.upper, second.term.upper) == (second.term.lower, until + timedelta(days=1))
    assert second.contract_type == ContractType.TEMPORARY
    paid = AccountBalance.objects.get(account=account)
    assert paid.credit_amount == Decimal("2339.42") + Decimal("1559.62")  # 12 kVA x 8 h x 20 days at 0.8123 yuan
    (term,) = running_terms(account.pk, timer="T13")
    assert term.ends_on == until + timedelta(days=1)


def ended(office: Office) -> None:
    """Closed: what was used is billed, the rest of the prepayment paid back, contract and term ended."""
    found, account = stall_book(office), SupplyAccount.objects.get(pk=office.subject.pk)
    assert found["account"] == (AccountStatus.CLOSED, "", account.closed_on, PowerState.CUT)
    ((made_by, term),) = found["contracts"]
    assert (made_by, term.upper) == (ContractOperation.TERMINATION, account.closed_on)
    assert found["points"] == [MeteringPointState.REMOVED]
    assert found["ledger"] == 0
    entries = LedgerEntry.objects.filter(account=account)
    used = entries.get(kind=EntryKind.BILL).amount
    assert used == Decimal("857.79")  # eleven days: 1,056 kWh
    assert entries.get(kind=EntryKind.REFUND).amount == Decimal("2339.42") - used
    assert running_terms(account.pk, timer="T13") == []


METERED = {"draft_plan": plan, "draft_contract": contract, "assign_meter": meter}
UNMETERED = {
    "draft_plan": plan_unmetered,
    "draft_contract": contract,
    "energise": lambda office: {
        "energised_at": moment(office),
        "order_number": "DL-2026-0106",
        "limiter_amperes": "32",
    },
    "determine_fee": {"unit_price": str(PRICE), "standard": "苏发改价格〔2023〕号 一般工商业"},
}
UNMETERED_SUPPLY = Table(
    "106", accept=asked_unmetered, book=book, archived=archived_unmetered, steps=UNMETERED, wishes=STALL
)
EXTENDED = {
    "survey": checked,
    "approve_change": {"outcome": "approved"},
    "determine_fee": {},
    "draft_contract": {},
    "amend_contract": lambda office: {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    },
    "archive": {"data_checked": "on"},
}
ENDED = {
    "survey": checked,
    "settle_account": lambda office: {"read_on": office.day().isoformat()},
    "archive": {"data_checked": "on"},
}
TABLES = (
    Table("105", accept=asked, book=book, archived=archived, steps=METERED, wishes=HIGH),
    Table("105", name="lv", accept=asked, book=book, archived=archived, steps=METERED, wishes=SITE),
    UNMETERED_SUPPLY,
    Table("107", accept=extension, prepare=stall, book=stall_book, archived=extended, steps=EXTENDED, wishes=STALL),
    Table(
        "108",
        accept=ending,
        prepare=stall,
        book=stall_book,
        archived=ended,
        steps=ENDED,
        wishes=STALL,
        exits=leaving.EXITS,
    ),
)
