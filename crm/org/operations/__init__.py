from crm.org.operations.access import reset_password, unlock_account
from crm.org.operations.roles import RolesConflict, assign_role, revoke_role
from crm.org.operations.staff import create_staff, set_absence, set_staff_active

__all__ = [
    "RolesConflict",
    "assign_role",
    "create_staff",
    "reset_password",
    "revoke_role",
    "set_absence",
    "set_staff_active",
    "unlock_account",
]
