"""The people to talk to: written with the application, corrected later on the customer page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, StaleVersion
from customers.book.enums import ContactPurpose
from customers.book.models import ContactPerson, SupplyAccount
from customers.book.operations.locking import lock_account
from customers.book.operations.quality.scoring import score_accounts
from customers.book.rules import EDIT_CONTACT
from customers.book.specs import ContactSpec
from customers.book.validators import clean_phone


@operation("book.update_contact")
def update_contact(
    *, account_id: int, contact: ContactSpec, version: int, actor: Actor, now: datetime
) -> ContactPerson:
    """Write the contact person of one purpose; `version` is the one the form showed, 0 for "none yet".

    Raises StaleVersion when somebody else has written in between (what now stands is in the database; details
    hold only its version, for it is personal data), InvalidInput naming `name`, `phone` or `purpose`.
    """
    account = lock_account(account_id, actor=actor, permission=EDIT_CONTACT)
    clean = _clean(contact)
    standing = ContactPerson.objects.filter(account=account, purpose=clean.purpose).first()
    about(standing or account, purpose=clean.purpose, account_number=account.account_number)
    if standing and (standing.name, standing.phone) == (clean.name, clean.phone):
        return standing
    if (standing.version if standing else 0) != version:
        raise StaleVersion(field="version", details={"version": standing.version if standing else 0})
    if standing is None:
        created = ContactPerson.objects.create(
            account=account, purpose=clean.purpose, name=clean.name, phone=clean.phone
        )
        about(created)
        score_accounts([account.pk], now=now)
        return created
    standing.name, standing.phone, standing.version = clean.name, clean.phone, version + 1
    standing.save(update_fields=["name", "phone", "version"])
    score_accounts([account.pk], now=now)
    return standing


@operation("book.remove_contact")
def remove_contact(*, account_id: int, purpose: str, version: int, actor: Actor, now: datetime) -> None:
    """Take the contact person of one purpose off an account; nothing happens where nobody stands there.

    Raises StaleVersion, OutOfScope, NotPermitted.
    """
    account = lock_account(account_id, actor=actor, permission=EDIT_CONTACT)
    about(account, purpose=purpose, account_number=account.account_number)
    standing = ContactPerson.objects.filter(account=account, purpose=purpose).first()
    if standing is None:
        return
    if standing.version != version:
        raise StaleVersion(field="version", details={"version": standing.version})
    standing.delete()


def write_contacts(account: SupplyAccount, contacts: Iterable[ContactSpec]) -> None:
    """Contacts of a new account; runs inside an operation. A later one for the same purpose wins."""
    cleaned = {contact.purpose: _clean(contact) for contact in contacts}
    ContactPerson.objects.bulk_create(
        ContactPerson(account=account, purpose=purpose, name=contact.name, phone=contact.phone)
        for purpose, contact in cleaned.items()
    )


def _clean(contact: ContactSpec) -> ContactSpec:
    errors: dict[str, object] = {}
    phone = contact.phone
    if contact.purpose not in ContactPurpose.values:
        errors["purpose"] = _("There is no such purpose.")
    if not contact.name.strip():
        errors["name"] = _("Enter the name of the contact person.")
    try:
        phone = clean_phone(contact.phone)
    except ValidationError as error:
        errors["phone"] = error.messages
    if errors:
        raise InvalidInput(errors)
    return ContactSpec(purpose=contact.purpose, name=contact.name.strip(), phone=phone)
