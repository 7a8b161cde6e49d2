from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Facts and their delivery to handlers."""

    name = "crm.outbox"
    label = "crm_outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Declare who may do what."""
        from crm.outbox.rules import register

        register()
