"""Who may see, record and answer contacts: everybody at work, the call centre about any account it looks up."""

from crm.org.enums import Role
from crm.org.permissions import grant

VIEW_INTERACTION = "interactions.view_interaction"
RECORD_INTERACTION = "interactions.record_interaction"
MANAGE_INTERACTION = "interactions.manage_interaction"
"""Answer and hand over what others own."""

HANDLERS = tuple(role for role in Role if role.value.startswith("R"))


def register() -> None:
    """Declare the permissions; called when the app is ready."""
    everybody_at_work = (*HANDLERS, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
    grant(VIEW_INTERACTION, *everybody_at_work)
    grant(RECORD_INTERACTION, *everybody_at_work)
    grant(MANAGE_INTERACTION, Role.MANAGER)
