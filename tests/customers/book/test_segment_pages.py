"""Pages of segments: the builder's rows, the live count, the list's filter, the export; scope and query counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from crm.imports.models import ExportJob
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import Segment, SupplyAccount
from customers.book.operations import archive_segment, save_segment, share_segment
from customers.book.queries import segments
from customers.book.queries.segments import Counted, count_accounts
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
HV = {"match": "all", "items": [{"field": "book.voltage", "op": "in", "value": ["KV10"]}]}
FORM = {
    "name": "大户",
    "description": "",
    "version": "0",
    "match": "all",
    "item": ["r1", "g1"],
    "r1-field": "book.voltage",
    "r1-op": "in",
    "r1-value": ["KV10", "KV20"],
    "g1-match": "any",
    "g1-item": ["r2", "r3"],
    "r2-field": "book.capacity",
    "r2-op": "gte",
    "r2-value": "１，０００",
    "r3-field": "book.energised",
    "r3-op": "never",
    "r3-not": "on",
}


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.ACCOUNT_MANAGER)


@pytest.fixture
def page(client: Client, clerk: Staff) -> Client:
    client.force_login(clerk)
    return client


def hv(department: Department, **fields: Any) -> SupplyAccount:
    return make_account(department, **{"account_class": "01", "voltage": "KV10"} | fields)


def test_the_builder_saves_what_was_put_together(page: Client) -> None:
    answer = page.post("/customers/segments/new/", FORM)
    segment = Segment.objects.get()
    assert answer["Location"] == f"/customers/segments/{segment.pk}/"
    assert segment.conditions == {
        "match": "all",
        "items": [
            {"field": "book.voltage", "op": "in", "value": ["KV10", "KV20"]},
            {
                "match": "any",
                "items": [
                    {"field": "book.capacity", "op": "gte", "value": "1000.00"},
                    {"field": "book.energised", "op": "never", "not": True},
                ],
            },
        ],
    }
    again = page.get(f"/customers/segments/{segment.pk}/edit/").content.decode()
    assert 'value="1000"' in again
    assert again.count(" checked>") == 3


@pytest.mark.parametrize(
    ("action", "keys"),
    [
        ("add", ["r1", "g1", "r4"]),
        ("group", ["r1", "g1", "g2"]),
        ("remove:r1", ["g1"]),
        ("remove:g1", ["r1"]),
        ("nonsense:%00", ["r1", "g1"]),
    ],
)
@pytest.mark.parametrize("htmx", [{}, HTMX], ids=["plain", "htmx"])
def test_rows_come_and_go_without_a_script_too(
    page: Client, action: str, keys: list[str], htmx: dict[str, str]
) -> None:
    answer = page.post("/customers/segments/new/", FORM | {"do": action}, **htmx)
    assert answer.status_code == 200
    assert [item.key for item in answer.context["builder"].root.items] == keys
    assert ("<html" in answer.content.decode()) is not bool(htmx)
    assert not Segment.objects.exists()


def test_another_field_takes_the_value_away(page: Client) -> None:
    sent = FORM | {"do": "field:r1", "r1-field": "book.capacity"}
    answer = page.post("/customers/segments/new/", sent, **HTMX)
    row = answer.context["builder"].root.items[0]
    assert (row.operator.code, row.typed) == ("gt", "")


def test_a_wrong_row_is_named_and_nothing_is_lost(page: Client) -> None:
    answer = page.post("/customers/segments/new/", FORM | {"r2-value": "viele", "r1-value": []})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第 1 行（供电电压）：请至少选择一项。" in text
    assert "第 2.1 行（合同容量）：请输入数字。" in text
    assert 'value="viele"' in text
    assert not Segment.objects.exists()


def test_a_stale_builder_answers_409(page: Client, clerk: Staff, now: datetime) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    save_segment(segment_id=segment.pk, version=1, name="高压一", conditions=HV, actor=clerk, now=now)
    answer = page.post(f"/customers/segments/{segment.pk}/edit/", FORM | {"version": "1"})
    assert answer.status_code == 409
    segment.refresh_from_db()
    assert segment.name == "高压一"


def test_the_preview_counts_what_is_filled_in(page: Client, tree: dict[str, Department]) -> None:
    hv(tree["YQ"], contract_capacity=2000)
    hv(tree["YQ"], contract_capacity=20, energised_on=None)
    hv(tree["GS"], contract_capacity=2000)
    blank = {"item": ["r1", "g1", "r9"], "r9-field": "book.capacity", "r9-op": "gt", "r9-value": ""}
    answer = page.post("/customers/segments/preview/", FORM | blank)
    assert answer.context["counted"] == Counted(1)
    assert answer.context["is_partial"]
    assert (
        "供电电压 属于 10 kV、20 kV 且 （合同容量 ≥ 1,000 kVA 或 非（首次送电: 从未））" in answer.content.decode()
    )
    assert len(answer.context["rows"]) == 1


def test_the_preview_names_what_is_wrong(page: Client) -> None:
    answer = page.post("/customers/segments/preview/", FORM | {"r2-value": "x"})
    assert answer.context["errors"] == ["第 2.1 行（合同容量）：请输入数字。"]
    assert page.post("/customers/segments/preview/", {}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"item": ["r1"] * 900},
        {"item": [f"r{number}" for number in range(900)]},
        {"item": ["g1"], "g1-item": ["g2"], "g2-item": ["g1"]},
        {"item": ["r1"], "r1-field": "book.voltage", "r1-op": "in", "r1-value": ["x" * 10_000]},
        {"item": ["rx", "", "r²", "r" * 50, "🙂"], "match": "🙂"},
        {"item": ["r1"], "r1-field": "' OR 1=1 --", "r1-op": "in"},
    ],
)
def test_no_form_breaks_the_builder(page: Client, sent: dict[str, Any]) -> None:
    assert page.post("/customers/segments/preview/", sent).status_code == 200
    assert page.post("/customers/segments/new/", {"name": "x", "version": "0"} | sent).status_code == 422
    assert page.post("/customers/segments/new/", sent | {"do": "add"}, **HTMX).status_code == 200


def test_the_page_of_a_segment_and_the_list_of_accounts_agree(
    page: Client, tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    mine, low, theirs = hv(tree["YQ"]), make_account(tree["YQ"]), hv(tree["GS"])
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    for address in (f"/customers/segments/{segment.pk}/", f"/customers/?segment={segment.pk}"):
        text = page.get(address).content.decode()
        assert mine.account_number in text
        assert low.account_number not in text
        assert theirs.account_number not in text
    assert page.get(f"/customers/segments/{segment.pk}/count/").content.decode().strip() == "1"


def test_an_export_of_a_segment_holds_its_accounts(
    page: Client, tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    hv(tree["YQ"])
    make_account(tree["YQ"])
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    link = page.get(f"/customers/segments/{segment.pk}/").context["export_url"]
    page.post(link, {"reason": "走访名单"})
    job = ExportJob.objects.get()
    assert (job.rows, job.query) == (1, f"segment={segment.pk}")


def test_a_segment_that_is_gone_gives_nothing_rather_than_everything(
    page: Client, tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    account = hv(tree["YQ"])
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    archive_segment(segment_id=segment.pk, actor=clerk, now=now)
    for wanted in (str(segment.pk), "999999", "x"):
        assert account.account_number not in page.get(f"/customers/?segment={wanted}").content.decode()
    page.post(f"/exports/new/accounts/?segment={segment.pk}", {"reason": "走访名单"})
    assert [job.rows for job in ExportJob.objects.all()] == [0]


def test_a_segment_that_cannot_be_answered_says_so(page: Client, clerk: Staff, now: datetime) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    Segment.objects.update(conditions={"match": "all", "items": [{"field": "gone.away", "op": "yes"}]})
    for tail in ("", "edit/", "count/"):
        assert page.get(f"/customers/segments/{segment.pk}/{tail}").status_code == 200
    assert "gone.away" in page.get("/customers/segments/").content.decode()
    assert page.get(f"/customers/?segment={segment.pk}").status_code == 409
    Segment.objects.update(conditions=["broken"])
    assert page.get(f"/customers/segments/{segment.pk}/").status_code == 200


def test_sharing_copying_putting_away_and_back(
    client: Client, page: Client, tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    page.post(f"/customers/segments/{segment.pk}/share/", {"sharing": "EVERYONE", "version": "1"})
    page.post(f"/customers/segments/{segment.pk}/archive/")
    assert page.get(f"/customers/segments/{segment.pk}/").status_code == 404
    page.post(f"/customers/segments/{segment.pk}/restore/")
    stranger = make_staff("2001", tree["GS-H"], Role.R1)
    client.force_login(stranger)
    assert client.get(f"/customers/segments/{segment.pk}/edit/").status_code == 403
    answer = client.post(f"/customers/segments/{segment.pk}/copy/")
    assert Segment.objects.get(owner=stranger).name == "高压"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("tail", ["", "{}/", "{}/edit/"])
def test_the_number_of_queries_does_not_grow(
    page: Client, tree: dict[str, Department], clerk: Staff, now: datetime, tail: str
) -> None:
    def cost() -> int:
        page.get(f"/customers/segments/{tail.format(first.pk)}")
        with Statements() as queries:
            page.get(f"/customers/segments/{tail.format(first.pk)}")
        return queries.cost

    asked = {
        "match": "all",
        "items": [
            {"field": "book.section", "op": "in", "value": ["C"]},
            {"field": "book.department", "op": "in", "value": [str(tree["YQ"].pk)]},
        ],
    }
    first = save_segment(name="0", conditions=asked, actor=clerk, now=now)
    hv(tree["YQ"], industry_code="3970")
    few = cost()
    for number in range(1, 30):
        segment = save_segment(name=str(number), conditions=asked, actor=clerk, now=now)
        share_segment(segment_id=segment.pk, sharing="DEPARTMENT", version=1, actor=clerk, now=now)
        hv(tree["YQ"], industry_code="3970")
    assert cost() == few


def test_a_count_that_takes_too_long_is_bounded(
    page: Client, clerk: Staff, monkeypatch: pytest.MonkeyPatch, tree: dict[str, Department]
) -> None:
    def slow(*rows: SupplyAccount) -> QuerySet[SupplyAccount]:
        ids = ", ".join(str(row.pk) for row in rows)
        return SupplyAccount.objects.extra(where=[f"CASE WHEN id IN ({ids}) THEN pg_sleep(60) END IS NULL"])  # noqa: S610

    accounts = [hv(tree["YQ"]) for _each in range(3)]
    assert count_accounts(SupplyAccount.objects.all(), patience_ms=60_000) == Counted(3)
    assert count_accounts(slow(*accounts), patience_ms=50) == Counted(None)
    monkeypatch.setattr(segments, "CAP", 0)
    # A count of all comes to the slow one, a count that stops at the first does not.
    assert count_accounts(slow(accounts[-1]), patience_ms=1500) == Counted(0, is_exact=False)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
