"""Write a fact; deliver what is due."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import connection, transaction

from crm.audit.operation import Actor, about, add_parts_later, at_end, operation
from crm.errors import OutOfScope
from crm.org.permissions import require
from crm.outbox.handlers import handler_named, handler_names
from crm.outbox.models import Delivery, DeliveryState, Fact
from crm.outbox.rules import RETRY_DELIVERY
from crm.writing import Parts

logger = logging.getLogger(__name__)

# Topic, key and payload of a fact that is not written yet.
NewFact = tuple[str, str, Mapping[str, Any]]

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Drained:
    """What one run of the drain did: deliveries made, failed for now, given up."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def emit(
    topic: str, *, key: str, payload: Mapping[str, Any], now: datetime, not_before: datetime | None = None
) -> Fact:
    """Write, inside the caller's transaction, that something happened, and one delivery per handler.

    `key` makes the fact unique: emitting it again changes nothing and returns the first. `payload` holds
    JSON values, ids and times, nothing personal; handlers run at `not_before` at the earliest. Raises
    RuntimeError outside a transaction, ValueError when the key already belongs to another topic.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit() outside a transaction would lose the fact or the change it speaks of")
    written = _write([(topic, key, payload)], now=now, due_at=max(now, not_before or now))
    if written:
        return written[0]
    fact = Fact.objects.get(key=key)
    if fact.topic != topic:
        raise ValueError(f"outbox key {key} belongs to topic {fact.topic}, not {topic}")
    return fact


def emit_at_end(topic: str, *, key: str, payload: Mapping[str, Any], now: datetime) -> None:
    """`emit` of one fact, written at the end of the operation that runs, together with all others (`emit_all`)."""
    emit_all([(topic, key, payload)], now=now)


def emit_many(topic: str, facts: Mapping[str, Mapping[str, Any]], *, now: datetime) -> None:
    """`emit` for many facts of one topic at once, key by payload, in a constant number of statements."""
    emit_all([(topic, key, payload) for key, payload in facts.items()], now=now)


def emit_all(facts: Sequence[NewFact], *, now: datetime) -> None:
    """`emit` for many facts (topic, key, payload), in a constant number of statements; inside an operation at its
    end, together with all others."""
    if not connection.in_atomic_block:
        raise RuntimeError("emit_all() outside a transaction would lose the facts or the changes they speak of")
    at_end(_write_all, [(fact, now) for fact in facts])


def _write_all(facts: list[tuple[NewFact, datetime]]) -> None:
    """Write what has been told of in an operation, together with what else it writes."""
    by_moment: dict[datetime, list[NewFact]] = {}
    for fact, now in facts:
        by_moment.setdefault(now, []).append(fact)
    for number, (now, told) in enumerate(by_moment.items()):
        name = f"fact{number}"
        sql, params, heard = _compose(told, name, now=now, due_at=now)
        add_parts_later(Parts(sql, params, f"ARRAY(SELECT topic FROM {name})", _nudge_for(heard)))  # noqa: S608


def _nudge_for(heard: Set[str]) -> Callable[[list[str]], None]:
    """Let deliveries begin if one of the topics was written that somebody hears."""

    def nudge(topics: list[str]) -> None:
        if heard & set(topics):
            _nudge_on_commit()

    return nudge


def _write(facts: Sequence[NewFact], *, now: datetime, due_at: datetime) -> list[Fact]:
    """Write those whose key is new, and a delivery for each of their handlers; returns them. One statement."""
    sql, params, heard = _compose(facts, "fact", now=now, due_at=due_at)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {sql} SELECT key, id FROM fact", params)  # noqa: S608 parts of our own
        ids: dict[str, int] = dict(cursor.fetchall())
    fresh = [
        Fact(pk=ids[key], topic=topic, key=key, payload=dict(payload), created_at=now)
        for topic, key, payload in facts
        if key in ids
    ]
    if {fact.topic for fact in fresh} & heard:
        _nudge_on_commit()
    return fresh


def _compose(
    facts: Sequence[NewFact], fact: str, *, now: datetime, due_at: datetime
) -> tuple[str, list[Any], Set[str]]:
    """Two parts of a WITH, of which `fact` gives the facts that are new; their values; the topics that are heard.

    In SQL, because the ORM can ignore a conflict or learn the ids, not both.
    """
    topics, keys, payloads = zip(*facts, strict=True)
    listening = [(topic, name) for topic in dict.fromkeys(topics) for name in handler_names(topic)]
    sql = (
        f"{fact} AS (INSERT INTO crm_outbox_fact (topic, key, payload, created_at)"  # noqa: S608 a name of our own
        " SELECT new.topic, new.key, new.payload::jsonb, %s"
        " FROM unnest(%s::text[], %s::text[], %s::text[]) AS new (topic, key, payload)"
        " ON CONFLICT (key) DO NOTHING RETURNING id, topic, key),"
        f" {fact}_delivery AS (INSERT INTO crm_outbox_delivery"
        " (fact_id, handler, state, attempts, next_attempt_at, last_error)"
        f" SELECT {fact}.id, listening.handler, %s, 0, %s, '' FROM {fact}"
        f" JOIN unnest(%s::text[], %s::text[]) AS listening (topic, handler) USING (topic) ORDER BY {fact}.id)"
    )
    params = [
        now,
        list(topics),
        list(keys),
        [json.dumps(payload) for payload in payloads],
        DeliveryState.PENDING,
        due_at,
        [topic for topic, _name in listening],
        [name for _topic, name in listening],
    ]
    return sql, params, {topic for topic, _name in listening}


def drain(*, now: datetime, limit: int = 1000) -> Drained:
    """Deliver what is due, each delivery in a transaction of its own; at most `limit` attempts.

    Several workers may run this at once. One failing delivery does not hold up the others.
    """
    counts = {"delivered": 0, "failed": 0, "given_up": 0}
    for _attempt in range(limit):
        delivery = _claim(now)
        if delivery is None:
            break
        outcome = _deliver(delivery, now) if delivery.state == DeliveryState.PENDING else "given_up"
        if outcome:
            counts[outcome] += 1
    return Drained(**counts)


@operation("outbox.retry_delivery")
def retry_delivery(*, delivery_id: int, actor: Actor, now: datetime) -> Delivery:
    """Let a delivery that was given up be tried again, from the first attempt on; a waiting one stays as it is.

    Raises OutOfScope where there is no such delivery.
    """
    require(actor, RETRY_DELIVERY)
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise OutOfScope
    about(delivery, handler=delivery.handler, state=delivery.state)
    if delivery.state == DeliveryState.FAILED:
        delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.PENDING, 0, now
        delivery.save(update_fields=["state", "attempts", "next_attempt_at"])
        _nudge_on_commit()
    return delivery


def pause_after(attempts: int) -> timedelta:
    """How long a delivery rests after its n-th attempt: 10 s, 40 s, 160 s, ... at most an hour."""
    return min(FIRST_PAUSE * 4 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _claim(now: datetime) -> Delivery | None:
    """Take the next due delivery and commit that it is being tried.

    The attempt counts before the handler runs: a delivery whose handler kills its worker again and again
    (memory, a crash in C) rests longer each time and is given up in the end, like any other failure.
    """
    with transaction.atomic():
        delivery: Delivery | None = (
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
            .order_by("next_attempt_at", "id")
            .first()
        )
        if delivery is None:
            return None
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = DeliveryState.FAILED
            delivery.last_error = delivery.last_error or "the worker was lost at every attempt"
            logger.error("outbox delivery %s (%s) given up", delivery.pk, delivery.handler)
        else:
            delivery.attempts += 1
            delivery.next_attempt_at = now + pause_after(delivery.attempts)
        delivery.save(update_fields=["state", "attempts", "next_attempt_at", "last_error"])
    return delivery


def _deliver(claimed: Delivery, now: datetime) -> str:
    """Run the handler and note it in the same transaction; '' when another worker holds the row."""
    with transaction.atomic():
        delivery: Delivery | None = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("fact")
            .filter(pk=claimed.pk, state=DeliveryState.PENDING)
            .first()
        )
        if delivery is None:
            return ""
        try:
            with transaction.atomic():
                handler_named(delivery.handler)(delivery.fact, now=now)
                connection.check_constraints()  # a deferred foreign key fails here, not at our commit
        except Exception as error:
            delivery.last_error = _describe(error)
            logger.warning(
                "outbox delivery %s (%s) failed: %s", delivery.pk, delivery.handler, type(error).__name__
            )
            outcome = "failed"
            if delivery.attempts >= MAX_ATTEMPTS:
                delivery.state, outcome = DeliveryState.FAILED, "given_up"
        else:
            delivery.state, delivery.delivered_at, delivery.last_error = DeliveryState.DELIVERED, now, ""
            outcome = "delivered"
        delivery.save(update_fields=["state", "delivered_at", "last_error"])
    return outcome


def _describe(error: Exception) -> str:
    """Kind and place of an error; its text only where it is ours, since a driver's text may quote a row."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else ""
    code = f" ({error.code})" if isinstance(getattr(error, "code", None), str) else ""  # type: ignore[attr-defined]
    text = f": {error}" if isinstance(error, LookupError) else ""
    return f"{type(error).__name__}{code}{text}{place}"


def _nudge_on_commit() -> None:
    """Ask a worker to come at once, one message per transaction; lost or refused, beat's tick comes anyway."""
    if not any(entry[1] is _nudge for entry in connection.run_on_commit):
        transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    current_app.send_task("crm.outbox.tasks.drain_outbox", queue="notify", retry=False, expires=30)
