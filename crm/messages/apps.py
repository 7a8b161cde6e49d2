from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.messages"
    label = "crm_messages"
    verbose_name = _("Messages")
