from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.imports"
    label = "crm_imports"
    verbose_name = _("Import and export")

    def ready(self) -> None:
        """Declare who may do what and how the operations are called."""
        from crm.imports import rules, words

        rules.register()
        words.register()
