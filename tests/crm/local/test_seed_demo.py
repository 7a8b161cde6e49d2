"""Demo data: believable in shape, the same for the same seed, added once, and valid by the book's own rules."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from crm.local.seed.copying import CopyBuffer
from crm.org.models import Department
from customers.book import validators
from customers.book.demo.drawing import Drawer, transformer_units
from customers.book.demo.facts import credit_code, id_card
from customers.book.enums import AccountClass, AccountStatus, DeviceState
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    ContactPerson,
    Contract,
    Customer,
    Meter,
    MeterInstallation,
    SupplyAccount,
    Transformer,
)
from customers.book.queries.in_force import capacity_on
from metering.models import Allocation, Bill, LedgerEntry, OpenItem, Reading, ReadingSource
from metering.queries.check import find_faults

ACCOUNTS = 600


def seed(accounts: int = ACCOUNTS) -> str:
    """Without the cases, which have tests of their own."""
    out = StringIO()
    call_command("seed_demo", accounts=accounts, seed=1, only=["book", "metering"], stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestSeedDemo:
    def test_shape_is_that_of_a_city(self) -> None:
        seed()
        by_class = dict(SupplyAccount.objects.values_list("account_class").annotate(n=Count("id")))
        assert sum(by_class.values()) >= ACCOUNTS
        assert 0.005 < by_class[AccountClass.HV] / ACCOUNTS < 0.04
        assert 0.06 < by_class[AccountClass.LV_NON_RESIDENT] / ACCOUNTS < 0.15
        assert SupplyAccount.objects.values("district").distinct().count() == 10
        assert SupplyAccount.objects.values("department").distinct().count() == 3

    def test_everything_hangs_together(self) -> None:
        seed()
        today = timezone.localdate()
        living = SupplyAccount.objects.filter(status=AccountStatus.NORMAL)
        for account in living.filter(Q(account_class=AccountClass.HV) | Q(id__lte=living.order_by("id")[20].pk)):
            in_force = capacity_on(account.pk, today)
            assert in_force is not None
            assert in_force.contract_capacity == account.contract_capacity
            assert in_force.running_capacity == account.running_capacity
        hv = SupplyAccount.objects.filter(account_class=AccountClass.HV, status=AccountStatus.NORMAL)
        for account in hv:
            units = Transformer.objects.filter(account=account)
            assert sum(unit.plate_capacity for unit in units) == account.contract_capacity
        assert not living.annotate(n=Count("prices")).exclude(n=1).exists()
        assert not living.annotate(n=Count("meterinstallations")).exclude(n=1).exists()
        assert not Meter.objects.filter(state=DeviceState.RUNNING, installations__isnull=True).exists()
        assert not MeterInstallation.objects.exclude(account=F("meter__reserved_for")).exists()
        assert CapacityPeriod.objects.count() >= ACCOUNTS
        assert AccountPrice.objects.count() >= ACCOUNTS
        assert Contract.objects.count() >= ACCOUNTS
        assert ContactPerson.objects.count() >= ACCOUNTS

    def test_numbers_are_well_formed(self) -> None:
        seed(60)
        for number in SupplyAccount.objects.values_list("account_number", flat=True):
            assert validators.clean_account_number(number) == number
        for number in Meter.objects.values_list("asset_number", flat=True):
            assert validators.clean_asset_number(number) == number
        for phone in ContactPerson.objects.values_list("phone", flat=True):
            assert validators.clean_phone(phone) == phone
        assert Customer.objects.filter(id_hash="").count() < 10  # a gap here and there, as in life

    def test_most_bills_are_paid_and_some_late(self) -> None:
        seed()
        bills = Bill.objects.all()
        total = bills.count()
        late = Allocation.objects.filter(credit__value_on__gt=F("debit__due_on")).count()
        owed = OpenItem.objects.filter(open_amount__gt=0, due_on__lt=timezone.localdate()).count()
        assert total > 10 * ACCOUNTS
        assert 0.01 < late / total < 0.12
        assert 0.001 < owed / total < 0.05
        assert bills.filter(amount__lte=0).count() < total * 0.01
        assert LedgerEntry.objects.filter(bill__isnull=False).count() == bills.filter(amount__gt=0).count()
        assert find_faults() == {}

    def test_some_high_voltage_accounts_have_daily_readings(self) -> None:
        seed()
        read = ReadingSource.objects.filter(source="demo").count()
        hv = SupplyAccount.objects.filter(account_class=AccountClass.HV, status=AccountStatus.NORMAL).count()
        assert read >= 1
        assert read == -(-hv // 3)
        assert Reading.objects.count() > 300 * read

    def test_second_run_adds_nothing(self) -> None:
        seed()
        before = self._fingerprint()
        report = seed()
        assert "nothing to add" in report
        assert "0 bills and 0 daily readings" in report
        assert self._fingerprint() == before

    def test_a_larger_number_tops_up(self) -> None:
        seed(50)
        first = list(SupplyAccount.objects.order_by("id").values_list("name", "address"))
        seed(80)
        rows = list(SupplyAccount.objects.order_by("id").values_list("name", "address"))
        assert len(rows) >= 80
        assert rows[: len(first)] == first

    def test_store_holds_devices_for_new_supplies(self) -> None:
        seed(10)
        for department in Department.objects.filter(kind="BUSINESS"):
            assert Meter.objects.filter(department=department, state=DeviceState.IN_STORE).count() >= 100

    def test_an_impossible_number_is_refused(self) -> None:
        with pytest.raises(CommandError):
            call_command("seed_demo", accounts=-1, stdout=StringIO())
        with pytest.raises(CommandError, match="mettering"):
            call_command("seed_demo", only=["mettering"], stdout=StringIO())

    @staticmethod
    def _fingerprint() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM book_supplyaccount), (SELECT count(*) FROM metering_bill),"
                " (SELECT count(*) FROM metering_reading), (SELECT count(*) FROM book_meter),"
                " (SELECT count(*) FROM crm_org_staff), (SELECT count(*) FROM book_customer)"
            )
            return list(cursor.fetchone())


def test_same_seed_and_index_draw_the_same_account_in_any_order() -> None:
    today = date(2026, 11, 25)
    forward = [Drawer(7, today).draw(index) for index in range(40)]
    other = Drawer(7, today)
    assert [other.draw(index) for index in reversed(range(40))] == forward[::-1]
    assert Drawer(8, today).draw(3) != forward[3]


def test_capacity_reaches_tens_of_mva_but_seldom() -> None:
    drawers = [Drawer(seed, date(2026, 11, 25)) for seed in (1, 2, 3)]
    drawn = (drawer.draw(index) for drawer in drawers for index in range(20_000))
    capacities = sorted(account.capacity for account in drawn if account.is_hv)
    assert capacities[len(capacities) // 2] < 1000
    assert 20_000 < capacities[-1] <= 130_000
    assert sum(capacity > 10_000 for capacity in capacities) < len(capacities) * 0.1


@pytest.mark.parametrize("wanted", [50, 51, 2500, 2501, 7999, 8001, 40_000, 126_000])
def test_transformers_carry_what_is_wanted(wanted: int) -> None:
    units = transformer_units(wanted)
    assert wanted <= sum(units) <= max(wanted * 2, 100)


def test_drawn_id_numbers_are_valid_and_nobody_s() -> None:
    numbers = {id_card(index) for index in range(40_000)}
    assert len(numbers) == 40_000
    for index in (0, 1, 17_999, 18_000, 399_999):
        assert validators.clean_id_card(id_card(index)).startswith("320599")
        assert validators.clean_credit_code(credit_code(index))[2:8] == "320599"


@pytest.mark.django_db
def test_copy_keeps_awkward_text_and_refuses_unknown_columns() -> None:
    name = "制表\t换行\n反斜\\N 引号\" '"
    buffer = CopyBuffer(Customer)
    buffer.add(customer_number="K1", name=name, kind="ORGANISATION", created_at=timezone.now())
    assert buffer.flush() == 1
    assert buffer.flush() == 0
    assert Customer.objects.get(customer_number="K1").name == name
    with pytest.raises(KeyError):
        buffer.add(customer_number="K2", nickname="x")
    with pytest.raises(TypeError):
        buffer.add(customer_number="K2", name=object())
