"""Real processes: two sweeps at once, and one killed between claim and commit, leave each effect once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from crm.clocks.models import Breach, Clock
from crm.outbox.models import Fact
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120
ROOT = Path(__file__).resolve().parents[3]


def start_sweep() -> subprocess.Popen[str]:
    """A sweep in a process of its own, on this test's database."""
    at = connection.settings_dict
    user = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    url = f"postgres://{user}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "sweep_clocks"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def overdue_clocks(count: int) -> None:
    department, rule = make_company()["GS"], make_rule()
    for number in range(count):
        make_clock(rule, department, t("2026-03-02 09:00"), f"case:{number}")


def assert_each_effect_once(count: int) -> None:
    assert Breach.objects.count() == count
    assert Breach.objects.values("clock").distinct().count() == count
    assert set(Breach.objects.values_list("deadline", flat=True)) == {t("2026-03-09 17:30")}
    assert Fact.objects.filter(topic="clock.breached").count() == count
    assert not Clock.objects.filter(breached_at=None).exists()


def wait_until_blocked(process: subprocess.Popen[str], patience: float = PATIENCE) -> None:
    """Until the process waits in the database for a lock that we hold, having claimed its rows."""
    tick = threading.Event()
    for _ in range(int(patience / 0.05)):
        assert process.poll() is None, process.communicate()
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
                " WHERE datname = current_database() AND NOT granted AND relation = 'crm_outbox_fact'::regclass"
            )
            if cursor.fetchone()[0]:
                return
        tick.wait(0.05)
    raise AssertionError("the sweep never came to the outbox")


def test_a_sweep_killed_between_claim_and_commit_loses_and_doubles_nothing() -> None:
    overdue_clocks(5)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE crm_outbox_fact IN SHARE MODE")
        victim = start_sweep()
        wait_until_blocked(victim)  # rows claimed, breaches written, facts not yet, nothing committed
        assert Breach.objects.count() == 0
        victim.kill()
        victim.communicate(timeout=PATIENCE)
        assert victim.returncode == -9
    again = start_sweep()
    out, err = again.communicate(timeout=PATIENCE)
    assert out == "breached 5, warned 0, put aside 0\n", err
    assert_each_effect_once(5)
    out, _ = start_sweep().communicate(timeout=PATIENCE)
    assert out == "breached 0, warned 0, put aside 0\n"
    assert_each_effect_once(5)


def test_two_sweeps_at_once_share_the_work() -> None:
    overdue_clocks(60)
    both = [start_sweep(), start_sweep()]
    outs = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert sum(int(out.split()[1].rstrip(",")) for out in outs) == 60
    assert_each_effect_once(60)
