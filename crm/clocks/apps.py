from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.clocks"
    label = "crm_clocks"
    verbose_name = _("Clocks")
