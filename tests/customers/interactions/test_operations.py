"""Contacts: once per form, owned by who was asked first, answered or handed over, never lost to a race."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from crm.errors import DomainError, InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.messages.models import Notification
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from customers.interactions.enums import InteractionState
from customers.interactions.models import Interaction
from customers.interactions.operations import (
    AlreadyAnswered,
    answer_interaction,
    hand_over_interaction,
    record_interaction,
)
from customers.interactions.queries import my_open
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1)


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    return make_account(tree["YQ"])


def record(account: SupplyAccount, actor: Staff, now: datetime, **values: Any) -> Interaction:
    fields: dict[str, Any] = {"channel": "HALL", "purpose": "BILL", "text": "为什么电费翻倍", "token": uuid4()}
    return record_interaction(account_id=account.pk, actor=actor, now=now, **{**fields, **values})


def test_who_was_asked_first_owns_it(account: SupplyAccount, clerk: Staff, now: datetime) -> None:
    row = record(account, clerk, now)
    assert (row.owner, row.state, row.department_id) == (clerk, InteractionState.OPEN, account.department_id)
    assert list(my_open(clerk)) == [row]


def test_the_same_form_twice_is_one_contact(account: SupplyAccount, clerk: Staff, now: datetime) -> None:
    token = uuid4()
    assert record(account, clerk, now, token=token) == record(account, clerk, now, token=token)
    assert Interaction.objects.count() == 1


def test_somebody_elses_form_number_is_not_answered(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    row = record(account, clerk, now)
    with pytest.raises(OutOfScope):
        record(account, make_staff("1002", tree["YQ-H"], Role.R1), now, token=row.token)


@pytest.mark.parametrize("values", [{"answer": "按阶梯电价解释"}, {"direction": "OUT"}])
def test_what_is_answered_at_once_waits_for_nobody(
    account: SupplyAccount, clerk: Staff, now: datetime, values: dict[str, Any]
) -> None:
    row = record(account, clerk, now, due_on=now.date(), **values)
    assert (row.state, row.answered_at, row.due_on) == (InteractionState.ANSWERED, now, None)
    assert not my_open(clerk).exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": "FAX"}, "channel"),
        ({"purpose": ""}, "purpose"),
        ({"direction": "UP"}, "direction"),
        ({"text": " "}, "text"),
        ({"text": "长" * 1001}, "text"),
        ({"due_on": datetime(2026, 11, 24).date()}, "due_on"),  # noqa: DTZ001 - a day
    ],
)
def test_wrong_entries_name_their_field(
    account: SupplyAccount, clerk: Staff, now: datetime, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record(account, clerk, now, **values)
    assert list(refusal.value.errors) == [field]
    assert not Interaction.objects.exists()


def test_an_agent_records_about_any_account_and_others_only_about_their_own(
    tree: dict[str, Department], now: datetime
) -> None:
    agent, stranger = make_staff("5001", tree["95598"], Role.CALL_AGENT), make_staff("2001", tree["GS-H"], Role.R1)
    operator = make_staff("6001", tree["OPS"], Role.GRID_OPERATOR)
    account = make_account(tree["YQ"])
    assert record(account, agent, now, channel="PHONE").owner == agent
    with pytest.raises(OutOfScope):
        record(account, stranger, now)
    with pytest.raises(NotPermitted):
        record(account, operator, now)


def test_an_answer_closes_it_and_comes_once(account: SupplyAccount, clerk: Staff, now: datetime) -> None:
    row = record(account, clerk, now)
    for _time in range(2):
        closed = answer_interaction(interaction_id=row.pk, answer="已说明", version=1, actor=clerk, now=now)
    assert (closed.state, closed.answer, closed.version) == (InteractionState.ANSWERED, "已说明", 2)
    with pytest.raises(AlreadyAnswered):
        answer_interaction(interaction_id=row.pk, answer="另一答复", version=2, actor=clerk, now=now)


def test_to_hand_over_makes_another_responsible_and_tells_him(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    biller = make_staff("1003", tree["YQ-T"], Role.R16)
    row = record(account, clerk, now)
    hand_over_interaction(
        interaction_id=row.pk, to_number="1003", reason="电费核算", version=1, actor=clerk, now=now
    )
    row.refresh_from_db()
    assert (row.owner, row.state) == (biller, InteractionState.HANDED_OVER)
    assert [note.recipient for note in Notification.objects.all()] == [biller]
    assert not my_open(clerk).exists()
    with pytest.raises(NotPermitted):
        answer_interaction(interaction_id=row.pk, answer="我来答", version=2, actor=clerk, now=now)


@pytest.mark.parametrize("number", ["9999", "2001", "6001"])
def test_only_who_can_answer_there_is_handed_it(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime, number: str
) -> None:
    make_staff("2001", tree["GS-H"], Role.R1)
    make_staff("6001", tree["OPS"], Role.GRID_OPERATOR)
    row = record(account, clerk, now)
    with pytest.raises(InvalidInput) as refusal:
        hand_over_interaction(
            interaction_id=row.pk, to_number=number, reason="转办", version=1, actor=clerk, now=now
        )
    assert list(refusal.value.errors) == ["to_number"]


def test_a_manager_may_take_it_in_hand_and_a_colleague_may_not(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    row = record(account, clerk, now)
    colleague, manager = make_staff("1002", tree["YQ-H"], Role.R1), make_staff("8001", tree["YQ"], Role.MANAGER)
    stranger = make_staff("8002", tree["GS"], Role.MANAGER)
    refused: dict[Staff, type[DomainError]] = {colleague: NotPermitted, stranger: OutOfScope}
    for person, refusal in refused.items():
        with pytest.raises(refusal):
            answer_interaction(interaction_id=row.pk, answer="已说明", version=1, actor=person, now=now)
    answer_interaction(interaction_id=row.pk, answer="已说明", version=1, actor=manager, now=now)


def test_a_stale_form_is_refused(
    account: SupplyAccount, clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    make_staff("1003", tree["YQ-T"], Role.R16)
    manager = make_staff("8001", tree["YQ"], Role.MANAGER)
    row = record(account, clerk, now)
    hand_over_interaction(interaction_id=row.pk, to_number="1003", reason="核算", version=1, actor=clerk, now=now)
    with pytest.raises(StaleVersion):
        answer_interaction(
            interaction_id=row.pk, answer="已说明", version=1, actor=manager, now=now + timedelta(hours=1)
        )
