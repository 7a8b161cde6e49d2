"""The demo company: complete, routed, made once, and every demo login works."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.local.demo_logins import demo_logins
from crm.local.seed.names import Names
from crm.local.seed.org_plan import BUSINESSES, people, units
from crm.local.seed.organisation import build_organisation
from crm.local.seed.places import DISTRICTS, Addresses
from crm.org.enums import DepartmentKind, Role
from crm.org.models import Department, District, RoleAssignment, Staff, TeamDuty

HANDLERS = [role for role in Role if role.value.startswith("R")]


@pytest.fixture
def built(db: None, now: datetime) -> None:
    build_organisation(actor=SYSTEM, now=now)


@pytest.mark.usefixtures("built")
class TestOrganisation:
    def test_has_the_shape_of_the_company(self) -> None:
        assert Staff.objects.count() == 238
        assert RoleAssignment.objects.filter(role=Role.ACCOUNT_MANAGER).count() == 5
        assert Department.objects.filter(kind=DepartmentKind.BUSINESS).count() == 3
        assert Department.objects.filter(kind=DepartmentKind.HALL).count() == 10
        assert set(District.objects.values_list("name", flat=True)) == {facts.name for facts in DISTRICTS}

    def test_every_path_is_the_chain_of_ids(self) -> None:
        by_id = {node.pk: node for node in Department.objects.all()}
        for node in by_id.values():
            above = by_id[node.parent_id].path if node.parent_id else "/"
            assert node.path == f"{above}{node.pk}/"

    @pytest.mark.parametrize("role", HANDLERS)
    def test_every_role_has_one_team_with_people_for_each_business_department(self, role: Role) -> None:
        for business in Department.objects.filter(kind=DepartmentKind.BUSINESS):
            own = TeamDuty.objects.filter(role=role, department=business)
            duty = (own or TeamDuty.objects.filter(role=role, department=None)).get()
            assert RoleAssignment.objects.filter(role=role, staff__department=duty.team).exists()

    def test_every_demo_login_signs_in_and_holds_its_role(self) -> None:
        logins = demo_logins()
        assert len(logins) == len(Role)
        assert len({login.username for login in logins}) == len(Role)
        for role, login in zip(Role, logins, strict=True):
            request = RequestFactory().post("/login/")
            person = authenticate(request, username=login.username, password=login.password)
            assert isinstance(person, Staff), login
            assert list(person.assignments.values_list("role", flat=True)) == [role.value]

    def test_nobody_else_has_a_usable_password(self) -> None:
        usable = {person.number for person in Staff.objects.all() if person.has_usable_password()}
        assert usable == {login.username for login in demo_logins()}

    def test_second_run_adds_nothing_and_keeps_edits(self, now: datetime) -> None:
        edited = Staff.objects.get(number=people()[7].number)
        edited.name = "改名人"
        edited.save(update_fields=["name"])
        before = (Department.objects.count(), TeamDuty.objects.count(), RoleAssignment.objects.count())
        report = build_organisation(actor=SYSTEM, now=now)
        assert (report.departments, report.districts, report.duties, report.staff) == (0, 0, 0, 0)
        assert before == (Department.objects.count(), TeamDuty.objects.count(), RoleAssignment.objects.count())
        edited.refresh_from_db()
        assert edited.name == "改名人"

    def test_leaves_one_audit_entry(self) -> None:
        assert Entry.objects.get(operation="local.build_organisation").actor_number == "system"


def test_plan_names_each_district_once_and_each_unit_once() -> None:
    served = [code for business in BUSINESSES for code in business.districts]
    assert sorted(served) == sorted(facts.code for facts in DISTRICTS)
    codes = [unit.code for unit in units()]
    assert len(set(codes)) == len(codes)


def test_same_seed_same_names_and_addresses() -> None:
    def sample(seed: int) -> list[str]:
        rng = Random(seed)
        names, addresses = Names(rng), Addresses(rng)
        district = addresses.district()
        return [
            names.person(),
            names.factory(district.short),
            names.shop("园区"),
            names.mobile(),
            addresses.home(district),
        ]

    assert sample(5) == sample(5)
    assert sample(5) != sample(6)
