"""Who may see and set regulated numbers."""

from __future__ import annotations

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_PARAMETER = "parameters.view_parameter"
SET_VALUE = "parameters.set_parameter_value"


def register() -> None:
    """Declare the permissions of the app."""
    grant(VIEW_PARAMETER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER)
    grant(SET_VALUE, Role.SYSTEM_ADMIN)
