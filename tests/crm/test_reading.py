"""Few statements for small reads: several query sets at once, and wide ones composed once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.org.models import Department, District, RoleAssignment, Staff
from crm.prepared import Prepared, PreparedTogether
from crm.reading import join_rows, prefetch_together, read_together
from crm.workdays.models import CalendarDay, CalendarVersion
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


def test_several_query_sets_come_in_one_statement_as_each_would_by_itself(django_assert_num_queries) -> None:
    tree = make_company()
    make_staff("1001", tree["GS-H"], "R1", "R2")
    asked = (
        Department.objects.order_by("-code"),
        Staff.objects.filter(number="1001"),
        CalendarDay.objects.order_by("date")[:3],
        CalendarVersion.objects.order_by("pk"),
        District.objects.none(),
    )
    with django_assert_num_queries(1):
        found = read_together(*asked)
    assert found[2]
    for rows, query_set in zip(found, asked, strict=True):
        assert [row.__dict__ | {"_state": None} for row in rows] == [
            row.__dict__ | {"_state": None} for row in query_set
        ]
    assert found[1][0]._state.adding is False
    with django_assert_num_queries(0):
        assert read_together(District.objects.none()) == [[]]


def test_relations_read_together_need_no_query_later(django_assert_num_queries) -> None:
    tree = make_company()
    person = make_staff("1001", tree["GS-H"], "R1", "R2")
    with django_assert_num_queries(1):
        prefetch_together(person, "assignments")
        prefetch_together(person, "assignments")
        assert {one.role for one in person.assignments.all()} == {"R1", "R2"}
        assert all(one.staff is person for one in person.assignments.all())


def test_a_prepared_query_gives_what_the_query_set_gives(django_assert_num_queries) -> None:
    tree = make_company()
    one, two = make_staff("1001", tree["GS-H"]), make_staff("1002", tree["HQ"] if "HQ" in tree else tree["C"])
    prepared = Prepared(
        lambda number, pk: Staff.objects.select_related("department").filter(number=number, pk=pk), str, int
    )
    for person in (one, two):
        with django_assert_num_queries(1):
            found = prepared.one(person.number, person.pk)
            assert found is not None
            assert (found, found.name, found.department) == (person, person.name, person.department)
    assert prepared.one("1001", two.pk) is None
    assert prepared.one("%s' OR 1=1", one.pk) is None


def test_a_prepared_query_takes_a_list(django_assert_num_queries) -> None:
    tree = make_company()
    people = [make_staff(number, tree["GS-H"], "R1") for number in ("1001", "1002", "1003")]
    by_keys = Prepared(lambda keys: Staff.objects.filter(pk__any_of=keys).order_by("number"), list)
    by_link = Prepared(lambda keys: RoleAssignment.objects.filter(staff_id__any_of=keys).order_by("pk"), list)
    for some in (people[:1], people[1:], []):
        with django_assert_num_queries(2):
            assert by_keys.rows([person.pk for person in some]) == some
            assert [one.staff_id for one in by_link.rows([person.pk for person in some])] == [p.pk for p in some]


def test_behind_a_pooler_no_server_has_to_know_the_statement(monkeypatch) -> None:
    tree = make_company()
    person = make_staff("1001", tree["GS-H"])
    prepared = Prepared(lambda number: Staff.objects.filter(number=number), str)
    with CaptureQueriesContext(connection) as asked:
        assert prepared.one("1001") == person
        monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
        assert prepared.one("1001") == person
    assert [query["sql"].split()[0] for query in asked] == ["EXECUTE", "SELECT"]


def test_a_value_that_the_query_set_alters_is_not_taken() -> None:
    altered = Prepared(lambda pk: RoleAssignment.objects.filter(pk=pk + 1), int)
    with pytest.raises(ValueError, match="does not stand"):
        altered.rows(1)
    altered = PreparedTogether(lambda pk: {"roles": RoleAssignment.objects.filter(pk=pk + 1)}, int)
    with pytest.raises(ValueError, match="does not stand"):
        altered.rows(1)


def test_what_is_read_together_and_composed_once_is_joined_without_more(django_assert_num_queries) -> None:
    tree = make_company()
    people = [make_staff("1001", tree["GS-H"], "R1", "R2"), make_staff("1002", tree["GS-H"], "R3")]
    prepared = PreparedTogether(
        lambda number, pk: {
            "roles": RoleAssignment.objects.filter(staff=pk).order_by("role"),
            "people": Staff.objects.filter(number=number),
            "days": CalendarDay.objects.order_by("date")[:3],
        },
        *(str, int),
    )
    for person, roles in zip(people, (["R1", "R2"], ["R3"]), strict=True):
        with django_assert_num_queries(1):
            found = prepared.rows(person.number, person.pk)
            join_rows(found["roles"], "staff", {one.pk: one for one in found["people"]})
            assert [one.role for one in found["roles"]] == roles
            assert {one.staff.name for one in found["roles"]} == {person.name}
        assert found["days"] == list(CalendarDay.objects.order_by("date")[:3])
    roles = prepared.rows("1002", people[0].pk)["roles"]
    join_rows(roles, "staff", {people[1].pk: people[1]})
    with django_assert_num_queries(2):
        assert {one.staff.number for one in roles} == {"1001"}
    assert prepared.rows("%s' OR 1=1", 0)["people"] == []
