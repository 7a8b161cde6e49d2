"""Which profile a department follows (workflows.md 2.1, P; section 7 no. 4), and which form of a flow that means.

The choice holds for cases that are accepted from its day on; a running case is pinned to the version, and thereby
to the profile, with which it began.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import Profile
from bizexpansion.flows import get_flow
from bizexpansion.models import DepartmentProfile
from bizexpansion.operations.increases import APPLICANTS
from bizexpansion.rules import CHOOSE_PROFILE
from crm.audit.operation import about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.org.enums import DepartmentKind
from crm.org.models import Department, Staff
from crm.org.permissions import require
from customers.book.enums import AccountClass
from customers.book.models import SupplyAccount


@operation("bizexpansion.choose_profile")
def choose_profile(
    *, department_id: int, profile: Profile | str, valid_from: date, reason: str, actor: Staff, now: datetime
) -> DepartmentProfile:
    """Let a business department follow a profile from a day on, today at the earliest.

    What was in force on that day ends there; a choice for a later day stays. The same call again changes nothing;
    another one for the same day replaces it. Raises OutOfScope, InvalidInput.
    """
    business = Department.objects.filter(kind=DepartmentKind.BUSINESS, is_active=True)
    department = business.select_for_update().filter(pk=department_id).first()
    if department is None:
        raise OutOfScope
    require(actor, CHOOSE_PROFILE, department.pk)
    errors: dict[str, object] = {}
    if profile not in Profile.values:
        errors["profile"] = _("Choose a profile.")
    if valid_from < localtime(now).date():
        errors["valid_from"] = _("A profile holds from today on at the earliest.")
    if not reason.strip():
        errors["reason"] = _("Say why.")
    if errors:
        raise InvalidInput(errors)
    rows = list(DepartmentProfile.objects.select_for_update().filter(department=department).order_by("valid"))
    current = next((row for row in rows if valid_from in row.valid), None)
    if current is not None and current.profile == profile:
        return current
    following = min((row.valid.lower for row in rows if row.valid.lower > valid_from), default=None)
    about(
        department,
        profile=str(profile),
        before=current.profile if current else Profile.CLASSIC.value,
        valid_from=valid_from.isoformat(),
        reason=reason.strip(),
    )
    said: dict[str, Any] = {"profile": profile, "reason": reason.strip(), "chosen_by": actor, "chosen_at": now}
    if current is not None and current.valid.lower == valid_from:
        for name, value in said.items():
            setattr(current, name, value)
        current.save()
        return current
    if current is not None:
        current.valid = (current.valid.lower, valid_from)
        current.save(update_fields=["valid"])
    return DepartmentProfile.objects.create(department=department, valid=(valid_from, following), **said)


def profile_on(department_id: int, day: date) -> Profile:
    """The profile of a business department on a day; classic where nobody has chosen. One query."""
    rows = DepartmentProfile.objects.filter(department_id=department_id, valid__contains=day)
    return Profile(rows.values_list("profile", flat=True).first() or Profile.CLASSIC)


def in_department(graph: Graph, department_id: int, account: SupplyAccount | None, day: date) -> Graph:
    """The form of a flow that a department follows on a day: `graph`, or the streamlined one where the flow has
    one, it is meant for such an account, and the department has chosen it."""
    try:
        other = get_flow(graph.flow.code, profile=Profile.STREAMLINED)
    except LookupError:
        return graph
    if account is not None and APPLICANTS.get(AccountClass(account.account_class)) not in other.flow.applicants:
        return graph
    return other if profile_on(department_id, day) == Profile.STREAMLINED else graph
