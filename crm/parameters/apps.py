from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParametersConfig(AppConfig):
    """Dated regulated numbers."""

    name = "crm.parameters"
    label = "crm_parameters"
    verbose_name = _("Parameters")

    def ready(self) -> None:
        """Declare who may do what."""
        from crm.parameters.rules import register

        register()
