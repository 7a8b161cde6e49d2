"""Terms that outlive their cases: handed to the book, reminded of twice, ended once, a case proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localtime

from bizexpansion.enums import CaseState, FollowUpState, TermState
from bizexpansion.models import FollowUp, Term
from bizexpansion.operations.expiry import (
    FollowUpDecided,
    dismiss_follow_up,
    end_term,
    expire_term,
    extend_term,
    resume_term,
)
from crm.audit.operation import SYSTEM
from crm.clocks.enums import ClockState
from crm.clocks.models import Clock
from crm.clocks.sweep import Swept, sweep
from crm.errors import InvalidInput
from crm.messages.models import Notification, OutgoingMessage
from crm.outbox.operations import drain
from customers.book import operations
from customers.book.enums import RunStatus, StopEnd, StopKind
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import capacity, reduction
from tests.factories.bizexpansion import make_people
from tests.factories.html_forms import fields_of

pytestmark = pytest.mark.django_db
Sealed = Callable[..., Office]


@pytest.fixture
def sealed(now: datetime) -> Sealed:
    """A suspension of one of two transformers for so many days, done up to the named steps."""

    def walk(*stop: str, days: int = 60) -> Office:
        office = Office(make_people(), capacity.TABLES[0], now)
        ends = (capacity.first_day(office) + timedelta(days=days)).isoformat()
        office.accept(ends_on=ends)
        return office.run(*stop)

    return walk


def running(office: Office) -> Decimal:
    return SupplyAccount.objects.get(pk=office.subject.pk).running_capacity


def at(office: Office, days: int, hour: int = 9) -> datetime:
    """So many days after the first day of the suspension."""
    day = capacity.first_day(office) + timedelta(days=days)
    return localtime(office.now).replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=0)


def test_the_term_is_handed_to_the_book_with_the_agreed_end(sealed: Sealed) -> None:
    office = sealed("archive")
    term = Term.objects.get()
    assert (term.timer, term.state, term.clock.owner_kind) == ("T15", TermState.RUNNING, "case")
    office.run()
    term = Term.objects.get()
    assert (term.clock.owner_kind, term.clock.account_id) == ("account", office.subject.pk)
    assert term.clock.until == capacity.first_day(office) + timedelta(days=60)
    assert term.clock.due_at == at(office, 60, hour=0)
    assert Clock.objects.get(successor=term.clock).state == ClockState.HANDED_OVER


def test_customer_and_owner_are_reminded_30_and_7_days_before(sealed: Sealed) -> None:
    office = sealed()
    drain(now=office.now)
    Notification.objects.all().delete()
    for days, warned in ((27, 0), (30, 1), (31, 0), (51, 0), (53, 1), (54, 0)):
        assert sweep(now=at(office, days)) == Swept(warned=warned), days
        drain(now=at(office, days))
        drain(now=at(office, days))
    day = (capacity.first_day(office) + timedelta(days=60)).isoformat()
    number, account = office.case.case_number, office.subject.account_number
    titles = list(Notification.objects.filter(kind="due").values_list("title", flat=True))
    assert titles == [f"{account}：变压器暂停将于 {day} 到期（工单 {number}）"] * len(titles)
    people = set(Notification.objects.filter(kind="due").values_list("recipient__number", flat=True))
    assert len(titles) == 2 * len(people)
    assert office.company.people["R6"].number in people
    texts = list(OutgoingMessage.objects.filter(template="term.ends_soon").values_list("text", flat=True))
    assert (
        texts
        == [f"您户号 {account} 的变压器暂停（工单 {number}）将于 {day} 到期，请及时办理有关手续。咨询请拨 95598。"]
        * 2
    )


def test_a_term_shorter_than_the_first_reminder_has_only_the_second(sealed: Sealed) -> None:
    office = sealed(days=20)
    assert sweep(now=at(office, 5)) == Swept()
    assert sweep(now=at(office, 13)) == Swept(warned=1)


def test_at_its_end_the_contract_capacity_counts_again_once(sealed: Sealed) -> None:
    office = sealed()
    last_minute = at(office, 60, hour=0)
    sweep(now=last_minute)
    drain(now=last_minute)
    assert running(office) == Decimal(1600)
    after = last_minute + timedelta(minutes=1)
    for moment in (after, after, after + timedelta(days=2)):
        sweep(now=moment)
        drain(now=moment)
    term = Term.objects.get()
    assert (term.state, term.clock.state) == (TermState.EXPIRED, ClockState.STOPPED)
    expire_term(term_id=term.pk, actor=SYSTEM, now=after)
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert (account.contract_capacity, account.running_capacity) == (Decimal(3200), Decimal(3200))
    stop, day = account.stops.get(), capacity.first_day(office) + timedelta(days=60)
    assert (stop.period.upper, stop.ended_by) == (day, StopEnd.EXPIRED)
    assert stop.transformer.run_status == RunStatus.STOPPED, "sealed until somebody unseals it"
    periods = account.capacity_periods.order_by("period").values_list("period", "running_capacity")
    assert [(one.lower, kva) for one, kva in periods][1:] == [
        (capacity.first_day(office), Decimal(1600)),
        (day, Decimal(3200)),
    ]
    assert OutgoingMessage.objects.filter(template="term.ended").count() == 1
    proposed = FollowUp.objects.get()
    assert (proposed.flow_code, proposed.due_on, proposed.state) == ("204", day, FollowUpState.OPEN)
    with time_machine.travel(after):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["204"]), {"account": office.subject.account_number})
    filled = fields_of(page.content.decode(), "accept-form")
    assert (filled["equipment-0-number"], filled["reason"]) == ("1", f"工单 {office.case.case_number} 期限届满。")
    assert {one.rule.code: one.answer.met for one in page.context["findings"]}["PAUSED"] is True


def test_a_term_that_ends_while_its_case_is_open_takes_effect_when_that_closes(sealed: Sealed) -> None:
    office = sealed("call_back", days=16)
    office.now = at(office, 17)
    sweep(now=office.now)
    drain(now=office.now)
    assert (running(office), Term.objects.get().state) == (Decimal(1600), TermState.RUNNING)
    office.run()
    drain(now=office.now + timedelta(minutes=1))
    assert (running(office), Term.objects.get().state) == (Decimal(3200), TermState.EXPIRED)


def test_an_abort_takes_the_term_back(sealed: Sealed) -> None:
    office = sealed("archive")
    office.abort()
    term = Term.objects.get()
    assert (term.state, term.clock.state) == (TermState.ENDED, ClockState.CANCELLED)
    assert capacity.book(office) == office.before
    moment = at(office, 61)
    sweep(now=moment)
    drain(now=moment)
    assert Term.objects.get().state == TermState.ENDED


def test_a_term_is_ended_resumed_and_extended(sealed: Sealed) -> None:
    office = sealed()
    frame: dict[str, Any] = {"actor": SYSTEM, "now": at(office, 10)}
    term = Term.objects.get()
    for _time in range(2):
        end_term(term_id=term.pk, **frame)
    assert (Term.objects.get().state, Term.objects.get().clock.state) == (TermState.ENDED, ClockState.STOPPED)
    with pytest.raises(InvalidInput):
        extend_term(term_id=term.pk, ends_on=date(2030, 1, 1), **frame)
    for _time in range(2):
        resume_term(term_id=term.pk, **frame)
    due = at(office, 60, hour=0)
    assert (Term.objects.get().state, Term.objects.get().clock.due_at) == (TermState.RUNNING, due)
    before = extend_term(term_id=term.pk, ends_on=due.date() + timedelta(days=30), **frame)
    assert before == due.date()
    assert sweep(now=at(office, 61)) == Swept(warned=1), "the reminder of the new day"
    drain(now=at(office, 61))
    assert Term.objects.get().state == TermState.RUNNING
    extend_term(term_id=term.pk, ends_on=before, actor=SYSTEM, now=at(office, 61))
    moment = at(office, 62)
    sweep(now=moment)
    drain(now=moment)
    assert Term.objects.get().state == TermState.EXPIRED
    assert SupplyAccount.objects.get().capacity_periods.get(period__upper_inf=True).period.lower == before


def proposal(office: Office) -> FollowUp:
    """Another suspension is proposed for the account."""
    day = capacity.first_day(office) + timedelta(days=60)
    term = Term.objects.get()
    where = {"account": office.subject, "department": term.case.department}
    return FollowUp.objects.create(**where, term=term, flow_code="203", due_on=day)


def test_a_proposal_is_seen_taken_up_and_stands_again_after_an_abort(sealed: Sealed) -> None:
    office = sealed()
    row, number = proposal(office), office.subject.account_number
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        listed = clerk.get(reverse("follow-up-list")).content.decode()
        counter = clerk.get(reverse("accept-choose"), {"account": number}).content.decode()
        block = clerk.get(reverse("account", args=[number]))
    taken = reverse("accept", args=["203"])
    assert number in listed
    assert f"{taken}?account={number}" in listed
    assert f"{taken}?account={number}" in counter
    assert block.status_code in (200, 302)
    SupplyAccount.objects.filter(pk=office.subject.pk)
    again = Office.__new__(Office)
    again.__dict__ |= office.__dict__
    again.accepted_at = again.now
    answer = again.accept(**{"equipment-0-number": "2"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.case) == (FollowUpState.TAKEN_UP, again.case)
    again.abort()
    assert again.case.state == CaseState.ABORTED
    row.refresh_from_db()
    assert (row.state, row.case) == (FollowUpState.OPEN, None)


def test_a_proposal_is_dismissed_with_a_reason_by_its_department(sealed: Sealed) -> None:
    office = sealed()
    row = proposal(office)
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = reverse("follow-up-dismiss", args=[row.pk])
        assert clerk.post(page, {"reason": ""}).status_code == 422
        assert clerk.post(page, {"reason": "客户已另行申请"}).status_code == 302
        assert clerk.post(page, {"reason": "again"}).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.dismissed_because) == (FollowUpState.DISMISSED, "客户已另行申请")
    with pytest.raises(FollowUpDecided):
        dismiss_follow_up(follow_up_id=row.pk, reason="x", actor=office.company.who("R1"), now=office.now)


def test_of_two_stops_only_the_proposal_of_the_transformer_that_runs_again_is_taken_up(sealed: Sealed) -> None:
    office = sealed()
    row = proposal(office)
    FollowUp.objects.filter(pk=row.pk).update(flow_code="204")
    account, who = office.subject, {"actor": SYSTEM, "now": office.now, "case_number": "T-STOP"}
    operations.lock_account_for_change(account_id=account.pk, **who)
    operations.stop_transformers(
        account_id=account.pk,
        transformer_ids=[account.transformers.get(sequence=2).pk],
        kind=StopKind.SUSPENDED,
        stopped_on=office.day(),
        resume_on=office.day() + timedelta(days=30),
        **who,
    )
    operations.unlock_account(account_id=account.pk, **who)
    again = Office.__new__(Office)
    again.__dict__ |= office.__dict__
    again.table = next(table for table in reduction.TABLES if table.code == "204")
    again.accepted_at = again.now
    for number, state in (("2", FollowUpState.OPEN), ("1", FollowUpState.TAKEN_UP)):
        answer = again.accept(**{"equipment-0-number": number})
        assert answer.status_code == 302, answer.context["entry"].errors()
        row.refresh_from_db()
        assert row.state == state, number
        again.abort()
