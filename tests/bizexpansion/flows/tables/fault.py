"""302 计量装置故障: a burnt meter and its terminal, the customer liable; a loose wire, mended at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.timezone import localtime

from bizexpansion.models import EnergyCorrection
from crm.audit.operation import SYSTEM
from customers.book.enums import AccountStatus, DeviceState
from customers.book.models import MeterTest, SupplyAccount
from customers.book.operations import fit_terminal
from metering.models import LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.exchange_steps import STEPS, hangs, moment, people_said
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account

OLD_TERMINAL, NEW_TERMINAL = "7" * 22, "8" * 22


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Two metering points and a terminal."""
    account = make_hv_account(company.tree["YQ"])
    fit_terminal(
        account_id=account.pk,
        asset_number=OLD_TERMINAL,
        communication_address="320500001234",
        fitted_at=now - timedelta(days=90),
        position="1号配电房",
        actor=SYSTEM,
        now=now,
    )
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter: an alarm of the collection system."""
    return people_said(office) | {
        "reason": "电流不平衡，A相失流",
        "source": "ALARM",
        "source_number": "CJ-20261125-118",
        "noticed_at": f"{localtime(office.now) - timedelta(hours=3):%Y-%m-%dT%H:%M}",
        "fault_kind": "METER",
    }


def handled(office: Office) -> dict[str, Any]:
    """A43."""
    found = {"handled_at": moment(office), "seals": "SZ0201", "fault_kind": "METER", "cause": "内部短路烧毁"}
    if office.table.name:
        return found | {"fault_kind": "SECONDARY", "cause": "二次端子松动，已紧固"}
    return found | {
        "liable": "CUSTOMER",
        "faulty_since": (office.day() - timedelta(days=20)).isoformat(),
        **dict.fromkeys(("exchanges_meter", "goes_to_laboratory", "exchanges_terminal", "corrects_energy"), "on"),
    }


def book(office: Office) -> dict[str, Any]:
    """What hangs, terminals, tests, ledger, status."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    return {
        "hangs": hangs(account),
        "terminals": list(account.terminals.values_list("asset_number", "position", "period__upper_inf")),
        "tests": MeterTest.objects.count(),
        "owed": LedgerEntry.objects.filter(account=account).aggregate(sum=Sum("amount"))["sum"] or Decimal(0),
        "status": (account.status, account.open_case_number),
    } | {"ended": [one.period.upper is None for one in account.terminals.all()]}


def archived(office: Office) -> None:
    """Meter and terminal exchanged, energy back-billed with kWh and yuan; or nothing but the mended wire."""
    found, before = book(office), office.before
    assert found["status"] == (AccountStatus.NORMAL, "")
    if office.table.name:
        assert found == before
        assert not {"exchange_meter", "exchange_terminal", "correct_energy", "determine_fee"} & set(office.signed)
        return
    down, up, other = found["hangs"]
    assert (down[2], down[5]) == (DeviceState.RETURNED, Decimal("812.40"))
    assert (up[2], up[3], up[4]) == (DeviceState.RUNNING, True, Decimal("0.50"))
    assert other == before["hangs"][1]
    assert found["ended"] == [False, True]
    old, new = office.subject.terminals.order_by("period")
    assert (old.asset_number, new.asset_number, new.position) == (OLD_TERMINAL, NEW_TERMINAL, "1号配电房")
    assert old.period.upper == new.period.lower
    assert found["tests"] == 1
    correction = EnergyCorrection.objects.get(case=office.case)
    assert (correction.energy, correction.amount) == (Decimal("1500.00"), Decimal("975.00"))
    assert found["owed"] == Decimal("975.00")
    assert set(office.signed) >= {"survey", "test_in_laboratory", "correct_energy", "collect_fee"}


ALL = STEPS | {
    "survey": lambda office: {"checked_at": moment(office), "found": "表计烧毁，终端离线", "supply_is_on": "on"},
    "handle_fault": handled,
    "test_in_laboratory": lambda office: {
        "tested_at": moment(office),
        "error_percent": "-60.000",
        "standard_instrument": "三相标准表 0.05 级",
        "report_number": "JD-2026-0119",
        "seals": "SZ0202",
    },
    "exchange_terminal": lambda office: {
        "asset_number": NEW_TERMINAL,
        "communication_address": "320500005678",
        "exchanged_at": moment(office),
        "is_online": "on",
    },
    "correct_energy": lambda office: {
        "basis": "ERROR",
        "starts_on": (office.day() - timedelta(days=20)).isoformat(),
        "ends_on": office.day().isoformat(),
        "recorded_energy": "1000.00",
        "price": "0.6500",
    },
    "determine_fee": {"items-0-kind": "05", "items-0-amount": "1250.00", "items-0-standard": "赔表费标准"},
    "archive": {"data_checked": "on"},
}
TABLES = tuple(
    Table("302", name=name, accept=asked, prepare=account_of, book=book, archived=archived, steps=ALL)
    for name in ("", "mended")
)
