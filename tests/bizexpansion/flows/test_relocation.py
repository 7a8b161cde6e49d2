"""207 迁址: what the counter refuses, and a survey that finds the new place fed from elsewhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from bizexpansion.enums import CaseState
from bizexpansion.models import Case, Survey
from crm.org.models import District
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import relocation
from tests.factories.bizexpansion import make_people
from tests.factories.book import make_lv_account

pytestmark = pytest.mark.django_db
SHOP = relocation.TABLES[1]


def test_the_counter_refuses_and_says_what_to_do_instead(now: datetime) -> None:
    office = Office(make_people(), SHOP, now)
    neighbour = make_lv_account(office.company.tree["YQ"])
    elsewhere = District.objects.exclude(department=office.company.tree["YQ"]).first()
    assert elsewhere is not None
    wrong = [
        ({"is_on_supply_point": ""}, "is_on_supply_point"),
        ({"new_address": office.subject.address}, "new_address"),
        ({"new_address": neighbour.address}, "new_address"),
        ({"new_address": ""}, "new_address"),
        ({"new_district": str(elsewhere.pk)}, "new_district"),
        ({"breaches_checked": ""}, "breaches_checked"),
    ]
    for values, field in wrong:
        answer = office.accept(**values)
        assert answer.status_code in (409, 422), values
        assert field in answer.context["entry"].errors(), (values, answer.context["entry"].errors())
    said = office.accept(is_on_supply_point="").context["entry"].errors()["is_on_supply_point"]
    assert "216" in said[0]
    assert not Case.objects.exists()
    assert SupplyAccount.objects.get(pk=office.subject.pk).status == AccountStatus.NORMAL


def test_a_place_fed_from_elsewhere_closes_the_order_with_the_advice(now: datetime) -> None:
    office = Office(make_people(), SHOP, now)
    assert office.accept().status_code == 302
    office.run("survey")
    office.must("survey", is_original_point="")
    assert office.case.state == CaseState.ABORTED
    found = Survey.objects.get(case=office.case)
    assert not found.can_supply
    assert "216" in found.refusal_reason
    assert relocation.book(office) == office.before


def test_the_capacity_does_not_grow_on_the_way(now: datetime) -> None:
    office = Office(make_people(), SHOP, now)
    office.accept()
    office.run("draft_plan")
    answer = office.do("draft_plan", approved_capacity="41")
    assert "approved_capacity" in answer.context["entry"].errors()
    office.must("draft_plan", **{"approved_capacity": "30", "sources-0-capacity": "30"})
