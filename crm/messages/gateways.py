"""The doors through which messages leave; `MESSAGE_GATEWAYS` names one class per channel.

A gateway may be asked again for a message whose first sending was cut off before it could be noted: it
passes `message.key` on, so that the provider can drop the second.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from crm.messages.models import OutgoingMessage


class MessageGateway(Protocol):
    """Sends one message and returns the provider's reference; raises when it could not be handed over."""

    def send(self, message: OutgoingMessage) -> str: ...


class TableGateway:
    """Default: the row in the table is the message; the page of outgoing messages shows it."""

    def send(self, message: OutgoingMessage) -> str:
        """Nothing leaves the house."""
        return ""


class DjangoMailGateway:
    """E-mail through Django's configured mail server (EMAIL_HOST and its kin)."""

    def send(self, message: OutgoingMessage) -> str:
        """Send with the key as Message-ID, so that a repeated sending is seen as the same mail."""
        identifier = f"<{message.key.replace(':', '.')}@crm>"
        EmailMessage(
            message.subject, message.text, to=[message.recipient], headers={"Message-ID": identifier}
        ).send()
        return identifier


@cache
def gateway_of(channel: str) -> MessageGateway:
    """The configured gateway of a channel. Raises KeyError where none is configured."""
    gateway: MessageGateway = import_string(settings.MESSAGE_GATEWAYS[channel])()
    return gateway
