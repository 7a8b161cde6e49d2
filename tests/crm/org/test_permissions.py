"""Scope: by role, by department, deny by default, one query."""

import pytest

from crm.audit.operation import SYSTEM
from crm.errors import NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import RoleAssignment
from crm.org.permissions import EVERYWHERE, grant, has_permission, require, scope_of
from crm.org.scope import restricted_rows
from customers.book.models import ContactPerson, SupplyAccount
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
grant("test.view", Role.R1, Role.CALL_AGENT)


def test_a_hall_clerk_reaches_the_own_business_department_only() -> None:
    tree = make_company()
    clerk = make_staff("1", tree["GS-H"], Role.R1)
    assert scope_of(clerk, "test.view").departments == {tree["GS"].pk}
    assert has_permission(clerk, "test.view", tree["GS"].pk)
    with pytest.raises(OutOfScope):
        require(clerk, "test.view", tree["YQ"].pk)


def test_the_call_centre_reaches_every_department() -> None:
    tree = make_company()
    assert scope_of(make_staff("2", tree["95598"], Role.CALL_AGENT), "test.view") == EVERYWHERE


def test_a_role_can_be_held_for_another_department() -> None:
    tree = make_company()
    clerk = make_staff("3", tree["GS-H"], Role.R1)
    RoleAssignment.objects.create(staff=clerk, role=Role.R1, department=tree["YQ-H"])
    assert scope_of(clerk, "test.view").departments == {tree["GS"].pk, tree["YQ"].pk}


def test_without_the_role_there_is_nothing() -> None:
    tree = make_company()
    surveyor = make_staff("4", tree["GS-T"], Role.R3)
    assert not scope_of(surveyor, "test.view")
    with pytest.raises(NotPermitted):
        require(surveyor, "test.view", tree["GS"].pk)
    assert not scope_of(surveyor, "test.unknown")


def test_an_inactive_person_and_nobody_see_nothing() -> None:
    tree = make_company()
    gone = make_staff("5", tree["GS-H"], Role.R1, is_active=False)
    assert not scope_of(gone, "test.view")
    assert not scope_of(None, "test.view")
    assert scope_of(SYSTEM, "test.view") == EVERYWHERE


def test_roles_cost_one_query_whatever_is_asked(django_assert_num_queries) -> None:
    tree = make_company()
    clerk = make_staff("6", tree["GS-H"], *list(Role))
    with django_assert_num_queries(1):
        for permission in ("test.view", "test.unknown", "test.view"):
            scope_of(clerk, permission)


def test_rows_in_hand_are_restricted_as_a_query_is() -> None:
    tree = make_company()
    seen = {
        make_staff("7", tree["GS-H"], Role.R1): 1,
        make_staff("8", tree["95598"], Role.CALL_AGENT): 2,
        make_staff("9", tree["GS-T"], Role.R3): 0,
    }
    for name in ("GS", "YQ"):
        ContactPerson.objects.create(account=make_account(tree[name]), purpose="LEGAL", name="陈静", phone="1")
    for rows in (SupplyAccount.objects.order_by("pk"), ContactPerson.objects.select_related("account")):
        for person, count in seen.items():
            found = restricted_rows(rows, person, "test.view")
            assert found == list(rows.restrict(person, "test.view"))
            assert len(found) == count
