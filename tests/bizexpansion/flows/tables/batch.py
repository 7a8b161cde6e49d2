"""112 低压批量新装: two households of a list, one of which waits to be corrected while the other goes on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bizexpansion.enums import TaskState
from bizexpansion.models import Household, ListRowState, Task
from crm.org.models import District
from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ContractStatus,
    ContractType,
    DeviceState,
    MeteringPointState,
    MeterKind,
    PowerState,
    TariffClass,
    Voltage,
)
from customers.book.models import Contract, Meter, SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import low_voltage
from tests.factories.bizexpansion import Wishes
from tests.factories.book import credit_code, id_card, make_meter, make_section
from tests.factories.sheets import HOUSEHOLD, xlsx

WISHES = Wishes(capacity=Decimal(14), fee=True, terminal=True)
ADDRESS = "苏州市工业园区星港街188号"


def asked(office: Office) -> dict[str, Any]:
    """The counter: a list of two, the second without a capacity."""
    rows = [
        ("陈静", id_card(), "13812345678", "1幢", "1单元", "101室", "单相", "6"),
        ("苏州嘉园便利店", credit_code(), "13812345679", "1幢", "", "S1室", "三相", "很多"),
    ]
    return {
        "applicant_name": "苏州嘉园置业有限公司",
        "credit_code": credit_code(),
        "contact_name": "王工",
        "contact_phone": "13812345670",
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": ADDRESS,
        "network_ready": "on",
        "network_basis": "公变台区已验收",
        "household_count": "2",
        "wanted_on": (office.now + timedelta(days=20)).date().isoformat(),
        "sheet": xlsx((*HOUSEHOLD, "用电类别"), [(*rows[0], ""), (*rows[1], "一般工商业")]),
        "identity_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def corrected(office: Office) -> dict[str, Any]:
    """A25 of the second household."""
    return {"capacity": "8", "tariff_class": TariffClass.COMMERCE}


def meter(office: Office) -> dict[str, Any]:
    """S08: a meter from the store."""
    meter = make_meter(office.company.tree["YQ"], kind=MeterKind.SINGLE_PHASE)
    return {"meters-0-asset_number": meter.asset_number}


def installed(office: Office) -> dict[str, Any]:
    """A17: as everywhere, for one meter."""
    return low_voltage_typed(office, "install_meter") | {"meters-0-start_reading": "0.50"}


def low_voltage_typed(office: Office, node: str) -> dict[str, Any]:
    """What is typed at a step of any flow."""
    from tests.factories.bizexpansion_forms import typed

    return typed(office, node)  # type: ignore[arg-type]


def terminal(office: Office) -> dict[str, Any]:
    """A13: a terminal of its own for each household."""
    number = Task.objects.filter(case=office.case, node="install_terminal", state=TaskState.DONE).count()
    return low_voltage_typed(office, "install_terminal") | {"asset_number": f"{office.case.pk:019d}{number:03d}"}


def archive(office: Office) -> dict[str, Any]:
    """A20: the building is read in one section."""
    section = make_section(office.company.tree["YQ"])
    return {
        "billing_starts_on": office.day().isoformat(),
        "data_checked": "on",
        "sections-0-reading_section": str(section.pk),
    }


def book(office: Office) -> dict[str, Any]:
    """What lives, as of every new supply."""
    return low_voltage.book(office)


def archived(office: Office) -> None:
    """Two living accounts with numbers next to each other, each with what its own row says, read together."""
    rows = list(Household.objects.filter(application__case=office.case).order_by("number"))
    assert [row.state for row in rows] == [ListRowState.ARCHIVED] * 2
    home, shop = (SupplyAccount.objects.select_related("customer").get(pk=row.account_id) for row in rows)
    for account, capacity in ((home, Decimal(6)), (shop, Decimal(8))):
        assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
        assert (account.contract_capacity, account.running_capacity) == (capacity, capacity)
        source = account.power_sources.get()
        assert (source.capacity, source.is_active, source.transformer_area) == (capacity, True, "PD_320571_00118")
        point = account.metering_points.get()
        assert (point.state, point.voltage) == (MeteringPointState.IN_USE, account.voltage)
        assert point.meterinstallations.get().meter.state == DeviceState.RUNNING
        assert account.prices.get().price_code == "400-LV"
        assert account.open_case_number == ""
    assert (home.account_class, home.voltage) == (AccountClass.LV_RESIDENT, Voltage.V220)
    assert (shop.account_class, shop.voltage) == (AccountClass.LV_NON_RESIDENT, Voltage.V380)
    assert home.address == f"{ADDRESS}1幢1单元101室"
    assert home.customer.name == "陈静"
    assert home.section_id == shop.section_id is not None
    kinds = Contract.objects.filter(account__in=(home, shop), status=ContractStatus.VALID)
    assert list(kinds.order_by("account").values_list("contract_type", flat=True)) == [
        ContractType.RESIDENT,
        ContractType.LV,
    ]
    assert Meter.objects.filter(state=DeviceState.RUNNING).count() == 2


STEPS = {
    "determine_batch": {"is_complete": "yes"},
    "correct_row": corrected,
    "draft_plan": low_voltage.plan,
    "assign_meter": meter,
    "install_meter": installed,
    "record_installation": {"readings-0-seals": "SZ001"},
    "install_terminal": terminal,
    "archive": archive,
}
TABLES = (Table("112", accept=asked, book=book, archived=archived, steps=STEPS, wishes=WISHES),)
