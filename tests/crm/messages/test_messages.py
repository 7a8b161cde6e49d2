"""Nobody is told twice; reminders wait; a message leaves once through the configured gateway."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from crm.messages import gateways
from crm.messages.enums import Channel, MessageState
from crm.messages.models import Notification, OutgoingMessage
from crm.messages.operations import (
    TemplateMissing,
    hand_over_message,
    mark_notifications_read,
    notify,
    send_message,
)
from crm.messages.queries import notifications_of, outgoing_messages, unread_count
from crm.org.enums import Role
from crm.outbox.models import Delivery, DeliveryState
from crm.outbox.operations import Drained, drain
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
PHONE = "13912345678"
CONTEXT = {"number": "261125-0001", "due": "2026-12-10"}


def tell(people, now: datetime, key: str = "k", **extra) -> None:
    notify([p.pk for p in people], kind="test", title=extra.pop("title", "t"), key=key, now=now, **extra)


def send(now: datetime, key: str = "k", **extra) -> OutgoingMessage:
    values = {"channel": Channel.SMS, "recipient": PHONE, "template": "case.accepted", "context": CONTEXT, **extra}
    return send_message(key=key, now=now, **values)


@pytest.fixture(autouse=True)
def fresh_gateways():
    gateways.gateway_of.cache_clear()
    yield
    gateways.gateway_of.cache_clear()


def test_each_person_is_told_once_and_only_the_active(now: datetime) -> None:
    tree = make_company()
    one, two = make_staff("1", tree["GS-H"]), make_staff("2", tree["GS-H"])
    gone = make_staff("3", tree["GS-H"], is_active=False)
    tell([one, two, gone], now)
    tell([one], now, title="again")
    assert list(Notification.objects.order_by("recipient").values_list("recipient", "title")) == [
        (one.pk, "t"),
        (two.pk, "t"),
    ]


def test_a_lazy_title_is_written_in_each_recipients_language(now: datetime) -> None:
    tree = make_company()
    here, there = make_staff("1", tree["GS-H"]), make_staff("2", tree["GS-H"], language="en")
    tell([here, there], now, title=gettext_lazy("Enter a number."))
    assert Notification.objects.get(recipient=there).title == "Enter a number."
    assert Notification.objects.get(recipient=here).title == "请输入数字。"


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_a_notification_leads_nowhere_else(url: str, now: datetime) -> None:
    with pytest.raises(ValueError, match="this application"):
        tell([make_staff("1", make_company()["GS-H"])], now, url=url)


def test_a_reminder_is_not_shown_before_its_time(now: datetime) -> None:
    person = make_staff("1", make_company()["GS-H"])
    morning = now + timedelta(hours=22)
    tell([person], now, not_before=morning)
    assert (unread_count(person, now=now), list(notifications_of(person, now=now))) == (0, [])
    assert unread_count(person, now=morning) == 1
    assert notifications_of(person, now=morning)[0].title == "t"


def test_reading_marks_the_own_shown_notifications_only(now: datetime) -> None:
    tree = make_company()
    one, two = make_staff("1", tree["GS-H"]), make_staff("2", tree["GS-H"])
    tell([one, two], now)
    tell([one], now, key="later", not_before=now + timedelta(days=1))
    foreign = Notification.objects.get(recipient=two)
    assert mark_notifications_read(ids=[foreign.pk], actor=one, now=now) == 0
    assert mark_notifications_read(actor=one, now=now) == 1
    assert mark_notifications_read(actor=one, now=now) == 0
    assert (unread_count(one, now=now), unread_count(two, now=now)) == (0, 1)
    assert unread_count(one, now=now + timedelta(days=1)) == 1


@pytest.mark.parametrize("rows", [1, 130])
def test_the_count_is_one_bounded_query(rows: int, now: datetime, django_assert_num_queries) -> None:
    person = make_staff("1", make_company()["GS-H"])
    for number in range(rows):
        tell([person], now, key=str(number))
    with django_assert_num_queries(1):
        assert unread_count(person, now=now) == min(rows, 100)
    with django_assert_num_queries(1):
        assert len(notifications_of(person, now=now)) == rows


def test_a_message_is_worded_once_and_handed_over_once(now: datetime) -> None:
    message = send(now)
    assert (
        message.text
        == "您的用电申请已受理，工单号 261125-0001，我们将在 2026-12-10 前答复供电方案。咨询请拨 95598。"
    )
    assert send(now, recipient="13800000000").pk == message.pk
    assert (message.state, message.masked_recipient) == (MessageState.QUEUED, "139****5678")
    assert drain(now=now) == Drained(delivered=1)
    hand_over_message(message_id=message.pk, actor=SYSTEM, now=now + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (MessageState.SENT, now)


def test_a_message_waits_for_its_time(now: datetime) -> None:
    morning = now + timedelta(hours=22)
    send(now, not_before=morning)
    assert drain(now=now) == Drained()
    assert drain(now=morning) == Drained(delivered=1)


def test_the_audit_and_the_outbox_hold_no_phone_number(now: datetime) -> None:
    send(now)
    drain(now=now)
    entry = Entry.objects.get(operation="messages.hand_over_message")
    assert PHONE not in str(entry.details)
    assert PHONE not in str(Delivery.objects.get().fact.payload)


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"recipient": "12345"}, "recipient"),
        ({"recipient": "x", "channel": Channel.EMAIL}, "recipient"),
        ({"context": {"number": "1"}}, "context"),
    ],
)
def test_a_wrong_entry_names_its_field_and_queues_nothing(extra, field: str, now: datetime) -> None:
    with pytest.raises(InvalidInput) as error:
        send(now, **extra)
    assert list(error.value.errors) == [field]
    assert not OutgoingMessage.objects.exists()


def test_a_text_that_nobody_wrote_is_an_error(now: datetime) -> None:
    with pytest.raises(TemplateMissing):
        send(now, template="no.such")


def test_a_place_in_the_values_is_not_filled_again(now: datetime) -> None:
    assert "$due" in send(now, context={"number": "$due", "due": "x"}).text


def test_an_email_gateway_sends_through_the_mail_server(now: datetime, settings) -> None:
    settings.MESSAGE_GATEWAYS = {"EMAIL": "crm.messages.gateways.DjangoMailGateway"}
    message = send(now, channel=Channel.EMAIL, recipient="zhang@example.com")
    assert message.masked_recipient == "z***@example.com"
    drain(now=now)
    assert [(m.to, m.subject, m.extra_headers["Message-ID"]) for m in mail.outbox] == [
        (["zhang@example.com"], "用电申请已受理", "<k@crm>")
    ]


class RefusingGateway:
    """A provider that is down."""

    def send(self, message: OutgoingMessage) -> str:
        raise ConnectionError("down")


def test_a_gateway_that_is_down_leaves_the_message_queued_for_the_next_attempt(now: datetime, settings) -> None:
    settings.MESSAGE_GATEWAYS = {"SMS": f"{__name__}.RefusingGateway"}
    message = send(now)
    assert drain(now=now) == Drained(failed=1)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    settings.MESSAGE_GATEWAYS = {"SMS": "crm.messages.gateways.TableGateway"}
    gateways.gateway_of.cache_clear()
    assert drain(now=now + timedelta(seconds=10)) == Drained(delivered=1)
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


@pytest.mark.parametrize("rows", [1, 30])
def test_outgoing_messages_are_those_of_the_own_department(
    rows: int, now: datetime, django_assert_num_queries
) -> None:
    tree = make_company()
    clerk = make_staff("1", tree["GS-H"], Role.R1)
    for number in range(rows):
        send(now, key=f"a{number}", department=tree["GS"])
        send(now, key=f"b{number}", department=tree["YQ"])
    outgoing_messages(clerk)
    with django_assert_num_queries(1):
        listed = [message.department.code for message in outgoing_messages(clerk)]
    assert listed == ["GS"] * rows
    assert not outgoing_messages(make_staff("2", tree["GS-H"], Role.R3))
