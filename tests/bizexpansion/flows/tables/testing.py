"""304 申请校验: too fast on site, too slow in the laboratory, in order on site without a fee back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from bizexpansion.models import EnergyCorrection, FeePayout
from crm.workdays.arithmetic import add_months
from customers.book.enums import AccountStatus, DeviceState
from customers.book.models import MeterInstallation, MeterTest, SupplyAccount
from metering.models import LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.exchange_steps import STEPS, hangs, moment, people_said
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account

FEE = "80.00"
ERRORS = {"": "3.200", "laboratory": "-2.500", "in order": "0.600"}


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Two metering points; their meters are of class 1.0."""
    return make_hv_account(company.tree["YQ"])


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    place = "01" if office.table.name == "laboratory" else "02"
    return people_said(office) | {"reason": "电费突增，怀疑电表走快", "place": place, "papers-0-present": "on"}


def tested(office: Office) -> dict[str, Any]:
    """A41 or A32."""
    return {
        "tested_at": moment(office),
        "error_percent": ERRORS[office.table.name],
        "standard_instrument": "三相标准表 0.05 级",
        "report_number": "JD-2026-0118",
        "seals": "SZ0101",
    }


def corrected(office: Office) -> dict[str, Any]:
    """A29: half a year at the average price."""
    return {"recorded_energy": "12000.00", "price": "0.6500"}


def book(office: Office) -> dict[str, Any]:
    """What hangs, tests, ledger, status."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    tests = MeterTest.objects.filter(meter__installations__account=account).distinct()
    meters = {row.meter for row in MeterInstallation.objects.filter(account=account).select_related("meter")}
    return {
        "hangs": hangs(account),
        "tests": list(tests.values_list("meter__asset_number", "error_percent", "is_within_tolerance")),
        "kept": sorted((one.asset_number, one.keep_until) for one in meters if one.keep_until),
        "owed": LedgerEntry.objects.filter(account=account).aggregate(sum=Sum("amount"))["sum"] or Decimal(0),
        "status": (account.status, account.open_case_number),
    }


def archived(office: Office) -> None:
    """The test in the meter's record; out of tolerance: exchanged, corrected with kWh and yuan, fee given back."""
    found, before, error = book(office), office.before, Decimal(ERRORS[office.table.name])
    old = before["hangs"][0][1]
    good = office.table.name == "in order"
    assert found["status"] == (AccountStatus.NORMAL, "")
    assert found["tests"] == [(old, error, good)]
    if good:
        assert found["hangs"] == before["hangs"]
        assert (found["owed"], found["kept"]) == (0, [])
        assert not {"correct_energy", "determine_refund", "exchange_meter"} & set(office.signed)
        return
    down, up, other = found["hangs"]
    assert (down[1], down[2], down[5]) == (old, DeviceState.RETURNED, Decimal("812.40"))
    assert (up[2], up[3], up[4], up[6]) == (DeviceState.RUNNING, True, Decimal("0.50"), down[6])
    assert other == before["hangs"][1]
    assert found["kept"] == [(old, add_months(office.day(), 6))]
    correction = EnergyCorrection.objects.get(case=office.case)
    energy, yuan = ("-372.09", "-241.86") if error > 0 else ("307.69", "200.00")
    assert (correction.energy, correction.amount) == (Decimal(energy), Decimal(yuan))
    entry = LedgerEntry.objects.get(account=office.subject)
    assert (entry.kind, entry.amount, entry.document) == ("ADJUST", Decimal(yuan), office.case.case_number)
    assert energy.lstrip("-") in entry.note
    assert FeePayout.objects.get(case=office.case).amount == Decimal(FEE)
    assert set(office.signed) >= {"collect_fee", "reply_result", "correct_energy", "pay_refund"}
    assert ("exchange_meter" in office.signed) is (error > 0)
    assert ("lab_exchange_meter" in office.signed) is (error < 0)


ALL = (
    STEPS
    | {f"lab_{node}": values for node, values in STEPS.items()}
    | {
        "determine_fee": {
            "items-0-kind": "04",
            "items-0-amount": FEE,
            "items-0-standard": "苏价工〔2005〕校验收费标准",
        },
        "test_on_site": tested,
        "test_in_laboratory": tested,
        "reply_result": lambda office: {"replied_on": office.day().isoformat(), "review_explained": "on"},
        "lab_return_device": lambda office: {
            "returned_on": office.day().isoformat(),
            "slip_number": "TK-0001",
            "shelf": "B-2-1",
        },
        "correct_energy": corrected,
        "determine_refund": {"ground": "检定超差，退还校验费"},
        "pay_refund": lambda office: {
            "method": "TRANSFER",
            "paid_on": office.day().isoformat(),
            "voucher_number": "TF-2026-0001",
        },
        "archive": {"data_checked": "on"},
    }
)
TABLES = tuple(
    Table("304", name=name, accept=asked, prepare=account_of, book=book, archived=archived, steps=ALL)
    for name in ERRORS
)
