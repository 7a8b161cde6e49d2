"""Let somebody in again: after a lock-out, after a forgotten password."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, NotPermitted
from crm.org.models import Staff
from crm.org.permissions import require
from crm.org.rules import UNLOCK_ACCOUNT


@operation("org.unlock_account")
def unlock_account(*, staff: Staff, reason: str, actor: Actor, now: datetime) -> int:
    """Forget a person's failed logins, so that the lock-out ends at once; returns how many there were.

    Raises InvalidInput without a reason.
    """
    require(actor, UNLOCK_ACCOUNT)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    forgotten = int(reset(username=staff.number))
    about(staff, reason=reason.strip(), failures=forgotten)
    return forgotten


@operation("org.reset_password")
def reset_password(*, staff: Staff, password: str, actor: Actor, now: datetime) -> None:
    """Give a person a first password again, to be changed at the next login; every session of theirs ends.

    Raises NotPermitted for the own password (that has its own page), InvalidInput against the policy.
    """
    require(actor, UNLOCK_ACCOUNT)
    if staff.pk == actor.pk:
        raise NotPermitted(_("Change your own password on its own page."))
    person = Staff.objects.select_for_update().get(pk=staff.pk)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput({"password": error.messages}) from error
    person.set_password(password)
    person.password_changed_at = None
    person.save(update_fields=["password", "password_changed_at"])
    about(person)
