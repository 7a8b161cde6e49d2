"""The low-voltage profile of a department: chosen by a manager, from a day on, and followed by new cases only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bizexpansion.enums import Profile
from bizexpansion.errors import NotMigratable
from bizexpansion.flows import all_flows, current_flows, get_flow
from bizexpansion.models import DepartmentProfile
from bizexpansion.operations.profiles import choose_profile, profile_on
from bizexpansion.operations.versions import migrate_case
from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import low_voltage
from tests.bizexpansion.flows.tables.streamlined import HOME_ON_SITE
from tests.factories.bizexpansion import Company, make_people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def company() -> Company:
    return make_people()


def choose(company: Company, now: datetime, profile: str, day: date, **other: Any) -> DepartmentProfile:
    given = {"department_id": company.tree["YQ"].pk, "reason": "试点", "actor": company.who("MGR")}
    return choose_profile(**given | {"profile": profile, "valid_from": day, "now": now} | other)


def test_classic_until_a_manager_chooses_and_only_from_that_day(company: Company, now: datetime) -> None:
    today, yq = now.date(), company.tree["YQ"].pk
    assert profile_on(yq, today) == Profile.CLASSIC
    choose(company, now, Profile.STREAMLINED, today + 2 * DAY)
    assert choose(company, now, Profile.STREAMLINED, today + 2 * DAY).reason == "试点", "twice is once"
    choose(company, now, Profile.CLASSIC, today + 9 * DAY)
    found = [profile_on(yq, today + n * DAY) for n in (1, 2, 8, 9)]
    assert found == [Profile.CLASSIC, Profile.STREAMLINED, Profile.STREAMLINED, Profile.CLASSIC]
    choose(company, now, Profile.CLASSIC, today + 2 * DAY, reason="推迟")
    assert profile_on(yq, today + 2 * DAY) == Profile.CLASSIC, "another choice for the same day replaces it"
    assert DepartmentProfile.objects.count() == 2
    assert Entry.objects.filter(operation="bizexpansion.choose_profile").count() >= 3


@pytest.mark.parametrize(
    ("field", "values"),
    [("valid_from", {"day": -1}), ("profile", {"profile": "fast"}), ("reason", {"reason": " "})],
)
def test_a_refused_choice_names_its_field(
    company: Company, now: datetime, field: str, values: dict[str, Any]
) -> None:
    given = {"profile": Profile.STREAMLINED, "day": 0} | values
    with pytest.raises(InvalidInput) as refused:
        choose(company, now, given.pop("profile"), now.date() + given.pop("day") * DAY, **given)
    assert set(refused.value.errors) == {field}
    assert not DepartmentProfile.objects.exists()


def test_only_a_manager_of_the_department_chooses(company: Company, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        choose(company, now, Profile.STREAMLINED, now.date(), actor=company.who("R1"))
    with pytest.raises(OutOfScope):
        choose(company, now, Profile.STREAMLINED, now.date(), department_id=10**6)


def test_the_page_chooses_and_shows_it(company: Company) -> None:
    browser = Client()
    browser.force_login(company.who("MGR"))
    page = browser.get(reverse("profile-list"))
    assert page.status_code == 200
    today = page.context["form"].initial["valid_from"]
    sent = {"department": company.tree["YQ"].pk, "profile": "streamlined", "valid_from": today, "reason": "试点"}
    assert browser.post(reverse("profile-list"), sent | {"reason": ""}).status_code == 422
    assert browser.post(reverse("profile-list"), sent).status_code == 302
    rows = {row.department.pk: row.today for row in browser.get(reverse("profile-list")).context["rows"]}
    assert rows[company.tree["YQ"].pk] == Profile.STREAMLINED


def test_every_version_belongs_to_one_profile_and_accepts_alike() -> None:
    versions = [(flow.code, flow.version) for flow in all_flows()]
    assert len(versions) == len(set(versions))
    for graph in current_flows():
        if graph.flow.profile == Profile.STREAMLINED:
            classic = get_flow(graph.flow.code)
            assert graph.steps["accept"] == classic.steps["accept"], (
                "the counter asks before it knows the department"
            )
            assert graph.flow.papers[:1] == classic.flow.papers[:1]


def test_a_running_case_keeps_its_profile(company: Company, now: datetime) -> None:
    home = next(one for one in low_voltage.TABLES if one.code == "101")
    office = Office(company, home, now)
    assert office.accept().status_code == 302
    choose(company, now, Profile.STREAMLINED, now.date())
    office.run("approve_plan")
    assert (office.graph.flow.profile, office.open_nodes()) == ("classic", ["approve_plan"])
    with pytest.raises(NotMigratable):
        migrate_case(
            case_id=office.case.pk,
            version=get_flow("101", profile=Profile.STREAMLINED).flow.version,
            reason="试点",
            actor=SYSTEM,
            now=office.now,
        )


def test_the_door_refuses_by_field_and_nothing_is_written(company: Company, now: datetime) -> None:
    office = Office(company, HOME_ON_SITE, now)
    office.accept()
    before = office.case.supplyplan_set.count(), office.case.documents.count()
    wrong = {
        "source_ownership_boundary": "",
        "contract_valid_until": now.date().isoformat(),
        "price_price_code": "",
    }
    answer = office.do("survey", **wrong, contract_valid_from=now.date().isoformat())
    assert answer.status_code == 422
    assert set(answer.context["entry"].errors()) == {"source_ownership_boundary", "price_price_code"}
    answer = office.do("survey", plan_access_scheme="  ")
    assert set(answer.context["entry"].errors()) == {"plan_access_scheme"}
    answer = office.do("survey", contract_valid_until="2020-01-01")
    assert set(answer.context["entry"].errors()) == {"contract_valid_until"}
    assert (office.case.supplyplan_set.count(), office.case.documents.count()) == before
    office.must("survey")
    answer = office.do("connect_supply", wiring_checked="", energising_energised_at="2026-11-25T08:00")
    assert set(answer.context["entry"].errors()) >= {"energising_energised_at"}
    answer = office.do("connect_supply", **{"readings-0-asset_number": "9" * 22})
    assert set(answer.context["entry"].errors()) == {"readings-0-asset_number"}
    assert not office.case.meterassignment_set.exists()
