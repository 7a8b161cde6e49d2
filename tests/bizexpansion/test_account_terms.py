"""Temporary supplies that came into the book without a case: their term (T13) stands on the account alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bizexpansion.enums import FollowUpState, TermState
from bizexpansion.models import FollowUp, TemporaryRenewal, Term
from bizexpansion.operations.account_terms import accounts_without_term, keep_account_term
from bizexpansion.operations.expiry import end_term, running_terms
from bizexpansion.operations.renewal import Wish, extend_temporary_supply
from bizexpansion.tasks import begin_terms
from crm.audit.operation import SYSTEM
from crm.clocks.models import Clock
from crm.clocks.sweep import sweep
from crm.messages.models import Notification, OutgoingMessage
from crm.org.models import Staff
from crm.outbox.operations import drain
from customers.book.enums import AccountStatus, ContactPurpose, TemporaryKind
from customers.book.models import ContactPerson, SupplyAccount
from customers.book.operations.details import correct_account_details
from tests.factories.bizexpansion import Company, make_people
from tests.factories.book import make_account

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST = date(2027, 3, 31)
OVER = LAST + timedelta(days=1)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


START = at(date(2027, 2, 1))
BY: dict[str, Any] = {"actor": SYSTEM, "now": START}


@pytest.fixture
def company() -> Company:
    return make_people()


def make_site(company: Company, until: date | None = LAST, **fields: Any) -> SupplyAccount:
    """A building site as a file or a migration of data brings it: no case, a contact with a mobile number."""
    account = make_account(
        company.tree["YQ"],
        **{"temporary": TemporaryKind.METERED, "temporary_until": until, "built_on": date(2026, 12, 1),
           "energised_on": date(2026, 12, 1), **fields},
    )  # fmt: skip
    ContactPerson.objects.create(
        account=account, purpose=ContactPurpose.ELECTRICAL, name="陈静", phone="13812345678"
    )
    return account


def browser(company: Company) -> Client:
    client, clerk = Client(), company.who("R1")
    Staff.objects.filter(pk=clerk.pk).update(password_changed_at=timezone.now())
    client.force_login(clerk)
    return client


def pass_time(day: date, hour: int = 10) -> None:
    sweep(now=at(day, hour))
    drain(now=at(day, hour))


def told(template: str) -> list[str]:
    return list(OutgoingMessage.objects.filter(template=template).values_list("text", flat=True))


def term_of(account: SupplyAccount) -> Term:
    return Term.objects.filter(account=account).latest("pk")


def test_the_nightly_run_starts_what_a_file_brought_in(company: Company) -> None:
    site, fair = make_site(company), make_site(company, temporary=TemporaryKind.UNMETERED)
    make_site(company, until=None)
    make_site(company, until=None, temporary=TemporaryKind.PERMANENT)
    make_site(company, status=AccountStatus.CLOSED, closed_on=LAST)
    assert accounts_without_term() == [site.pk, fair.pk]
    with time_machine.travel(START):
        assert [begin_terms(), begin_terms()] == [2, 0]
    for account in (site, fair):
        (term,) = running_terms(account.pk, timer="T13")
        assert (term.case, term.ends_on, term.clock.owner_kind) == (None, OVER, "account")
        assert (term.clock.account_id, term.department) == (account.pk, account.department)


@pytest.mark.parametrize(("kind", "flow"), [(TemporaryKind.METERED, "216"), (TemporaryKind.UNMETERED, "108")])
def test_it_is_reminded_of_twice_and_its_closing_is_proposed(company: Company, kind: str, flow: str) -> None:
    site = make_site(company, temporary=kind)
    keep_account_term(account_id=site.pk, **BY)
    for day, reminded in ((date(2027, 3, 1), 0), (date(2027, 3, 3), 1), (date(2027, 3, 26), 2)):
        pass_time(day)
        assert len(told("temporary.ends_soon")) == reminded, day
    assert f"您户号 {site.account_number} 的临时用电将于 2027-04-01 到期" in told("temporary.ends_soon")[0]
    line = Notification.objects.filter(kind="due", recipient=company.who("R6")).latest("pk")
    assert line.title == f"{site.account_number}：临时用电将于 2027-04-01 到期"
    pass_time(OVER, 1)
    proposed = FollowUp.objects.get(account=site)
    assert (proposed.flow_code, proposed.due_on, proposed.state) == (flow, OVER, FollowUpState.OPEN)
    assert proposed.department == site.department
    assert term_of(site).state == TermState.EXPIRED
    assert len(told("temporary.ended")) == 1
    with time_machine.travel(at(OVER)):
        clerk, number = browser(company), {"account": site.account_number}
        page = clerk.get(reverse("accept", args=[flow]), number)
        assert page.context["entry"].form.initial["reason"] == "临时用电期限届满。", page.context["trouble"]
        listed = clerk.get(reverse("follow-up-list"))
        assert site.account_number in listed.content.decode()
    assert accounts_without_term() == [], "it is over: nothing to start"


def test_one_that_is_over_when_it_comes_in_is_proposed_at_once(company: Company) -> None:
    site = make_site(company, until=date(2027, 1, 15))
    keep_account_term(account_id=site.pk, **BY)
    pass_time(date(2027, 2, 1), 11)
    assert FollowUp.objects.get(account=site).due_on == date(2027, 1, 16)
    assert accounts_without_term() == []


def test_a_corrected_last_day_moves_the_term(company: Company) -> None:
    site = make_site(company, until=None)

    def correct(until: date, now: datetime) -> None:
        site.refresh_from_db()
        changes = {"temporary_until": until}
        reason = "按批复更正"
        who = company.who("MGR")
        correct_account_details(
            account_id=site.pk, version=site.version, changes=changes, reason=reason, actor=who, now=now
        )
        drain(now=now)

    correct(LAST, START)
    assert [one.ends_on for one in running_terms(site.pk)] == [OVER]
    correct(date(2027, 4, 30), START)
    assert [one.ends_on for one in running_terms(site.pk)] == [date(2027, 5, 1)]
    pass_time(date(2027, 5, 1), 1)
    correct(date(2027, 6, 30), at(date(2027, 5, 10)))
    assert [one.ends_on for one in running_terms(site.pk)] == [date(2027, 7, 1)]
    assert FollowUp.objects.get(account=site).state == FollowUpState.DISMISSED
    assert Term.objects.filter(account=site).count() == 2
    assert keep_account_term(account_id=site.pk, actor=SYSTEM, now=at(date(2027, 5, 10))) == term_of(site)


def test_a_renewal_and_a_closing_settle_it(company: Company) -> None:
    renewed, closed = make_site(company), make_site(company)
    for one in (renewed, closed):
        keep_account_term(account_id=one.pk, **BY)
    wish = Wish(
        until=date(2027, 5, 31),
        asked_by="陈静",
        reason="工期延长",
        identity_checked=True,
        papers=("M-CHG", "M-ORG"),
        signed_on=START.date(),
        customer_signatory="陈静",
        utility_signatory="孙九",
    )
    extend_temporary_supply(account_number=renewed.account_number, wish=wish, actor=company.who("R6"), now=START)
    drain(now=START)
    assert TemporaryRenewal.objects.get().account == renewed
    assert [one.ends_on for one in running_terms(renewed.pk)] == [date(2027, 6, 1)]
    assert len(told("temporary.extended")) == 1
    end_term(term_id=term_of(closed).pk, **BY)
    pass_time(OVER, 1)
    assert not FollowUp.objects.exists()


def test_a_term_belongs_to_an_account_or_a_case(company: Company) -> None:
    site = make_site(company)
    keep_account_term(account_id=site.pk, **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.update(account=None)
    assert Clock.objects.filter(term__account=site).count() == 1


def test_the_customer_page_shows_it_without_a_case(company: Company) -> None:
    site = make_site(company)
    keep_account_term(account_id=site.pk, **BY)
    with time_machine.travel(START):
        page = browser(company).get(
            reverse("customer-block", args=[site.customer_id, site.account_number, "outliving-terms"])
        )
    assert page.status_code == 200
    assert "2027-04-01" in page.content.decode()
