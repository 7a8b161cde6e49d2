"""Who saw a customer: openings of the pages of its accounts, and personal data shown in clear, with the reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.models import Reveal, Viewing
from crm.audit.queries import reveals, viewings
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.registries.timeline import Moment, Place, TimelinePage, earlier, latest
from customers.book.enums import RevealReason
from customers.book.models import ContactPerson, Customer, InvoiceTitle, SupplyAccount
from customers.book.rules import VIEW_SEEN

PAGE = 50
RECORDS = {
    "book.customer": Customer,
    "book.supplyaccount": SupplyAccount,
    "book.contactperson": ContactPerson,
    "book.invoicetitle": InvoiceTitle,
}
SEALED = {"id_number": _("ID number"), "tax_number": _("tax number"), "bank_account": _("bank account")}


@dataclass(frozen=True)
class Sight:
    """One line: who, when, what was seen, of which account, why. `what` empty: the page was opened."""

    at: datetime
    id: int
    actor_id: int
    actor_number: str
    what: Any = ""
    reason: Any = ""
    account_number: str = ""
    actor: Staff | None = None


@dataclass(frozen=True)
class Asked:
    """What narrows the list: days, both included, and a staff number."""

    since: date | None = None
    until: date | None = None
    who: str = ""


def seen_accounts(user: Any, customer_id: int) -> QuerySet[SupplyAccount]:
    """The customer's accounts in whose departments this person may ask who saw them. Raises OutOfScope."""
    accounts = SupplyAccount.objects.restrict(user, VIEW_SEEN).filter(customer_id=customer_id)
    if not accounts.exists():
        raise OutOfScope
    return accounts


def who_saw(
    accounts: QuerySet[SupplyAccount], customer_id: int, asked: Asked, *, before: Place | None
) -> TimelinePage[Sight]:
    """One page of the list, newest first; four queries, whatever the customer has.

    Who was shown a customer that was merged into this one has seen this one.
    """
    who = Customer.objects.filter(Q(pk=customer_id) | Q(merged_into=customer_id))
    opened = viewings().filter(subject_type="book.supplyaccount", subject_id__in=accounts.values("pk"))
    shown = reveals().filter(
        Q(subject_type="book.customer", subject_id__in=who.values("pk"))
        | Q(subject_type="book.supplyaccount", subject_id__in=accounts.values("pk"))
        | Q(
            subject_type="book.contactperson",
            subject_id__in=ContactPerson.objects.filter(account__in=accounts.values("pk")).values("pk"),
        )
        | Q(
            subject_type="book.invoicetitle",
            subject_id__in=InvoiceTitle.objects.filter(account__in=accounts.values("pk")).values("pk"),
        )
    )
    sources: list[tuple[str, Callable[[Moment | None, int], list[Sight]]]] = [
        ("opened", partial(_opened, _narrowed(opened, asked))),
        ("shown", partial(_shown, _narrowed(shown, asked))),
    ]
    page = latest(sources, before=before, size=PAGE)
    return TimelinePage(_with_names(page.entries), page.next)


def _narrowed(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return rows.filter(actor_number=asked.who) if asked.who else rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _opened(rows: QuerySet[Viewing], before: Moment | None, limit: int) -> list[Sight]:
    found = list(earlier(rows, before, limit))
    numbers = dict(
        SupplyAccount.objects.filter(pk__in={row.subject_id for row in found}).values_list("pk", "account_number")
    )
    return [
        Sight(row.at, row.pk, row.actor_id, row.actor_number, account_number=numbers.get(row.subject_id, ""))
        for row in found
    ]


def _shown(rows: QuerySet[Reveal], before: Moment | None, limit: int) -> list[Sight]:
    return [
        Sight(row.at, row.pk, row.actor_id, row.actor_number, _field(row), _reason(row.reason))
        for row in earlier(rows, before, limit)
    ]


def _field(row: Reveal) -> Any:
    """What was shown, in the reader's language."""
    if row.field in SEALED:
        return SEALED[row.field]
    return RECORDS[row.subject_type]._meta.get_field(row.field).verbose_name  # type: ignore[union-attr]


def _reason(said: str) -> str:
    """The reason that was chosen, in words, and what was added to it."""
    code, _space, note = said.partition(" ")
    word = str(dict(RevealReason.choices).get(code, code))
    return f"{word}: {note}" if note else word


def _with_names(entries: list[tuple[str, Sight]]) -> list[tuple[str, Sight]]:
    people = Staff.objects.select_related("department").in_bulk({sight.actor_id for _key, sight in entries})
    return [(key, replace(sight, actor=people.get(sight.actor_id))) for key, sight in entries]
