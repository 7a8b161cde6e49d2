"""Who may see the rules of time limits and how deadlines moved."""

from __future__ import annotations

from crm.org.enums import OTHER_DEPARTMENTS, Role
from crm.org.permissions import grant

VIEW_CLOCK = "clocks.view_clock"
VIEW_RULE = "clocks.view_rule"
VIEW_SWEEP = "clocks.view_sweep"


def register() -> None:
    """Declare the permissions of the app."""
    grant(VIEW_CLOCK, *(role for role in Role if role not in OTHER_DEPARTMENTS))
    grant(VIEW_RULE, *Role)
    grant(VIEW_SWEEP, Role.SYSTEM_ADMIN, Role.MANAGER)
