"""The path that flow 104 takes through the book, forth and, from every point, back again."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from crm.org.models import Department
from crm.outbox.models import Fact
from customers.book import operations
from customers.book.enums import (
    AccountStatus,
    ContractStatus,
    DeviceState,
    MeteringPointState,
    PowerState,
    RunStatus,
)
from customers.book.models import (
    Contract,
    Customer,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.queries.in_force import capacity_on, contract_on, meters_on, price_on
from tests.factories.book import (
    OPENED,
    account_spec,
    archive_spec,
    contract_spec,
    customer_spec,
    fit_meter,
    make_hv_account,
    make_meter,
    open_hv_account,
    supply_structure,
)
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": SYSTEM, "now": OPENED}


@pytest.fixture
def department() -> Department:
    return make_company()["YQ"]


@pytest.fixture
def account(department: Department) -> SupplyAccount:
    return open_hv_account(department, "C1")


def build(account: SupplyAccount) -> None:
    operations.add_supply_structure(
        account_id=account.pk, case_number="C1", supply_points=supply_structure(), **WHO
    )


def sign(account: SupplyAccount) -> Contract:
    return operations.sign_contract(
        account_id=account.pk,
        contract=contract_spec(),
        signed_on=OPENED.date(),
        signatory="王总",
        case_number="C1",
        **WHO,
    )


def test_everything_that_the_case_built_is_in_force_after_the_archive(department: Department) -> None:
    account = make_hv_account(department)
    day = OPENED.date()
    assert (account.status, account.open_case_number) == (AccountStatus.NORMAL, "")
    assert (account.contract_capacity, account.running_capacity) == (Decimal(3200), Decimal(3200))
    assert (account.energised_on, account.check_cycle_months) == (day, 6)
    assert capacity_on(account.pk, day).contract_capacity == Decimal(3200)
    assert capacity_on(account.pk, day - timedelta(days=1)) is None
    assert price_on(account.pk, day).price_code == "IND-2P-10"
    assert contract_on(account.pk, day).status == ContractStatus.VALID
    assert contract_on(account.pk, date(2029, 3, 2)) is None, "the term is half-open"
    assert [row.multiplier for row in meters_on(account.pk, day)] == [400, 400]
    assert not meters_on(account.pk, day - timedelta(days=1))
    assert set(Transformer.objects.values_list("run_status", "first_run_on")) == {(RunStatus.RUNNING, day)}
    assert set(MeteringPoint.objects.values_list("state", flat=True)) == {MeteringPointState.IN_USE}
    assert list(PowerSource.objects.values_list("is_active", flat=True)) == [True, True]


def test_archiving_twice_changes_nothing(department: Department) -> None:
    account = make_hv_account(department)
    case = account.capacity_periods.get().case_number
    again = operations.archive_new_supply(
        account_id=account.pk, case_number=case, archive=archive_spec(department), **WHO
    )
    assert again.version == account.version
    assert Fact.objects.filter(topic="book.account_archived").count() == 1


def test_archive_says_what_is_missing(account: SupplyAccount, department: Department) -> None:
    with pytest.raises(operations.ArchiveIncomplete) as refusal:
        operations.archive_new_supply(
            account_id=account.pk, case_number="C1", archive=archive_spec(department), **WHO
        )
    assert refusal.value.details["missing"] == [
        "supply_point",
        "power_source",
        "metering_point",
        "meter",
        "contract",
        "energised",
    ]
    account.refresh_from_db()
    assert account.status == AccountStatus.NEW_SUPPLY_OPEN


def test_archive_refuses_a_section_of_another_department(department: Department) -> None:
    account = open_hv_account(department, "C1")
    build(account)
    sign(account)
    fit_meter(account)
    operations.energise_account(account_id=account.pk, energised_on=OPENED.date(), **WHO)
    elsewhere = Department.objects.get(code="GS")
    with pytest.raises(InvalidInput) as refusal:
        operations.archive_new_supply(
            account_id=account.pk, case_number="C1", archive=archive_spec(elsewhere), **WHO
        )
    assert list(refusal.value.errors) == ["section"]
    assert capacity_on(account.pk, OPENED.date()) is None, "nothing half written"


def test_opening_twice_for_a_case_gives_the_same_account(account: SupplyAccount, department: Department) -> None:
    again = operations.open_account(
        case_number="C1", account=account_spec(department), customer=customer_spec(), **WHO
    )
    assert again.pk == account.pk
    assert (SupplyAccount.objects.count(), Customer.objects.count()) == (1, 1)


def test_same_id_number_is_the_same_customer(account: SupplyAccount, department: Department) -> None:
    code = customer_spec().id_number
    first, second = (
        operations.open_account(
            case_number=case, account=account_spec(department), customer=customer_spec(id_number=code), **WHO
        )
        for case in ("C2", "C3")
    )
    assert first.customer_id == second.customer_id
    with pytest.raises(InvalidInput) as refusal:
        operations.open_account(
            case_number="C4",
            account=account_spec(department),
            customer=customer_spec(id_number=code, name="别的公司"),
            **WHO,
        )
    assert list(refusal.value.errors) == ["id_number"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": ""}, "address"),
        ({"voltage": "V380"}, "voltage"),
        ({"district_id": 0}, "district"),
        ({"security_capacity": Decimal(-5)}, "security_capacity"),
    ],
)
def test_bad_account_names_its_field_and_writes_nothing(
    department: Department, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        operations.open_account(
            case_number="C9", account=account_spec(department, **change), customer=customer_spec(), **WHO
        )
    assert list(refusal.value.errors) == [field]
    assert not Customer.objects.exists()


def test_aborting_after_energising_leaves_the_book_as_it_was(
    account: SupplyAccount, department: Department
) -> None:
    """Compensations in reverse order of the effects, all in the same moment."""
    build(account)
    contract = sign(account)
    meter = fit_meter(account)
    operations.energise_account(account_id=account.pk, energised_on=OPENED.date(), **WHO)

    for _attempt in range(2):  # each is safe to call twice
        operations.undo_energise_account(account_id=account.pk, case_number="C1", **WHO)
        for installation in MeterInstallation.objects.filter(meter=meter):
            operations.remove_installation(
                installation_id=installation.pk, removed_at=OPENED, stop_reading=Decimal("12.50"), **WHO
            )
        operations.return_meter(meter_id=meter.pk, account_id=account.pk, **WHO)
        operations.release_meter(meter_id=meter.pk, account_id=account.pk, **WHO)
        operations.void_contract(contract_id=contract.pk, reason="客户撤回", **WHO)
    operations.remove_supply_structure(account_id=account.pk, case_number="C1", **WHO)
    operations.void_account(account_id=account.pk, case_number="C1", **WHO)
    operations.void_account(account_id=account.pk, case_number="C1", **WHO)

    account.refresh_from_db()
    meter.refresh_from_db()
    contract.refresh_from_db()
    assert (account.status, account.power_state, account.energised_on) == (
        AccountStatus.VOIDED,
        PowerState.CUT,
        None,
    )
    assert (meter.state, meter.reserved_for_id) == (DeviceState.IN_STORE, None)
    assert contract.status == ContractStatus.VOID
    for model in (SupplyPoint, PowerSource, Transformer, MeteringPoint, MeterInstallation):
        assert not model.objects.exists(), model


def test_meter_that_hung_for_a_while_leaves_its_history(account: SupplyAccount) -> None:
    build(account)
    meter = fit_meter(account)
    later = OPENED + timedelta(days=3)
    installation = MeterInstallation.objects.get(meter=meter)
    who: dict[str, Any] = {"actor": SYSTEM, "now": later}
    operations.remove_installation(
        installation_id=installation.pk, removed_at=later, stop_reading=Decimal("13.00"), **who
    )
    operations.return_meter(meter_id=meter.pk, account_id=account.pk, **who)
    operations.remove_supply_structure(account_id=account.pk, case_number="C1", **who)
    assert [row.meter_id for row in meters_on(account.pk, OPENED.date())] == [meter.pk]
    assert MeteringPoint.objects.get().state == MeteringPointState.REMOVED


def test_account_with_a_device_or_contract_cannot_be_voided(account: SupplyAccount) -> None:
    build(account)
    meter = make_meter(account.department)
    operations.reserve_meter(meter_id=meter.pk, account_id=account.pk, **WHO)
    contract = sign(account)
    with pytest.raises(operations.AccountInUse) as refusal:
        operations.void_account(account_id=account.pk, case_number="C1", **WHO)
    assert refusal.value.details["numbers"] == [meter.asset_number, contract.number]


def test_structure_is_corrected_by_sequence_and_loses_what_the_plan_lost(account: SupplyAccount) -> None:
    build(account)
    first = PowerSource.objects.get(sequence=1)
    operations.add_supply_structure(
        account_id=account.pk, case_number="C1", supply_points=supply_structure(sources=1, plate=800), **WHO
    )
    assert PowerSource.objects.get().pk == first.pk
    assert set(Transformer.objects.values_list("plate_capacity", flat=True)) == {Decimal(800)}
    assert MeteringPoint.objects.get().number == f"{account.account_number}01"


def test_structure_stays_where_a_meter_hangs(account: SupplyAccount) -> None:
    build(account)
    fit_meter(account, sequence=2)
    with pytest.raises(operations.StructureInUse):
        operations.add_supply_structure(
            account_id=account.pk, case_number="C1", supply_points=supply_structure(sources=1), **WHO
        )
    assert PowerSource.objects.count() == 2


def test_grid_links_can_be_put_back(account: SupplyAccount) -> None:
    from customers.book.specs import GridLink

    build(account)
    before = operations.link_to_grid(
        account_id=account.pk, links=[GridLink(source=1, substation="110kV 斜塘变", line="10kV 斜塘线")], **WHO
    )
    assert PowerSource.objects.get(sequence=1).line == "10kV 斜塘线"
    operations.link_to_grid(account_id=account.pk, links=before, **WHO)
    assert PowerSource.objects.get(sequence=1).line == "10kV 星湖1线"


def test_one_open_case_per_account(department: Department) -> None:
    account = make_hv_account(department)
    operations.lock_account_for_change(account_id=account.pk, case_number="C5", **WHO)
    operations.lock_account_for_change(account_id=account.pk, case_number="C5", **WHO)
    with pytest.raises(operations.AccountBusy) as refusal:
        operations.lock_account_for_change(account_id=account.pk, case_number="C6", **WHO)
    assert refusal.value.details == {"case_number": "C5"}
    with pytest.raises(operations.AccountBusy):
        operations.unlock_account(account_id=account.pk, case_number="C6", **WHO)
    operations.unlock_account(account_id=account.pk, case_number="C5", **WHO)
    operations.unlock_account(account_id=account.pk, case_number="C5", **WHO)
    operations.lock_account_for_change(account_id=account.pk, case_number="C6", **WHO)


def test_energising_in_the_future_is_refused(account: SupplyAccount) -> None:
    with pytest.raises(InvalidInput) as refusal:
        operations.energise_account(account_id=account.pk, energised_on=OPENED.date() + timedelta(days=1), **WHO)
    assert list(refusal.value.errors) == ["energised_on"]


def test_day_of_energising_is_a_day_in_china(account: SupplyAccount) -> None:
    """At 07:00 in Suzhou the day in UTC is still the day before."""
    morning = datetime(2026, 3, 3, 7, 0, tzinfo=OPENED.tzinfo)
    operations.energise_account(account_id=account.pk, energised_on=morning.date(), actor=SYSTEM, now=morning)
    account.refresh_from_db()
    assert account.energised_on == date(2026, 3, 3)
