"""Who may see the messages that left the house."""

from __future__ import annotations

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_OUTGOING = "messages.view_outgoing_message"


def register() -> None:
    """Declare the permissions of the app."""
    grant(VIEW_OUTGOING, Role.R1, Role.R6, Role.R17, Role.CALL_AGENT, Role.MANAGER, Role.SYSTEM_ADMIN)
