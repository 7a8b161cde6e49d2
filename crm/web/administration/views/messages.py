"""The inbox of the person, its badge in the frame, and the messages that left the house."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crm.messages.models import Notification, OutgoingMessage
from crm.messages.operations import mark_notifications_read
from crm.messages.queries import notifications_of, outgoing_messages
from crm.messages.rules import VIEW_OUTGOING
from crm.web.administration.filters import OutgoingMessageFilter
from crm.web.lists import ListPage
from crm.web.request import StaffRequest


class Notifications(ListPage):
    """Everything that this person was told, newest first."""

    order = ("-id",)
    counted = False
    template_name = "administration/notifications.html"
    rows_template = "administration/notification_rows.html"

    def get_queryset(self) -> QuerySet[Notification]:
        """The own notifications that may be shown now."""
        return notifications_of(self.request.user, now=timezone.now())


class OutgoingMessages(ListPage):
    """Messages to customers of the departments that this person serves; recipients are masked."""

    permission = VIEW_OUTGOING
    order = ("-id",)
    filterset_class = OutgoingMessageFilter
    template_name = "administration/outgoing_messages.html"
    rows_template = "administration/outgoing_message_rows.html"

    def get_queryset(self) -> QuerySet[OutgoingMessage]:
        """The messages that may be seen."""
        return outgoing_messages(self.request.user)


@require_GET
def badge(request: StaffRequest) -> HttpResponse:
    """The bell with its count, which the frame fetches every minute."""
    return render(request, "crm_web/badge.html")


@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark everything that is shown as read."""
    mark_notifications_read(actor=request.user, now=timezone.now())
    return redirect("notification-list")


@require_POST
def open_notification(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    now = timezone.now()
    found: Any = notifications_of(request.user, now=now).filter(pk=pk).first()
    if found is None:
        raise Http404
    mark_notifications_read(ids=[pk], actor=request.user, now=now)
    return redirect(found.url or "notification-list")
