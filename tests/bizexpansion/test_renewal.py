"""A metered temporary supply is granted longer: contract renewed, term and reminders moved, bounds kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bizexpansion.enums import FollowUpState, TermState
from bizexpansion.errors import AccountHasOpenCase, PapersMissing, PreconditionUnmet
from bizexpansion.models import Case, FollowUp, TemporaryRenewal, Term
from bizexpansion.operations.expiry import running_terms
from bizexpansion.operations.renewal import Wish, extend_temporary_supply
from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.clocks import orders
from crm.clocks.models import Clock, ClockRule
from crm.clocks.operations import move_clocks
from crm.clocks.sweep import sweep
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.messages.models import Notification, OutgoingMessage
from crm.org.enums import Role
from crm.outbox.operations import drain
from customers.book.enums import AccountStatus, ContractOperation, ContractStatus, ContractType, TemporaryKind
from customers.book.models import SupplyAccount
from customers.book.operations import sign_contract
from customers.book.specs import ContractSpec
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.book import make_account
from tests.factories.metering import charge
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 12, 1), date(2027, 3, 31)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@dataclass
class Site:
    """A building site supplied since December, for four months, with contract and running term."""

    walk: Walk
    account: SupplyAccount

    @property
    def term(self) -> Term:
        return Term.objects.filter(account=self.account).latest("pk")

    def extend(self, *, day: date = date(2027, 3, 1), who: str = "R6", **values: Any) -> TemporaryRenewal:
        said = {
            "until": date(2027, 5, 31),
            "asked_by": "陈静",
            "reason": "工期延长",
            "identity_checked": True,
            "papers": ["M-CHG", "M-ORG"],
            "signed_on": day,
            "customer_signatory": "陈静",
            "utility_signatory": "孙九",
        }
        version = values.pop("version", None)
        return extend_temporary_supply(
            account_number=self.account.account_number,
            version=version,
            wish=Wish(**(said | values)),
            actor=self.walk.company.who(who),
            now=at(day),
        )

    def pass_time(self, day: date, hour: int = 10) -> None:
        sweep(now=at(day, hour))
        drain(now=at(day, hour))


@pytest.fixture
def site() -> Site:
    walk = Walk(make_people(), at(date(2026, 11, 25)), SIMPLE)
    case = walk.accept()
    account = make_account(
        walk.company.tree["YQ"],
        temporary=TemporaryKind.METERED,
        temporary_until=LAST,
        built_on=date(2026, 11, 25),
        energised_on=FIRST,
    )
    frame: dict[str, Any] = {"actor": SYSTEM, "now": at(FIRST)}
    ends_on = LAST + timedelta(days=1)
    spec = ContractSpec(contract_type=ContractType.TEMPORARY, starts_on=FIRST, ends_on=ends_on)
    sign_contract(account_id=account.pk, contract=spec, signed_on=FIRST, signatory="陈静", case_number="1", **frame)
    rule = ClockRule.objects.get(timer="T13")
    start = orders.Start(
        key="T13",
        rule=rule,
        department=account.department,
        account_id=account.pk,
        owner_kind="account",
        until=ends_on,
    )
    move_clocks(orders=[start], **frame)
    Case.objects.filter(pk=case.pk).update(state="ARCHIVED", closed_at=at(FIRST))
    Term.objects.create(account=account, case=case, timer="T13", clock=Clock.objects.get(key="T13"))
    return Site(walk, account)


def told(template: str) -> list[str]:
    return list(OutgoingMessage.objects.filter(template=template).values_list("text", flat=True))


def test_contract_last_day_and_term_move_once(site: Site) -> None:
    first = site.extend()
    assert site.extend() == first
    drain(now=at(date(2027, 3, 1)))
    site.account.refresh_from_db()
    assert (site.account.temporary_until, site.account.status) == (date(2027, 5, 31), AccountStatus.NORMAL)
    old, new = site.account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    assert (old.term.upper, new.term.lower, new.term.upper) == (
        date(2027, 4, 1),
        date(2027, 4, 1),
        date(2027, 6, 1),
    )
    assert (new.operation, new.contract_type) == (ContractOperation.RENEWAL, ContractType.TEMPORARY)
    assert (first.contract, first.ended_before, first.approved_by) == (new, LAST, None)
    assert first.papers == ["M-CHG", "M-ORG"]
    assert [one.ends_on for one in running_terms(site.account.pk, timer="T13")] == [date(2027, 6, 1)]
    assert Entry.objects.filter(operation="bizexpansion.extend_temporary_supply").count() == 2
    (text,) = told("temporary.extended")
    assert f"您户号 {site.account.account_number} 的临时用电期限已延长至 2027-05-31" in text
    site.extend(until=date(2027, 6, 1))
    assert TemporaryRenewal.objects.filter(account=site.account).count() == 2


def test_reminders_and_the_proposed_end_follow_the_new_last_day(site: Site) -> None:
    site.extend(day=date(2027, 2, 20))
    for day, reminded in (
        (date(2027, 4, 2), 0),
        (date(2027, 5, 1), 0),
        (date(2027, 5, 3), 1),
        (date(2027, 5, 26), 2),
    ):
        site.pass_time(day)
        assert len(told("term.ends_soon")) == reminded, day
    assert not FollowUp.objects.filter(account=site.account).exists()
    site.pass_time(date(2027, 6, 1), 1)
    proposed = FollowUp.objects.get(account=site.account)
    assert (proposed.flow_code, proposed.state, proposed.due_on) == ("216", FollowUpState.OPEN, date(2027, 6, 1))


def test_one_that_is_over_gets_a_new_term_and_is_not_proposed_to_be_closed(site: Site) -> None:
    site.pass_time(date(2027, 4, 1), 1)
    over = site.term
    assert over.state == TermState.EXPIRED
    site.extend(day=date(2027, 4, 6))
    again = site.term
    assert (again.state, again.ends_on, again.clock.breached_at) == (TermState.RUNNING, date(2027, 6, 1), None)
    assert over.clock.breached_at is not None
    proposed = FollowUp.objects.get(account=site.account)
    assert (proposed.state, "2027-05-31" in proposed.dismissed_because) == (FollowUpState.DISMISSED, True)
    assert site.account.contracts.latest("pk").term.lower == date(2027, 4, 6)
    site.pass_time(date(2027, 6, 1), 1)
    assert FollowUp.objects.get(account=site.account, state=FollowUpState.OPEN).term == again


def test_more_than_six_months_in_all_is_approved_by_somebody_else(site: Site) -> None:
    people, until = site.walk.company.people, date(2027, 6, 2)
    for named in (None, people["R8"], people["R6"]):
        with pytest.raises(InvalidInput) as refused:
            site.extend(until=until, approved_by=named)
        assert list(refused.value.errors) == ["approved_by"]
    renewal = site.extend(until=until, approved_by=people["R5"])
    drain(now=at(date(2027, 3, 1)))
    assert renewal.approved_by == people["R5"]
    line = Notification.objects.get(recipient=people["R5"], title__contains=site.account.account_number)
    assert line.url == reverse("temporary-extend", args=[site.account.account_number])


def test_each_refusal_names_its_field_and_changes_nothing(site: Site) -> None:
    approver = site.walk.company.people["R5"]
    for values, field, figure in (
        ({"until": date(2029, 12, 2), "approved_by": approver}, "until", "2029-12-01"),
        ({"until": LAST}, "until", "2027-03-31"),
        ({"signed_on": date(2027, 3, 2)}, "signed_on", ""),
        ({"identity_checked": False}, "identity_checked", ""),
        ({"reason": " "}, "reason", ""),
    ):
        with pytest.raises(InvalidInput) as refused:
            site.extend(**values)
        assert list(refused.value.errors) == [field]
        assert figure in str(refused.value.errors)
    for papers, missing in (((), ["M-CHG", "M-ID|M-ORG"]), (("M-CHG",), ["M-ID|M-ORG"])):
        with pytest.raises(PapersMissing) as lacking:
            site.extend(papers=papers)
        assert lacking.value.details["missing"] == missing, "a contract is signed at once: none may follow"
    with pytest.raises(NotPermitted):
        site.extend(who="R8")
    with pytest.raises(StaleVersion):
        site.extend(version=site.account.version + 1)
    with pytest.raises(OutOfScope):
        replace(site, account=SupplyAccount(account_number="0")).extend()
    assert not TemporaryRenewal.objects.exists()
    assert site.term.ends_on == LAST + timedelta(days=1)


def test_debts_an_open_case_and_another_kind_of_supply_bar_it(site: Site) -> None:
    charge(site.account, "204.50", due_on=date(2027, 2, 20))
    with pytest.raises(PreconditionUnmet, match="欠费"):
        site.extend()
    rows = SupplyAccount.objects.filter(pk=site.account.pk)
    rows.update(status=AccountStatus.CHANGE_OPEN, open_case_number="261125-0009")
    with pytest.raises(AccountHasOpenCase):
        site.extend()
    rows.update(status=AccountStatus.NORMAL, open_case_number="", temporary=TemporaryKind.UNMETERED)
    with pytest.raises(PreconditionUnmet, match="107"):
        site.extend()


def test_page_and_api_show_the_rule_and_extend(site: Site, client: Client) -> None:
    number = site.account.account_number
    page, record = reverse("temporary-extend", args=[number]), f"/api/v1/temporary-accounts/{number}/"
    body = {
        "until": "2027-05-31",
        "asked_by": "陈静",
        "reason": "工期延长",
        "identity_checked": True,
        "papers": ["M-CHG", "M-ID"],
        "signed_on": "2026-12-20",
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    }
    with time_machine.travel(at(date(2026, 12, 20)), tick=False):
        client.force_login(site.walk.company.who("R6"))
        shown = client.get(page).content.decode()
        for words in ("2027-06-01", "2029-12-01", "UNCONFIRMED", "无欠费"):
            assert words in shown, words
        listed = client.get(reverse("temporary-list"), {"overdue": "running"})
        assert page in listed.content.decode()
        refused = client.post(page, body | {"papers": ["M-ID"]})
        assert (refused.status_code, refused.context["form"].errors["papers"]) == (422, ["缺少：变更用电申请表。"])
        refused = client.post(page, body | {"until": "2030-01-01"})
        assert (refused.status_code, "2029-12-01" in refused.content.decode()) == (422, True)
        found = client.get(record)
        assert (found.json()["standard_until"], found.json()["longest_until"]) == ("2027-06-01", "2029-12-01")
        assert {one["rule"]: one["holds"] for one in found.json()["preconditions"]}["P2"] is True
        frame: dict[str, Any] = {"content_type": "application/json"}
        assert client.post(f"{record}extend/", body, **frame).status_code == 428
        answer = client.post(f"{record}extend/", body, headers={"if_match": found["ETag"]}, **frame)
        assert answer.status_code == 200, answer.content
        assert [one["granted_until"] for one in answer.json()["renewals"]] == ["2027-05-31"]
        sent = client.post(page, body | {"until": "2027-06-01"})
        assert sent.status_code == 302
    assert TemporaryRenewal.objects.count() == 2


def test_the_files_of_its_papers_are_kept_and_fetched(
    site: Site, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    pdf = SimpleUploadedFile("身份证.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    number = site.account.account_number
    page = reverse("temporary-extend", args=[number])
    body = {
        "until": "2027-05-31", "asked_by": "陈静", "reason": "工期延长", "identity_checked": "on",
        "papers": ["M-CHG"], "signed_on": "2026-12-20", "customer_signatory": "陈静", "utility_signatory": "孙九",
        "file_m_id": pdf,
    }  # fmt: skip
    with time_machine.travel(at(date(2026, 12, 20)), tick=False):
        client.force_login(site.walk.company.who("R6"))
        assert (
            client.post(page, body | {"file_m_id": SimpleUploadedFile("a.pdf", b"MZ no paper")}).status_code == 422
        )
        assert not TemporaryRenewal.objects.exists()
        pdf.seek(0)
        assert client.post(page, body).status_code == 302
        renewal = TemporaryRenewal.objects.get()
        assert renewal.papers == ["M-CHG", "M-ID"], "a paper whose file is there is handed in"
        (kept,) = renewal.files.all()
        assert (kept.kind, kept.file_name) == ("M-ID", "身份证.pdf")
        url = reverse("temporary-paper", args=[number, kept.pk])
        assert url in client.get(page).content.decode()
        fetched = client.get(url)
        assert b"".join(fetched.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        client.force_login(make_staff("W006", site.walk.company.tree["WZ-T"], Role.R6))
        assert client.get(url).status_code == 404
