"""Notify staff, queue a message to a customer, note what was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from string import Template
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import SYSTEM, Actor, about, operation
from crm.errors import DomainError, InvalidInput
from crm.messages.enums import Channel, MessageState
from crm.messages.gateways import gateway_of
from crm.messages.models import MessageTemplate, Notification, OutgoingMessage
from crm.org.models import Department, Staff
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.outbox.operations import emit

MOBILE = re.compile(r"1[3-9]\d{9}")
QUEUED_TOPIC = "message.queued"


class TemplateMissing(DomainError):
    """No template has this code on this channel."""

    code = "message_template_missing"
    message = _("There is no text for this message on this channel.")


def notify(
    staff_ids: Iterable[int],
    *,
    kind: str,
    title: str | Promise,
    body: str | Promise = "",
    url: str = "",
    key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Put one line into the inbox of every active person given; with the same `key` only once each.

    Lazy titles and bodies are rendered in each recipient's language. `not_before` holds a reminder back until
    working time. Raises ValueError for an address that leads out of the application.

    No audit entry: a notification is the echo of an operation or a fact that has its own.
    """
    if url and not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        raise ValueError("a notification leads to a page of this application")
    people = Staff.objects.filter(pk__in=set(staff_ids), is_active=True).order_by("pk")
    rows = []
    for person in people:
        with translation.override(person.language):
            rows.append(
                Notification(
                    recipient=person,
                    kind=kind,
                    title=str(title)[:200],
                    body=str(body),
                    url=url,
                    key=key,
                    created_at=now,
                    not_before=max(now, not_before or now),
                )
            )
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


@operation("messages.mark_notifications_read")
def mark_notifications_read(*, ids: Iterable[int] | None = None, actor: Staff, now: datetime) -> int:
    """Note that `actor` has read these own notifications (all that are shown when `ids` is None).

    Returns how many were unread before.
    """
    unread = Notification.objects.filter(recipient=actor, read_at__isnull=True, not_before__lte=now)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    locked = list(unread.select_for_update().order_by("pk").values_list("pk", flat=True))
    return Notification.objects.filter(pk__in=locked).update(read_at=now)


def send_message(
    *,
    channel: Channel,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    now: datetime,
    department: Department | None = None,
    not_before: datetime | None = None,
    record: models.Model | None = None,
) -> OutgoingMessage:
    """Word a message from its template and hand it to the channel's gateway after this transaction commits.

    `record` is what it is about, by rule the supply account, whose page then shows it.

    The same `key` again returns the first message. Raises TemplateMissing, and InvalidInput naming `recipient`
    for a wrong mobile number or e-mail address, `context` for a place of the template left empty.
    """
    known = OutgoingMessage.objects.filter(key=key).first()
    if known is not None:
        return known
    _check_recipient(channel, recipient)
    words = MessageTemplate.objects.filter(code=template, channel=channel).first()
    if words is None:
        raise TemplateMissing(details={"template": template, "channel": str(channel)})
    at = max(now, not_before or now)
    message, created = OutgoingMessage.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "template": template,
            "recipient": recipient,
            "subject": _fill(words.subject, context),
            "text": _fill(words.text, context),
            "department": department,
            "record_type": record._meta.label_lower if record is not None else "",
            "record_id": record.pk if record is not None else None,
            "created_at": now,
            "not_before": at,
        },
    )
    if created:
        emit(
            QUEUED_TOPIC,
            key=f"{QUEUED_TOPIC}:{message.pk}",
            payload={"message_id": message.pk},
            now=now,
            not_before=at,
        )
    return message


@operation("messages.hand_over_message")
def hand_over_message(*, message_id: int, actor: Actor, now: datetime) -> None:
    """Give a queued message to the gateway of its channel; a second call finds it sent and does nothing.

    Whatever the gateway raises leaves the message queued; the outbox tries again.
    """
    message = OutgoingMessage.objects.select_for_update().get(pk=message_id)
    about(message, channel=message.channel, template=message.template)
    if message.state == MessageState.SENT:
        return
    message.reference = gateway_of(message.channel).send(message)[:120]
    message.state, message.sent_at = MessageState.SENT, now
    message.save(update_fields=["reference", "state", "sent_at"])


@handles(QUEUED_TOPIC, name="messages.hand_over_message")
def on_message_queued(fact: Fact, *, now: datetime) -> None:
    """The outbox's way to the gateway."""
    hand_over_message(message_id=fact.payload["message_id"], actor=SYSTEM, now=now)


def _check_recipient(channel: str, recipient: str) -> None:
    if channel == Channel.SMS:
        if not MOBILE.fullmatch(recipient):
            raise InvalidInput({"recipient": _("This is not a mobile number.")})
        return
    try:
        validate_email(recipient)
    except ValidationError as error:
        raise InvalidInput({"recipient": error.messages}) from error


def _fill(words: str, context: Mapping[str, Any]) -> str:
    try:
        return Template(words).substitute({name: str(value) for name, value in context.items()})
    except KeyError as error:
        raise InvalidInput({"context": _("The message needs an entry that is missing.")}) from error
