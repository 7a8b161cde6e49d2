"""Find a customer by the number of an ID, or write a new one down."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.errors import InvalidInput, OutOfScope
from customers.book.enums import IdKind
from customers.book.models import Customer
from customers.book.numbers import allocate_customer_numbers
from customers.book.operations.locking import day_of
from customers.book.sealed import hash_of, seal
from customers.book.specs import CustomerSpec
from customers.book.validators import clean_credit_code, clean_id_card


def clean_id_number(kind: str, number: str, *, today: date) -> str:
    """The ID number in its stored form. Raises InvalidInput naming `id_number`."""
    try:
        if kind == IdKind.ID_CARD:
            return clean_id_card(number, today=today)
        if kind == IdKind.CREDIT_CODE:
            return clean_credit_code(number)
    except ValidationError as error:
        raise InvalidInput({"id_number": error.messages}) from None
    cleaned = "".join(number.split()).upper()
    if cleaned and not 5 <= len(cleaned) <= 30:
        raise InvalidInput({"id_number": _("This ID number is too short or too long.")})
    return cleaned


def find_or_write_customer(spec: CustomerSpec | None, customer_id: int | None, *, now: datetime) -> Customer:
    """The known customer, the customer with this ID number, or a new one; runs inside an operation.

    Raises InvalidInput when the ID number is on file under another name (precondition P4 of workflows.md
    2.4), OutOfScope for an unknown `customer_id`.
    """
    if customer_id is not None:
        known = Customer.objects.filter(pk=customer_id).first()
        if known is None:
            raise OutOfScope
        return known
    if spec is None or not spec.name.strip():
        raise InvalidInput({"customer": _("Enter the name of the customer.")})
    number = clean_id_number(spec.id_kind, spec.id_number, today=day_of(now)) if spec.id_number else ""
    if number and not spec.id_kind:
        raise InvalidInput({"id_kind": _("Choose the kind of ID document.")})
    values = _values(spec, number, now)
    if not number:
        return Customer.objects.create(**values)
    customer, created = Customer.objects.get_or_create(
        id_kind=spec.id_kind, id_hash=hash_of(number), defaults=values
    )
    if not created and customer.name != spec.name.strip():
        raise InvalidInput({"id_number": _("This ID number is on file under another name.")})
    return customer


def _values(spec: CustomerSpec, number: str, now: datetime) -> dict[str, object]:
    sealed = seal(number)
    return {
        "customer_number": allocate_customer_numbers()[0],
        "name": spec.name.strip(),
        "kind": spec.kind,
        "id_kind": spec.id_kind if number else IdKind.NONE,
        "id_hash": sealed.hash,
        "id_tail_hash": sealed.tail_hash,
        "id_last4": sealed.last4,
        "id_cipher": sealed.cipher,
        "registered_address": spec.registered_address,
        "mailing_address": spec.mailing_address,
        "created_at": now,
    }
