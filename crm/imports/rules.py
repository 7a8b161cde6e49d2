"""Who may bring files in and take lists out."""

from crm.org.enums import Role
from crm.org.permissions import grant

IMPORT = "imports.import_file"
EXPORT = "imports.export_list"
EXPORT_CLEAR = "imports.export_personal_data"


def register() -> None:
    """Declare the permissions; called when the app is ready.

    The billing clerk and the keeper of the grid's data bring in what older systems held; a manager does so
    for his department, the system administrator for all. Exporting gives nobody a list that he does not see:
    administrators take out staff, parameters, the audit log.
    """
    grant(IMPORT, Role.R15, Role.R16, Role.MANAGER, Role.SYSTEM_ADMIN)
    administrators = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    grant(EXPORT, Role.R15, Role.R16, Role.MANAGER, Role.ACCOUNT_MANAGER, *administrators)
    grant(EXPORT_CLEAR, Role.MANAGER)
