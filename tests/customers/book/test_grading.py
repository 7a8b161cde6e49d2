"""Importance, key account, risk, industry: decided with a ground, kept with history, shown and corrected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org import permissions
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book import enums
from customers.book.industries import SECTION_OF, SECTIONS, clean_industry_code, section_of
from customers.book.models import AccountGrade, Industry, SupplyAccount
from customers.book.operations import (
    AccountNotLiving,
    Decision,
    end_temporary_importance,
    open_account,
    set_importance,
    set_industry,
    set_key_account,
    set_risk_grade,
)
from tests.factories.book import account_spec, customer_spec, make_account, open_hv_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
LISTED = Decision(source="LIST", document="苏工信电力〔2026〕8号", reason="列入 2026 年名单")
DECIDED = Decision(source="DECISION", reason="公司决定")


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def manager(tree: dict[str, Department]) -> Staff:
    return make_staff("1100", tree["YQ"], Role.MANAGER)


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    return make_account(tree["YQ"], account_class="01", voltage="KV10", contract_capacity=1000)


def history(account: SupplyAccount) -> list[tuple[str, str, date, date | None]]:
    rows = AccountGrade.objects.filter(account=account).order_by("kind", "period")
    return [(row.kind, row.value, row.period.lower, row.period.upper) for row in rows]


def test_importance_is_kept_with_its_history(account: SupplyAccount, manager: Staff, now: datetime) -> None:
    who: dict[str, Any] = {"account_id": account.pk, "actor": manager}
    set_importance(importance="SECOND", decision=LISTED, version=1, now=now, **who)
    later = now + timedelta(days=30)
    again = set_importance(importance="FIRST", decision=LISTED, version=2, now=later, **who)
    assert (again.importance, again.version) == ("FIRST", 3)
    set_importance(importance="FIRST", decision=LISTED, version=1, now=later, **who)  # twice is once
    assert history(account) == [
        ("IMPORTANCE", "SECOND", date(2026, 11, 25), date(2026, 12, 25)),
        ("IMPORTANCE", "FIRST", date(2026, 12, 25), None),
    ]
    entry = Entry.objects.filter(operation="book.set_importance", details__value="FIRST").latest("pk")
    assert entry.reason == LISTED.reason


def test_a_grade_of_the_same_day_replaces(account: SupplyAccount, manager: Staff, now: datetime) -> None:
    who: dict[str, Any] = {"account_id": account.pk, "actor": manager, "now": now, "decision": LISTED}
    set_importance(importance="SECOND", version=1, **who)
    set_importance(importance="", version=2, **who)
    assert history(account) == [("IMPORTANCE", "", date(2026, 11, 25), None)]


def test_a_temporary_grade_ends(account: SupplyAccount, manager: Staff, now: datetime) -> None:
    set_importance(
        account_id=account.pk,
        importance="TEMPORARY",
        until=date(2026, 12, 1),
        decision=DECIDED,
        version=1,
        actor=manager,
        now=now,
    )
    assert history(account) == [("IMPORTANCE", "TEMPORARY", date(2026, 11, 25), date(2026, 12, 2))]
    assert end_temporary_importance(actor=SYSTEM, now=now + timedelta(days=6)) == 0
    assert end_temporary_importance(actor=SYSTEM, now=now + timedelta(days=7)) == 1
    account.refresh_from_db()
    assert (account.importance, account.importance_until) == ("", None)
    set_importance(
        account_id=account.pk,
        importance="SECOND",
        decision=LISTED,
        version=account.version,
        actor=manager,
        now=now + timedelta(days=9),
    )
    assert [row[1:] for row in history(account)] == [
        ("TEMPORARY", date(2026, 11, 25), date(2026, 12, 2)),
        ("SECOND", date(2026, 12, 4), None),
    ]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"importance": "HUGE"}, {"importance"}),
        ({"importance": "TEMPORARY"}, {"until"}),
        ({"importance": "TEMPORARY", "until": date(2026, 11, 24)}, {"until"}),
        ({"importance": "TEMPORARY", "until": date(2030, 1, 1)}, {"until"}),
        ({"importance": "FIRST", "until": date(2026, 12, 1)}, {"until"}),
        ({"decision": Decision(source="LIST", reason="名单")}, {"document"}),
        ({"decision": Decision(source="HEARSAY", reason="x", document="y" * 61)}, {"source", "reason", "document"}),
    ],
)
def test_wrong_entries_are_named(
    account: SupplyAccount, manager: Staff, now: datetime, values: dict[str, Any], fields: set[str]
) -> None:
    arguments = {"importance": "FIRST", "decision": LISTED} | values
    with pytest.raises(InvalidInput) as refused:
        set_importance(account_id=account.pk, version=1, actor=manager, now=now, **arguments)
    assert set(refused.value.errors) == fields
    assert history(account) == []


def test_a_key_account_by_capacity_must_have_it(
    tree: dict[str, Department], account: SupplyAccount, manager: Staff, now: datetime
) -> None:
    small = make_account(tree["YQ"], contract_capacity=314)
    by_capacity = Decision(source="CAPACITY", reason="合同容量达标")
    who: dict[str, Any] = {"is_key": True, "version": 1, "actor": manager, "now": now}
    assert set_key_account(account_id=account.pk, decision=by_capacity, **who).is_key_account
    with pytest.raises(InvalidInput) as refused:
        set_key_account(account_id=small.pk, decision=by_capacity, **who)
    assert set(refused.value.errors) == {"source"}
    assert set_key_account(account_id=small.pk, decision=DECIDED, **who).is_key_account


def test_risk_and_who_may_say_so(
    tree: dict[str, Department], account: SupplyAccount, manager: Staff, now: datetime
) -> None:
    graded: dict[str, Any] = {"account_id": account.pk, "risk_grade": "HIGH", "decision": DECIDED, "now": now}
    clerk, stranger = make_staff("1001", tree["YQ-H"], Role.R1), make_staff("2001", tree["GS"], Role.MANAGER)
    with pytest.raises(NotPermitted):
        set_risk_grade(version=1, actor=clerk, **graded)
    with pytest.raises(OutOfScope):
        set_risk_grade(version=1, actor=stranger, **graded)
    with pytest.raises(StaleVersion) as stale:
        set_risk_grade(version=9, actor=manager, **graded)
    assert stale.value.details["version"] == 1
    assert set_risk_grade(version=1, actor=manager, **graded).risk_grade == "HIGH"


def test_a_closed_account_is_graded_no_more(tree: dict[str, Department], manager: Staff, now: datetime) -> None:
    closed = make_account(tree["YQ"], status="9", closed_on=date(2026, 1, 1))
    with pytest.raises(AccountNotLiving):
        set_risk_grade(account_id=closed.pk, risk_grade="LOW", decision=DECIDED, version=1, actor=manager, now=now)


def test_the_database_holds_it_too(account: SupplyAccount) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplyAccount.objects.filter(pk=account.pk).update(importance_until=date(2026, 12, 1))


def test_what_a_case_brings_is_in_the_history(tree: dict[str, Department]) -> None:
    row = open_hv_account(tree["YQ"], importance="SECOND", industry_code="C3970")
    assert (row.importance, row.industry_code) == ("SECOND", "3970")
    grade = AccountGrade.objects.get(account=row)
    assert (grade.value, grade.source, grade.reason) == ("SECOND", "CASE", row.open_case_number)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("3970", "3970"),
        ("C39", "39"),
        ("ｃ３９", "39"),
        ("c", "C"),
        ("制造业", "C"),
        ("教育", "P"),
        ("纺织业", "17"),
        ("", ""),
    ],
)
def test_industry_codes_that_are_taken(typed: str, stored: str) -> None:
    assert clean_industry_code(typed) == stored


@pytest.mark.parametrize("typed", ["98", "00", "Z", "D39", "39705", "3", "39x", "纺织", "²³", "-1", "3 9", "C 39"])
def test_industry_codes_that_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_industry_code(typed)


def test_the_standard_is_there_whole() -> None:
    assert sorted(SECTION_OF) == [f"{number:02d}" for number in range(1, 98)]
    assert "".join(section[0] for section in SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert (section_of("3970"), section_of("C"), section_of("98"), section_of("")) == ("C", "C", "", "")
    assert Industry.objects.filter(section__isnull=True).count() == 20
    assert Industry.objects.get(code="39").section.code == "C"  # type: ignore[union-attr]


def test_a_wrong_industry_is_refused_at_the_counter(tree: dict[str, Department], now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        open_account(
            case_number="T1",
            account=account_spec(tree["YQ"], industry_code="98"),
            customer=customer_spec(),
            actor=SYSTEM,
            now=now,
        )
    assert set(refused.value.errors) == {"industry_code"}


def test_the_industry_is_corrected(account: SupplyAccount, manager: Staff, now: datetime) -> None:
    who: dict[str, Any] = {"account_id": account.pk, "actor": manager, "now": now}
    assert set_industry(industry_code="C3970", version=1, **who).industry_code == "3970"
    with pytest.raises(InvalidInput):
        set_industry(industry_code="98", version=2, **who)


@pytest.mark.parametrize(
    ("kind", "sent", "column", "value"),
    [
        ("importance", {"importance": "FIRST", "source": "LIST", "document": "8号"}, "importance", "FIRST"),
        ("key-account", {"is_key": "on", "source": "CAPACITY"}, "is_key_account", True),
        ("risk", {"risk_grade": "HIGH", "source": "PAYMENT"}, "risk_grade", "HIGH"),
        ("industry", {"industry_code": "C39"}, "industry_code", "39"),
    ],
)
def test_the_forms(
    client: Client, account: SupplyAccount, manager: Staff, kind: str, sent: dict[str, str], column: str, value: Any
) -> None:
    client.force_login(manager)
    home = f"/customers/{account.customer_id}/accounts/{account.account_number}/"
    assert client.get(f"{home}grades/{kind}/").status_code == 200
    assert client.post(f"{home}grades/{kind}/", sent | {"reason": "评定"}).status_code == 422  # no version
    stale = client.post(f"{home}grades/{kind}/", sent | {"reason": "评定", "version": "7"})
    assert stale.status_code == 409
    answer = client.post(f"{home}grades/{kind}/", sent | {"reason": "评定", "version": "1"})
    assert answer.status_code == 302
    account.refresh_from_db()
    assert getattr(account, column) == value
    block = client.get(f"{home}blocks/classification/").content.decode()
    assert "修改" in block
    assert client.get(f"{home}grades/nothing/").status_code == 404


def test_who_may_not_see_the_credit_sees_no_risk(
    client: Client, account: SupplyAccount, manager: Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_risk_grade(account_id=account.pk, risk_grade="HIGH", decision=DECIDED, version=1, actor=manager, now=now)
    home = f"/customers/{account.customer_id}/accounts/{account.account_number}/"
    client.force_login(manager)
    assert "高风险" in client.get(home).content.decode()
    assert "高风险" in client.get(f"{home}blocks/classification/").content.decode()
    monkeypatch.setitem(permissions._grants, "book.view_credit", set())
    assert "风险" not in client.get(home).content.decode()
    assert "风险" not in client.get(f"{home}blocks/classification/").content.decode()


def test_every_grade_has_its_words() -> None:
    assert all(str(label) for _value, label in enums.RiskGrade.choices + enums.GradeSource.choices)
