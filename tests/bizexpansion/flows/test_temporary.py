"""Temporary supply, 105 to 108: each refusal once, what the counter shows before, what it does to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.enums import CaseState, FollowUpState
from bizexpansion.flows import latest_flows
from bizexpansion.models import Case, FeeReceipt, FollowUp, Prepayment, SupplyPlan, Task
from bizexpansion.operations.expiry import running_terms
from bizexpansion.operations.unmetered import unpaid_use
from crm.clocks.sweep import sweep
from crm.outbox.operations import drain
from crm.workdays.arithmetic import add_months
from customers.book.enums import TemporaryKind
from customers.book.models import SupplyAccount
from metering.models import AccountBalance, LedgerEntry
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import temporary
from tests.factories.bizexpansion import make_people
from tests.factories.metering import pay

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Opened = Callable[[Any], Office]
HIGH, LOW, UNMETERED, EXTENSION, ENDING = temporary.TABLES
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def office_of(now: datetime) -> Opened:
    """An office, nothing accepted yet."""
    company = make_people()
    return lambda table: Office(company, table, now)


def refused(office: Office, **values: Any) -> dict[str, list[str]]:
    """What the counter says; no case, no account."""
    answer = office.accept(**values)
    assert answer.status_code in (409, 422), answer.status_code
    assert not Case.objects.exists()
    assert office.table.book(office) == office.before
    said: dict[str, list[str]] = answer.context["entry"].errors()
    return said


def day(office: Office, months: int) -> str:
    return add_months(temporary.first_day(office), months).isoformat()


def test_the_counter_says_how_long_before_anything_is_typed(office_of: Opened) -> None:
    office = office_of(LOW)
    with time_machine.travel(office.now):
        page = office.browser(office.company.who("R1")).get(reverse("accept", args=["105"]))
    found = {one.rule.code: one.answer for one in page.context["findings"]}
    assert (found["TERM"].met, found["TMPUSE"].met) == (None, None)
    assert all(months in found["TERM"].words for months in ("6", "36"))
    assert "UNCONFIRMED" in page.content.decode()


@pytest.mark.parametrize(
    ("months", "reason", "field"),
    [(-1, "", "temporary_until"), (7, "", "term_reason"), (37, "工期三年半", "temporary_until")],
    ids=["ends before it begins", "longer without a reason", "longer than three years"],
)
def test_a_term_outside_its_bounds(office_of: Opened, months: int, reason: str, field: str) -> None:
    office = office_of(LOW)
    assert field in refused(office, temporary_until=day(office, months), term_reason=reason)


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        (LOW, {"temporary_use": ""}, "temporary_use"),
        (LOW, {"temporary_until": ""}, "temporary_until"),
        (LOW, {"applied_capacity": "400"}, "applied_capacity"),
        (LOW, {"papers-3-present": ""}, "__all__"),
        (UNMETERED, {"voltage": "KV10"}, "voltage"),
        (UNMETERED, {"daily_hours": "25"}, "daily_hours"),
        (UNMETERED, {"daily_hours": ""}, "daily_hours"),
    ],
)
def test_a_wrong_entry_at_the_counter(office_of: Opened, table: Any, values: dict[str, str], field: str) -> None:
    assert field in refused(office_of(table), **values)


def test_a_longer_term_needs_a_reason_and_the_approver_s_yes(office_of: Opened) -> None:
    office = office_of(LOW)
    assert office.accept(temporary_until=day(office, 10), term_reason="工期十个月").status_code == 302
    office.run("draft_plan")
    assert office.do("draft_plan", temporary_until=day(office, 40)).status_code == 422
    office.must("draft_plan")
    office.must("approve_plan", decision="REDRAFT", note="只同意八个月")
    office.must("draft_plan", temporary_until=day(office, 8))
    office.run("draft_contract")
    late = (add_months(temporary.first_day(office), 10)).isoformat()
    answer = office.do("draft_contract", valid_until=late)
    assert "valid_until" in answer.context["entry"].errors()
    assert "kind" in office.do("draft_contract", kind="02").context["entry"].errors()
    office.run()
    office.case.account.refresh_from_db()
    assert office.case.account.temporary_until.isoformat() == day(office, 8)


def test_high_and_low_voltage_have_each_their_form_and_never_change_sides(office_of: Opened) -> None:
    for table, rows in ((LOW, False), (HIGH, True)):
        office = office_of(table)
        assert office.accept().status_code == 302
        office.run("draft_plan")
        task = Task.objects.get(case=office.case, node="draft_plan", state="OPEN")
        person = office.browser(office.person(task))
        with time_machine.travel(office.now):
            page = person.get(reverse("task", args=[office.case.case_number, task.pk]))
            form = person.get(reverse("api-task-form", args=[task.pk])).json()
        assert ('name="transformers-TOTAL_FORMS"' in page.content.decode()) is rows
        assert ("transformers" in [one["name"] for one in form["rows"]]) is rows
        assert form["step"] == ("draft_plan_temporary" if rows else "draft_plan_temporary_lv")
        other = office.do("draft_plan", voltage="V380" if rows else "KV10")
        assert "voltage" in other.context["entry"].errors()
        assert not SupplyPlan.objects.filter(case=office.case).exists()
        office.must("draft_plan")
        with time_machine.travel(office.now):
            person = office.browser(office.person(task))
            filled = person.get(reverse("case-step", args=[office.case.case_number, "draft_plan"]))
        assert "400-TMP" in filled.content.decode()


def test_the_abolished_connection_fee_is_refused(office_of: Opened) -> None:
    office = office_of(LOW)
    office.accept()
    office.run("draft_plan")
    office.must("draft_plan", is_fee_due="on")
    office.run("determine_fee")
    item = {"items-0-kind": "03", "items-0-amount": "1000.00", "items-0-standard": "苏价"}
    assert "items-0-kind" in office.do("determine_fee", **item).context["entry"].errors()
    office.must("determine_fee", **(item | {"items-0-kind": "09"}))


def test_a_prepayment_is_exact_and_an_abort_takes_it_out_of_the_ledger(office_of: Opened) -> None:
    office = office_of(UNMETERED)
    office.accept()
    office.run("collect_fee")
    assert "amount" in office.do("collect_fee", amount="2000.00").context["entry"].errors()
    assert not LedgerEntry.objects.exists()
    office.must("collect_fee")
    entry = LedgerEntry.objects.get(account=office.case.account)
    receipt = FeeReceipt.objects.get(case=office.case)
    assert (entry.amount, entry.reference) == (-receipt.amount, receipt.invoice_number)
    office.abort()
    balance = AccountBalance.objects.get(account=office.case.account)
    receipt.refresh_from_db()
    assert (office.case.state, balance.balance) == (CaseState.ABORTED, 0)
    assert receipt.refund_due_at is not None


def test_a_supply_without_a_meter_is_held_by_a_limiter(office_of: Opened) -> None:
    office = office_of(UNMETERED)
    office.accept()
    office.run("energise")
    assert "limiter_amperes" in office.do("energise", limiter_amperes="").context["entry"].errors()
    office.now += timedelta(days=1)
    office.must("energise")


def test_what_was_used_beyond_the_last_day_is_paid_before_an_extension(office_of: Opened) -> None:
    office = office_of(EXTENSION)
    office.now = office.now.replace(year=2027, month=1, day=5)
    account = office.subject
    answer = office.accept(temporary_until="2027-02-01")
    owed = unpaid_use(account, office.day())
    assert (answer.status_code, owed > 0) == (409, True)
    assert f"{owed:,.2f}" in answer.content.decode()
    pay(account, str(owed), paid_on=office.day(), now=office.now)
    assert office.accept(temporary_until="2027-02-01").status_code == 302
    office.run("determine_fee")
    office.must("determine_fee")
    assert Prepayment.objects.get(case=office.case).starts_on == date(2027, 1, 6)


@pytest.mark.parametrize("values", [{"temporary_until": "2026-12-01"}, {"temporary_until": "2030-12-01"}])
def test_an_extension_ends_later_and_within_three_years(office_of: Opened, values: dict[str, str]) -> None:
    office = office_of(EXTENSION)
    assert "temporary_until" in office.accept(**values).context["entry"].errors()


def test_only_a_supply_without_a_meter_is_extended_here(office_of: Opened) -> None:
    office = office_of(EXTENSION)
    SupplyAccount.objects.filter(pk=office.subject.pk).update(temporary=TemporaryKind.METERED)
    assert office.accept().status_code == 409


def test_more_load_than_is_paid_for_is_not_extended(office_of: Opened) -> None:
    office = office_of(EXTENSION)
    office.accept()
    assert "load_found" in office.do("survey", load_found="20").context["entry"].errors()
    office.must("survey", is_possible="", refusal_reason="超容用电", load_found="20")
    assert office.case.state == CaseState.ABORTED


def test_the_end_of_the_term_proposes_the_end_of_the_supply(office_of: Opened) -> None:
    office = office_of(ENDING)
    (term,) = running_terms(office.subject.pk, timer="T13")
    over = datetime.combine(term.ends_on, time(1), SHANGHAI)
    for moment in (over, over + timedelta(hours=1)):
        sweep(now=moment)
        drain(now=moment)
    proposed = FollowUp.objects.get(account=office.subject)
    assert (proposed.flow_code, proposed.state) == ("108", FollowUpState.OPEN)
    office.now = over + timedelta(hours=9)
    assert office.accept(ground="EXPIRED").status_code == 302
    proposed.refresh_from_db()
    assert (proposed.state, proposed.case) == (FollowUpState.TAKEN_UP, office.case)


def test_what_a_temporary_supply_may_not_do() -> None:
    """1996 art. 12: no change of supply, no transfer; 2024: contact data may change. Service and the end remain."""
    held = {
        graph.flow.code: {one.rule for one in graph.flow.preconditions if one.at == "accept"}
        for graph in latest_flows()
        if "hold_account" in graph.steps["accept"].effects
    }
    free = {code for code, rules in held.items() if "P5" not in rules}
    # ended or extended; name, payment, service; and what undoes a change that a temporary account cannot have
    assert free <= {"107", "108", "216", "217", "210", "303", "302", "304", "202", "204", "206", "209"}
    assert {"109", "110", "111", "203", "207", "214", "218"} <= set(held) - free


def test_the_counter_promises_for_either_voltage(office_of: Opened) -> None:
    office = office_of(LOW)
    with time_machine.travel(office.now):
        page = office.browser(office.company.who("R1")).get(reverse("accept", args=["105"]))
    said = [(one.limit, str(one.holds_for)) for one in page.context["promises"]]
    assert said == [(7, "低压"), (15, "高压")]


def test_a_supply_with_a_meter_is_granted_longer_on_its_page(office_of: Opened) -> None:
    office = office_of(LOW)
    office.accept()
    office.run()
    account = SupplyAccount.objects.get(pk=office.case.account_id)
    assert account.temporary_until is not None
    clerk = office.browser(office.company.who("R6"))
    until = account.temporary_until + timedelta(days=3)
    said = {
        "until": until.isoformat(),
        "asked_by": "陈静",
        "reason": "工期延长",
        "papers": ["M-CHG", "M-ORG"],
        "identity_checked": "on",
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    }
    page = reverse("temporary-extend", args=[account.account_number])
    with time_machine.travel(office.now):
        drain(now=office.now)
        for _time in range(2):
            answer = clerk.post(page, said)
            assert answer.status_code == 302, answer.content.decode()
    (term,) = running_terms(account.pk, timer="T13")
    assert term.ends_on == until + timedelta(days=1)
    first, second = account.contracts.filter(status="2").order_by("term")
    assert (first.operation, second.operation) == ("01", "03")
    assert (first.term.upper, second.term.upper) == (second.term.lower, until + timedelta(days=1))
    whole = SupplyAccount.objects.get(pk=account.pk)
    assert (whole.status, whole.temporary_until, whole.open_case_number) == ("0", until, "")


def test_an_extension_after_the_end_begins_the_term_again(office_of: Opened) -> None:
    office = office_of(EXTENSION)
    account = office.subject
    office.now = office.now.replace(year=2027, month=1, day=5)
    for moment in (office.now, office.now + timedelta(minutes=1)):
        sweep(now=moment)
        drain(now=moment)
    assert FollowUp.objects.get(account=account).state == FollowUpState.OPEN
    pay(account, str(unpaid_use(account, office.day())), paid_on=office.day(), now=office.now)
    assert office.accept(temporary_until="2027-02-01").status_code == 302
    office.run()
    (term,) = running_terms(account.pk, timer="T13")
    assert (term.ends_on, term.clock.breached_at) == (date(2027, 2, 2), None)
    assert FollowUp.objects.get(account=account).state == FollowUpState.DISMISSED
