"""Storing changed rows in one statement leaves what `bulk_update` leaves."""

from __future__ import annotations

import pytest

from crm.org.models import RoleAssignment, Staff
from crm.writing import store_rows
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


def test_rows_are_stored_in_one_statement_by_field_and_by_column(django_assert_num_queries) -> None:
    tree = make_company()
    people = [make_staff(f"100{place}", tree["GS-H"]) for place in range(3)]
    for place, person in enumerate(people):
        person.name, person.department = f"O'Neill {place}", tree["C"]
        person.number += "9"
    with django_assert_num_queries(1):
        store_rows(people[:2], ["name", "department_id"])
    stored = list(Staff.objects.filter(pk__in=[one.pk for one in people]).order_by("pk"))
    assert [one.name for one in stored[:2]] == ["O'Neill 0", "O'Neill 1"]
    assert {one.department_id for one in stored[:2]} == {tree["C"].pk}
    assert {one.number for one in stored} == {"1000", "1001", "1002"}
    assert stored[2].department_id == tree["GS-H"].pk


def test_an_empty_column_becomes_empty_and_no_rows_need_no_statement(django_assert_num_queries) -> None:
    tree = make_company()
    make_staff("1001", tree["GS-H"], "R1")
    role = RoleAssignment.objects.get(staff__number="1001")
    role.department = None
    store_rows([role], ["department"])
    role.refresh_from_db()
    assert role.department_id is None
    with django_assert_num_queries(0):
        store_rows([], ["department"])
