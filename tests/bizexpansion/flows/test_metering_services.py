"""215, 218, 302, 304: each refusal once, an urgent fault beside another case, what an error of a meter comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.models import Case, CorrectionBasis, EnergyCorrection
from crm.audit.operation import SYSTEM
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from customers.book.operations import unlock_account
from tests.bizexpansion.flows.office import Office, Table, problems
from tests.bizexpansion.flows.tables import fault, holder, moving, reduction, tariff, testing
from tests.factories.bizexpansion import make_people

EXCHANGE = next(table for table in reduction.TABLES if table.code == "205")
pytestmark = pytest.mark.django_db
Opened = Callable[[Table], Office]


@pytest.fixture
def office_of(now: datetime) -> Opened:
    """An office with its account, nothing accepted yet."""
    company = make_people()
    return lambda table: Office(company, table, now)


def refused(office: Office, **values: Any) -> dict[str, list[str]]:
    """What the counter says; nothing is written."""
    answer = office.accept(**values)
    assert answer.status_code in (409, 422), answer.status_code
    assert not Case.objects.exists()
    said: dict[str, list[str]] = answer.context["entry"].errors()
    return said


BASIC = tariff.TABLES[1]


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        (tariff.TABLES[0], {"papers-1-present": ""}, "__all__"),
        (tariff.TABLES[0], {"new_use": ""}, "new_use"),
        (tariff.TABLES[0], {"kind": "RESIDENT"}, "kind"),
        (tariff.TABLES[0], {"basic_charge_mode": "1"}, "basic_charge_mode"),
        (tariff.TABLES[0], {"sequence": "4"}, "sequence"),
        (BASIC, {"basic_charge_mode": "1"}, "kind"),
        (BASIC, {"tariff_class": "404"}, "tariff_class"),
        (BASIC, {"effective_on": "2026-12-01"}, "effective_on"),
        (BASIC, {"effective_on": "2027-01-15"}, "effective_on"),
        (moving.TABLES[0], {"points-0-number": "3"}, "points-0-number"),
        (moving.TABLES[0], {"points-0-number": "", "points-0-new_position": ""}, "points-0-number"),
        (fault.TABLES[0], {"source_number": ""}, "source_number"),
        (fault.TABLES[0], {"noticed_at": "2027-01-01T08:00"}, "noticed_at"),
        (testing.TABLES[0], {"metering_point": "3"}, "metering_point"),
    ],
)
def test_a_wrong_entry(office_of: Opened, table: Table, values: dict[str, str], field: str) -> None:
    assert field in refused(office_of(table), **values)


def test_the_basic_charge_says_from_when_before_anything_is_typed(office_of: Opened) -> None:
    office = office_of(BASIC)
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["215"]), {"account": office.subject.account_number})
    found = {one.rule.code: one.answer for one in page.context["findings"]}
    assert found["T14-BASIC"].met is None
    assert "15" in found["T14-BASIC"].words
    assert "2026-12-01" in found["T14-BASIC"].words


def test_an_urgent_fault_goes_on_beside_another_case(office_of: Opened) -> None:
    other = office_of(holder.TABLES[0])
    assert other.accept().status_code == 302
    office = Office(other.company, fault.TABLES[0], other.now)
    office.subject = other.subject
    answer = office.accept()
    assert answer.status_code == 409
    assert other.case.case_number in answer.content.decode()
    assert office.accept(is_urgent="on").status_code == 302, "an urgent one is mended at once"
    office.run("record_exchange", "exchange_terminal")
    account = SupplyAccount.objects.get(pk=other.subject.pk)
    assert (account.status, account.open_case_number) == (AccountStatus.CHANGE_OPEN, other.case.case_number)
    assert account.meterinstallations.filter(case_number=office.case.case_number).exists()
    office.abort()
    assert not account.meterinstallations.filter(case_number=office.case.case_number).exists()
    account.refresh_from_db()
    assert account.open_case_number == other.case.case_number


@pytest.mark.parametrize(("table", "field"), [(tariff.TABLES[0], "effective_on"), (EXCHANGE, "acts_on")])
def test_a_plan_drafted_after_the_day_that_was_asked_for_begins_today(
    office_of: Opened, table: Table, field: str
) -> None:
    """What is filled in beforehand can be sent as it is, also on the day after."""
    office = office_of(table)
    office.accept()
    office.run("draft_plan")
    office.now += timedelta(days=1)
    sheet = office.opened("draft_plan")
    assert sheet.data[field] == office.day().isoformat()
    assert office.send(sheet).status_code == 302


def test_an_urgent_fault_does_not_wait_for_a_file_to_be_closed(office_of: Opened) -> None:
    other = office_of(holder.TABLES[0])
    assert other.accept().status_code == 302
    unlock_account(account_id=other.subject.pk, case_number=other.case.case_number, actor=SYSTEM, now=other.now)
    office = Office(other.company, fault.TABLES[0], other.now)
    office.subject = other.subject
    answer = office.accept()
    assert answer.status_code == 409
    assert other.case.case_number in answer.content.decode()
    assert office.accept(is_urgent="on").status_code == 302
    assert office.case.goes_beside
    assert SupplyAccount.objects.get(pk=other.subject.pk).open_case_number == ""


def test_only_the_fee_of_a_test_and_only_the_asked_meter(office_of: Opened) -> None:
    office = office_of(testing.TABLES[1])
    office.accept()
    answer = office.do("determine_fee", **{"items-0-kind": "02"})
    assert answer.status_code == 422
    assert "items" in problems(answer)[1]
    office.run("lab_assign_meter")
    values: dict[str, Any] = dict(testing.ALL["lab_assign_meter"](office))  # type: ignore[operator]
    answer = office.do("lab_assign_meter", **values, **{"meters-0-metering_point": "2"})
    assert answer.status_code == 422
    office.run("lab_exchange_meter")
    for wrong in (
        {"meters-0-final_total": "3.00"},
        {"meters-0-final_total": "99999999.00"},
        {"meters-0-old_asset_number": "1" * 22},
        {"wiring_checked": ""},
    ):
        assert office.do("lab_exchange_meter", **wrong).status_code == 422, wrong


def test_a_move_is_paid_for_unless_the_plan_says_why_not(office_of: Opened) -> None:
    office = office_of(moving.TABLES[0])
    office.accept()
    office.run("draft_plan")
    assert office.do("draft_plan", is_fee_due="").status_code == 422
    office.must("draft_plan", is_fee_due="", free_because="电网改造需要")
    office.run("cut_power")
    assert "determine_fee" not in office.signed


@pytest.mark.parametrize(
    ("error", "recorded", "energy", "amount"),
    [
        ("3.200", "12000", "-372.09", "-241.86"),
        ("-2.500", "12000", "307.69", "200.00"),
        ("-60.000", "1000", "1500.00", "975.00"),
        ("100.000", "500", "-250.00", "-162.50"),
    ],
)
def test_an_error_gives_the_energy_and_the_money(error: str, recorded: str, energy: str, amount: str) -> None:
    correction = EnergyCorrection(
        basis=CorrectionBasis.METER_ERROR,
        error_percent=Decimal(error),
        recorded_energy=Decimal(recorded),
        price=Decimal("0.65"),
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 7, 30),
    )
    correction.compute()
    assert (correction.energy, correction.amount) == (Decimal(energy), Decimal(amount))
