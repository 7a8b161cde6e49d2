"""109 低压居民增容, 110 低压非居民增容, 111 高压增容, 214 改压."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.models import CapacitySum
from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ChangeRemark,
    ContractOperation,
    ContractStatus,
    ContractType,
    MeterKind,
    Phase,
    PowerState,
    RunStatus,
    Voltage,
    Wiring,
)
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import exchange_steps
from tests.bizexpansion.flows.tables.exchange_steps import moment
from tests.factories.bizexpansion import Company, Wishes
from tests.factories.book import make_hv_account, make_lv_account, make_meter

ALL = Wishes(project_flag="2", fee=True, terminal=True, hidden_works=True, importance="SECOND")
PLAIN = Wishes(terminal=False)


def home(company: Company, now: datetime) -> SupplyAccount:
    """A home with one phase and 8 kVA."""
    return make_lv_account(company.tree["YQ"], home=True, capacity=8, amperes=60)


def shop(company: Company, now: datetime) -> SupplyAccount:
    """A shop with 40 kVA."""
    return make_lv_account(company.tree["YQ"], capacity=40, amperes=100)


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Two transformers of 1,600 kVA at two sources."""
    return make_hv_account(company.tree["YQ"])


def asked(added: str, **more: str) -> Any:
    """The counter: so much more."""

    def typed(office: Office) -> dict[str, Any]:
        papers = {"109": (0, 1), "110": (0, 1, 2), "111": range(6), "214": range(4)}[office.table.code]
        return {
            "account": office.subject.account_number,
            "contact_name": "陈静",
            "contact_phone": "13812345678",
            "applied_capacity": added,
            "reason": "生产扩大",
            "identity_checked": "on",
            "breaches_checked": "on",
            **{f"papers-{number}-present": "on" for number in papers},
            **more,
        }

    return typed


def schemes(office: Office) -> dict[str, Any]:
    """What every plan says, and what the wishes say."""
    wishes = office.wishes
    return {
        "access_scheme": "由原供电电源供电",
        "receiving_scheme": "按变更后容量改造",
        "metering_scheme": "计量装置按容量配置",
        "billing_scheme": "电价按变更后容量执行",
        "needs_terminal": "on" if wishes.terminal else "",
        "importance": wishes.importance,
        **({"is_fee_due": "on"} if wishes.fee else {}),
        **({"has_hidden_works": "on"} if wishes.hidden_works else {}),
    }


def plan_of_home(office: Office) -> dict[str, Any]:
    """8 kVA more, and three phases: another meter hangs at the same point."""
    return schemes(office) | {
        "sources-0-voltage": Voltage.V380,
        "sources-0-capacity": "16",
        "metering_points-0-voltage": Voltage.V380,
        "metering_points-0-wiring": Wiring.FOUR_WIRE,
        "metering_points-0-meter_kind": MeterKind.THREE_PHASE,
    }


def plan_of_shop(office: Office) -> dict[str, Any]:
    """40 kVA more: 80 kVA are 122 A, more than the meter carries."""
    return schemes(office) | {"sources-0-capacity": "80"}


def small_plan_of_shop(office: Office) -> dict[str, Any]:
    """10 kVA more: 50 kVA are 76 A, the meter stays."""
    return schemes(office) | {"sources-0-capacity": "50"}


def plan_of_factory(office: Office) -> dict[str, Any]:
    """The second transformer goes, one of 2,500 kVA comes; the first source carries more, its meter changes."""
    return schemes(office) | {
        "approved_capacity": "4100",
        "sources-0-capacity": "4100",
        "transformers-TOTAL_FORMS": "3",
        "transformers-1-change": "REMOVE",
        "transformers-2-number": "3",
        "transformers-2-change": "ADD",
        "transformers-2-supply_point": "1",
        "transformers-2-source": "2",
        "transformers-2-kind": "TRANSFORMER",
        "transformers-2-name": "3号主变",
        "transformers-2-capacity": "2500",
        "transformers-2-standby": "MAIN",
        "transformers-2-ownership": "CUSTOMER",
        "metering_points-0-multiplier": "600",
        "prices-0-price_code": "IND-2P-10-NEW",
    }


def new_meter(office: Office) -> dict[str, Any]:
    """S08: a meter for the first point."""
    kind = MeterKind.THREE_PHASE_HV if office.table.code == "111" else MeterKind.THREE_PHASE
    meter = make_meter(office.company.tree["YQ"], kind=kind, maximum_current=Decimal(160))
    return {"meters-0-asset_number": meter.asset_number}


STEPS = {
    "draft_plan": plan_of_factory,
    "amend_contract": lambda office: {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    },
    "assign_meter": new_meter,
    "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0101"},
    "exchange_meter": exchange_steps.exchanged,
    "record_exchange": exchange_steps.STEPS["record_exchange"],
    "exchange_terminal": lambda office: {
        "asset_number": f"{office.case.pk:022d}",
        "communication_address": "320500001234",
        "exchanged_at": moment(office),
        "is_online": "on",
    },
    "archive": {"data_checked": "on"},
}


def both_exchanged(office: Office) -> dict[str, Any]:
    """A36 at two points: at one another meter, at the other none any more."""
    return exchange_steps.exchanged(office) | {"meters-1-final_total": "2345.00"}


def book(office: Office) -> dict[str, Any]:
    """Capacities, periods, everything under the account, prices, contracts in force."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "account": (account.status, account.open_case_number, account.power_state, account.voltage),
        "capacity": (account.contract_capacity, account.running_capacity),
        "periods": [
            (one.period.lower, one.period.upper, one.contract_capacity, one.running_capacity)
            for one in account.capacity_periods.order_by("period")
        ],
        "sources": list(account.power_sources.values_list("sequence", "voltage", "phase", "capacity", "is_active")),
        "equipment": list(
            account.transformers.values_list("sequence", "plate_capacity", "run_status", "change_remark")
        ),
        "points": list(account.metering_points.values_list("sequence", "voltage", "wiring", "state")),
        "meters": [
            (one.metering_point.sequence, one.multiplier, one.period.upper is None)
            for one in account.meterinstallations.select_related("metering_point").order_by("pk")
        ],
        "prices": [
            (one.price_code, one.period.lower, one.period.upper) for one in account.prices.order_by("period")
        ],
        "contracts": [(one.operation, one.term.lower, one.term.upper) for one in contracts],
    }


def archived(office: Office, before: str, after: str) -> dict[str, Any]:
    """Capacity T from the day of energising, one contract after the other; the rest is returned."""
    found, day = book(office), localtime(office.now).date()
    old, new = Decimal(before), Decimal(after)
    assert found["account"][:3] == (AccountStatus.NORMAL, "", PowerState.ON)
    assert found["capacity"] == (new, new)
    (first, last) = found["periods"]
    assert (first[1], first[2], first[3]) == (last[0], old, old)
    assert (last[1], last[2], last[3]) == (None, new, new)
    assert last[0] <= day
    ended, amended = found["contracts"]
    assert (ended[0], amended[0]) == (ContractOperation.NEW, ContractOperation.CHANGE)
    assert ended[2] == amended[1]
    total = CapacitySum.objects.get(plan__case=office.case, plan__state="AGREED")
    assert (total.original_contract, total.applied_contract, total.total_contract) == (old, new - old, new)
    assert (total.original_running, total.applied_running, total.total_running) == (old, new - old, new)
    return found


def home_archived(office: Office) -> None:
    """16 kVA at 380 V, three phases, another meter; price and class as before."""
    found = archived(office, "8", "16")
    assert found["account"][3] == Voltage.V380
    assert found["sources"] == [(1, Voltage.V380, Phase.THREE, Decimal(16), True)]
    assert found["points"] == [(1, Voltage.V380, Wiring.FOUR_WIRE, "02")]
    assert found["meters"] == [(1, Decimal(1), False), (1, Decimal(1), True)]
    assert [one[0] for one in found["prices"]] == ["RES-1"]


def shop_archived(office: Office) -> None:
    """80 kVA, another meter because the old one carries 100 A."""
    found = archived(office, "40", "80")
    assert found["sources"] == [(1, Voltage.V380, Phase.THREE, Decimal(80), True)]
    assert found["meters"] == [(1, Decimal(1), False), (1, Decimal(1), True)]
    assert {"inspect_completion", "collect_fee", "exchange_terminal"} <= set(office.signed)


def shop_archived_as_it_is(office: Office) -> None:
    """50 kVA with the same meter: nobody fits anything."""
    found = archived(office, "40", "50")
    assert found["meters"] == [(1, Decimal(1), True)]
    assert {"assign_meter", "exchange_meter", "exchange_terminal", "collect_fee"}.isdisjoint(office.signed)


def factory_archived(office: Office) -> None:
    """4,100 kVA: one transformer removed, one new; the first source and its meter changed, another price."""
    found = archived(office, "3200", "4100")
    assert found["sources"] == [
        (1, Voltage.KV10, Phase.THREE, Decimal(4100), True),
        (2, Voltage.KV10, Phase.THREE, Decimal(3200), True),
    ]
    assert found["equipment"] == [
        (1, Decimal(1600), RunStatus.RUNNING, ChangeRemark.NEW),
        (2, Decimal(1600), RunStatus.REMOVED, ChangeRemark.REMOVED),
        (3, Decimal(2500), RunStatus.RUNNING, ChangeRemark.NEW),
    ]
    assert found["meters"] == [(1, Decimal(400), False), (2, Decimal(400), True), (1, Decimal(600), True)]
    (old, new) = found["prices"]
    assert (old[0], new[0], old[2]) == ("IND-2P-10", "IND-2P-10-NEW", new[1])
    assert SupplyAccount.objects.get(pk=office.subject.pk).importance == "SECOND"
    assert {"countersign_plan", "review_design", "inspect_interim", "cut_power"} <= set(office.signed)


def plan_to_high_voltage(office: Office) -> dict[str, Any]:
    """From 380 V to 10 kV: a station with one transformer, fed by another source, metered by another meter."""
    return schemes(office) | {
        "approved_capacity": "100",
        "voltage": Voltage.KV10,
        "supply_points-0-name": "箱式变电站",
        "supply_points-0-kind": "BOX",
        "sources-0-change": "REMOVE",
        "sources-TOTAL_FORMS": "2",
        "sources-1-number": "2",
        "sources-1-change": "ADD",
        "sources-1-supply_point": "1",
        "sources-1-kind": "DEDICATED_TRANSFORMER",
        "sources-1-nature": "MAIN",
        "sources-1-voltage": Voltage.KV10,
        "sources-1-capacity": "100",
        "sources-1-substation": "110 kV 平江变",
        "sources-1-line": "10 kV 平江线",
        "sources-1-incoming_mode": "CABLE_DIRECT",
        "sources-1-ownership_boundary": "环网柜出线电缆头",
        "transformers-TOTAL_FORMS": "1",
        "transformers-0-number": "1",
        "transformers-0-change": "ADD",
        "transformers-0-supply_point": "1",
        "transformers-0-source": "2",
        "transformers-0-kind": "TRANSFORMER",
        "transformers-0-name": "1号变",
        "transformers-0-capacity": "100",
        "transformers-0-standby": "MAIN",
        "transformers-0-ownership": "CUSTOMER",
        "metering_points-0-source": "2",
        "metering_points-0-mode": "LV_SIDE",
        "metering_points-0-meter_kind": MeterKind.THREE_PHASE_HV,
        "metering_points-0-ct_ratio": "200/5",
        "metering_points-0-multiplier": "40",
        "prices-0-price_code": "GEN-10",
        "prices-0-power_factor_standard": "0.85",
    }


def high_voltage_archived(office: Office) -> None:
    """100 kVA at 10 kV: class, contract, source, equipment, way of metering, price are those of high voltage."""
    found = book(office)
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert (account.account_class, account.voltage) == (AccountClass.HV, Voltage.KV10)
    assert found["capacity"] == (Decimal(100), Decimal(100))
    assert found["sources"] == [
        (1, Voltage.V380, Phase.THREE, Decimal(120), False),
        (2, Voltage.KV10, Phase.THREE, Decimal(100), True),
    ]
    assert found["equipment"] == [(1, Decimal(100), RunStatus.RUNNING, ChangeRemark.NEW)]
    assert account.metering_points.get().mode == "LV_SIDE"
    assert found["meters"] == [(1, Decimal(1), False), (1, Decimal(40), True)]
    assert [one[0] for one in found["prices"]] == ["GEN-LV", "GEN-10"]
    types = (
        account.contracts.filter(status=ContractStatus.VALID)
        .order_by("term")
        .values_list("contract_type", flat=True)
    )
    assert list(types) == [ContractType.LV, ContractType.HV]
    assert account.supply_points.get().kind == "BOX"
    assert account.check_cycle_months is not None


def plan_to_low_voltage(office: Office) -> dict[str, Any]:
    """From 10 kV to 380 V with 150 kVA: the equipment goes, one source and one point stay, both at 380 V."""
    return schemes(office) | {
        "approved_capacity": "150",
        "voltage": Voltage.V380,
        "importance": "",
        "sources-0-voltage": Voltage.V380,
        "sources-0-kind": "PUBLIC_TRANSFORMER",
        "sources-0-capacity": "150",
        "sources-1-change": "REMOVE",
        "metering_points-0-voltage": Voltage.V380,
        "metering_points-0-mode": "LV_SUPPLY",
        "metering_points-0-wiring": Wiring.FOUR_WIRE,
        "metering_points-0-meter_kind": MeterKind.THREE_PHASE,
        "metering_points-0-multiplier": "1",
        "metering_points-1-change": "REMOVE",
        "prices-0-strategy": "ONE_PART",
        "prices-0-basic_charge_mode": "0",
        "prices-0-price_code": "GEN-LV",
    }


def low_voltage_archived(office: Office) -> None:
    """150 kVA at 380 V: no equipment any more, one source, one metering point, no basic charge."""
    found = book(office)
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert (account.account_class, account.voltage) == (AccountClass.LV_NON_RESIDENT, Voltage.V380)
    assert found["capacity"] == (Decimal(150), Decimal(150))
    assert [(one[0], one[4]) for one in found["sources"]] == [(1, True), (2, False)]
    assert {one[2] for one in found["equipment"]} == {RunStatus.REMOVED}
    assert [(one[0], one[1], one[3]) for one in found["points"]] == [
        (1, Voltage.V380, "02"),
        (2, Voltage.KV10, "04"),
    ]
    assert found["meters"] == [(1, Decimal(400), False), (2, Decimal(400), False), (1, Decimal(1), True)]
    assert account.check_cycle_months is None


def large_shop(company: Company, now: datetime) -> SupplyAccount:
    """A shop with 120 kVA."""
    return make_lv_account(company.tree["YQ"], capacity=120, amperes=200)


TABLES = (
    Table(
        "109",
        accept=asked("8", voltage=Voltage.V380),
        prepare=home,
        book=book,
        archived=home_archived,
        steps=STEPS | {"draft_plan": plan_of_home},
        wishes=Wishes(fee=True, project_flag="4"),
    ),
    Table(
        "110",
        accept=asked("40"),
        prepare=shop,
        book=book,
        archived=shop_archived,
        steps=STEPS | {"draft_plan": plan_of_shop},
        wishes=Wishes(project_flag="2", fee=True, importance="SECOND"),
    ),
    Table(
        "110",
        name="same meter",
        accept=asked("10"),
        prepare=shop,
        book=book,
        archived=shop_archived_as_it_is,
        steps=STEPS | {"draft_plan": small_plan_of_shop},
        wishes=PLAIN,
    ),
    Table(
        "111", accept=asked("900"), prepare=factory, book=book, archived=factory_archived, steps=STEPS, wishes=ALL
    ),
    Table(
        "214",
        accept=asked("0", voltage=Voltage.KV10, new_capacity="100"),
        prepare=large_shop,
        book=book,
        archived=high_voltage_archived,
        steps=STEPS | {"draft_plan": plan_to_high_voltage},
        wishes=ALL,
    ),
    Table(
        "214",
        name="to low voltage",
        accept=asked("0", voltage=Voltage.V380, new_capacity="150"),
        prepare=factory,
        book=book,
        archived=low_voltage_archived,
        steps=STEPS | {"draft_plan": plan_to_low_voltage, "exchange_meter": both_exchanged},
        wishes=PLAIN,
    ),
)
