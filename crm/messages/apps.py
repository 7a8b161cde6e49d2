from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """Notifications and messages."""

    name = "crm.messages"
    label = "crm_messages"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Declare who may do what, and listen to the outbox."""
        from crm.messages import operations  # noqa: F401 - registers its outbox handler
        from crm.messages.rules import register

        register()
