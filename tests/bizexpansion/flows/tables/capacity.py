"""203 暂停: one of two transformers, and both."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from customers.book.enums import AccountStatus, ChangeRemark, PowerState, RunStatus
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Two transformers of 1,600 kVA, both in operation."""
    return make_hv_account(company.tree["YQ"])


def first_day(office: Office) -> date:
    """Ten days ahead: more than five working days."""
    return (office.accepted_at + timedelta(days=10)).date()


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    numbers = (1, 2) if office.table.name else (1,)
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "starts_on": first_day(office).isoformat(),
        "ends_on": (first_day(office) + timedelta(days=20)).isoformat(),
        "reason": "设备检修",
        "identity_checked": "on",
        "breaches_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
        "papers-2-present": "on",
        "equipment-TOTAL_FORMS": str(len(numbers)),
        **{f"equipment-{index}-number": str(number) for index, number in enumerate(numbers)},
    }


def sealed(office: Office) -> dict[str, Any]:
    """A34, on the day that was planned."""
    if office.day() < first_day(office):
        office.now += timedelta(days=10)
    return {"sealed_on": first_day(office).isoformat(), "seals": "SZ0001 SZ0002"}


def moment(office: Office) -> str:
    """Now, as a browser sends it."""
    return f"{localtime(office.now):%Y-%m-%dT%H:%M}"


def book(office: Office) -> dict[str, Any]:
    """Capacities, equipment, power, periods, stops."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    equipment = account.transformers.order_by("sequence")
    return {
        "capacity": (account.contract_capacity, account.running_capacity),
        "power": account.power_state,
        "status": (account.status, account.open_case_number),
        "equipment": list(equipment.values_list("run_status", "change_remark", "stopped_on", "plan_resume_on")),
        "periods": list(account.capacity_periods.order_by("period").values_list("period", "running_capacity")),
        "stops": account.stops.count(),
    }


def archived(office: Office) -> None:
    """Running capacity less the plates from the day of the seal, contract capacity as before."""
    found, day = book(office), first_day(office)
    stopped = 2 if office.table.name else 1
    left = Decimal(3200 - 1600 * stopped)
    assert found["capacity"] == (Decimal(3200), left)
    assert found["power"] == (PowerState.ON if left else PowerState.CUT)
    assert found["status"] == (AccountStatus.NORMAL, "")
    off = (RunStatus.STOPPED, ChangeRemark.STOPPED, day, day + timedelta(days=20))
    running = (RunStatus.RUNNING, ChangeRemark.NEW, None, None)
    assert found["equipment"] == [off] * stopped + [running] * (2 - stopped)
    (before, full), (after, rest) = found["periods"]
    assert (before.upper, after.lower, after.upper) == (day, day, None)
    assert (full, rest) == (Decimal(3200), left)
    assert found["stops"] == stopped
    assert ("re_energise" in office.signed) is bool(left)


def energised(office: Office) -> dict[str, Any]:
    """A18 for what runs on."""
    return {"energised_at": moment(office), "order_number": "DL-2026-0102", "metering_checked": "on"}


STEPS = {
    "survey": lambda office: {"checked_on": office.day().isoformat(), "is_possible": "on"},
    "draft_plan": {"billing_note": "基本电费按剩余运行容量计收"},
    "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0101"},
    "seal_equipment": sealed,
    "re_energise": energised,
    "archive": {"data_checked": "on"},
}
TABLES = (
    Table("203", accept=asked, prepare=account_of, book=book, archived=archived, steps=STEPS),
    Table("203", name="all", accept=asked, prepare=account_of, book=book, archived=archived, steps=STEPS),
)
