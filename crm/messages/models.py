"""Notifications of staff, messages to customers, and the templates of those."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.messages.enums import Channel, MessageState
from crm.org.models import Department, Staff
from crm.org.scope import ScopedManager


class Notification(models.Model):
    """One line for one member of staff; (recipient, key) is unique, so nobody is told twice.

    Written in the recipient's language when it is made. Title and body name records by their numbers and
    hold nothing personal. It is shown from `not_before` on: a reminder waits for working time.
    """

    recipient = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=200, blank=True)
    key = models.CharField(_("key"), max_length=200)
    created_at = models.DateTimeField(_("created"))
    not_before = models.DateTimeField(_("shown from"))
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-not_before", "-id"], name="notification_list"),
            models.Index(
                fields=["recipient", "not_before"], name="notification_unread", condition=Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MessageTemplate(models.Model):
    """The words of one kind of message on one channel, with `$name` places (string.Template)."""

    code = models.CharField(_("code"), max_length=60)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["code", "channel"]
        constraints = [models.UniqueConstraint(fields=["code", "channel"], name="message_template_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.channel}"


class OutgoingMessage(models.Model):
    """One message to a customer, as it was worded; the row is the log of it and the unique effect key.

    `record_type` and `record_id` name what it is about (as in the audit, for that lies in a higher room): the
    supply account whose page is to show it.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    template = models.CharField(_("template"), max_length=60)
    recipient = models.CharField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("business department"),
    )
    record_type = models.CharField(_("kind of record"), max_length=80, blank=True, default="")
    record_id = models.BigIntegerField(_("record"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=MessageState, default=MessageState.QUEUED)
    created_at = models.DateTimeField(_("created"))
    not_before = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    reference = models.CharField(_("reference of the gateway"), max_length=120, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            models.Index(fields=["department", "-id"], name="outgoing_message_list"),
            models.Index(
                fields=["record_type", "record_id", "-id"],
                name="outgoing_message_record",
                condition=Q(record_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def masked_recipient(self) -> str:
        """The recipient as a page shows it: `138****1234`, `z***@example.com`."""
        if self.channel == Channel.SMS:
            return f"{self.recipient[:3]}****{self.recipient[-4:]}"
        name, _at, host = self.recipient.partition("@")
        return f"{name[:1]}***@{host}"
