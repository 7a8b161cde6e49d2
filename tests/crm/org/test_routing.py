"""An address leads to its department, a duty to its team."""

from __future__ import annotations

import pytest

from crm.org.enums import DepartmentKind, Role
from crm.org.models import District, TeamDuty
from crm.org.queries import (
    NoDepartment,
    NoTeam,
    business_departments,
    department_for_address,
    department_for_district,
    team_for,
)
from tests.factories.org import make_company, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_company()


def test_a_departments_own_team_goes_before_the_city_wide_one(tree, django_assert_num_queries) -> None:
    city = make_department("CITY", "全市班", DepartmentKind.TEAM, tree["MET"])
    TeamDuty.objects.create(role=Role.R3, department=None, team=city)
    TeamDuty.objects.filter(role=Role.R3, department=tree["YQ"]).delete()
    with django_assert_num_queries(1):
        assert team_for(Role.R3, tree["GS"]).code == "GS-T"
    assert team_for(Role.R3, tree["YQ"].pk).code == "CITY"


def test_a_duty_that_nobody_has_is_an_error_that_names_it(tree) -> None:
    TeamDuty.objects.filter(role=Role.R3).delete()
    with pytest.raises(NoTeam) as error:
        team_for(Role.R3, tree["GS"])
    assert error.value.details == {"role": "R3", "department_id": tree["GS"].pk}


def test_a_district_leads_to_its_department(tree) -> None:
    assert department_for_district("320508").code == "GS"
    with pytest.raises(NoDepartment):
        department_for_district("999999")


def test_an_address_leads_to_the_department_of_the_district_that_it_names(tree) -> None:
    District.objects.filter(code="320508").update(name="姑苏区")
    District.objects.filter(code="320506").update(name="吴中区")
    District.objects.filter(code="320571").update(name="工业园区")
    assert department_for_address("苏州市姑苏区平江路 18 号").code == "GS"
    assert department_for_address("江苏省苏州市工业园区星湖街 218 号").code == "YQ"
    for address in ("平江路 18 号", "", "姑苏区与吴中区交界"):
        with pytest.raises(NoDepartment):
            department_for_address(address)


def test_business_departments_are_the_three_in_use(tree) -> None:
    assert [department.code for department in business_departments()] == ["GS", "YQ", "WZ"]
