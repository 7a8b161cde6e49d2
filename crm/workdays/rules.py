"""Who may see and change the working calendar."""

from __future__ import annotations

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_CALENDAR = "workdays.view_calendar"
REVISE_CALENDAR = "workdays.revise_calendar"


def register() -> None:
    """Declare the permissions of the app: everybody sees which days are worked."""
    grant(VIEW_CALENDAR, *Role)
    grant(REVISE_CALENDAR, Role.SYSTEM_ADMIN)
