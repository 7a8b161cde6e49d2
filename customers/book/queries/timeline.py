"""The line of time of a customer: what the apps tell of its accounts, and the book's own two sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.audit.words import word_of
from crm.messages.models import OutgoingMessage
from crm.messages.rules import VIEW_OUTGOING
from crm.registries import TimelineEntry, TimelineSource, permitted, timeline_sources
from crm.registries.timeline import Moment, Place, TimelinePage, earlier, latest
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT

FIRST, FURTHER = 12, 30
"""Entries of the block, and of each further page."""
LOOKED_AT = ("book.reveal_personal_data", "audit.record_reveal")
"""To look is no change; who looked stands on a page of its own."""


def register() -> None:
    """Called when the app is ready."""
    timeline_sources.register(TimelineSource("book", _("Changes of the book"), _changes, VIEW_ACCOUNT, order=40))
    timeline_sources.register(TimelineSource("messages", _("Messages"), _messages, VIEW_OUTGOING, order=30))


def timeline_of(
    user: Any, account: SupplyAccount, *, whole: bool = False, channel: str = "", before: Place | None = None
) -> TimelinePage[TimelineEntry]:
    """One page of the line of an account, or of all accounts of its customer that this person may see.

    Each source is asked once and restricts its own rows; `channel` is the key of one source.
    """
    accounts = [account.pk]
    if whole:
        every = SupplyAccount.objects.restrict(user, VIEW_ACCOUNT).filter(customer_id=account.customer_id)
        accounts = list(every.values_list("pk", flat=True))
    sources: list[tuple[str, Callable[[Moment | None, int], Iterable[TimelineEntry]]]] = [
        (source.key, partial(source.query, user, accounts))
        for source in channels(user, account)
        if channel in ("", source.key)
    ]
    return latest(sources, before=before, size=FURTHER if before else FIRST)


def channels(user: Any, account: SupplyAccount) -> list[TimelineSource]:
    """The sources that are open to this person in the department of the account."""
    return list(permitted(timeline_sources, user, account.department_id))


_CHANGES = """
SELECT e.id, e.at, e.operation, s.name
  FROM crm_audit_entry e LEFT JOIN crm_org_staff s ON s.id = e.actor_id
 WHERE e.id IN (
         SELECT id FROM crm_audit_entry
          WHERE subject_type = 'book.supplyaccount' AND subject_id = ANY (%(accounts)s)
         UNION ALL
         SELECT id FROM crm_audit_entry WHERE subject_type = 'book.customer' AND subject_id IN
                (SELECT customer_id FROM book_supplyaccount WHERE id = ANY (%(accounts)s))
         UNION ALL
         SELECT id FROM crm_audit_entry WHERE subject_type = 'book.contactperson' AND subject_id IN
                (SELECT id FROM book_contactperson WHERE account_id = ANY (%(accounts)s))
         UNION ALL
         SELECT id FROM crm_audit_entry WHERE subject_type = 'book.contract' AND subject_id IN
                (SELECT id FROM book_contract WHERE account_id = ANY (%(accounts)s)))
   AND e.parent_id IS NULL AND e.operation <> ALL (%(looked)s) AND (e.at, e.id) < (%(at)s::timestamptz, %(id)s)
 ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s
"""


def _changes(user: Any, accounts: Sequence[int], before: Moment | None, limit: int) -> list[TimelineEntry]:
    """Operations on the customer, its accounts, contacts and contracts; those of a case stand with the case.

    The accounts are this person's to see. In SQL of our own, for four indexed ways into one large table.
    """
    at, number = before or ("infinity", 0)
    values: dict[str, Any] = {"accounts": list(accounts), "looked": list(LOOKED_AT)}
    values |= {"at": at, "id": number, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, values)
        return [
            TimelineEntry(at, pk, word_of(name), who=who or _("the system"), icon="pencil")
            for pk, at, name, who in cursor.fetchall()
        ]


def _messages(user: Any, accounts: Sequence[int], before: Moment | None, limit: int) -> list[TimelineEntry]:
    """Messages about the accounts that went out, or wait to."""
    rows = OutgoingMessage.objects.restrict(user, VIEW_OUTGOING).filter(
        record_type=SupplyAccount._meta.label_lower, record_id__in=accounts
    )
    rows = rows.only("created_at", "text", "channel", "recipient", "state")
    return [
        TimelineEntry(
            row.created_at,
            row.pk,
            row.text,
            detail=f"{row.get_channel_display()} {row.masked_recipient} · {row.get_state_display()}",
            icon="message",
        )
        for row in earlier(rows, before, limit, at="created_at")
    ]
