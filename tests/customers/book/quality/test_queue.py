"""The work queue: who sees what, who takes what, what waits, and that mending shows at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import (
    AccountQuality,
    ContactPerson,
    FindingCare,
    QualityFinding,
    SupplyAccount,
)
from customers.book.operations import update_contact
from customers.book.operations.quality import (
    assign_findings,
    score_accounts,
    set_finding_aside,
    sweep_marked,
    take_up_finding,
)
from customers.book.operations.quality.care import FindingTaken
from customers.book.specs import ContactSpec
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(now: datetime) -> Iterator[None]:
    with time_machine.travel(now):
        yield


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["GS-H"], Role.R1)


@pytest.fixture
def colleague(tree: dict[str, Department]) -> Staff:
    return make_staff("1002", tree["GS-H"], Role.R1)


@pytest.fixture
def manager(tree: dict[str, Department]) -> Staff:
    return make_staff("1003", tree["GS"], Role.MANAGER)


@pytest.fixture
def account(tree: dict[str, Department], now: datetime) -> SupplyAccount:
    account = make_account(tree["GS"])
    score_accounts([account.pk], now=now)
    return account


def finding_of(account: SupplyAccount, rule: str = "contact_accounts") -> QualityFinding:
    return QualityFinding.objects.get(account=account, rule=rule)


def open_as(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- who takes it --------------------------------------------------------------------------------------------


def test_a_finding_is_taken_given_back_and_not_taken_away(
    account: SupplyAccount, clerk: Staff, colleague: Staff, manager: Staff, now: datetime
) -> None:
    finding = finding_of(account)
    take = {"finding_ids": [finding.pk], "now": now}
    assert assign_findings(staff_id=clerk.pk, actor=clerk, **take) == 1
    assert assign_findings(staff_id=clerk.pk, actor=clerk, **take) == 0, "safe to call twice"
    with pytest.raises(FindingTaken):
        assign_findings(staff_id=colleague.pk, actor=colleague, **take)
    with pytest.raises(FindingTaken):
        assign_findings(staff_id=colleague.pk, actor=clerk, **take)
    assert assign_findings(staff_id=colleague.pk, actor=manager, **take) == 1
    assert assign_findings(staff_id=None, actor=colleague, **take) == 1
    assert FindingCare.objects.get().assignee is None


def test_only_who_may_mend_there_gets_a_finding(
    account: SupplyAccount, tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    stranger, surveyor = make_staff("2001", tree["YQ-H"], Role.R1), make_staff("2002", tree["GS-H"], Role.R3)
    take = {"finding_ids": [finding_of(account).pk], "now": now}
    with pytest.raises(OutOfScope):
        assign_findings(staff_id=stranger.pk, actor=stranger, **take)
    with pytest.raises(NotPermitted):
        assign_findings(staff_id=surveyor.pk, actor=surveyor, **take)
    for person in (stranger, surveyor):
        with pytest.raises(InvalidInput) as refusal:
            assign_findings(staff_id=person.pk, actor=manager, **take)
        assert "staff" in refusal.value.errors


# --- what waits ------------------------------------------------------------------------------------------------


def test_set_aside_until_a_day_with_a_reason(account: SupplyAccount, clerk: Staff, now: datetime) -> None:
    finding, tomorrow = finding_of(account), date(2026, 11, 26)
    for until, reason, field in (
        (date(2026, 11, 25), "客户没有电话", "until"),
        (date(2028, 11, 25), "客户没有电话", "until"),
        (tomorrow, " ", "reason"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            set_finding_aside(finding_id=finding.pk, until=until, reason=reason, actor=clerk, now=now)
        assert list(refusal.value.errors) == [field]
    before = AccountQuality.objects.get(account=account).completeness
    set_finding_aside(finding_id=finding.pk, until=tomorrow, reason="客户没有电话", actor=clerk, now=now)
    assert Entry.objects.get(operation="book.set_finding_aside").reason == "客户没有电话"
    listed = reverse("quality-findings")
    client = open_as(clerk)
    assert finding not in client.get(listed).context["rows"]
    assert list(client.get(listed, {"desk": "aside"}).context["rows"]) == [finding]
    score_accounts([account.pk], now=now)
    assert AccountQuality.objects.get(account=account).completeness == before, "the score stays honest"
    with time_machine.travel(now + timedelta(days=1)):
        assert finding in open_as(clerk).get(listed).context["rows"]
    take_up_finding(finding_id=finding.pk, actor=clerk, now=now)
    assert finding in client.get(listed).context["rows"]


# --- pages ------------------------------------------------------------------------------------------------------


def test_mending_shows_at_once_and_the_queue_goes_on(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    other = make_account(tree["GS"])
    score_accounts([other.pk], now=now)
    client, finding = open_as(clerk), finding_of(account)
    page = client.get(reverse("quality-finding", args=[finding.pk]), {"rule": "contact_accounts"})
    before = AccountQuality.objects.get(account=account).completeness
    form = {"name": "王某", "phone": "18912345670", "version": "0"}
    answer = client.post(page.context["mend_url"], form)
    assert not QualityFinding.objects.filter(pk=finding.pk).exists()
    assert AccountQuality.objects.get(account=account).completeness > before
    answer = client.get(answer["Location"])
    assert answer["Location"] == reverse("quality-finding", args=[finding_of(other).pk]) + "?rule=contact_accounts"
    last = client.get(client.get(answer["Location"]).context["next_url"])
    assert last["Location"].startswith(reverse("quality-findings"))


def test_the_number_opens_the_list_that_it_counts(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    for _place in range(3):
        make_account(tree["GS"], industry_code="9999")
    make_account(tree["YQ"])
    sweep_marked(now=now)
    client = open_as(clerk)
    overview = client.get(reverse("quality"))
    (line,) = overview.context["lines"]
    assert line.department == tree["GS"], "a clerk sees his own department"
    assert line.completeness.accounts == 4
    for row in overview.context["rules"]:
        listed = client.get(reverse("quality-findings"), {"rule": row.rule.key, "department": tree["GS"].pk})
        assert len(listed.context["rows"]) == row.total
    for low, high, count in line.correctness.bands:
        listed = client.get(reverse("quality-accounts"), {"correctness_from": low, "correctness_to": high})
        assert len(listed.context["rows"]) == count


def test_a_manager_of_all_departments_sees_them_side_by_side(
    account: SupplyAccount, tree: dict[str, Department], now: datetime
) -> None:
    make_account(tree["YQ"])
    sweep_marked(now=now)
    lines = open_as(make_staff("1", tree["MKT"], Role.MANAGER)).get(reverse("quality")).context["lines"]
    assert {line.department.code: line.completeness.accounts for line in lines} == {"GS": 1, "YQ": 1, "WZ": 0}


def test_take_the_first_twenty(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    for _place in range(5):
        make_account(tree["GS"])
    sweep_marked(now=now)
    open_as(clerk).post(reverse("quality-take"))
    mine = FindingCare.objects.filter(assignee=clerk)
    assert mine.count() == 20
    least = min(mine.values_list("finding__priority", flat=True))
    left = QualityFinding.objects.filter(care__isnull=True)
    assert max(left.values_list("priority", flat=True)) <= least


@pytest.mark.parametrize("name", ["quality", "quality-accounts", "quality-findings"])
def test_the_pages_ask_the_same_for_one_and_for_thirty(
    name: str, account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime,
) -> None:  # fmt: skip
    client = open_as(clerk)
    client.get(reverse(name))
    with Statements() as one:
        client.get(reverse(name))
    for _place in range(30):
        make_account(tree["GS"])
    sweep_marked(now=now)
    with Statements() as thirty:
        client.get(reverse(name))
    assert thirty.cost <= one.cost


def test_the_api_and_the_counter_share_the_write(account: SupplyAccount, clerk: Staff, now: datetime) -> None:
    """A contact written by any door is scored in the same transaction."""
    update_contact(
        account_id=account.pk,
        contact=ContactSpec(purpose="ACCOUNTS", name="王某", phone="13800000000"),
        version=0,
        actor=SYSTEM,
        now=now,
    )
    rules = set(QualityFinding.objects.filter(account=account).values_list("rule", flat=True))
    assert "contact_accounts" not in rules
    assert finding_of(account, "phone_unlikely").detail == "ACCOUNTS"
    assert ContactPerson.objects.filter(account=account).exists()
