"""A suspension ends by a real worker: beat's own tasks, a real broker, the test's database; twice is once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bizexpansion.enums import TermState
from bizexpansion.models import FollowUp, Term
from crm.clocks.tasks import sweep_clocks
from crm.outbox.tasks import drain_outbox
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import capacity
from tests.factories.bizexpansion import make_people

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker of the clocks and of the outbox."""
    at = connection.settings_dict
    user = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    url = f"postgres://{user}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "crm",
        "worker",
        "-Q",
        "clocks,notify",
        "-P",
        "solo",
        "-l",
        "ERROR",
    ]
    process = subprocess.Popen(
        command,
        env=os.environ | {"DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL},
        cwd=settings.BASE_DIR,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(120)


def until(holds: Callable[[], bool], patience: float = 300.0) -> None:
    """Let the worker go on until something holds; each round sends what beat would send."""
    tick = threading.Event()
    for _ in range(int(patience / 0.5)):
        if holds():
            return
        sweep_clocks.apply_async(queue="clocks")
        drain_outbox.apply_async(queue="notify")
        tick.wait(0.5)
    raise AssertionError("the worker has not come so far")


def test_the_worker_lets_a_suspension_end_once(worker: subprocess.Popen[bytes]) -> None:
    start = (timezone.now() - timedelta(days=75)).replace(hour=2, minute=0)
    office = Office(make_people(), capacity.TABLES[0], start)
    office.accept()
    office.run()
    until(lambda: Term.objects.get().state == TermState.EXPIRED)
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert account.running_capacity == account.contract_capacity == Decimal(3200)
    assert FollowUp.objects.get().flow_code == "204"
    version = account.version
    for _time in range(2):
        sweep_clocks()
        drain_outbox()
    account.refresh_from_db()
    assert (account.version, account.capacity_periods.count()) == (version, 3)
