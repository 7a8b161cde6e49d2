"""Show one personal value in clear, for a reason, on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from crm.audit.models import Reveal
from crm.audit.operation import Actor, about, operation, record_reveal
from crm.errors import DomainError, InvalidInput, OutOfScope
from customers.book.enums import ContactPurpose, RevealReason
from customers.book.models import ContactPerson, Customer, InvoiceTitle, SupplyAccount
from customers.book.rules import REVEAL_OUTAGE_CONTACT, REVEAL_PERSONAL_DATA
from customers.book.sealed import unseal

REVEALS_PER_HOUR = 60
"""More in an hour than a counter ever needs: whoever wants more is collecting (P: our proposal)."""


class TooManyReveals(DomainError):
    """The person has looked at too many personal values within an hour."""

    code = "too_many_reveals"
    status = 429
    message = _("You have looked at very many personal data within an hour. Ask your manager.")


def _column(name: str) -> Callable[[Any], str]:
    return lambda row: getattr(row, name)


REVEALABLE: dict[str, tuple[Any, dict[str, Callable[[Any], str]]]] = {
    "customer": (
        Customer,
        {
            "name": _column("name"),
            "id_number": lambda row: unseal(row.id_cipher),
            "registered_address": _column("registered_address"),
            "mailing_address": _column("mailing_address"),
        },
    ),
    "account": (SupplyAccount, {"name": _column("name"), "address": _column("address")}),
    "contact": (ContactPerson, {"name": _column("name"), "phone": _column("phone")}),
    "invoice": (
        InvoiceTitle,
        {
            "name": _column("name"),
            "tax_number": lambda row: unseal(row.tax_cipher),
            "address_phone": _column("address_phone"),
            "bank_account": lambda row: unseal(row.bank_cipher),
        },
    ),
}
"""kind -> model and its personal fields."""


@operation("book.reveal_personal_data")
def reveal_personal_data(
    *, kind: str, pk: int, field_name: str, reason: str, note: str = "", actor: Actor, now: datetime
) -> str:
    """The value in clear; the audit keeps who saw it, when and why.

    Raises OutOfScope for an unknown kind or field and another department's record, NotPermitted,
    InvalidInput (reason, note), TooManyReveals. Source: 个人信息保护法 art. 51.
    """
    row, read = find_revealable(kind, pk, field_name, user=actor)
    if reason not in RevealReason.values:
        raise InvalidInput({"reason": _("Say why you need to see this.")})
    if reason == RevealReason.OTHER and len(note.strip()) < 2:
        raise InvalidInput({"note": _("Say in a few words why you need to see this.")})
    seen = Reveal.objects.filter(actor_id=actor.pk, at__gt=now - timedelta(hours=1)).count()
    if seen >= REVEALS_PER_HOUR:
        raise TooManyReveals
    about(row, field=field_name)
    record_reveal(
        subject=row, field_name=field_name, reason=f"{reason} {note.strip()}".strip(), actor=actor, now=now
    )
    return read(row)


def find_revealable(kind: str, pk: int, field_name: str, *, user: Any) -> tuple[Model, Callable[[Any], str]]:
    """The record, if this person may see its personal data, and how its field is read. Raises OutOfScope."""
    model, fields = REVEALABLE.get(kind, (None, {}))
    if model is None or field_name not in fields:
        raise OutOfScope
    row = model.objects.restrict(user, REVEAL_PERSONAL_DATA).filter(pk=pk).first()
    if row is None and model is ContactPerson:  # other departments call whom an outage concerns
        told = model.objects.restrict(user, REVEAL_OUTAGE_CONTACT).filter(purpose=ContactPurpose.OUTAGE)
        row = told.filter(pk=pk).first()
    if row is None:
        raise OutOfScope
    return row, fields[field_name]
