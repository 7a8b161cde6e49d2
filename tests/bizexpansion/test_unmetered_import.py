"""107 of a supply without a meter that came into the book by a file: nothing of ours says what was paid before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bizexpansion.flows import get_flow
from bizexpansion.models import Prepayment
from bizexpansion.operations.preconditions import Question, look_up
from bizexpansion.operations.unmetered import use_of
from customers.book.enums import TemporaryKind
from customers.book.models import MeteringPoint, SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import temporary
from tests.factories.bizexpansion import Company, make_people
from tests.factories.book import make_lv_account

pytestmark = pytest.mark.django_db


def imported(company: Company, now: datetime) -> SupplyAccount:
    """12 kVA without a meter until in five days; no case of ours."""
    account = make_lv_account(company.tree["YQ"], capacity=12)
    MeteringPoint.objects.filter(account=account).update(is_metered=False)
    account.temporary, account.temporary_until = TemporaryKind.UNMETERED, now.date() + timedelta(days=5)
    account.save()
    return account


def test_its_hours_are_asked_for_with_the_fee_and_it_is_counted_from_then_on(now: datetime) -> None:
    table = next(one for one in temporary.TABLES if one.code == "107")
    office = Office(make_people(), replace(table, prepare=imported), now)
    account, flow = office.subject, get_flow("107").flow
    found = {one.rule.code: one.answer for one in look_up(flow, Question(flow, account, None, now))}
    assert found["PAIDUP"].met is None, "told at the counter, before anything is typed"
    assert account.temporary_until.isoformat() in found["PAIDUP"].words
    assert office.accept().status_code == 302
    office.run("determine_fee")
    typed = {"unit_price": "0.8000", "standard": "一般工商业"}
    answer = office.do("determine_fee", **typed)
    assert answer.status_code == 422
    assert list(answer.context["entry"].errors()) == ["daily_hours"]
    office.must("determine_fee", **typed, daily_hours="10")
    made = Prepayment.objects.get(case=office.case)
    assert (made.capacity, made.daily_hours) == (Decimal(12), Decimal(10))
    assert made.starts_on == account.temporary_until + timedelta(days=1)
    assert made.amount == Decimal("1920.00"), "12 kVA x 10 h x 20 days at 0.80 yuan"
    used = use_of(account, made.starts_on)
    assert (used.days, used.amount) == (1, Decimal("96.00")), "not from the day on which it was energised"
