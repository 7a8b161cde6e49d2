"""The end of supply, 208, 209, 211 and 216: money on the way, refusals, the term of a removal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.enums import CaseState, FollowUpState
from bizexpansion.models import AccountSettlement, FollowUp, Task
from crm.clocks.sweep import sweep
from crm.org.enums import Role
from crm.org.models import RoleAssignment
from crm.outbox.operations import drain
from crm.web.figures import money
from customers.book.enums import AccountStatus
from customers.book.models import Customer, SupplyAccount
from metering.enums import EntryKind
from metering.errors import SecondPersonNeeded
from metering.models import BadDebt, LedgerEntry
from metering.operations.bad_debts import approve_bad_debt
from metering.queries.ledger import debt_of
from tests.bizexpansion.flows.office import Office, Table, problems
from tests.bizexpansion.flows.tables import leaving, transfer
from tests.factories.bizexpansion import make_people
from tests.factories.book import credit_code
from tests.factories.metering import charge, pay

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLOSING, AWAY, BACK = leaving.TABLES
Opened = Callable[[Table], Office]


@pytest.fixture
def office_of(now: datetime) -> Opened:
    """An office with its account, nothing accepted yet."""
    company = make_people()
    return lambda table: Office(company, table, now)


def settle(office: Office, **values: Any) -> Task:
    """Send A44 with these values; what became of the visit."""
    office.must("settle_account", **values)
    return office.case.tasks.filter(node="settle_account").exclude(closed_at=None).latest("visit")


def test_an_account_closes_only_when_its_last_bill_is_paid(office_of: Opened) -> None:
    office = office_of(CLOSING)
    office.accept()
    office.run("settle_account")
    assert settle(office, **{"bills-0-amount": "5000.00"}).outcome == "unsettled"
    assert leaving.ledger(office.subject) == (Decimal("4000.00"), Decimal(0)), "1,000 yuan had been paid in advance"
    assert office.case.tasks.get(node="settle_account", visit=2).waiting_for == "W1"
    assert settle(office, **{"bills-0-amount": "4500.00"}).outcome == "unsettled", "corrected: the first goes back"
    assert leaving.ledger(office.subject) == (Decimal("3500.00"), Decimal(0))
    pay(office.subject, "3500.00")
    assert settle(office, **{"bills-0-amount": "4500.00"}).outcome == "settled"
    assert office.open_nodes() == ["end_contract"], "nothing is left to refund"
    office.abort()
    assert leaving.ledger(office.subject) == (Decimal(0), Decimal("4500.00")), (
        "what was paid belongs to the customer again"
    )


def test_the_payment_itself_ends_the_wait_of_the_settlement(office_of: Opened) -> None:
    office = office_of(CLOSING)
    office.accept()
    office.run("settle_account")
    assert settle(office, **{"bills-0-amount": "5000.00"}).outcome == "unsettled"
    pay(office.subject, "3999.99")
    drain(now=office.now)
    assert office.open_nodes() == ["settle_account"], "a fen is still open"
    pay(office.subject, "0.01")
    for _time in range(2):
        drain(now=office.now)
    assert office.open_nodes() == ["end_contract"]
    done = office.case.tasks.get(node="settle_account", visit=2)
    first, second = AccountSettlement.objects.filter(case=office.case).order_by("id")
    assert (done.outcome, done.done_by, second.to_pay, second.recorded_by) == (
        "settled",
        None,
        Decimal(0),
        first.recorded_by,
    )
    assert [bill.amount for bill in second.bills.all()] == [Decimal("5000.00")]
    office.run()
    assert SupplyAccount.objects.get(pk=office.subject.pk).status == AccountStatus.CLOSED


def test_a_debt_is_left_only_when_another_person_approves(office_of: Opened) -> None:
    office = office_of(CLOSING)
    office.accept()
    office.run("settle_account")
    owed = {"bills-0-amount": "5000.00", "give_up": "on"}
    assert office.do("settle_account", **owed).status_code == 422, "say why"
    owed["give_up_reason"] = "业主失联"
    assert settle(office, **owed).outcome == "unsettled"
    debt = BadDebt.objects.get(case_number=office.case.case_number)
    assert (debt.amount, debt.is_waiting) == (Decimal("4000.00"), True)
    with pytest.raises(SecondPersonNeeded):
        approve_bad_debt(bad_debt_id=debt.pk, actor=_also_approves(debt), now=office.now)
    with time_machine.travel(office.now):
        boss = office.browser(office.company.who("R5"))
        assert debt.reason in boss.get(reverse("bad-debt-list")).content.decode()
        answer = boss.post(reverse("bad-debt-approve", args=[debt.pk]), {"note": "同意"})
    assert answer.status_code == 302, problems(answer)
    assert settle(office, **owed).outcome == "debt_left"
    office.run()
    assert office.case.state == CaseState.CLOSED
    debt.refresh_from_db()
    entry = LedgerEntry.objects.get(account=office.subject, kind=EntryKind.BAD_DEBT)
    assert (entry.amount, debt.entry) == (Decimal("-4000.00"), entry)
    assert SupplyAccount.objects.get(pk=office.subject.pk).status == AccountStatus.CLOSED
    assert leaving.ledger(office.subject) == (Decimal(0), Decimal(0))


def _also_approves(debt: BadDebt) -> Any:
    person = debt.proposed_by
    RoleAssignment.objects.get_or_create(staff=person, role=Role.R5, department=person.department)
    return person


def test_an_idle_account_hangs_out_for_a_month(office_of: Opened) -> None:
    office = office_of(CLOSING)
    assert office.accept(ground="IDLE", identity_checked="").status_code == 302
    assert office.do("survey").status_code == 422, "no public notice"
    assert office.do("survey", is_in_use="on").status_code == 422
    day = office.day().isoformat()
    office.must("survey", notice_on=day, notice_place="小区公告栏")
    office.must("approve_change")
    assert office.do("cut_power").status_code == 422, "the notice has just been posted"
    office.now += timedelta(days=31)
    office.must("cut_power")


def test_a_meter_comes_back_only_within_its_period(office_of: Opened, now: datetime) -> None:
    office = office_of(AWAY)
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["209"]), {"account": office.subject.account_number})
    found = {one.rule.code: one.answer for one in page.context["findings"]}
    assert found["REMOVED"].met is False
    assert "101" in found["REMOVED"].words
    too_late = (now + timedelta(days=200)).date().isoformat()
    assert office.accept(back_on=too_late).status_code == 422
    office.accept()
    office.run()
    over = datetime.combine(leaving.back_on(office), datetime.min.time(), tzinfo=now.tzinfo) + timedelta(hours=9)
    for _again in range(2):
        sweep(now=over)
        drain(now=over)
    proposed = FollowUp.objects.get(account=office.subject)
    assert (proposed.flow_code, proposed.state) == ("216", FollowUpState.OPEN)
    with time_machine.travel(over):
        page = clerk_page(office, "209")
    found = {one.rule.code: one.answer for one in page.context["findings"]}
    assert found["REMOVED"].met is False


def clerk_page(office: Office, code: str) -> Any:
    """The counter of a flow, with the account looked up."""
    client = office.browser(office.company.who("R1"))
    return client.get(reverse("accept", args=[code]), {"account": office.subject.account_number})


def test_the_debt_of_the_seller_is_told_and_the_holder_must_be_another(office_of: Opened) -> None:
    office = office_of(transfer.TABLES[0])
    charge(office.subject, "2204.50", due_on=date(2026, 10, 25))
    with time_machine.travel(office.now):
        page = clerk_page(office, "211")
    found = {one.rule.code: one for one in page.context["findings"]}
    assert found["DEBT"].answer.met is None
    owed = debt_of(office.subject.pk, office.day())
    assert owed.open_amount == Decimal("1204.50"), "1,000 yuan of credit covered the rest"
    assert money(owed.total) in found["DEBT"].answer.words
    first = office.accept()
    assert first.status_code == 302, problems(first)
    office.abort()
    SupplyAccount.objects.filter(pk=office.subject.pk).update(customer=_customer_of(transfer.BUYER))
    again = office.accept()
    assert "id_number" in again.context["entry"].errors()
    assert office.accept(id_number=credit_code(7002), new_kind="PERSON", new_id_kind="ID_CARD").status_code == 422


def _customer_of(name: str) -> Any:
    return Customer.objects.get(name=name)
