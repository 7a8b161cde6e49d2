from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.local"
    label = "crm_local"
    verbose_name = _("Local servers and demo data")
