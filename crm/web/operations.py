"""What people change about their own way in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import about, operation
from crm.errors import InvalidInput
from crm.org.models import Staff


@operation("web.change_own_password")
def change_own_password(*, old: str, new: str, actor: Staff, now: datetime) -> Staff:
    """Give `actor` a new password, valid for `PASSWORD_VALID_DAYS` days (90: regulations.md 10.3).

    Raises InvalidInput for `old_password` (wrong) or `new_password` (policy, or the same as before).
    """
    person = Staff.objects.select_for_update().get(pk=actor.pk)
    about(person)
    if not person.check_password(old):
        raise InvalidInput({"old_password": _("The present password is not right.")})
    if old == new:
        raise InvalidInput({"new_password": _("Choose a password that differs from the present one.")})
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise InvalidInput({"new_password": error.messages}) from error
    person.set_password(new)
    person.password_changed_at = now
    person.save(update_fields=["password", "password_changed_at"])
    return person


@operation("web.choose_language")
def choose_language(*, language: str, actor: Staff, now: datetime) -> None:
    """Set the language of the pages for `actor`. Raises InvalidInput for one that is not offered."""
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput({"language": _("This language is not offered.")})
    person = Staff.objects.select_for_update().get(pk=actor.pk)
    about(person, language=language)
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
