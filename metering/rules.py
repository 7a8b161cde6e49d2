"""Who may do what in metering."""

from crm.org.enums import Role
from crm.org.permissions import grant

HANDLERS = tuple(role for role in Role if role.value.startswith("R"))
EVERYBODY = (*HANDLERS, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)


def declare() -> None:
    """Register the permissions of this app."""
    grant("metering.view_readings", *EVERYBODY)
    grant("metering.view_bills", *EVERYBODY)
    grant("metering.import_readings", Role.R16)
