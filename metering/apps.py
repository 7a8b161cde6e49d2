from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeteringConfig(AppConfig):
    """How much: readings in monthly partitions, bills."""

    name = "metering"
    label = "metering"
    verbose_name = _("Metering")

    def ready(self) -> None:
        """Declare who may do what and what metering shows on the customer page; register its demo data."""
        from crm.local import builders
        from metering import conditions, doors, handlers, rules, words
        from metering.demo import build_metering
        from metering.demo_segments import build_segments

        rules.declare()
        doors.register()
        conditions.register()
        handlers.register()
        words.register()
        builders.register("metering", 40, build_metering)
        builders.register("segments", 60, build_segments)
