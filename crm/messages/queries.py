"""What a person has to read, and what left the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from crm.messages.models import Notification, OutgoingMessage
from crm.messages.rules import VIEW_OUTGOING
from crm.org.models import Staff

UNREAD_CAP = 100


def unread_count(user: Staff, *, now: datetime) -> int:
    """How many notifications `user` has not read, at most UNREAD_CAP; one index scan, bounded."""
    unread = Notification.objects.filter(recipient=user, read_at__isnull=True, not_before__lte=now)
    return len(unread.order_by("not_before").values_list("pk", flat=True)[:UNREAD_CAP])


def notifications_of(user: Staff, *, now: datetime) -> QuerySet[Notification]:
    """The notifications of `user` that may be shown, for keyset paging by `-id`."""
    return Notification.objects.filter(recipient=user, not_before__lte=now)


def outgoing_messages(user: Any) -> QuerySet[OutgoingMessage]:
    """The messages to customers that `user` may see, for keyset paging by `-id`."""
    return OutgoingMessage.objects.restrict(user, VIEW_OUTGOING).select_related("department")


def messages_about(user: Any, record: Model) -> QuerySet[OutgoingMessage]:
    """The messages about one record that `user` may see; order them by `-id`, which an index serves."""
    return OutgoingMessage.objects.restrict(user, VIEW_OUTGOING).filter(
        record_type=record._meta.label_lower, record_id=record.pk
    )
