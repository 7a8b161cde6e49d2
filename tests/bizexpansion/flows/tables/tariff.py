"""215 改类: a factory becomes a shop (plan, contract, meter); another way of the basic charge from next quarter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from customers.book.enums import AccountStatus, ContractStatus, DeviceState, TariffClass
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.exchange_steps import STEPS, hangs, people_said
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Large industry, two-part price by capacity, time of use."""
    return make_hv_account(company.tree["YQ"])


def next_period(office: Office) -> date:
    """The first day of a month that is more than fifteen working days ahead."""
    day = office.accepted_at.date()
    months = day.month + 1
    return date(day.year + months // 12, months % 12 + 1, 1)


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    said = people_said(office) | {"reason": "厂房改为商场", "papers-0-present": "on", "papers-1-present": "on"}
    if office.table.name == "basic charge":
        start = next_period(office).isoformat()
        return said | {
            "kind": "BASIC",
            "effective_on": start,
            "reason": "改按需量计收",
            "tariff_class": TariffClass.LARGE_INDUSTRY,
            "price_code": "IND-2P-10",
            "strategy": "TWO_PART",
            "basic_charge_mode": "2",
            "power_factor_standard": "0.90",
            "is_time_of_use": "on",
        }
    return said | {
        "kind": "CATEGORY",
        "effective_on": office.accepted_at.date().isoformat(),
        "new_use": "商业综合体",
        "tariff_class": TariffClass.COMMERCE,
        "industry_code": "5212",
        "price_code": "400-10KV-TOU",
        "strategy": "ONE_PART",
        "basic_charge_mode": "0",
        "power_factor_standard": "0.85",
        "is_time_of_use": "on",
    }


def checked(office: Office) -> dict[str, Any]:
    """A02."""
    people = office.company.people
    who = {"surveyor": str(people["R3"].pk), "second_surveyor": str(people["R3b"].pk)}
    found = {"checked_on": office.day().isoformat(), "use_found": "与申请一致", "is_possible": "on"}
    if office.table.name == "basic charge":
        return who | found
    return who | found | {"meter_work": "EXCHANGE", "changes_contract": "on", "needs_plan": "on"}


def book(office: Office) -> dict[str, Any]:
    """Class of use, prices over time, contracts, what hangs, status."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    prices = account.prices.order_by("sequence", "period")
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "class": (account.tariff_class, account.industry_code),
        "prices": [
            (one.period.lower, one.period.upper, one.price_code, one.strategy, one.basic_charge_mode,
             one.power_factor_standard, one.is_time_of_use)
            for one in prices
        ],
        "contracts": [(one.term.lower, one.term.upper) for one in contracts],
        "hangs": hangs(account),
        "capacity": (account.contract_capacity, account.running_capacity),
        "status": (account.status, account.open_case_number),
    }  # fmt: skip


def archived(office: Office) -> None:
    """The old price ends where the new one begins; class of use and industry of the new use; capacity as before."""
    found, before = book(office), office.before
    assert found["status"] == (AccountStatus.NORMAL, "")
    assert found["capacity"] == before["capacity"]
    ((since, _end, *old),) = before["prices"]
    (first, second) = found["prices"]
    assert (first[0], list(first[2:])) == (since, old)
    assert (first[1], second[1]) == (second[0], None)
    if office.table.name == "basic charge":
        assert second[0] == next_period(office)
        assert (second[2], second[4]) == (old[0], "2")
        assert (found["class"], found["hangs"], found["contracts"]) == (
            before["class"],
            before["hangs"],
            before["contracts"],
        )
        return
    assert second[0] == office.accepted_at.date()
    assert second[2:] == ("400-10KV-TOU", "ONE_PART", "0", "0.85", True)
    assert found["class"] == (TariffClass.COMMERCE, "5212")
    assert len(found["contracts"]) == 2
    assert [row[2] for row in found["hangs"][:2]] == [DeviceState.RETURNED, DeviceState.RUNNING]


ALL = STEPS | {
    "survey": checked,
    "draft_plan": {"metering_scheme": "更换为分时多功能表", "billing_scheme": "一般工商业单一制"},
    "approve_change": {"outcome": "approved"},
    "amend_contract": lambda office: {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    },
    "archive": {"data_checked": "on"},
}
TABLES = tuple(
    Table("215", name=name, accept=asked, prepare=account_of, book=book, archived=archived, steps=ALL)
    for name in ("", "basic charge")
)
