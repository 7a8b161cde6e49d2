"""Who saw a customer: one line a person and day, reveals with their reasons, for auditors and managers only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from crm.audit.models import Reveal, Viewing
from crm.audit.viewing import record_viewing
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from customers.book.queries import seen
from tests.customers.book.test_pages import address_of, person_account
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1)


@pytest.fixture
def auditor(tree: dict[str, Department]) -> Staff:
    return make_staff("9001", tree["MKT"], Role.AUDIT_ADMIN)


@pytest.fixture
def manager(tree: dict[str, Department]) -> Staff:
    return make_staff("8001", tree["YQ"], Role.MANAGER)


def opened(person: Staff, account: SupplyAccount) -> None:
    client = Client()
    client.force_login(person)
    assert client.get(address_of(account)).status_code == 200


def rows(client: Client, person: Staff, account: SupplyAccount, **query: str) -> list[tuple[str, str, str]]:
    """(staff number, what, reason) of the first page of the list."""
    client.force_login(person)
    answer = client.get(f"/customers/{account.customer_id}/seen/", query)
    assert answer.status_code == 200
    return [(row.actor_number, str(row.what), row.reason) for row in answer.context["rows"]]


def test_an_opening_is_kept_once_a_day_and_person(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    for person, moment in ((clerk, now), (clerk, now + timedelta(hours=2)), (manager, now + timedelta(hours=3))):
        with time_machine.travel(moment, tick=False):
            opened(person, account)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        opened(clerk, account)
    kept = Viewing.objects.order_by("at").values_list("actor_number", "at")
    assert list(kept) == [("1001", now), ("8001", now + timedelta(hours=3)), ("1001", now + timedelta(days=1))]


def test_what_is_refused_is_no_opening(client: Client, tree: dict[str, Department]) -> None:
    account = make_account(tree["YQ"])
    client.force_login(make_staff("2001", tree["GS-H"], Role.R1))
    assert client.get(address_of(account)).status_code == 404
    assert not Viewing.objects.exists()


def test_the_ledger_only_grows(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    record_viewing(subject=make_account(tree["YQ"]), actor=clerk, now=now)
    for change in (lambda: Viewing.objects.update(actor_number="x"), lambda: Viewing.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_opening_costs_the_page_one_statement(client: Client, tree: dict[str, Department], clerk: Staff) -> None:
    account = make_account(tree["YQ"])
    client.force_login(clerk)
    with Statements() as queries:
        client.get(address_of(account))
    assert len([query for query in queries if "crm_audit_viewing" in query["sql"]]) == 1


def test_openings_and_reveals_stand_together_newest_first(
    client: Client, tree: dict[str, Department], clerk: Staff, auditor: Staff, now: datetime
) -> None:
    account = person_account(tree)
    contact = account.contacts.get()
    shown = (
        (f"customer/{account.customer_id}/id_number", {"reason": "IDENTIFY"}),
        (f"contact/{contact.pk}/phone", {"reason": "OTHER", "note": "抢修联系"}),
    )
    client.force_login(clerk)
    with time_machine.travel(now, tick=False):
        assert client.get(address_of(account)).status_code == 200
    for number, (path, reason) in enumerate(shown, start=1):
        with time_machine.travel(now + timedelta(minutes=number), tick=False):
            assert client.post(f"/customers/reveal/{path}/", reason).status_code == 200
    assert rows(client, auditor, account) == [
        ("1001", "联系电话", "其他原因: 抢修联系"),
        ("1001", "证件号码", "核实客户身份"),
        ("1001", "", ""),
    ]


def test_days_and_person_narrow_the_list(
    client: Client, tree: dict[str, Department], clerk: Staff, manager: Staff, auditor: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    for day, person in ((0, clerk), (1, manager), (2, clerk)):
        record_viewing(subject=account, actor=person, now=now + timedelta(days=day))
    first, second = now.date().isoformat(), (now + timedelta(days=1)).date().isoformat()
    assert [row[0] for row in rows(client, auditor, account, who="1001")] == ["1001", "1001"]
    assert [row[0] for row in rows(client, auditor, account, since=second)] == ["1001", "8001"]
    assert [row[0] for row in rows(client, auditor, account, until=first)] == ["1001"]
    assert [row[0] for row in rows(client, auditor, account, since=second, until=second)] == ["8001"]


def test_further_rows_come_by_key_though_many_share_a_moment(
    client: Client, tree: dict[str, Department], auditor: Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "PAGE", 7)
    account = person_account(tree)
    for number in range(10):
        person = make_staff(f"30{number:02d}", tree["YQ-H"], Role.R1)
        record_viewing(subject=account, actor=person, now=now)
        Reveal.objects.create(
            at=now,
            actor_id=person.pk,
            actor_number=person.number,
            subject_type="book.customer",
            subject_id=account.customer_id,
            field="name",
            reason="CONTACT",
        )
    client.force_login(auditor)
    found, after = [], ""
    for _page in range(3):
        answer = client.get(
            f"/customers/{account.customer_id}/seen/", {"after": after}, headers={"HX-Request": "true"}
        )
        found += [(row.actor_number, bool(row.what)) for row in answer.context["rows"]]
        after = answer.context["page"].next
    assert after == ""
    assert sorted(found) == sorted((f"30{number:02d}", what) for number in range(10) for what in (True, False))


def test_only_auditors_and_the_departments_managers_may_ask(
    client: Client, tree: dict[str, Department], clerk: Staff, manager: Staff, auditor: Staff
) -> None:
    account = make_account(tree["YQ"])
    stranger = make_staff("8002", tree["GS"], Role.MANAGER)
    answers = {}
    for person in (clerk, manager, stranger, auditor):
        client.force_login(person)
        answers[person.number] = client.get(f"/customers/{account.customer_id}/seen/").status_code
    assert answers == {"1001": 403, "8001": 200, "8002": 404, "9001": 200}


def test_a_manager_is_not_told_of_another_departments_account(
    client: Client, tree: dict[str, Department], manager: Staff, now: datetime
) -> None:
    mine = make_account(tree["YQ"])
    theirs = make_account(tree["GS"], customer=mine.customer)
    record_viewing(subject=theirs, actor=make_staff("2001", tree["GS-H"], Role.R1), now=now)
    assert rows(client, manager, mine) == []


def test_an_auditor_finds_a_customer_by_account_number(
    client: Client, tree: dict[str, Department], auditor: Staff, clerk: Staff
) -> None:
    account = make_account(tree["YQ"])
    client.force_login(auditor)
    assert client.get("/customers/seen/", {"account": account.account_number}).headers["Location"] == (
        f"/customers/{account.customer_id}/seen/"
    )
    assert client.get("/customers/seen/", {"account": "3299999999"}).status_code == 422
    assert client.get("/customers/seen/").status_code == 200
    client.force_login(clerk)
    assert client.get("/customers/seen/").status_code == 403


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_costs_the_same_for_any_customer(
    client: Client, tree: dict[str, Department], auditor: Staff, now: datetime, size: int
) -> None:
    account = person_account(tree)
    for number in range(size):
        other = make_account(tree["YQ"], customer=account.customer)
        person = make_staff(f"30{number:02d}", tree["YQ-H"], Role.R1)
        record_viewing(subject=other, actor=person, now=now + timedelta(minutes=number))
        record_viewing(subject=account, actor=person, now=now)
    client.force_login(auditor)
    client.get("/floor/")
    with Statements() as queries:
        client.get(f"/customers/{account.customer_id}/seen/")
    ours = [query for query in queries if "crm_audit" in query["sql"] or "book_" in query["sql"]]
    assert len(ours) == 5, "may ask, openings, their accounts, reveals, the customer"
