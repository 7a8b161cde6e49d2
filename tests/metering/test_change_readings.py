"""业扩变更结算抄表 (type 05): the account is read up to the day on which a case changed its terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from crm.audit.operation import SYSTEM
from crm.outbox.operations import drain, emit
from customers.book.models import CapacityPeriod, SupplyAccount
from customers.book.models.periods import days
from metering.enums import ReadingType
from metering.models import ChangeReading, Reading
from metering.operations.change_readings import complete_change_readings, record_change_reading
from metering.operations.partitions import create_partitions
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import tariff
from tests.factories.bizexpansion import make_people
from tests.factories.book import make_hv_account
from tests.factories.metering import make_charged_bill
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
CASE, CHANGED = "261120-0042", date(2026, 11, 20)


@pytest.fixture
def account(now: datetime) -> SupplyAccount:
    """A factory billed up to October, whose capacity a case has changed on the 20th of November."""
    made = make_hv_account(make_company()["YQ"])
    old = CapacityPeriod.objects.get(account=made)
    old.period = days(old.period.lower, CHANGED)
    old.save()
    CapacityPeriod.objects.create(
        account=made, period=days(CHANGED), case_number=CASE,
        contract_capacity=old.contract_capacity, running_capacity=old.running_capacity / 2,
    )  # fmt: skip
    make_charged_bill(made, date(2026, 10, 1))
    create_partitions(first=date(2026, 11, 1), last=date(2026, 11, 30), actor=SYSTEM, now=now)
    return made


def use(account: SupplyAccount, first: int, last: int) -> None:
    Reading.objects.bulk_create(
        Reading(account=account, day=date(2026, 11, day), energy=Decimal(10)) for day in range(first, last + 1)
    )


def test_what_was_used_on_the_old_terms_since_the_last_bill(account: SupplyAccount, now: datetime) -> None:
    use(account, 1, 24)
    fact = {"case_id": 1, "case_number": CASE, "account_id": account.pk}
    emit("case.archived", key="case.archived:1", payload=fact, now=now)
    drain(now=now)
    made = ChangeReading.objects.get(account=account)
    assert made.reading_type == ReadingType.CHANGE_SETTLEMENT == "05"
    assert (made.since, made.changed_on) == (date(2026, 11, 1), CHANGED)
    assert (made.of_capacity, made.of_price, made.of_meter) == (True, False, False)
    assert (made.energy, made.missing_days) == (Decimal(190), 0), "nineteen days of 10 kWh, not the 20th"
    again = record_change_reading(account_id=account.pk, case_number=CASE, actor=SYSTEM, now=now)
    assert again == made


def test_days_that_come_later_complete_it(account: SupplyAccount, now: datetime) -> None:
    made = record_change_reading(account_id=account.pk, case_number=CASE, actor=SYSTEM, now=now)
    assert made is not None
    assert (made.energy, made.missing_days) == (None, 19), "without a reading it is still to be read"
    use(account, 1, 10)
    assert complete_change_readings(actor=SYSTEM, now=now) == 1
    made.refresh_from_db()
    assert (made.energy, made.missing_days) == (Decimal(100), 9)
    use(account, 11, 19)
    assert [complete_change_readings(actor=SYSTEM, now=now) for _ in range(2)] == [1, 0]
    made.refresh_from_db()
    assert (made.energy, made.missing_days) == (Decimal(190), 0)


def test_where_nothing_was_changed_there_is_none(account: SupplyAccount, now: datetime) -> None:
    """A change of name; and the case that opened the account: what it began with is no change."""
    frame = {"account_id": account.pk, "actor": SYSTEM, "now": now}
    assert record_change_reading(case_number="261120-0099", **frame) is None
    CapacityPeriod.objects.filter(account=account, period__endswith=CHANGED).delete()
    assert record_change_reading(case_number=CASE, **frame) is None


@pytest.mark.slow
def test_a_change_of_price_is_read_up_to_its_day_once_it_is_archived(now: datetime) -> None:
    office = Office(make_people(), tariff.TABLES[0], now)
    office.accept()
    office.run("archive")
    office.must("archive")
    drain(now=office.now + timedelta(minutes=1))
    made = ChangeReading.objects.get(account=office.subject)
    assert (made.case_number, made.of_price) == (office.case.case_number, True)
