"""P6: a case is not archived while a bill of one of its accounts is made and not posted."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bizexpansion.enums import TaskState
from bizexpansion.flows import latest_flows
from bizexpansion.operations.billing_run import accounts_of
from bizexpansion.operations.preconditions import AT_SEAL, asked_by
from crm.audit.operation import SYSTEM
from customers.book.models import SupplyAccount
from metering.operations.charges import post_bills
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import holder, merging
from tests.factories.bizexpansion import make_people
from tests.factories.metering import make_bill

pytestmark = pytest.mark.django_db
MONTH = date(2026, 10, 1)


def test_an_account_whose_bill_is_not_posted_is_not_archived(now: datetime) -> None:
    office = Office(make_people(), holder.TABLES[0], now)
    office.accept()
    office.run("archive")
    bill = make_bill(office.subject, MONTH)
    said = f"户号 {office.subject.account_number}，2026-10 月电费"
    sheet = office.opened("archive")
    page = office.browser(sheet.person).get(sheet.url).content.decode()
    assert said in page, "the form tells it before anything is ticked"
    answer = office.do("archive")
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert office.case.tasks.filter(node="archive", state=TaskState.OPEN).exists()
    assert SupplyAccount.objects.get(pk=office.subject.pk).name == office.subject.name, "nothing has been changed"

    post_bills(month=MONTH, department_id=bill.account.department_id, actor=SYSTEM, now=now)
    office.must("archive")
    assert SupplyAccount.objects.get(pk=office.subject.pk).name == holder.NEW_NAME


def test_a_bill_of_nothing_holds_nothing_up(now: datetime) -> None:
    office = Office(make_people(), holder.TABLES[0], now)
    office.accept()
    office.run("archive")
    make_bill(office.subject, MONTH, amount=0, energy=0)
    office.must("archive")


def test_those_that_leave_with_the_case_are_asked_too(now: datetime) -> None:
    office = Office(make_people(), merging.TABLES[0], now)
    office.accept()
    taken_in = set(office.case.accountmerge.leaving())
    assert taken_in
    assert accounts_of(office.case) == {office.case.account_id, *taken_in}


def test_every_flow_that_holds_an_account_asks_at_its_archive() -> None:
    asking = {one.flow.code for one in latest_flows() if ("P6", "archive") in _asked(one.flow)}
    every = {one.flow.code for one in latest_flows()}
    assert AT_SEAL == "P6"
    assert every - asking == {"101", "102", "103", "104", "105", "106", "112", "301"}, "these hold no account"


def _asked(flow: object) -> set[tuple[str, str]]:
    return {(one.rule, one.at) for one in asked_by(flow)}  # type: ignore[arg-type]
