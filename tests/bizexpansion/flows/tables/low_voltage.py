"""101 低压居民新装, 102 低压非居民新装: a small firm without works, a shop with works and a fee, a home."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crm.org.models import District
from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ContractStatus,
    ContractType,
    DeviceState,
    MeteringMode,
    MeteringPointState,
    MeterKind,
    PowerState,
    SourceKind,
    TariffClass,
    Voltage,
)
from customers.book.models import Contract, Meter, MeteringPoint, PowerSource, SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Wishes
from tests.factories.book import AS_TYPED, INVOICE, credit_code, id_card, invoices_of, make_meter

WORKS = Wishes(capacity=Decimal(60), project_flag="2", fee=True, terminal=True, importance="SECOND")
PLAIN = Wishes(capacity=Decimal(40), terminal=False)
HOME = Wishes(capacity=Decimal(8), terminal=False)
HOME_WITH_ALL = Wishes(capacity=Decimal(8), project_flag="4", fee=True, terminal=True)


def asked(office: Office) -> dict[str, Any]:
    """The counter; a firm."""
    return _place(office) | {
        "applicant_name": f"苏州平江{office.serial}食品有限公司",
        "id_kind": "CREDIT_CODE",
        "id_number": credit_code(),
        "voltage": Voltage.V380,
        **INVOICE,
        "trade_code": "5212",
        "tariff_class": TariffClass.COMMERCE,
        "purpose": "门店用电",
        "equipment-0-name": "冷柜",
        "equipment-0-unit_power": "2.2",
        "equipment-0-count": "6",
        **{f"papers-{n}-present": "on" for n in (0, 2, 3)},
    }


def asked_by_a_home(office: Office) -> dict[str, Any]:
    """The counter; a person."""
    return _place(office) | {
        "applicant_name": "陈静",
        "id_number": id_card(),
        "voltage": Voltage.V220,
        "tariff_class": TariffClass.RESIDENT_URBAN,
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def _place(office: Office) -> dict[str, Any]:
    return {
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": f"苏州市工业园区东环路{SupplyAccount.objects.count() + 1}号",
        "applied_capacity": str(office.wishes.capacity),
        "wanted_on": (office.now + timedelta(days=20)).date().isoformat(),
        "identity_checked": "on",
        "breaches_checked": "on",
        "contacts-0-purpose": "ELECTRICAL",
        "contacts-0-name": "陈静",
        "contacts-0-phone": "13812345678",
    }


def plan(office: Office) -> dict[str, Any]:
    """A03."""
    wishes = office.wishes
    return {
        "access_scheme": "由平江 3 号公变低压出线供电",
        "receiving_scheme": "一户一表",
        "metering_scheme": "低供低计",
        "billing_scheme": "单一制电价",
        "supply_points-0-name": "低压进线",
        "sources-0-substation": "110 kV 平江变",
        "sources-0-line": "平江 3 号公变",
        "sources-0-incoming_mode": "CABLE_DIRECT",
        "sources-0-ownership_boundary": "表箱进线开关负荷侧",
        "metering_points-0-name": "总表",
        "prices-0-price_code": "400-LV",
        "importance": wishes.importance,
        "needs_terminal": "on" if wishes.terminal else "",
        **({"is_fee_due": "on"} if wishes.fee else {}),
    }


def meter(office: Office) -> dict[str, Any]:
    """S08: one meter from the store, no instrument transformers."""
    kind = MeterKind.SINGLE_PHASE if office.table.code == "101" else MeterKind.THREE_PHASE
    return {"meters-0-asset_number": make_meter(office.company.tree["YQ"], kind=kind).asset_number}


def book(office: Office) -> dict[str, Any]:
    """What lives: accounts, contracts, devices that hang or are set aside."""
    living = SupplyAccount.objects.exclude(status=AccountStatus.VOIDED)
    return {
        "accounts": list(living.values_list("account_number", "status").order_by("pk")),
        "contracts": Contract.objects.filter(status=ContractStatus.VALID).count(),
        "sources": PowerSource.objects.filter(account__in=living).count(),
        "devices": Meter.objects.exclude(state__in=(DeviceState.IN_STORE, DeviceState.RETURNED)).count(),
    }


def archived(office: Office) -> None:
    """A living account with one source of the public network, one meter, one price, one contract."""
    home = office.table.code == "101"
    account = SupplyAccount.objects.get(pk=office.case.account_id)
    assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
    assert account.account_class == (AccountClass.LV_RESIDENT if home else AccountClass.LV_NON_RESIDENT)
    assert account.voltage == (Voltage.V220 if home else Voltage.V380)
    assert (account.contract_capacity, account.running_capacity) == (office.wishes.capacity,) * 2
    assert account.tariff_class == (TariffClass.RESIDENT_URBAN if home else TariffClass.COMMERCE)
    assert (account.check_cycle_months is None) is not bool(account.importance)
    source = PowerSource.objects.get(account=account)
    assert (source.kind, source.capacity, source.is_active) == (
        SourceKind.PUBLIC_TRANSFORMER,
        office.wishes.capacity,
        True,
    )
    assert source.transformer_area == "PD_320571_00118"
    assert not account.transformers.exists()
    point = MeteringPoint.objects.get(account=account)
    assert (point.mode, point.state) == (MeteringMode.LV_SUPPLY, MeteringPointState.IN_USE)
    hung = point.meterinstallations.get(period__upper_inf=True)
    assert (hung.meter.state, hung.multiplier, hung.start_reading) == (DeviceState.RUNNING, 1, Decimal("0.50"))
    contract = Contract.objects.get(account=account, status=ContractStatus.VALID)
    assert contract.contract_type == (ContractType.RESIDENT if home else ContractType.LV)
    price = account.prices.get(period__upper_inf=True)
    assert (price.price_code, price.strategy) == ("400-LV", "ONE_PART")
    assert ("collect_fee" in office.signed) is office.wishes.fee
    assert ("inspect_completion" in office.signed) is (office.wishes.project_flag == "2")
    assert account.importance == office.wishes.importance
    asked_for = [] if home else [(account.energised_on, None, *AS_TYPED)]
    assert invoices_of(account) == asked_for
    fitted = account.terminals.filter(period__upper_inf=True).exists()
    assert fitted is office.wishes.terminal


STEPS = {"draft_plan": plan, "assign_meter": meter}
TABLES = (
    Table("101", accept=asked_by_a_home, book=book, archived=archived, steps=STEPS, wishes=HOME),
    Table(
        "101",
        name="line and fee",
        accept=asked_by_a_home,
        book=book,
        archived=archived,
        steps=STEPS,
        wishes=HOME_WITH_ALL,
    ),
    Table("102", name="plain", accept=asked, book=book, archived=archived, steps=STEPS, wishes=PLAIN),
    Table("102", accept=asked, book=book, archived=archived, steps=STEPS, wishes=WORKS),
)
