"""Idle accounts (T19): six months without use propose a closing, once; a missing reading proposes nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bizexpansion.enums import ClosingGround, FollowUpState
from bizexpansion.models import FollowUp
from bizexpansion.operations.idle import propose_idle_closings
from bizexpansion.queries.follow_ups import FollowUpRow
from crm.audit.operation import SYSTEM
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from metering.models import AccountUse, Reading
from tests.factories.book import make_account
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(now: datetime) -> dict[str, SupplyAccount]:
    """Accounts by what they have used: nothing for six months, a little, nothing that was read."""
    tree, today = make_company(), now.date()
    readings = {
        "idle": {today - timedelta(days=200): 5, today - timedelta(days=1): 0},
        "used": {today - timedelta(days=200): 5, today - timedelta(days=90): 1, today - timedelta(days=1): 0},
        "unread": {today - timedelta(days=200): 0, today - timedelta(days=60): 0},
        "new": {today - timedelta(days=100): 0, today - timedelta(days=1): 0},
        "in a case": {today - timedelta(days=200): 0, today - timedelta(days=1): 0},
    }
    accounts = {}
    for name, days in readings.items():
        account = accounts[name] = make_account(tree["GS"])
        AccountUse.objects.create(account=account, through_month=date(2026, 10, 1), energy_3=Decimal(0))
        for day, energy in days.items():
            Reading.objects.create(account=account, day=day, energy=Decimal(energy))
    SupplyAccount.objects.filter(pk=accounts["in a case"].pk).update(
        status=AccountStatus.CHANGE_OPEN, open_case_number="261101-0001"
    )
    return accounts


def test_only_an_account_that_is_known_to_be_idle_is_proposed_once(
    standing: dict[str, SupplyAccount], now: datetime
) -> None:
    assert [propose_idle_closings(actor=SYSTEM, now=now) for _time in range(2)] == [1, 0]
    row = FollowUp.objects.get()
    assert (row.account, row.flow_code, row.term) == (standing["idle"], "216", None)
    assert FollowUpRow(row).known["ground"] == ClosingGround.IDLE
    decided = {"state": FollowUpState.DISMISSED, "dismissed_because": "季节性用电", "decided_at": now}
    FollowUp.objects.update(**decided)
    assert propose_idle_closings(actor=SYSTEM, now=now + timedelta(days=20)) == 0, "decided on within six months"
