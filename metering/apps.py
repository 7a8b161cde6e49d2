from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeteringConfig(AppConfig):
    """How much: readings in monthly partitions, bills."""

    name = "metering"
    label = "metering"
    verbose_name = _("Metering")

    def ready(self) -> None:
        """Register permissions."""
        from metering import rules

        rules.declare()
