"""Which contacts somebody sees: of an account, his own open ones, and the line of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.registries import TimelineEntry
from crm.registries.timeline import Moment, earlier
from customers.interactions.enums import InteractionState
from customers.interactions.models import Interaction
from customers.interactions.rules import VIEW_INTERACTION

ICONS = {
    "HALL": "building-store",
    "PHONE": "phone",
    "VISIT": "walk",
    "WEB": "world",
    "SMS": "message",
    "WECHAT": "message-circle",
    "EMAIL": "mail",
}
OPEN_SHOWN = 10


def visible_interactions(user: Any) -> QuerySet[Interaction]:
    """The contacts of one's departments, with what a row shows."""
    rows = Interaction.objects.restrict(user, VIEW_INTERACTION)
    return rows.select_related("account__customer", "owner", "taken_by")


def find_interaction(user: Any, pk: int) -> Interaction:
    """One contact. Raises OutOfScope (404)."""
    row = visible_interactions(user).filter(pk=pk).first()
    if row is None:
        raise OutOfScope
    return row


def my_open(user: Staff) -> QuerySet[Interaction]:
    """What this person was asked first, or was handed, and has not answered."""
    return visible_interactions(user).filter(owner=user).exclude(state=InteractionState.ANSWERED)


def open_of_account(user: Any, account_id: int) -> list[Interaction]:
    """What of an account waits for an answer; one query."""
    rows = Interaction.objects.restrict(user, VIEW_INTERACTION).filter(account_id=account_id)
    rows = rows.exclude(state=InteractionState.ANSWERED).select_related("owner")
    shown = rows.only("purpose", "text", "state", "due_on", "owner__name", "taken_at")
    return list(shown.order_by("due_on", "pk")[:OPEN_SHOWN])


def told_of_accounts(user: Any, accounts: Sequence[int], before: Moment | None, limit: int) -> list[TimelineEntry]:
    """Contacts for the line of time of a customer; one query."""
    rows = Interaction.objects.restrict(user, VIEW_INTERACTION).filter(account_id__in=accounts)
    rows = rows.select_related("taken_by", "account").only(
        *("channel", "direction", "purpose", "text", "state", "taken_at", "answer"),
        *("taken_by__name", "account__account_number"),
    )
    return [
        TimelineEntry(
            row.taken_at,
            row.pk,
            f"{row.get_channel_display()} · {row.get_purpose_display()} · {row.get_state_display()}",
            detail=f"{row.text} → {row.answer}" if row.answer else row.text,
            who=row.taken_by.name,
            icon=ICONS[row.channel],
            state="done" if row.state == InteractionState.ANSWERED else "late",
            url=reverse("interaction", args=[row.pk]),
            about=row.account.account_number,
        )
        for row in earlier(rows, before, limit, at="taken_at")
    ]
