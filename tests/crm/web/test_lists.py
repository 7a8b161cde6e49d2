"""Keyset paging, capped counts, filter chips, rows alone for htmx."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from crm.org.models import Department, Staff
from crm.web.keyset import capped_count, paginate
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


def walk(queryset: Any, order: list[str], size: int) -> list[Any]:
    rows, after = [], None
    while True:
        page = paginate(queryset, order=order, after=after, size=size)
        rows += page.rows
        if not page.next:
            return rows
        after = page.next


@pytest.fixture
def people(db: None) -> list[Staff]:
    """Twelve people; some absent until the same day, some not absent at all."""
    hall = make_company()["GS-H"]
    absences = [DAY, None, DAY, DAY + timedelta(days=1), None, DAY - timedelta(days=3)] * 2
    return [
        make_staff(f"{n:04}", hall, name=f"员工{n % 3}", absent_until=until) for n, until in enumerate(absences)
    ]


@pytest.mark.parametrize("size", [1, 2, 5, 12, 50])
@pytest.mark.parametrize(
    "order",
    [["pk"], ["-pk"], ["name", "pk"], ["-name", "-pk"], ["absent_until", "pk"], ["-absent_until", "pk"],
     ["absent_until", "-name", "pk"], ["department__code", "absent_until", "pk"]],
)  # fmt: skip
def test_pages_together_are_the_whole_list_once(people: list[Staff], order: list[str], size: int) -> None:
    rows = walk(Staff.objects.select_related("department"), order, size)
    whole = Staff.objects.order_by(
        *(F(t[1:]).desc(nulls_last=True) if t.startswith("-") else F(t).asc(nulls_last=True) for t in order)
    )
    assert [row.pk for row in rows] == [row.pk for row in whole]


def test_a_row_added_before_the_position_moves_nothing(people: list[Staff]) -> None:
    first = paginate(Staff.objects.all(), order=["number"], size=5)
    make_staff("0001a", people[0].department)
    second = paginate(Staff.objects.all(), order=["number"], after=first.next, size=5)
    assert [row.number for row in second.rows] == ["0005", "0006", "0007", "0008", "0009"]


def test_a_number_that_looks_like_a_day_is_still_a_number(people: list[Staff]) -> None:
    """3200010100 is an account number, and 1 January 3200 at midnight to who reads it as a moment."""
    for number in ("3200010100", "20261125", "2026-11-25", "3200010117"):
        make_staff(number, people[0].department)
    numbers = sorted(Staff.objects.values_list("number", flat=True))
    assert [row.number for row in walk(Staff.objects.all(), ["number"], 1)] == numbers


@pytest.mark.parametrize("token", ["", "rubbish", "eyJhIjoxfQ:1:2"])
def test_a_broken_token_gives_the_first_page(people: list[Staff], token: str) -> None:
    assert paginate(Staff.objects.all(), order=["number"], after=token, size=1).rows[0].number == "0000"


def test_a_token_of_another_order_gives_the_first_page(people: list[Staff]) -> None:
    token = paginate(Staff.objects.all(), order=["-number"], size=3).next
    assert paginate(Staff.objects.all(), order=["number"], after=token, size=1).rows[0].number == "0000"


def test_a_deep_page_enters_the_index_at_its_place(people: list[Staff]) -> None:
    token = paginate(Staff.objects.all(), order=["number"], size=5).next
    with Statements() as captured:
        paginate(Staff.objects.all(), order=["number"], after=token, size=5)
    assert captured.cost == 1
    assert '"crm_org_staff"."number" >= \'0004\'' in captured[0]["sql"]
    assert "OFFSET" not in captured[0]["sql"]


def test_counting_stops_at_the_cap(people: list[Staff]) -> None:
    assert capped_count(Staff.objects.all(), cap=12) == "12"
    assert capped_count(Staff.objects.all(), cap=11) == "11+"
    with Statements() as captured:
        capped_count(Staff.objects.all(), cap=5)
    assert "LIMIT 6" in captured[0]["sql"]


@pytest.mark.usefixtures("showcase")
class TestListPage:
    """The page over the departments of the test company: 15, four a page."""

    def test_rows_open_and_more_follows(self, signed_in: Client) -> None:
        html = signed_in.get("/showcase/list/").content.decode()
        assert html.count("<tr data-href=") == 4
        assert f"共 {Department.objects.count()} 条" in html
        assert "更多" in html

    def test_htmx_gets_further_rows_only(self, signed_in: Client) -> None:
        first = signed_in.get("/showcase/list/")
        token = first.context["page"].next
        with Statements() as captured:
            further = signed_in.get("/showcase/list/", {"after": token}, headers={"HX-Request": "true"})
        html = further.content.decode()
        assert "<html" not in html
        assert html.count("<tr data-href=") == 4
        assert not [query for query in captured if "COUNT" in query["sql"]]
        whole = signed_in.get("/showcase/list/", {"after": token}).content.decode()
        assert "<html" in whole, "without JavaScript the address works as well"

    def test_filters_show_as_chips_and_can_be_cleared(self, signed_in: Client) -> None:
        html = signed_in.get("/showcase/list/?kind=HALL&name=%E5%90%B4&after=x").content.decode()
        assert html.count("<tr data-href=") == 1
        assert "类别: <b>营业厅</b>" in html
        assert 'href="?name=%E5%90%B4" aria-label="去掉筛选 类别 营业厅"' in html
        assert 'class="clear" href="/showcase/list/"' in html

    def test_an_empty_list_says_so(self, signed_in: Client) -> None:
        html = signed_in.get("/showcase/list/?name=nobody").content.decode()
        assert "没有符合筛选条件的记录。" in html
        assert "<table" not in html
