"""What a person has to read, and what left the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from crm.messages.models import Notification, OutgoingMessage
from crm.messages.rules import VIEW_OUTGOING
from crm.org.models import Staff

UNREAD_CAP = 100
PAGE = 50


def unread_count(user: Staff, *, now: datetime) -> int:
    """How many notifications `user` has not read, at most UNREAD_CAP; one index scan, bounded."""
    unread = Notification.objects.filter(recipient=user, read_at__isnull=True, not_before__lte=now)
    return len(unread.order_by("not_before").values_list("pk", flat=True)[:UNREAD_CAP])


def notifications_of(user: Staff, *, now: datetime, before_id: int | None = None) -> QuerySet[Notification]:
    """The newest notifications of `user` that may be shown, PAGE + 1 rows; `before_id` pages on."""
    rows = Notification.objects.filter(recipient=user, not_before__lte=now).order_by("-id")
    return (rows.filter(pk__lt=before_id) if before_id else rows)[: PAGE + 1]


def outgoing_messages(
    user: Any, *, channel: str = "", state: str = "", before_id: int | None = None
) -> QuerySet[OutgoingMessage]:
    """The newest messages that `user` may see, PAGE + 1 rows; `before_id` pages on."""
    rows = OutgoingMessage.objects.restrict(user, VIEW_OUTGOING).select_related("department").order_by("-id")
    if channel:
        rows = rows.filter(channel=channel)
    if state:
        rows = rows.filter(state=state)
    if before_id:
        rows = rows.filter(pk__lt=before_id)
    return rows[: PAGE + 1]
