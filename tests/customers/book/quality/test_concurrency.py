"""Writers and sweeps at the same time: nobody waits, nothing is forgotten, nothing older overwrites."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

import pytest
from django.db import connection, transaction

from customers.book.models import ContactPerson, QualityFinding, QualityMark, SupplyAccount
from customers.book.operations.quality import sweep_marked
from tests.factories.book import make_account
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(transactional_db: None, now: datetime) -> SupplyAccount:
    account = make_account(make_company()["GS"])
    sweep_marked(now=now)
    return account


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def lacks_contact(account: SupplyAccount) -> bool:
    return QualityFinding.objects.filter(account=account, rule="contact_accounts").exists()


def test_a_write_that_a_sweep_could_not_see_is_scored_by_the_next(
    account: SupplyAccount, pool: ThreadPoolExecutor, now: datetime
) -> None:
    written, swept = Event(), Event()

    def write() -> None:
        try:
            with transaction.atomic():
                ContactPerson.objects.create(account=account, purpose="ACCOUNTS", name="王某", phone="18912345670")
                written.set()
                assert swept.wait(120)
        finally:
            connection.close()

    writing = pool.submit(write)
    assert written.wait(120)
    SupplyAccount.objects.filter(pk=account.pk).update(version=2)
    assert sweep_marked(now=now) == 1, "the sweep waits for no writer"
    assert lacks_contact(account)
    swept.set()
    writing.result(120)
    assert QualityMark.objects.count() == 1, "the mark of the write came with its commit"
    assert sweep_marked(now=now) == 1
    assert not lacks_contact(account)


def test_a_second_sweep_leaves_at_once(account: SupplyAccount, pool: ThreadPoolExecutor, now: datetime) -> None:
    SupplyAccount.objects.filter(pk=account.pk).update(version=2)

    def sweep() -> int:
        try:
            return sweep_marked(now=now)
        finally:
            connection.close()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('book.quality'))")
        assert pool.submit(sweep).result(120) == 0
    assert pool.submit(sweep).result(120) == 1


def test_a_killed_sweep_leaves_the_marks(account: SupplyAccount, now: datetime) -> None:
    SupplyAccount.objects.filter(pk=account.pk).update(industry_code="9999")
    with transaction.atomic():
        assert sweep_marked(now=now) == 1
        transaction.set_rollback(True)
    assert QualityMark.objects.count() == 1
    assert sweep_marked(now=now) == 1
