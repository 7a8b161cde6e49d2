from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BizexpansionConfig(AppConfig):
    """The flows of 业扩: cases, tasks, clocks, effects on the book. See docs/architecture.md."""

    name = "bizexpansion"
    label = "bizexpansion"
    verbose_name = _("Business expansion")

    def ready(self) -> None:
        """Declare permissions, and listen to the facts of the house, open the doors."""
        from bizexpansion import doors, handlers, rules
        from bizexpansion.operations import book_effects  # noqa: F401  registers what effects do

        rules.register()
        handlers.register()
        doors.register()
