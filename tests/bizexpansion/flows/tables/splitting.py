"""212 分户: a shop of 80 kVA gives 30 and 20 kVA to two new accounts; a factory gives a transformer away."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.models import CapacitySum, SplitShare
from customers.book.enums import (
    AccountStatus,
    ContractOperation,
    ContractStatus,
    DeviceState,
    MeteringPointState,
    PowerState,
    RunStatus,
)
from customers.book.models import Meter, MeterInstallation, SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import exchange_steps
from tests.bizexpansion.flows.tables.exchange_steps import moment
from tests.factories.bizexpansion import Company, Wishes
from tests.factories.book import credit_code, make_hv_account, make_lv_account, make_meter, make_section


def shop(company: Company, now: datetime) -> SupplyAccount:
    """80 kVA at 380 V."""
    return _read(make_lv_account(company.tree["YQ"], capacity=80, amperes=160))


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Two transformers of 1,600 kVA at two sources."""
    return _read(make_hv_account(company.tree["YQ"]))


def _read(account: SupplyAccount) -> SupplyAccount:
    if account.section_id is None:
        section = make_section(account.department)
        SupplyAccount.objects.filter(pk=account.pk).update(section=section)
    return SupplyAccount.objects.get(pk=account.pk)


def asked(*parts: tuple[str, str]) -> Any:
    """The counter: new accounts with their capacity and, at high voltage, their transformers."""

    def typed(office: Office) -> dict[str, Any]:
        rows = {"shares-TOTAL_FORMS": str(len(parts))}
        for index, (capacity, equipment) in enumerate(parts):
            rows |= {
                f"shares-{index}-number": str(index + 1),
                f"shares-{index}-name": f"苏州东环{index + 1}号商贸有限公司",
                f"shares-{index}-kind": "ORGANISATION",
                f"shares-{index}-id_kind": "CREDIT_CODE",
                f"shares-{index}-id_number": credit_code(),
                f"shares-{index}-phone": "13812345678",
                f"shares-{index}-capacity": capacity,
                f"shares-{index}-equipment": equipment,
            }
        return {
            "account": office.subject.account_number,
            "contact_name": "陈静",
            "contact_phone": "13812345678",
            "reason": "店面分租",
            "identity_checked": "on",
            "breaches_checked": "on",
            **{f"papers-{number}-present": "on" for number in (0, 2, 3, 4)},
            **rows,
        }

    return typed


def plan(office: Office) -> dict[str, Any]:
    """What is left, as the page proposes it; the meter of the old account is exchanged for a smaller one."""
    wishes = office.wishes
    return {
        "access_scheme": "由原供电电源分别供电",
        "receiving_scheme": "分户改造",
        "metering_scheme": "每户一套计量装置",
        "billing_scheme": "电价不变",
        "importance": wishes.importance,
        "needs_terminal": "on" if wishes.terminal else "",
        **({"is_fee_due": "on"} if wishes.fee else {}),
        **({"has_hidden_works": "on"} if wishes.hidden_works else {}),
        **({"metering_points-0-exchanges_meter": "on"} if office.table.name == "" else {}),
    }


def metering(office: Office) -> dict[str, Any]:
    """S04: as the page proposes it."""
    return {"confirmed_on": office.day().isoformat(), "cabinet": "PZ-30 计量箱"}


def meters(office: Office) -> dict[str, Any]:
    """S08: a meter for each new account, and the one that the old account gets."""
    typed = {}
    old = MeterInstallation.objects.filter(account=office.subject, period__upper_inf=True).order_by("pk")[0].meter
    for index in range(SplitShare.objects.filter(application__case=office.case).count()):
        meter = make_meter(office.company.tree["YQ"], kind=old.kind, wiring=old.wiring)
        typed[f"new_meters-{index}-asset_number"] = meter.asset_number
    if office.table.name == "":
        meter = make_meter(office.company.tree["YQ"], kind=old.kind, wiring=old.wiring)
        typed["meters-0-asset_number"] = meter.asset_number
    return typed


def hung(office: Office) -> dict[str, Any]:
    """A17: the first readings."""
    count = SplitShare.objects.filter(application__case=office.case).count()
    return {
        "installed_at": moment(office),
        "position": "一层计量间",
        "wiring_checked": "on",
        **{f"meters-{index}-start_reading": f"{index}.50" for index in range(count)},
    }


def signed(office: Office) -> dict[str, Any]:
    """Both sides sign today."""
    return {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    }


def filed_as(name: str) -> Any:
    """What every flow types at a step of that name."""
    from tests.factories.bizexpansion_forms import typed

    return lambda office: typed(office, name)


STEPS = {
    "draft_plan": plan,
    "amend_contract": signed,
    "new_draft_contract": filed_as("draft_contract"),
    "new_review_contract": filed_as("review_contract"),
    "new_sign_contract": signed,
    "new_file_contract": filed_as("file_contract"),
    "fix_metering_plan": metering,
    "assign_meter": meters,
    "install_meter": hung,
    "record_installation": lambda office: {
        f"readings-{index}-seals": f"SZ{index}01 SZ{index}02"
        for index in range(SplitShare.objects.filter(application__case=office.case).count())
    },
    "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0101"},
    "chg_dispatch_fitting": exchange_steps.STEPS["dispatch_fitting"],
    "chg_issue_meter": exchange_steps.STEPS["issue_meter"],
    "chg_exchange_meter": exchange_steps.exchanged,
    "chg_record_exchange": exchange_steps.STEPS["record_exchange"],
    "chg_return_device": filed_as("return_device"),
    "archive": {"data_checked": "on"},
}


def book(office: Office) -> Any:
    """Capacity, terms, everything under the account; the new accounts beside it."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    new = SupplyAccount.objects.filter(address=account.address).exclude(pk=account.pk)
    living = new.exclude(status=AccountStatus.VOIDED).order_by("pk")
    return [_of(account), *(_of(one) for one in living)]


def _of(account: SupplyAccount) -> dict[str, Any]:
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "account": (account.status, account.open_case_number, account.power_state, account.section_id),
        "capacity": (account.contract_capacity, account.running_capacity),
        "periods": [
            (one.period.lower, one.period.upper, one.contract_capacity, one.running_capacity)
            for one in account.capacity_periods.order_by("period")
        ],
        "equipment": list(account.transformers.values_list("sequence", "plate_capacity", "run_status")),
        "sources": list(account.power_sources.values_list("sequence", "capacity", "is_active")),
        "points": list(account.metering_points.values_list("sequence", "state")),
        "meters": list(Meter.objects.filter(reserved_for=account).order_by("pk").values_list("state", flat=True)),
        "hung": [
            (one.metering_point.sequence, one.start_reading, one.multiplier)
            for one in account.meterinstallations.filter(period__upper_inf=True).select_related("metering_point")
        ],
        "contracts": [(one.operation, one.term.lower, one.term.upper) for one in contracts],
        "prices": list(account.prices.filter(period__upper_inf=True).values_list("price_code", flat=True)),
    }


def archived(office: Office) -> None:
    """The sum of capacities is what it was; every new account is a whole account of its own."""
    old, *new = book(office)
    shares = list(SplitShare.objects.filter(application__case=office.case).order_by("number"))
    own, out = office.subject.contract_capacity, sum((one.capacity for one in shares), Decimal(0))
    day = localtime(office.now).date()
    assert old["account"] == (AccountStatus.NORMAL, "", PowerState.ON, office.subject.section_id)
    assert old["capacity"] == (own - out, own - out)
    before, after = old["periods"]
    assert (before[1], before[2], before[3]) == (after[0], own, own)
    assert after[1:] == (None, own - out, own - out)
    assert after[0] <= day
    ended, amended = old["contracts"]
    assert (ended[0], amended[0], ended[2]) == (ContractOperation.NEW, ContractOperation.CHANGE, amended[1])
    assert len(new) == len(shares)
    for index, (share, one) in enumerate(zip(shares, new, strict=True)):
        assert one["account"] == (AccountStatus.NORMAL, "", PowerState.ON, office.subject.section_id)
        assert one["capacity"] == (share.capacity, share.capacity)
        assert [period[1:] for period in one["periods"]] == [(None, share.capacity, share.capacity)]
        assert one["sources"] == [(1, share.capacity, True)]
        assert one["points"] == [(1, MeteringPointState.IN_USE)]
        assert one["meters"] == [DeviceState.RUNNING]
        assert [hung[:2] for hung in one["hung"]] == [(1, Decimal(f"{index}.50"))]
        assert [made for made, _from, _to in one["contracts"]] == [ContractOperation.NEW]
        assert one["prices"] == old["prices"]
        account = share.account
        assert account is not None
        assert (account.name, account.customer.name) == (share.name, share.name)
        assert (account.address, account.voltage) == (office.subject.address, office.subject.voltage)
    sums = list(CapacitySum.objects.filter(plan__case=office.case, plan__state="AGREED").order_by("account_id"))
    assert [(one.moved_in_contract, one.moved_out_contract, one.total_contract) for one in sums] == [
        (0, out, own - out),
        *((one.capacity, 0, one.capacity) for one in shares),
    ]


def factory_archived(office: Office) -> None:
    """The second transformer runs under the new account."""
    archived(office)
    old, new = book(office)
    assert [one[2] for one in old["equipment"]] == [RunStatus.RUNNING, RunStatus.REMOVED]
    assert new["equipment"] == [(1, Decimal(1600), RunStatus.RUNNING)]


TABLES = (
    Table(
        "212",
        accept=asked(("30", ""), ("20", "")),
        prepare=shop,
        book=book,
        archived=archived,
        steps=STEPS,
        wishes=Wishes(project_flag="2", fee=True, terminal=True),
    ),
    Table(
        "212",
        name="high voltage",
        accept=asked(("1600", "2")),
        prepare=factory,
        book=book,
        archived=factory_archived,
        steps=STEPS,
        wishes=Wishes(project_flag="2", fee=True, terminal=True, hidden_works=True, importance="SECOND"),
    ),
)
