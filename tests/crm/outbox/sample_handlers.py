"""Handlers that the outbox tests register, in this process, in killed children and in real workers."""

from __future__ import annotations

import os
import signal
from datetime import datetime

from django.db import connection

from crm.audit.operation import SYSTEM, operation
from crm.org.models import Department
from crm.outbox.handlers import handles
from crm.outbox.models import Fact

CHANNEL = "outbox_test"


@operation("test.effect")
def effect(*, actor, now) -> None:
    """Leaves one audit entry per call: the effect that must exist once."""


@handles("test.plain", "test.both", name="test.plain")
def plain(fact: Fact, *, now: datetime) -> None:
    effect(actor=SYSTEM, now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")  # heard at commit, so a test can wait without sleeping


@handles("test.failing", "test.both", name="test.failing")
def failing(fact: Fact, *, now: datetime) -> None:
    effect(actor=SYSTEM, now=now)
    raise RuntimeError("refused 13912345678")


@handles("test.deferred", name="test.deferred")
def broken_only_at_commit(fact: Fact, *, now: datetime) -> None:
    """A foreign key to nobody: PostgreSQL would notice at commit only."""
    effect(actor=SYSTEM, now=now)
    Department.objects.filter(code="GS").update(parent_id=999_999)


@handles("test.lethal", name="test.lethal")
def lethal(fact: Fact, *, now: datetime) -> None:
    """Kills its own process between the effect and the commit while OUTBOX_KILL is set."""
    effect(actor=SYSTEM, now=now)
    if os.environ.get("OUTBOX_KILL"):
        os.kill(os.getpid(), signal.SIGKILL)
