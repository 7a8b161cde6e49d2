"""Who may do what with people and roles: three administrators, none of whom can act alone.

The system administrator creates people but gives no rights; the security administrator gives rights but
creates nobody; the audit administrator reads what both did and changes nothing (GB/T 22239-2019, separation
of administrators; regulations.md 10.3).
"""

from __future__ import annotations

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_STAFF = "org.view_staff"
MANAGE_STAFF = "org.manage_staff"
ASSIGN_ROLE = "org.assign_role"
UNLOCK_ACCOUNT = "org.unlock_account"
SET_ABSENCE = "org.set_absence"
VIEW_AUDIT = "audit.view_audit"

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def register() -> None:
    """Declare the permissions of the app and of the audit, which lies below it."""
    grant(VIEW_STAFF, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER)
    grant(MANAGE_STAFF, Role.SYSTEM_ADMIN)
    grant(ASSIGN_ROLE, Role.SECURITY_ADMIN)
    grant(UNLOCK_ACCOUNT, Role.SECURITY_ADMIN)
    grant(SET_ABSENCE, Role.MANAGER, Role.R2, Role.SYSTEM_ADMIN)
    grant(VIEW_AUDIT, Role.AUDIT_ADMIN)


def roles_conflict(held: set[str], role: str) -> bool:
    """Whether one person may not hold `role` beside those: an administrator holds no other role at all."""
    others = held - {role}
    return bool(others) and (role in ADMINISTRATORS or bool(others & ADMINISTRATORS))
