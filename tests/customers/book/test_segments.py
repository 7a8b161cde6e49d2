"""Segments: saved, shared, copied, put away; what they find; hostile and outdated conditions."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.registries.conditions import Condition, Flag, conditions
from customers.book.criteria import UnknownCondition, Vocabulary, check_criteria, in_words, read_criteria
from customers.book.models import Segment, SupplyAccount
from customers.book.operations import archive_segment, copy_segment, restore_segment, save_segment, share_segment
from customers.book.rules import USE_SEGMENTS
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def row(field: str, op: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"field": f"book.{field}", "op": op, "value": value, **more}


def every(*items: Any) -> dict[str, Any]:
    return {"match": "all", "items": list(items)}


HV = every(row("voltage", "in", ["KV10"]))


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1)


@pytest.fixture
def colleague(tree: dict[str, Department]) -> Staff:
    return make_staff("1002", tree["YQ-T"], Role.R3)


@pytest.fixture
def stranger(tree: dict[str, Department]) -> Staff:
    return make_staff("2001", tree["GS-H"], Role.R1)


def hv(department: Department, **fields: Any) -> SupplyAccount:
    return make_account(department, **{"account_class": "01", "voltage": "KV10"} | fields)


def found(segment: Segment, user: Staff) -> set[int]:
    return set(segment.accounts(user, today=TODAY).values_list("pk", flat=True))


def test_each_finds_what_he_may_see(
    tree: dict[str, Department], clerk: Staff, stranger: Staff, now: datetime
) -> None:
    mine, theirs, _low = hv(tree["YQ"]), hv(tree["GS"]), make_account(tree["YQ"])
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    assert found(segment, clerk) == {mine.pk}
    assert found(segment, stranger) == {theirs.pk}


def test_a_voided_application_is_in_no_segment(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    hv(tree["YQ"], status="V")
    assert found(save_segment(name="高压", conditions=HV, actor=clerk, now=now), clerk) == set()


def test_groups_and_not(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    big, small, no_code = (
        hv(tree["YQ"], contract_capacity=2000, industry_code="3970"),
        hv(tree["YQ"], contract_capacity=200, industry_code="C"),
        hv(tree["YQ"], contract_capacity=200),
    )
    either = {"match": "any", "items": [row("capacity", "gt", 1000), row("section", "in", ["C"])]}
    assert found(save_segment(name="a", conditions=every(either), actor=clerk, now=now), clerk) == {
        big.pk,
        small.pk,
    }
    neither = every(either | {"not": True}, *HV["items"])
    assert found(save_segment(name="b", conditions=neither, actor=clerk, now=now), clerk) == {no_code.pk}


def test_saving_twice_is_once(clerk: Staff, now: datetime) -> None:
    first = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    assert save_segment(name=" 高压 ", conditions=HV, actor=clerk, now=now) == first
    assert Segment.objects.count() == 1
    other = every(row("voltage", "in", ["KV20"]))
    with pytest.raises(InvalidInput) as refused:
        save_segment(name="高压", conditions=other, actor=clerk, now=now)
    assert set(refused.value.errors) == {"name"}


def test_a_stale_form_is_told(clerk: Staff, now: datetime) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    common: dict[str, Any] = {"segment_id": segment.pk, "version": 1, "actor": clerk, "now": now}
    save_segment(name="高压一", conditions=HV, **common)
    with pytest.raises(StaleVersion) as stale:
        save_segment(name="高压二", conditions=HV, **common)
    assert stale.value.details["version"] == 2
    segment.refresh_from_db()
    assert (segment.name, segment.version) == ("高压一", 2)


def test_sharing(
    clerk: Staff, colleague: Staff, stranger: Staff, tree: dict[str, Department], now: datetime
) -> None:
    def seen(user: Staff) -> bool:
        return Segment.objects.restrict(user, USE_SEGMENTS).filter(pk=segment.pk).exists()

    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    assert (seen(clerk), seen(colleague), seen(stranger)) == (True, False, False)
    share_segment(segment_id=segment.pk, sharing="DEPARTMENT", version=1, actor=clerk, now=now)
    assert (seen(clerk), seen(colleague), seen(stranger)) == (True, True, False)
    with pytest.raises(NotPermitted):
        share_segment(segment_id=segment.pk, sharing="EVERYONE", version=2, actor=clerk, now=now)
    manager = make_staff("1100", tree["YQ"], Role.MANAGER)
    own = copy_segment(segment_id=segment.pk, actor=manager, now=now)
    share_segment(segment_id=own.pk, sharing="EVERYONE", version=1, actor=manager, now=now)
    segment = own
    assert (seen(clerk), seen(colleague), seen(stranger)) == (True, True, True)


def test_only_the_owner_changes_it(clerk: Staff, colleague: Staff, stranger: Staff, now: datetime) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    share_segment(segment_id=segment.pk, sharing="DEPARTMENT", version=1, actor=clerk, now=now)
    with pytest.raises(NotPermitted):
        save_segment(segment_id=segment.pk, version=2, name="x", conditions=HV, actor=colleague, now=now)
    with pytest.raises(OutOfScope):
        save_segment(segment_id=segment.pk, version=2, name="x", conditions=HV, actor=stranger, now=now)
    with pytest.raises(OutOfScope):
        copy_segment(segment_id=segment.pk, actor=stranger, now=now)
    assert copy_segment(segment_id=segment.pk, actor=colleague, now=now).owner == colleague
    assert copy_segment(segment_id=segment.pk, actor=clerk, now=now).name == "高压 (2)"


def test_put_away_and_taken_out(clerk: Staff, now: datetime) -> None:
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    for _twice in range(2):
        archive_segment(segment_id=segment.pk, actor=clerk, now=now)
    with pytest.raises(OutOfScope):
        save_segment(segment_id=segment.pk, version=2, name="x", conditions=HV, actor=clerk, now=now)
    save_segment(name="高压", conditions=every(row("voltage", "in", ["KV20"])), actor=clerk, now=now)
    with pytest.raises(InvalidInput):
        restore_segment(segment_id=segment.pk, actor=clerk, now=now)
    Segment.objects.exclude(pk=segment.pk).delete()
    assert restore_segment(segment_id=segment.pk, actor=clerk, now=now).archived_at is None


@pytest.mark.parametrize(
    ("sent", "places"),
    [
        (None, {"conditions"}),
        ([], {"conditions"}),
        ({"match": "some", "items": []}, {"conditions"}),
        (every(), {"conditions"}),
        (every("x"), {"conditions.1"}),
        (every({"field": 1, "op": "in"}), {"conditions.1"}),
        (every(HV["items"][0], row("nothing", "in", [])), {"conditions.2"}),
        (every(row("voltage", "gt", 5)), {"conditions.1"}),
        (every(row("voltage", "in", "KV10")), {"conditions.1"}),
        (every(row("voltage", "in", ["KV10", "'; DROP TABLE"])), {"conditions.1"}),
        (every(row("voltage", "in", [["KV10"]])), {"conditions.1"}),
        (every(row("voltage", "in", [])), {"conditions.1"}),
        (every(row("capacity", "gt", "many")), {"conditions.1"}),
        (every(row("capacity", "gt", "1e400")), {"conditions.1"}),
        (every(row("capacity", "gt", "NaN")), {"conditions.1"}),
        (every(row("capacity", "gt", True)), {"conditions.1"}),
        (every(row("capacity", "gt", {"x": 1})), {"conditions.1"}),
        (every(row("capacity", "gt", -1)), {"conditions.1"}),
        (every(row("capacity", "gt", "1.234")), {"conditions.1"}),
        (every(row("capacity", "between", ["9", "1"])), {"conditions.1"}),
        (every(row("capacity", "between", "12")), {"conditions.1"}),
        (every(row("energised", "older", "99999999")), {"conditions.1"}),
        (every(row("energised", "older", "²")), {"conditions.1"}),
        (every(row("energised", "before", "2026-02-30")), {"conditions.1"}),
        (every(row("energised", "before", "0001-01-01")), {"conditions.1"}),
        (every(row("energised", "days", ["2026-02-02", "2026-02-01"])), {"conditions.1"}),
        (every(row("address", "starts", "\x00")), {"conditions.1"}),
        (every(row("address", "starts", "路" * 101)), {"conditions.1"}),
        (every(HV["items"][0], every(HV["items"][0], row("capacity", "gt", ""))), {"conditions.2.2"}),
        (every(every(every(HV["items"][0]))), {"conditions.1.1"}),
        (every(every()), {"conditions", "conditions.1"}),
        (every(*[HV["items"][0]] * 21), {"conditions"}),
        (every(*[every(*[HV["items"][0]] * 15)] * 3), {"conditions"}),
        (every(HV["items"][0] | {"not": "yes"}), {"conditions.1"}),
    ],
)
def test_bad_conditions_are_refused_by_row(clerk: Staff, now: datetime, sent: Any, places: set[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_segment(name="x", conditions=sent, actor=clerk, now=now)
    assert set(refused.value.errors) == places
    assert not Segment.objects.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["match", "items", "field", "op", "value", "not"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(raw=JSON, value=JSON, op=st.sampled_from(["in", "gt", "between", "older", "days", "never", "yes", "starts"]))
def test_no_json_breaks_it(raw: Any, value: Any, op: str) -> None:
    fields = ["book.voltage", "book.capacity", "book.energised", "book.temporary", "book.address", "x"]
    for sent in (raw, every(*({"field": field, "op": op, "value": value} for field in fields))):
        with suppress(InvalidInput):  # a refusal is an answer, anything else is not
            check_criteria(read_criteria(sent), Vocabulary())


def test_values_are_kept_as_they_are_meant(clerk: Staff, now: datetime) -> None:
    typed = every(
        row("capacity", "between", ["１，０００", "2 500.50"]),
        row("energised", "older", " 90 "),
        row("voltage", "in", ["KV20", "KV10", "KV20"]),
        row("address", "starts", " 苏州 "),
    )
    segment = save_segment(name="x", conditions=typed, actor=clerk, now=now)
    assert [item["value"] for item in segment.conditions["items"]] == [
        ["1000.00", "2500.50"],
        90,
        ["KV10", "KV20"],
        "苏州",
    ]
    again = check_criteria(read_criteria(segment.conditions), Vocabulary())
    assert again.as_json() == segment.conditions


def test_the_sentence(clerk: Staff) -> None:
    either = {"match": "any", "not": True, "items": [row("capacity", "gte", 1000), row("key_account", "yes")]}
    root = read_criteria(every(row("voltage", "in", ["KV10", "KV20"]), row("section", "in", ["C"]), either))
    with translation.override("zh-hans"):
        assert in_words(root, Vocabulary()) == (
            "供电电压 属于 10 kV、20 kV 且 行业 属于 C 制造业 且 非（合同容量 ≥ 1,000 kVA 或 大客户：是）"
        )


def test_a_condition_of_an_app_to_come_fits_and_one_that_is_gone_is_named(
    tree: dict[str, Department], clerk: Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, _other = hv(tree["YQ"], name="有投诉"), hv(tree["YQ"])
    entry = Condition("complaints.open", "open complaint", Flag(), lambda asked: Q(name="有投诉"))
    monkeypatch.setattr(conditions, "_entries", {**conditions._entries, entry.key: entry})
    monkeypatch.setattr(conditions, "_ordered", None)
    asked = every({"field": "complaints.open", "op": "yes"})
    segment = save_segment(name="x", conditions=asked, actor=clerk, now=now)
    assert found(segment, clerk) == {account.pk}
    monkeypatch.undo()
    with pytest.raises(UnknownCondition):
        found(segment, clerk)
    assert "complaints.open" in in_words(segment.criteria, Vocabulary())


def test_what_a_role_may_not_see_it_cannot_ask(
    tree: dict[str, Department], clerk: Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Condition("test.secret", "secret", Flag(), lambda asked: Q(), permission="test.view_secret")
    monkeypatch.setattr(conditions, "_entries", {**conditions._entries, entry.key: entry})
    segment = save_segment(name="x", conditions=every({"field": "test.secret", "op": "yes"}), actor=clerk, now=now)
    with pytest.raises(NotPermitted):
        found(segment, clerk)


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_the_same_segment(now: datetime) -> None:
    tree = make_company()
    clerk = make_staff("1001", tree["YQ-H"], Role.R1)
    segment = save_segment(name="高压", conditions=HV, actor=clerk, now=now)
    start, results = threading.Barrier(2), []

    def save(name: str) -> None:
        try:
            start.wait(120)
            save_segment(segment_id=segment.pk, version=1, name=name, conditions=HV, actor=clerk, now=now)
            results.append("saved")
        except StaleVersion:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(results) == ["saved", "stale"]
