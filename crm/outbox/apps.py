from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.outbox"
    label = "crm_outbox"
    verbose_name = _("Outbox")
