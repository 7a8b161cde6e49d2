"""104 高压新装: an important customer with two sources and every branch, and a plain one without works."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ChangeRemark,
    ContractStatus,
    ContractType,
    DeviceState,
    MeteringPointState,
    PowerState,
    RunStatus,
    SourceNature,
    TariffClass,
    Voltage,
)
from customers.book.models import (
    Contract,
    InstrumentTransformer,
    MeteringPoint,
    PowerSource,
    SupplyAccount,
    Transformer,
)
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import low_voltage
from tests.factories.bizexpansion import FULL, SIMPLE
from tests.factories.bizexpansion_forms import application_values
from tests.factories.book import AS_TYPED, INVOICE, invoices_of


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    values = application_values(office)  # type: ignore[arg-type]  # an office is what a walk is, as far as it is asked
    return values | INVOICE | {"vat_name": ""}


def book(office: Office) -> dict[str, Any]:
    """What lives: as of low voltage, with receiving equipment and instrument transformers."""
    living = SupplyAccount.objects.exclude(status=AccountStatus.VOIDED)
    at_work = InstrumentTransformer.objects.exclude(state__in=(DeviceState.IN_STORE, DeviceState.RETURNED))
    equipment = Transformer.objects.filter(account__in=living)
    return low_voltage.book(office) | {"equipment": equipment.count(), "instruments": at_work.count()}


def archived(office: Office) -> None:
    """A living account with its sources, transformers, metering points, devices, price and contract."""
    wishes, account = office.wishes, SupplyAccount.objects.get(pk=office.case.account_id)
    units = 2 if wishes.dual else 1
    each = wishes.capacity / units
    assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
    assert (account.account_class, account.voltage) == (AccountClass.HV, Voltage.KV10)
    assert (account.contract_capacity, account.running_capacity) == (wishes.capacity,) * 2
    assert (account.importance, account.open_case_number) == (wishes.importance, "")
    assert account.tariff_class == TariffClass.LARGE_INDUSTRY
    natures = [SourceNature.MAIN, SourceNature.STANDBY_PRODUCTION][:units]
    sources = (
        PowerSource.objects.filter(account=account)
        .order_by("sequence")
        .values_list("nature", "capacity", "is_active")
    )
    assert list(sources) == [(nature, each, True) for nature in natures]
    equipment = account.transformers.order_by("sequence")
    assert [(one.plate_capacity, one.run_status, one.change_remark) for one in equipment] == [
        (each, RunStatus.RUNNING, ChangeRemark.NEW)
    ] * units
    points = list(MeteringPoint.objects.filter(account=account).order_by("sequence"))
    assert [point.state for point in points] == [MeteringPointState.IN_USE] * units
    for point in points:
        hung = point.meterinstallations.get(period__upper_inf=True)
        assert (hung.meter.state, hung.start_reading) == (DeviceState.RUNNING, Decimal("0.50"))
    contract = Contract.objects.get(account=account, status=ContractStatus.VALID)
    assert contract.contract_type == ContractType.HV
    assert account.prices.get(period__upper_inf=True).price_code == "100-10KV-TOU"
    title = (office.case.application.applicant_name, *AS_TYPED[1:])
    assert invoices_of(account) == [(account.energised_on, None, *title)], (
        "without a name of its own: the applicant"
    )
    everything = {"collect_fee", "track_grid_project", "review_design", "confirm_start", "inspect_interim"}
    assert everything & set(office.signed) == (everything if wishes is FULL else set())


TABLES = (
    Table("104", accept=asked, book=book, archived=archived, wishes=FULL),
    Table("104", name="plain", accept=asked, book=book, archived=archived, wishes=SIMPLE),
)
