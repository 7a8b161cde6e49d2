"""People and roles: three administrators of whom none can act alone; absence; lock-out; what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessAttempt

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import RoleAssignment, Staff
from crm.org.operations import (
    RolesConflict,
    assign_role,
    create_staff,
    reset_password,
    revoke_role,
    set_absence,
    set_staff_active,
    unlock_account,
)
from crm.org.permissions import has_permission
from crm.org.queries import visible_staff
from tests.factories.org import PASSWORD, make_company, make_staff

pytestmark = pytest.mark.django_db
GOOD = "Neu-Pass-2026"


@pytest.fixture
def tree():
    return make_company()


@pytest.fixture
def system_admin(tree) -> Staff:
    return make_staff("sys", tree["MKT"], Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(tree) -> Staff:
    return make_staff("sec", tree["MKT"], Role.SECURITY_ADMIN)


@pytest.fixture
def clerk(tree) -> Staff:
    return make_staff("clerk", tree["GS-H"], Role.R1)


def enter(actor, tree, now: datetime, **extra) -> Staff:
    values = {"number": "20001", "name": "张三", "department": tree["GS-H"], "password": GOOD, **extra}
    return create_staff(actor=actor, now=now, **values)


def test_a_new_person_has_no_role_and_must_change_the_first_password(tree, system_admin, now: datetime) -> None:
    person = enter(system_admin, tree, now)
    assert person.check_password(GOOD)
    assert (person.password_changed_at, person.assignments.count()) == (None, 0)
    entry = Entry.objects.get(operation="org.create_staff")
    assert entry.details == {"number": "20001", "department": "GS-H"}


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"number": "x"}, "number"),
        ({"number": "2 0001"}, "number"),
        ({"number": "clerk"}, "number"),
        ({"name": " "}, "name"),
        ({"name": "张" * 41}, "name"),
        ({"password": "12345678"}, "password"),
        ({"password": "Ab-1"}, "password"),
    ],
)
def test_a_wrong_entry_names_its_field(tree, system_admin, clerk, now: datetime, extra, field: str) -> None:
    before = Staff.objects.count()
    with pytest.raises(InvalidInput) as error:
        enter(system_admin, tree, now, **extra)
    assert list(error.value.errors) == [field]
    assert Staff.objects.count() == before


def test_who_creates_people_gives_no_rights_and_the_other_way_round(
    tree, system_admin, security_admin, clerk, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        assign_role(staff=clerk, role=Role.R3, actor=system_admin, now=now)
    with pytest.raises(NotPermitted):
        enter(security_admin, tree, now)
    auditor = make_staff("aud", tree["MKT"], Role.AUDIT_ADMIN)
    for refused in (
        lambda: enter(auditor, tree, now),
        lambda: assign_role(staff=clerk, role=Role.R3, actor=auditor, now=now),
        lambda: unlock_account(staff=clerk, reason="x", actor=auditor, now=now),
        lambda: set_staff_active(staff=clerk, active=False, reason="x", actor=auditor, now=now),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert (has_permission(auditor, "audit.view_audit"), has_permission(system_admin, "audit.view_audit")) == (
        True,
        False,
    )


def test_a_role_is_given_once_and_taken_again(security_admin, clerk, tree, now: datetime) -> None:
    for _twice in range(2):
        assign_role(staff=clerk, role=Role.R3, department=tree["YQ"], actor=security_admin, now=now)
    assert set(clerk.assignments.values_list("role", "department__code")) == {("R1", None), ("R3", "YQ")}
    revoke_role(staff=clerk, role=Role.R3, actor=security_admin, now=now)
    assert clerk.assignments.count() == 2
    for _twice in range(2):
        revoke_role(staff=clerk, role=Role.R3, department=tree["YQ"], actor=security_admin, now=now)
    assert list(clerk.assignments.values_list("role", flat=True)) == ["R1"]


def test_nobody_changes_the_own_rights(security_admin, system_admin, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        assign_role(staff=security_admin, role=Role.R5, actor=security_admin, now=now)
    with pytest.raises(NotPermitted):
        revoke_role(staff=security_admin, role=Role.SECURITY_ADMIN, actor=security_admin, now=now)
    with pytest.raises(NotPermitted):
        reset_password(staff=security_admin, password=GOOD, actor=security_admin, now=now)
    with pytest.raises(NotPermitted):
        set_staff_active(staff=system_admin, active=False, reason="x", actor=system_admin, now=now)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.R1, Role.SYSTEM_ADMIN),
        (Role.SYSTEM_ADMIN, Role.R1),
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN),
    ],
)
def test_an_administrator_holds_no_second_role(security_admin, tree, now: datetime, held, wanted) -> None:
    person = make_staff("30001", tree["MKT"], held)
    with pytest.raises(RolesConflict):
        assign_role(staff=person, role=wanted, actor=security_admin, now=now)
    assert list(RoleAssignment.objects.filter(staff=person).values_list("role", flat=True)) == [held]


def test_an_unknown_role_and_a_closed_account_are_refused(security_admin, clerk, now: datetime) -> None:
    with pytest.raises(InvalidInput) as error:
        assign_role(staff=clerk, role="R99", actor=security_admin, now=now)
    assert list(error.value.errors) == ["role"]
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    with pytest.raises(InvalidInput) as error:
        assign_role(staff=clerk, role=Role.R3, actor=security_admin, now=now)
    assert list(error.value.errors) == ["staff"]


def test_a_closed_account_is_out_with_the_next_request(
    client, settings, system_admin, clerk, now: datetime
) -> None:
    client.force_login(clerk, backend="crm.web.auth.StaffBackend")
    assert client.get("/floor/").status_code == 200
    with pytest.raises(InvalidInput):
        set_staff_active(staff=clerk, active=False, reason=" ", actor=system_admin, now=now)
    set_staff_active(staff=clerk, active=False, reason="离职", actor=system_admin, now=now)
    assert client.get("/floor/").status_code == 302


def test_a_new_password_ends_every_session(client, security_admin, clerk, now: datetime) -> None:
    client.force_login(clerk, backend="crm.web.auth.StaffBackend")
    with pytest.raises(InvalidInput) as error:
        reset_password(staff=clerk, password="weak", actor=security_admin, now=now)
    assert list(error.value.errors) == ["password"]
    reset_password(staff=clerk, password=GOOD, actor=security_admin, now=now)
    clerk.refresh_from_db()
    assert (clerk.check_password(GOOD), clerk.check_password(PASSWORD), clerk.password_changed_at) == (
        True,
        False,
        None,
    )
    assert client.get("/floor/").status_code == 302


def test_unlocking_forgets_the_failures_of_one_person(security_admin, clerk, now: datetime) -> None:
    for name in ("clerk", "other"):
        AccessAttempt.objects.create(username=name, ip_address="127.0.0.1", failures_since_start=5)
    with pytest.raises(InvalidInput):
        unlock_account(staff=clerk, reason="", actor=security_admin, now=now)
    assert unlock_account(staff=clerk, reason="本人来电", actor=security_admin, now=now) == 1
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["other"]


def test_absence_is_set_by_oneself_and_by_the_own_departments_dispatcher(tree, clerk, now: datetime) -> None:
    until = date(2026, 12, 1)
    set_absence(staff=clerk, until=until, actor=clerk, now=now)
    assert Staff.objects.get(pk=clerk.pk).absent_until == until
    set_absence(staff=clerk, until=None, actor=make_staff("d1", tree["GS-T"], Role.R2), now=now)
    assert Staff.objects.get(pk=clerk.pk).absent_until is None
    with pytest.raises(OutOfScope):
        set_absence(staff=clerk, until=until, actor=make_staff("d2", tree["YQ-T"], Role.R2), now=now)
    with pytest.raises(NotPermitted):
        set_absence(staff=clerk, until=until, actor=make_staff("d3", tree["GS-T"], Role.R3), now=now)
    engineer = make_staff("m1", tree["MET"], Role.R13)
    with pytest.raises(OutOfScope):
        set_absence(staff=engineer, until=until, actor=make_staff("d4", tree["GS-T"], Role.R2), now=now)
    set_absence(staff=engineer, until=until, actor=make_staff("d5", tree["MET"], Role.R2), now=now)


@pytest.mark.parametrize("days", [-1, 367])
def test_absence_ends_on_a_believable_day(clerk, now: datetime, days: int) -> None:
    with pytest.raises(InvalidInput) as error:
        set_absence(staff=clerk, until=now.date() + timedelta(days=days), actor=clerk, now=now)
    assert list(error.value.errors) == ["until"]


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_of_staff_is_scoped_and_costs_the_same(tree, people: int, django_assert_num_queries) -> None:
    for number in range(people):
        make_staff(f"g{number}", tree["GS-H"], Role.R1, Role.R6)
        make_staff(f"y{number}", tree["YQ-H"], Role.R1)
    manager = make_staff("boss", tree["GS"], Role.MANAGER)
    visible_staff(manager)
    with django_assert_num_queries(3):
        listed = [(p.number, p.department.code, len(p.assignments.all())) for p in visible_staff(manager)]
    assert sorted(listed) == sorted([(f"g{n}", "GS-H", 2) for n in range(people)] + [("boss", "GS", 1)])
    assert visible_staff(SYSTEM, search="y0").count() == 1
    assert not visible_staff(make_staff("r1", tree["GS-H"], Role.R1))
