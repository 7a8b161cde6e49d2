"""The quality of the book over the API."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from rest_framework.test import APIClient

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import FindingCare, QualityFinding, SupplyAccount
from customers.book.operations.quality import score_accounts
from customers.book.quality.catalogue import RULES
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["GS-H"], Role.R1)


@pytest.fixture
def caller(clerk: Staff) -> APIClient:
    caller = APIClient()
    caller.force_authenticate(clerk)
    return caller


@pytest.fixture
def account(tree: dict[str, Department], now: datetime) -> SupplyAccount:
    account, other = make_account(tree["GS"]), make_account(tree["YQ"])
    score_accounts([account.pk, other.pk], now=now)
    return account


def test_the_rules_explain_themselves(caller: APIClient) -> None:
    rules = caller.get("/api/v1/quality/rules/").json()
    assert [rule["key"] for rule in rules] == list(RULES)
    assert all(rule["words"] and rule["looks_at"] and rule["weight"] > 0 for rule in rules)


def test_one_account_with_its_findings(caller: APIClient, account: SupplyAccount) -> None:
    found = caller.get(f"/api/v1/accounts/{account.account_number}/quality/").json()
    assert found["gaps"] == len(found["findings"]) - found["errors"]
    urgencies = [finding["priority"] for finding in found["findings"]]
    assert urgencies == sorted(urgencies, reverse=True)
    assert caller.get("/api/v1/accounts/3200000000/quality/").status_code == 404


def test_each_sees_his_department(caller: APIClient, account: SupplyAccount) -> None:
    (score,) = caller.get("/api/v1/quality/scores/").json()["results"]
    assert score["account_number"] == account.account_number
    (line,) = caller.get("/api/v1/quality/departments/").json()
    assert (line["code"], line["accounts"]) == ("GS", 1)
    findings = caller.get("/api/v1/quality/findings/", {"rule": "contact_accounts"}).json()["results"]
    assert [each["account_number"] for each in findings] == [account.account_number]
    others = QualityFinding.objects.exclude(account=account)[0]
    assert caller.get(f"/api/v1/quality/findings/{others.pk}/").status_code == 404


def test_take_set_aside_and_bring_back(caller: APIClient, account: SupplyAccount, clerk: Staff) -> None:
    finding = QualityFinding.objects.filter(account=account)[0]
    at = f"/api/v1/quality/findings/{finding.pk}/"
    assert caller.post(f"{at}assign/", {"staff": clerk.number}, format="json").json()["staff"] == clerk.number
    assert caller.post(f"{at}assign/", {"staff": "nobody"}, format="json").status_code == 422
    assert caller.post(f"{at}assign/", {"staff": None}, format="json").json()["staff"] is None
    wrong = caller.post(f"{at}aside/", {"until": "2001-01-01", "reason": "客户没有电话"}, format="json")
    assert wrong.status_code == 422
    until = "2026-12-31"
    body = {"until": until, "reason": "客户没有电话"}
    with time_machine.travel("2026-11-25T02:00:00+00:00"):
        assert caller.post(f"{at}aside/", body, format="json").json()["aside_until"] == until
    assert caller.post(f"{at}resume/", format="json").json()["aside_until"] is None
    assert FindingCare.objects.get().aside_reason == ""


def test_the_lists_cost_the_same_for_one_and_for_thirty(
    caller: APIClient, account: SupplyAccount, tree: dict[str, Department], now: datetime
) -> None:
    for address in ("/api/v1/quality/scores/", "/api/v1/quality/findings/"):
        with Statements() as one:
            caller.get(address)
        more = [make_account(tree["GS"]).pk for _place in range(15)]
        score_accounts(more, now=now)
        with Statements() as many:
            caller.get(address)
        assert many.cost <= one.cost
