"""What the database itself refuses, whoever writes: raw ORM writes, no operation in between."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from crm.audit.models import Change
from crm.audit.queries import PERSONAL_COLUMN
from crm.org.models import Department
from customers.book import enums
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    ContactPerson,
    Contract,
    Customer,
    CustomerMerge,
    DuplicatePair,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    ReadingSection,
    SupplyAccount,
    Transformer,
)
from customers.book.models.periods import days, moments
from tests.factories.book import OPENED, make_account, make_customer, make_hv_account, make_meter, make_section
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def department() -> Department:
    return make_company()["YQ"]


def refused(constraint: str, write: Any) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert constraint in str(error.value)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("account_number_format", {"account_number": "3100000017"}),
        ("account_running_within_contract", {"running_capacity": Decimal(81)}),
        ("account_running_within_contract", {"running_capacity": Decimal(-1)}),
        ("account_contract_capacity_range", {"contract_capacity": Decimal("1000000.01")}),
        ("account_security_capacity", {"security_capacity": Decimal(-1)}),
        ("account_status_names_its_case", {"status": "1"}),
        ("account_status_names_its_case", {"open_case_number": "C1"}),
        ("account_end_only_if_temporary", {"temporary_until": DAY}),
        ("account_closed_has_day", {"status": "9"}),
        ("account_closed_has_day", {"closed_on": DAY}),
        ("account_days_in_order", {"status": "9", "closed_on": date(2019, 12, 31)}),
        ("account_days_in_order", {"built_on": date(1900, 1, 1)}),
        ("account_voltage_fits_class", {"voltage": "KV10"}),
        ("account_voltage_fits_class", {"account_class": "01"}),
    ],
)
def test_account(department: Department, constraint: str, change: dict[str, Any]) -> None:
    account = make_account(department)
    refused(constraint, lambda: SupplyAccount.objects.filter(pk=account.pk).update(**change))


def test_two_accounts_cannot_be_opened_for_one_case(department: Department) -> None:
    one, other = make_account(department), make_account(department)
    rows = SupplyAccount.objects
    rows.filter(pk=one.pk).update(status="1", open_case_number="C1")
    refused(
        "account_opened_once_per_case", lambda: rows.filter(pk=other.pk).update(status="1", open_case_number="C1")
    )


def test_an_id_number_has_its_kind() -> None:
    make_customer(id_kind="ID_CARD", id_hash="a" * 64, id_last4="1234", id_cipher="x")
    refused("customer_id_number_whole", lambda: Customer.objects.filter(id_hash="a" * 64).update(id_kind=""))


def test_a_customer_is_not_merged_into_itself() -> None:
    customer = make_customer()
    refused("customer_merged_into_another", lambda: Customer.objects.update(merged_into=customer))


def test_a_merge_is_of_two_and_stands_once(now: datetime) -> None:
    one, other, third = make_customer(), make_customer(), make_customer()
    values = {"reason": "x", "proposed_at": now, "state": "MERGED", "merged_at": now}
    rows = CustomerMerge.objects
    refused("merge_of_two", lambda: rows.create(survivor=one, merged=one, **values))
    refused(
        "merge_state_has_its_time", lambda: rows.create(survivor=one, merged=other, **values | {"merged_at": None})
    )
    rows.create(survivor=one, merged=other, **values)
    refused("customer_merged_once", lambda: rows.create(survivor=third, merged=other, **values))


def test_a_pair_stands_once_the_lower_key_first(now: datetime) -> None:
    one, other = make_customer(), make_customer()
    values = {"rules": ["ID_NUMBER"], "evidence": [], "found_at": now}
    refused("duplicate_pair_in_order", lambda: DuplicatePair.objects.create(first=other, second=one, **values))
    DuplicatePair.objects.create(first=one, second=other, **values)
    refused("duplicate_pair_once", lambda: DuplicatePair.objects.create(first=one, second=other, **values))


def test_contact_once_per_purpose(department: Department) -> None:
    account = make_account(department)
    values = {"account": account, "purpose": "LEGAL", "name": "甲", "phone": "13812345678"}
    ContactPerson.objects.create(**values)
    refused("contact_once_per_purpose", lambda: ContactPerson.objects.create(**values))
    refused("contact_complete", lambda: ContactPerson.objects.update(phone=""))


@pytest.mark.parametrize(
    ("start", "end", "constraint"),
    [
        (0, 10, "capacity_one_at_a_time"),
        (-10, 1, "capacity_one_at_a_time"),
        (30, None, "capacity_one_at_a_time"),
        (5, 5, "capacity_period_proper"),
        (-10, 0, ""),
    ],
)
def test_capacities_do_not_overlap_but_may_touch(
    department: Department, start: int, end: int | None, constraint: str
) -> None:
    account = make_account(department, energised_on=DAY)
    first = DAY + timedelta(days=start)
    last = DAY + timedelta(days=end) if end is not None else None

    def write() -> None:
        CapacityPeriod.objects.create(
            account=account, period=days(first, last), contract_capacity=1, running_capacity=1
        )

    if constraint:
        refused(constraint, write)
    else:
        write()
        assert account.capacity_periods.count() == 2


def test_a_period_has_a_beginning(department: Department) -> None:
    account = make_account(department)
    refused(
        "capacity_period_proper",
        lambda: CapacityPeriod.objects.filter(account=account).update(period=(None, DAY)),
    )


def test_prices_overlap_only_at_different_sequences(department: Department) -> None:
    account = make_account(department)
    values = {"account": account, "price_code": "A", "strategy": "ONE_PART", "period": days(DAY)}
    AccountPrice.objects.create(**values, sequence=1)
    AccountPrice.objects.create(**values, sequence=2)
    refused("account_price_one_at_a_time", lambda: AccountPrice.objects.create(**values, sequence=2))
    refused("account_price_two_part_has_basic", lambda: AccountPrice.objects.update(strategy="TWO_PART"))
    refused("account_price_two_part_has_basic", lambda: AccountPrice.objects.update(basic_charge_mode="1"))


def test_only_valid_contracts_of_one_type_exclude_each_other(department: Department) -> None:
    account = make_account(department)

    def sign(number: str, status: str = "2", contract_type: str = "01") -> Contract:
        return Contract.objects.create(
            number=number,
            account=account,
            contract_type=contract_type,
            status=status,
            signed_on=DAY,
            voided_on=DAY if status == "4" else None,
            term=days(DAY, date(2029, 3, 2)),
        )

    sign("HT1")
    sign("HT2", status="4")
    sign("HT3", status="1")
    sign("HT4", contract_type="05")
    refused("contract_one_valid_at_a_time", lambda: sign("HT5"))
    refused("contract_valid_if_signed", lambda: Contract.objects.filter(number="HT1").update(signed_on=None))
    refused("contract_void_has_day", lambda: Contract.objects.filter(number="HT2").update(voided_on=None))


def test_a_meter_hangs_at_one_place_at_a_time(department: Department) -> None:
    account = make_hv_account(department)
    installation = MeterInstallation.objects.order_by("pk").first()
    other = MeteringPoint.objects.get(account=account, sequence=2)
    values = {"account": account, "metering_point": other, "meter": installation.meter, "start_reading": 0}
    refused(
        "meter_at_one_place",
        lambda: MeterInstallation.objects.create(period=moments(OPENED + timedelta(days=1)), **values),
    )
    MeterInstallation.objects.create(
        period=moments(OPENED - timedelta(days=9), OPENED), stop_reading=Decimal(5), **values
    )
    refused("meter_removed_with_reading", lambda: MeterInstallation.objects.update(stop_reading=None))
    refused("meter_installation_readings", lambda: MeterInstallation.objects.update(multiplier=0))
    refused("meter_installation_readings", lambda: MeterInstallation.objects.update(start_reading=-1))


def test_devices(department: Department) -> None:
    meter = make_meter(department)
    rows = Meter.objects.filter(pk=meter.pk)
    refused("meter_asset_number", lambda: rows.update(asset_number="12"))
    refused("meter_out_of_store_for_somebody", lambda: rows.update(state="012"))
    refused("meter_out_of_store_for_somebody", lambda: rows.update(reserved_for=make_account(department)))
    refused("meter_plate", lambda: rows.update(constant=0))
    refused("meter_plate", lambda: rows.update(maximum_current=Decimal(1)))


def test_structure(department: Department) -> None:
    account = make_hv_account(department)
    transformers = Transformer.objects.filter(account=account)
    refused("transformer_plate_capacity", lambda: transformers.update(plate_capacity=0))
    refused("transformer_sequence", lambda: transformers.update(sequence=1))
    refused("transformer_resumes_after_stop", lambda: transformers.update(plan_resume_on=DAY))
    refused("transformer_resumes_after_stop", lambda: transformers.update(stopped_on=DAY, plan_resume_on=DAY))
    refused("power_source_capacity", lambda: PowerSource.objects.update(capacity=0))
    first, second = MeteringPoint.objects.filter(account=account).order_by("sequence")
    refused(
        "metering_point_relation_named",
        lambda: MeteringPoint.objects.filter(pk=second.pk).update(
            parent=first, relation=enums.BillingRelation.NONE
        ),
    )
    section = make_section(department)
    refused(
        "reading_section_day_of_month",
        lambda: ReadingSection.objects.filter(pk=section.pk).update(reading_day=32),
    )


def test_a_bulk_write_leaves_the_old_values_in_the_audit(department: Department) -> None:
    account = make_account(department)
    SupplyAccount.objects.filter(pk=account.pk).update(running_capacity=Decimal(50))
    change = Change.objects.filter(table_name="book_supplyaccount", row_id=account.pk, action="U").get()
    assert (change.old, change.new) == ({"running_capacity": 80.00}, {"running_capacity": 50.00})


@pytest.mark.parametrize(
    "column",
    ["name", "phone", "address", "mailing_address", "signatory", "id_last4", "id_cipher", "id_hash", "void_reason"],
)
def test_personal_columns_are_masked_on_the_audit_page(column: str) -> None:
    assert bool(PERSONAL_COLUMN.search(column)) == (column != "void_reason")
