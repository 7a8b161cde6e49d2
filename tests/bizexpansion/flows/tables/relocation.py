"""207 迁址: a shop and a factory move."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from crm.org.models import District
from customers.book.enums import AccountStatus, ContractOperation, ContractStatus, MeterKind, PowerState
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import supply_change
from tests.bizexpansion.flows.tables.exchange_steps import moment
from tests.bizexpansion.flows.tables.supply_change import ALL, PLAIN, schemes
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account, make_lv_account, make_meter

NEW_PLACE = "苏州市工业园区现代大道88号"


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Two transformers of 1,600 kVA, two sources, two meters."""
    return make_hv_account(company.tree["YQ"])


def shop(company: Company, now: datetime) -> SupplyAccount:
    """A shop with 40 kVA."""
    return make_lv_account(company.tree["YQ"], capacity=40)


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "new_district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "new_address": NEW_PLACE,
        "is_on_supply_point": "on",
        "reason": "厂房搬迁",
        "identity_checked": "on",
        "breaches_checked": "on",
        **{f"papers-{number}-present": "on" for number in (0, 1, 3, 4)},
    }


def surveyed(office: Office) -> dict[str, Any]:
    """A02 at the new place."""
    return {"surveyed_on": office.day().isoformat(), "project_flag": office.wishes.project_flag}


def plan(office: Office) -> dict[str, Any]:
    """Another supply point at the new place; what hung under the old one hangs under the new one."""
    found: dict[str, Any] = schemes(office) | {
        "supply_points-0-change": "REMOVE",
        "supply_points-TOTAL_FORMS": "2",
        "supply_points-1-number": "2",
        "supply_points-1-change": "ADD",
        "supply_points-1-name": "新厂配电房",
        "supply_points-1-kind": "DISTRIBUTION",
        "supply_points-1-interlock": "BOTH",
        "supply_points-1-switching": "MANUAL",
    }
    for name in ("sources", "transformers", "metering_points"):
        for index in range(getattr(office.subject, MANAGERS[name]).count()):
            found[f"{name}-{index}-supply_point"] = "2"
    return found


MANAGERS = {"sources": "power_sources", "transformers": "transformers", "metering_points": "metering_points"}


def meters(office: Office) -> dict[str, Any]:
    """S08: as many new meters as there are metering points."""
    department, count = office.company.tree["YQ"], office.subject.metering_points.count()
    kind = MeterKind.THREE_PHASE_HV if count > 1 else MeterKind.THREE_PHASE
    return {f"meters-{n}-asset_number": make_meter(department, kind=kind).asset_number for n in range(count)}


STEPS = supply_change.STEPS | {
    "survey": surveyed,
    "draft_plan": plan,
    "assign_meter": meters,
    "move_terminal": lambda office: {
        "asset_number": f"{office.case.pk:022d}",
        "position": "新厂配电房计量柜",
        "moved_at": moment(office),
        "is_online": "on",
    },
}


def book(office: Office) -> dict[str, Any]:
    """Place, supply points and what hangs under them, meters, contracts, capacity."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "account": (account.status, account.open_case_number, account.power_state, account.address),
        "capacity": (account.contract_capacity, account.running_capacity),
        "places": list(account.supply_points.values_list("sequence", "is_active")),
        "sources": list(account.power_sources.values_list("sequence", "supply_point__sequence", "is_active")),
        "equipment": list(account.transformers.values_list("sequence", "supply_point__sequence", "run_status")),
        "points": list(account.metering_points.values_list("sequence", "supply_point__sequence", "state")),
        "meters": [
            (one.metering_point.sequence, one.multiplier, one.period.upper is None)
            for one in account.meterinstallations.select_related("metering_point").order_by("pk")
        ],
        "contracts": [one.operation for one in contracts],
    }


def archived(office: Office) -> None:
    """The same account at the new place, the old supply point given up, other meters, the same capacity."""
    found, before = book(office), office.before
    assert found["account"] == (AccountStatus.NORMAL, "", PowerState.ON, NEW_PLACE)
    assert found["capacity"] == before["capacity"]
    assert found["places"] == [(1, False), (2, True)]
    assert found["sources"] == [(number, 2, True) for number, _place, _active in before["sources"]]
    assert found["equipment"] == [(number, 2, state) for number, _place, state in before["equipment"]]
    assert found["points"] == [(number, 2, "02") for number, _place, _state in before["points"]]
    old, new = found["meters"][: len(before["meters"])], found["meters"][len(before["meters"]) :]
    assert [(point, hangs) for point, _m, hangs in old] == [(point, False) for point, _m, _h in before["meters"]]
    assert new == [(point, multiplier, True) for point, multiplier, _h in before["meters"]]
    assert found["contracts"] == [ContractOperation.NEW, ContractOperation.CHANGE]
    assert SupplyAccount.objects.get(pk=office.subject.pk).contract_capacity == Decimal(before["capacity"][0])


TABLES = (
    Table("207", accept=asked, prepare=factory, book=book, archived=archived, steps=STEPS, wishes=ALL),
    Table(
        "207",
        name="low voltage",
        accept=asked,
        prepare=shop,
        book=book,
        archived=archived,
        steps=STEPS,
        wishes=PLAIN,
    ),
)
