from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParametersConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.parameters"
    label = "crm_parameters"
    verbose_name = _("Regulated parameters")
