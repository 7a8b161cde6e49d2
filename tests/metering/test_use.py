"""The use of accounts is worked out after imports and bills; the segments of the demo can be answered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from crm.audit.operation import SYSTEM
from crm.local.builders import SeedRequest
from crm.org.enums import Role
from customers.book.models import Segment, SupplyAccount
from metering.demo_segments import SEGMENTS, build_segments
from metering.models import AccountUse, Bill
from metering.operations.charges import post_bills
from metering.operations.use import refresh_account_use, refresh_use_of_all
from tests.factories.book import make_account
from tests.factories.metering import make_bill
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


def two_years(account: SupplyAccount, before: int, after: int) -> None:
    """`before` kWh a month up to October 2025, `after` since."""
    for number in range(24):
        month = date(2024 + (10 + number) // 12, (10 + number) % 12 + 1, 1)
        make_bill(account, month, energy=Decimal(before if number < 12 else after))


def test_growth_over_a_year(now: datetime) -> None:
    account = make_account(make_company()["YQ"])
    two_years(account, 100, 125)
    assert refresh_use_of_all(actor=SYSTEM, now=now) == 1
    use = AccountUse.objects.get(account=account)
    assert (use.through_month, use.energy_1, use.energy_12) == (date(2026, 10, 1), 125, 1500)
    assert (use.growth_1, use.growth_3, use.growth_12) == (Decimal(25), Decimal(25), Decimal(25))
    assert refresh_use_of_all(actor=SYSTEM, now=now) == 0


def test_a_gap_leaves_growth_unknown_and_no_data_leaves_no_row(now: datetime) -> None:
    account = make_account(make_company()["YQ"])
    two_years(account, 100, 125)
    Bill.objects.filter(month=date(2025, 3, 1)).delete()
    refresh_use_of_all(actor=SYSTEM, now=now)
    use = AccountUse.objects.get(account=account)
    assert (use.growth_3, use.growth_12) == (Decimal(25), None)
    Bill.objects.all().delete()
    assert refresh_account_use(account_ids=[account.pk], actor=SYSTEM, now=now) == 1
    assert not AccountUse.objects.exists()


def test_posting_a_month_of_bills_brings_the_use_up_to_date(now: datetime) -> None:
    account = make_account(make_company()["YQ"])
    make_bill(account, date(2026, 10, 1), energy=Decimal(77))
    post_bills(month=date(2026, 10, 1), department_id=account.department_id, actor=SYSTEM, now=now)
    assert AccountUse.objects.get().energy_1 == 77


def test_the_segments_of_the_demo(now: datetime) -> None:
    tree = make_company()
    manager = make_staff("1100", tree["MKT"], Role.MANAGER)
    make_staff("1000", tree["YQ"], Role.MANAGER)
    hv: dict[str, Any] = {"account_class": "01", "voltage": "KV10", "industry_code": "3970"}
    grows, stays = make_account(tree["YQ"], **hv), make_account(tree["GS"], **hv)
    two_years(grows, 100, 125)
    two_years(stays, 100, 101)
    refresh_use_of_all(actor=SYSTEM, now=now)
    said: list[str] = []
    for _twice in range(2):
        build_segments(SeedRequest(accounts=2, seed=1, now=now, say=said.append))
    assert said == [f"segments: {len(SEGMENTS)} added", "segments: 0 added"]
    assert set(Segment.objects.values_list("owner", "sharing")) == {(manager.pk, "EVERYONE")}
    found = {
        segment.name: set(segment.accounts(manager, today=now.date()).values_list("pk", flat=True))
        for segment in Segment.objects.all()
    }
    assert found[SEGMENTS[0][0]] == {grows.pk}
