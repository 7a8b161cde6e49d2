"""Eight people, one record, one tag: real threads, real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from crm.audit.models import Entry
from crm.org.enums import Role
from customers.book.models import ContactPerson
from tests.customers.book.api.conftest import Console
from tests.factories.book import make_account
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(press: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(MANY)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return press(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


@pytest.fixture
def scene() -> tuple[list[Console], str]:
    """Eight clerks of a department, each signed in, and an account of it."""
    tree = make_company()
    account = make_account(tree["GS"])
    clerks = [Console(tree["GS-H"], f"10{number:02}", Role.R1) for number in range(MANY)]
    return clerks, f"/api/v1/accounts/{account.account_number}/"


def test_of_eight_corrections_one_is_written_and_seven_see_it(scene: tuple[list[Console], str]) -> None:
    clerks, url = scene
    tag = clerks[0].get(url)["ETag"]

    def correct(number: int) -> Any:
        body = {"address": f"苏州市人民路{number}号", "reason": "更正"}
        return clerks[number].send("patch", url, body, if_match=tag)

    answers = at_once(correct)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (MANY - 1)
    winner = next(answer for answer in answers if answer.status_code == 200)
    for answer in answers:
        if answer.status_code == 412:
            assert answer.json()["current"]["address"] == winner.json()["address"]
            assert answer["ETag"] == winner["ETag"]
    assert Entry.objects.filter(operation="book.correct_account").count() == 1


def test_of_eight_new_contacts_one_stands(scene: tuple[list[Console], str]) -> None:
    clerks, url = scene

    def write(number: int) -> Any:
        body = {"name": f"陈静{number}", "phone": f"1391234567{number}"}
        return clerks[number].send("put", f"{url}contacts/OUTAGE/", body, if_none_match="*")

    statuses = sorted(answer.status_code for answer in at_once(write))
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {409, 412}
    assert ContactPerson.objects.count() == 1


def test_one_key_writes_once_for_each_of_them(scene: tuple[list[Console], str]) -> None:
    """The same key of eight people is eight keys; of one person at eight counters it is one."""
    clerks, url = scene
    tag = clerks[0].get(url)["ETag"]
    body = {"address": "苏州市人民路1号", "reason": "更正"}
    answers = at_once(lambda _: clerks[0].send("patch", url, body, if_match=tag, idempotency_key="k"))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Entry.objects.filter(operation="book.correct_account").count() == 1
    assert clerks[1].send("patch", url, body, if_match=tag, idempotency_key="k").status_code == 412
