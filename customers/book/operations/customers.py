"""Find a customer by the number of an ID, or write a new one down."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.errors import InvalidInput, OutOfScope
from customers.book.enums import IdKind
from customers.book.models import Customer, SupplyAccount
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


def find_or_write_customer(
    spec: CustomerSpec | None, customer_id: int | None, *, department_id: int | None, now: datetime
) -> Customer:
    """The known customer, the customer with this ID number, or a new one; runs inside an operation.

    Of several with the number, one of this name is taken, rather one of the department. A merged customer is the
    one that it was merged into; whoever is returned is locked against being merged meanwhile. Two counters that
    write the same number down at once get the same customer.

    Raises InvalidInput when the ID number is on file under another name (precondition P4 of workflows.md
    2.4), OutOfScope for an unknown `customer_id`.
    """
    if customer_id is not None:
        known = lock_customer(customer_id)
        if known is None:
            raise OutOfScope
        return known
    if spec is None or not spec.name.strip():
        raise InvalidInput({"customer": _("Enter the name of the customer.")})
    number = clean_id_number(spec.id_kind, spec.id_number, today=day_of(now)) if spec.id_number else ""
    if number and not spec.id_kind:
        raise InvalidInput({"id_kind": _("Choose the kind of ID document.")})
    if number:
        id_hash = hash_of(number)
        _reserve_number(spec.id_kind, id_hash)
        bearers = _bearers(spec.id_kind, id_hash, department_id)
        of_this_name = next((row for row in bearers if row.name == spec.name.strip()), None)
        if of_this_name:
            return of_this_name
        if bearers:
            raise InvalidInput({"id_number": _("This ID number is on file under another name.")})
    return Customer.objects.create(**_values(spec, number, now))


def lock_customer(customer_id: int) -> Customer | None:
    """The customer, or the one that it was merged into, locked against a merge; None if there is none."""
    rows = Customer.objects.select_for_update(no_key=True)
    found = rows.filter(pk=customer_id).first()
    while found is not None and found.merged_into_id is not None:
        found = rows.filter(pk=found.merged_into_id).first()
    return found


def _reserve_number(id_kind: str, id_hash: str) -> None:
    """Whoever else writes this number down waits until we are done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"book.id:{id_kind}:{id_hash}"])


def _bearers(id_kind: str, id_hash: str, department_id: int | None) -> list[Customer]:
    """The customers with this number, locked against a merge, those with an account in the department first."""
    found = list(
        Customer.objects.select_for_update(no_key=True)
        .filter(id_kind=id_kind, id_hash=id_hash, merged_into__isnull=True)
        .order_by("pk")
    )
    accounts = SupplyAccount.objects.filter(customer__in=found).values_list("customer_id", "department_id")
    ours = {customer for customer, department in accounts if department == department_id}
    return sorted(found, key=lambda row: (row.pk not in ours, row.pk))


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
