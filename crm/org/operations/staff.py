"""People come, are away, and leave."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.models import Department, Staff
from crm.org.permissions import business_department_id, require, scope_of
from crm.org.rules import MANAGE_STAFF, SET_ABSENCE

NUMBER = re.compile(r"[A-Za-z0-9]{3,32}")
LONGEST_ABSENCE = timedelta(days=366)


@operation("org.create_staff")
def create_staff(
    *,
    number: str,
    name: str,
    department: Department,
    password: str,
    phone: str = "",
    language: str = "zh-hans",
    actor: Actor,
    now: datetime,
) -> Staff:
    """Enter a new member of staff, without any role; the first password must be changed at the first login.

    Raises InvalidInput for a number that is taken or not of 3 to 32 letters and digits, an empty name, a
    closed department, a password against the policy.
    """
    require(actor, MANAGE_STAFF)
    person = Staff(number=number.strip(), name=name.strip(), department=department, phone=phone, language=language)
    _check_new(person, password)
    person.set_password(password)
    person.password_changed_at = None
    person.save()
    about(person, number=person.number, department=department.code)
    return person


@operation("org.set_staff_active")
def set_staff_active(*, staff: Staff, active: bool, reason: str, actor: Actor, now: datetime) -> Staff:
    """Close a person's access (it ends with the next request) or open it again; roles stay as they are.

    Raises InvalidInput without a reason, NotPermitted for the own account.
    """
    require(actor, MANAGE_STAFF)
    if staff.pk == actor.pk:
        raise NotPermitted(_("Nobody closes the own account."))
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    person = Staff.objects.select_for_update().get(pk=staff.pk)
    about(person, reason=reason.strip(), active=active)
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
    return person


@operation("org.set_absence")
def set_absence(*, staff: Staff, until: date | None, actor: Actor, now: datetime) -> Staff:
    """Note that a person is away up to and including the day `until`, or is back (`None`).

    Everybody does it for themselves, managers and dispatchers for the people of their department. Raises
    InvalidInput for a day that has passed or lies more than a year ahead, OutOfScope for another department.
    """
    person = Staff.objects.select_for_update().select_related("department").get(pk=staff.pk)
    if person.pk != actor.pk:
        home = business_department_id(person.department)
        require(actor, SET_ABSENCE, home)
        if home is None and not scope_of(actor, SET_ABSENCE).everywhere:
            raise OutOfScope
    today = timezone.localdate(now)
    if until is not None and not today <= until <= today + LONGEST_ABSENCE:
        raise InvalidInput({"until": _("Choose a day from today on, at most a year ahead.")})
    about(person, until=until.isoformat() if until else None)
    if person.absent_until != until:
        person.absent_until = until
        person.save(update_fields=["absent_until"])
    return person


def _check_new(person: Staff, password: str) -> None:
    errors: dict[str, object] = {}
    if not NUMBER.fullmatch(person.number):
        errors["number"] = _("A staff number has 3 to 32 letters and digits.")
    elif Staff.objects.filter(number=person.number).exists():
        errors["number"] = _("This staff number is taken.")
    if not person.name or len(person.name) > 40:
        errors["name"] = _("Enter the name, at most 40 characters.")
    if not person.department.is_active:
        errors["department"] = _("This department is closed.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        errors["password"] = error.messages
    if errors:
        raise InvalidInput(errors)
