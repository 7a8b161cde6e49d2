"""Changes of existing accounts, 203 and 210: each refusal once, each loop once, what the counter shows before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.enums import CaseState
from bizexpansion.models import CapacityChange, Case
from bizexpansion.models.asking import asked_as
from bizexpansion.operations.capacity import days_suspended
from crm.audit.operation import SYSTEM
from customers.book.enums import AccountStatus, TemporaryKind
from customers.book.models import SupplyAccount
from customers.book.operations import unlock_account
from tests.bizexpansion.flows.office import Office, problems
from tests.bizexpansion.flows.tables import capacity, holder
from tests.factories.bizexpansion import make_people
from tests.factories.metering import charge

pytestmark = pytest.mark.django_db
Opened = Callable[[Any], Office]


@pytest.fixture
def office_of(now: datetime) -> Opened:
    """An office with its account, nothing accepted yet."""
    company = make_people()
    return lambda table: Office(company, table, now)


def refused(office: Office, **values: Any) -> dict[str, list[str]]:
    """What the counter says; nothing is written, the account stays free."""
    answer = office.accept(**values)
    assert answer.status_code in (409, 422), answer.status_code
    assert not Case.objects.exists()
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert (account.status, account.open_case_number) == (AccountStatus.NORMAL, "")
    said: dict[str, list[str]] = answer.context["entry"].errors()
    return said


def test_arrears_bar_a_change_and_the_counter_says_so_before_anything_is_typed(office_of: Opened) -> None:
    office = office_of(holder.TABLES[0])
    charge(office.subject, "1204.50", due_on=date(2026, 10, 25))
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["210"]), {"account": office.subject.account_number})
    found = {one.rule.code: one for one in page.context["findings"]}
    assert found["P2"].is_unmet
    assert "1,2" in found["P2"].answer.words
    assert str(found["P2"].rule.source) in page.content.decode()
    assert (found["P1"].answer.met, found["P4"].answer.met) == (True, None)
    assert found["P2"].answer.words in str(refused(office))


def test_an_open_case_is_named(office_of: Opened) -> None:
    office = office_of(holder.TABLES[0])
    assert office.accept().status_code == 302
    answer = office.accept()
    assert answer.status_code == 409
    assert office.case.case_number in answer.content.decode()
    assert Case.objects.count() == 1


def test_a_case_is_open_until_its_file_is_closed(office_of: Opened) -> None:
    """P1: the archive (A20) lets the account go, the counter says before anything is typed what bars it still."""
    office = office_of(holder.TABLES[0])
    office.accept()
    number = office.case.case_number
    unlock_account(account_id=office.subject.pk, case_number=number, actor=SYSTEM, now=office.now)
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["210"]), {"account": office.subject.account_number})
    found = {one.rule.code: one for one in page.context["findings"]}
    assert found["P1"].is_unmet
    assert number in found["P1"].answer.words
    answer = office.accept()
    assert answer.status_code == 409
    assert number in answer.content.decode()
    assert Case.objects.count() == 1
    Case.objects.update(state=CaseState.CLOSED, closed_at=office.now)
    assert office.accept().status_code == 302


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"new_name": "苏州博远精密电子有限公司"}, "new_name"),
        ({"new_name": ""}, "new_name"),
        ({"identity_checked": ""}, "identity_checked"),
        ({"account": "1234567890"}, "account"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"papers-2-present": ""}, "__all__"),
    ],
)
def test_a_wrong_entry_of_a_change_of_name(office_of: Opened, values: dict[str, str], field: str) -> None:
    assert field in refused(office_of(holder.TABLES[0]), **values)


def test_missing_papers_are_waited_for_and_a_refusal_ends_the_case(office_of: Opened) -> None:
    office = office_of(holder.TABLES[0])
    office.accept()
    assert office.do("approve_change", outcome="incomplete").status_code == 422, "a decision against says why"
    office.must("approve_change", outcome="incomplete", note="缺登记变更通知书")
    assert office.case.tasks.get(node="approve_change", visit=2).waiting_for == "W6"
    office.must("approve_change", outcome="rejected", note="主体已变更，应办理过户")
    assert office.case.state == CaseState.ABORTED
    assert holder.book(office) == office.before


def test_a_rejected_draft_of_the_contract_is_written_again(office_of: Opened) -> None:
    office = office_of(holder.TABLES[0])
    office.accept()
    office.run("review_contract")
    office.must("review_contract", passed="", note="期限有误")
    assert office.open_nodes() == ["draft_contract"]
    office.run()
    assert office.case.state == CaseState.CLOSED


def test_a_temporary_supply_and_a_low_voltage_customer_cannot_suspend(office_of: Opened) -> None:
    office = office_of(capacity.TABLES[0])
    SupplyAccount.objects.filter(pk=office.subject.pk).update(temporary=TemporaryKind.METERED)
    answer = office.accept()
    assert (answer.status_code, Case.objects.count()) == (409, 0), problems(answer)


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [(5, 30, "starts_on"), (10, 24, "ends_on"), (10, 10, "ends_on"), (10, 250, "ends_on")],
    ids=["too late", "14 days", "ends when it begins", "more than half a year"],
)
def test_a_suspension_outside_its_bounds(office_of: Opened, starts: int, ends: int, field: str) -> None:
    office = office_of(capacity.TABLES[0])
    days = [(office.now + timedelta(days=number)).date().isoformat() for number in (starts, ends)]
    assert field in refused(office, starts_on=days[0], ends_on=days[1])


def test_a_transformer_that_does_not_run(office_of: Opened) -> None:
    assert "equipment-0-number" in refused(office_of(capacity.TABLES[0]), **{"equipment-0-number": "3"})


def test_suspended_days_are_counted_over_all_transformers(office_of: Opened) -> None:
    office = office_of(capacity.TABLES[1])
    office.accept()
    office.run()
    first = capacity.first_day(office)
    assert days_suspended(office.subject.pk, first.year) == 20, "two transformers, the same twenty days"


def test_plan_and_seal_keep_to_the_day_and_the_approver_sends_back(office_of: Opened) -> None:
    office = office_of(capacity.TABLES[0])
    office.accept()
    office.run("draft_plan")
    early = (capacity.first_day(office) - timedelta(days=1)).isoformat()
    assert office.do("draft_plan", seal_on=early).status_code == 422
    office.must("draft_plan")
    office.must("approve_plan", decision="RESURVEY", note="变压器编号不符")
    assert office.open_nodes() == ["survey"]
    office.must("survey")
    office.must("draft_plan")
    office.must("approve_plan", decision="REDRAFT", note="计费说明不清")
    assert office.open_nodes() == ["draft_plan"]
    office.run("seal_equipment")
    assert office.do("seal_equipment", sealed_on=early).status_code == 422
    late = (asked_as(CapacityChange, office.case).ends_on - timedelta(days=14)).isoformat()
    assert office.do("seal_equipment", sealed_on=late).status_code == 422
    office.run()
    assert office.case.state == CaseState.CLOSED


def test_a_change_that_is_not_possible_ends_the_case(office_of: Opened) -> None:
    office = office_of(capacity.TABLES[0])
    office.accept()
    office.run("survey")
    office.must("survey", is_possible="", refusal_reason="变压器与铭牌不符")
    assert office.case.state == CaseState.ABORTED
    assert capacity.book(office) == office.before
