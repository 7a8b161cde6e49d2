"""Who may see and restart deliveries."""

from __future__ import annotations

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_DELIVERY = "outbox.view_delivery"
RETRY_DELIVERY = "outbox.retry_delivery"


def register() -> None:
    """Declare the permissions of the app."""
    grant(VIEW_DELIVERY, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
    grant(RETRY_DELIVERY, Role.SYSTEM_ADMIN)
