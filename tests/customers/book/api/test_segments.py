"""Segments and grades over the API: tags, wrong rows by name, counts, accounts page by page."""

from __future__ import annotations

from typing import Any

import pytest

from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import Segment, SupplyAccount
from tests.customers.book.api.conftest import Console
from tests.factories.book import make_account

pytestmark = pytest.mark.django_db
SEGMENTS = "/api/v1/segments/"
HV = {"match": "all", "items": [{"field": "book.voltage", "op": "in", "value": ["KV10"]}]}
GROUND = {"source": "LIST", "document": "8号", "reason": "列入名单"}


def save(console: Console, name: str = "高压", conditions: Any = HV) -> str:
    """A segment; its address."""
    answer = console.send("post", SEGMENTS, {"name": name, "conditions": conditions})
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def test_a_segment_is_built_changed_and_put_away(clerk: Console) -> None:
    url = save(clerk)
    shown = clerk.get(url).json()
    assert (shown["words"], shown["is_own"], shown["owner"]) == ("供电电压 属于 10 kV", True, "1001")
    assert clerk.get(url, if_none_match=clerk.get(url)["ETag"]).status_code == 304
    assert clerk.send("put", url, {"name": "x", "conditions": HV}).status_code == 428
    changed = clerk.change("put", url, {"name": "高压一", "conditions": HV})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = clerk.send("put", url, {"name": "x", "conditions": HV}, if_match='"1-x"')
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "高压一")
    assert clerk.change("delete", url).status_code == 204
    assert clerk.get(url).status_code == 404
    assert Segment.objects.get().archived_at is not None


def test_the_same_request_twice_makes_one(clerk: Console) -> None:
    body = {"name": "高压", "conditions": HV}
    first, second = (clerk.send("post", SEGMENTS, body, idempotency_key="k1") for _twice in range(2))
    assert first.json() == second.json()
    assert Segment.objects.count() == 1


def test_wrong_rows_are_named(clerk: Console) -> None:
    items = [*HV["items"], {"field": "book.capacity", "op": "gt", "value": "viel"}]
    answer = clerk.send("post", SEGMENTS, {"name": "x", "conditions": {"match": "all", "items": items}})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "conditions.2", "code": "invalid", "detail": "第 2 行（合同容量）：请输入数字。"}
    ]
    assert clerk.send("post", SEGMENTS, {"name": "x"}).status_code == 400


def test_accounts_and_count_are_the_callers_own(
    tree: dict[str, Department], clerk: Console, account: SupplyAccount
) -> None:
    others = [make_account(tree["GS"], account_class="01", voltage="KV10") for _each in range(3)]
    make_account(tree["YQ"], account_class="01", voltage="KV10")
    make_account(tree["GS"])
    url = save(clerk)
    assert clerk.get(f"{url}count/").json() == {"number": 4, "is_exact": True}
    page = clerk.get(f"{url}accounts/", {"limit": 3}).json()
    rest = clerk.get(page["next"]).json()
    numbers = [row["account_number"] for row in page["results"] + rest["results"]]
    assert numbers == sorted(row.account_number for row in [account, *others])
    assert clerk.get("/api/v1/accounts/", {"segment": url.rstrip("/").split("/")[-1]}).json()["results"]


def test_nobody_else_sees_it_until_it_is_shared(
    tree: dict[str, Department], clerk: Console, manager: Console
) -> None:
    url = save(manager)
    assert clerk.get(url).status_code == 404
    assert clerk.get(f"{url}accounts/").status_code == 404
    assert manager.change("post", url, {"sharing": "EVERYONE"}, "share/").json()["sharing"] == "EVERYONE"
    assert clerk.get(url).json()["is_own"] is False
    assert clerk.change("put", url, {"name": "x", "conditions": HV}).status_code == 403
    assert clerk.send("post", f"{url}copy/").json()["is_own"] is True
    mine = clerk.get(SEGMENTS, {"whose": "mine"}).json()["results"]
    assert [row["name"] for row in mine] == ["高压"]


def test_what_may_be_asked_is_told(clerk: Console) -> None:
    told = {row["key"]: row for row in clerk.get(f"{SEGMENTS}conditions/").json()}
    assert [row["code"] for row in told["book.capacity"]["operators"]] == ["gt", "gte", "lt", "lte", "between"]
    assert told["book.capacity"]["unit"] == "kVA"
    assert {"value": "C", "label": "C 制造业"} in told["book.section"]["choices"]


def test_grades_are_set_with_a_tag(tree: dict[str, Department], manager: Console, clerk: Console, url: str) -> None:
    assert clerk.change("post", url, {"importance": "FIRST", **GROUND}, "importance/").status_code == 403
    assert manager.send("post", f"{url}importance/", {"importance": "FIRST", **GROUND}).status_code == 428
    graded = manager.change("post", url, {"importance": "FIRST", **GROUND}, "importance/")
    assert (graded.status_code, graded.json()["importance"]) == (200, "FIRST")
    marked = manager.change("post", url, {"is_key": True, **GROUND, "source": "DECISION"}, "key-account/")
    assert marked.json()["is_key_account"] is True
    risky = manager.change("post", url, {"risk_grade": "HIGH", **GROUND, "source": "PAYMENT"}, "risk/")
    assert risky.json()["risk_grade"] == "HIGH"
    assert manager.change("post", url, {"industry_code": "C3970"}, "industry/").json()["industry_code"] == "3970"
    wrong = manager.change("post", url, {"industry_code": "98"}, "industry/")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "industry_code")
    temporary = manager.change("post", url, {"importance": "TEMPORARY", **GROUND}, "importance/")
    assert temporary.json()["errors"][0]["field"] == "until"


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_the_same(
    clerk: Console, django_assert_max_num_queries: Any, count: int, tree: dict[str, Department]
) -> None:
    asked = {"match": "all", "items": [{"field": "book.section", "op": "in", "value": ["C"]}]}
    for number in range(count):
        save(clerk, str(number), asked)
    with django_assert_max_num_queries(7):
        assert len(clerk.get(SEGMENTS).json()["results"]) == count


def test_a_role_without_the_book_has_no_segments(tree: dict[str, Department]) -> None:
    system = Console(tree["MKT"], "1900", Role.SYSTEM_ADMIN)
    assert system.get(SEGMENTS).status_code == 403
