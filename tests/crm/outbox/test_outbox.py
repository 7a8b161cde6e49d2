"""Facts are written with what they speak of; each delivery has one effect; failures rest, then are given up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from crm.audit.models import Entry
from crm.org.models import Department
from crm.outbox.handlers import handles
from crm.outbox.models import Delivery, DeliveryState, Fact
from crm.outbox.operations import LONGEST_PAUSE, MAX_ATTEMPTS, Drained, drain, emit, pause_after
from tests.crm.outbox import sample_handlers
from tests.factories.org import make_company


def effects() -> int:
    return Entry.objects.filter(operation="test.effect").count()


@pytest.mark.django_db
def test_a_fact_reaches_its_handler_once(now: datetime) -> None:
    emit("test.plain", key="a", payload={"case_id": 1}, now=now)
    assert drain(now=now) == Drained(delivered=1)
    assert drain(now=now + timedelta(days=1)) == Drained()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.delivered_at) == (DeliveryState.DELIVERED, 1, now)
    assert effects() == 1


@pytest.mark.django_db
def test_the_same_key_again_changes_nothing(now: datetime) -> None:
    first = emit("test.plain", key="a", payload={"case_id": 1}, now=now)
    again = emit("test.plain", key="a", payload={"case_id": 2}, now=now)
    assert (again.pk, again.payload, Delivery.objects.count()) == (first.pk, {"case_id": 1}, 1)
    with pytest.raises(ValueError, match="belongs to topic"):
        emit("test.failing", key="a", payload={}, now=now)


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_the_transaction_of_its_change(now: datetime) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        emit("test.plain", key="a", payload={}, now=now)


@pytest.mark.django_db(transaction=True)
def test_a_refused_change_leaves_no_fact(now: datetime) -> None:
    with transaction.atomic():
        emit("test.plain", key="a", payload={}, now=now)
        transaction.set_rollback(True)
    assert not Fact.objects.exists()
    assert drain(now=now) == Drained()


@pytest.mark.django_db
def test_a_failing_handler_leaves_no_effect_and_holds_up_nobody(now: datetime) -> None:
    emit("test.both", key="a", payload={}, now=now)
    emit("test.plain", key="b", payload={}, now=now)
    assert drain(now=now) == Drained(delivered=2, failed=1)
    assert effects() == 2
    failed = Delivery.objects.get(handler="test.failing")
    assert (failed.state, failed.next_attempt_at) == (DeliveryState.PENDING, now + timedelta(seconds=10))
    assert failed.last_error.startswith("RuntimeError at failing:")


@pytest.mark.django_db
def test_what_an_error_quotes_is_not_kept(now: datetime) -> None:
    emit("test.failing", key="a", payload={}, now=now)
    drain(now=now)
    assert "13912345678" not in Delivery.objects.get().last_error


@pytest.mark.django_db(transaction=True)
def test_a_constraint_that_fails_at_commit_is_a_failed_attempt_like_others(now: datetime) -> None:
    make_company()
    with transaction.atomic():
        emit("test.deferred", key="a", payload={}, now=now)
        emit("test.plain", key="b", payload={}, now=now)
    assert drain(now=now) == Drained(delivered=1, failed=1)
    assert effects() == 1
    assert not Department.objects.filter(parent_id=999_999).exists()
    assert Delivery.objects.get(handler="test.deferred").last_error.startswith("IntegrityError")


@pytest.mark.django_db
def test_a_failing_delivery_rests_longer_each_time_and_is_given_up(now: datetime) -> None:
    emit("test.failing", key="a", payload={}, now=now)
    moment, pauses = now, []
    for _attempt in range(MAX_ATTEMPTS - 1):
        assert drain(now=moment) == Drained(failed=1)
        assert drain(now=moment) == Drained()
        due = Delivery.objects.get().next_attempt_at
        pauses.append(due - moment)
        moment = due
    assert pauses == [timedelta(seconds=s) for s in (10, 40, 160, 640, 2560, 3600, 3600)]
    assert drain(now=moment) == Drained(given_up=1)
    assert drain(now=moment + timedelta(days=9)) == Drained()
    assert Delivery.objects.get().state == DeliveryState.FAILED


@pytest.mark.django_db
def test_a_handler_that_no_running_code_has_is_named_in_the_error(now: datetime) -> None:
    fact = emit("test.nobody", key="a", payload={}, now=now)
    Delivery.objects.create(fact=fact, handler="test.gone", next_attempt_at=now)
    assert drain(now=now) == Drained(failed=1)
    assert "no outbox handler is named test.gone" in Delivery.objects.get().last_error


def test_pauses_never_exceed_an_hour() -> None:
    assert pause_after(1) == timedelta(seconds=10)
    assert pause_after(10_000) == LONGEST_PAUSE


def test_two_handlers_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"two outbox handlers are named test\.plain"):
        handles("test.plain", name="test.plain")(lambda fact, *, now: None)
    assert handles("test.plain", name="test.plain")(sample_handlers.plain) is sample_handlers.plain
