"""What this room offers at the platform's doors: its list, and its parts of the customer page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.errors import OutOfScope
from crm.registries import (
    CustomerAction,
    CustomerBlock,
    NavigationItem,
    TimelineSource,
    customer_actions,
    customer_blocks,
    navigation,
    timeline_sources,
)
from customers.book.models import Customer
from customers.interactions.queries import open_of_account, told_of_accounts
from customers.interactions.rules import RECORD_INTERACTION, VIEW_INTERACTION


def register() -> None:
    """Called when the app is ready."""
    navigation.register(
        NavigationItem(
            "interactions",
            _("My questions"),
            "interaction-list",
            RECORD_INTERACTION,
            order=35,
            icon="messages",
            letter="m",
        )
    )
    customer_actions.register(
        CustomerAction(
            "interaction",
            _("Record a contact"),
            lambda account: reverse("interaction-new", args=[account.account_number]),
            RECORD_INTERACTION,
            order=30,
            icon="message-plus",
        )
    )
    customer_blocks.register(
        CustomerBlock(
            "questions",
            _("Open questions"),
            "interactions/block.html",
            questions_block,
            VIEW_INTERACTION,
            order=5,
            lazy=True,
        )
    )
    timeline_sources.register(
        TimelineSource("contacts", _("Contacts"), told_of_accounts, VIEW_INTERACTION, order=5)
    )


def questions_block(user: Any, customer: Customer) -> dict[str, Any] | None:
    """What the customer asked and was not answered yet; nothing where nothing waits."""
    if customer.focus is None:
        raise OutOfScope
    rows = open_of_account(user, customer.focus.pk)
    return {"rows": rows} if rows else None
