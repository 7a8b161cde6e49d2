from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InteractionsConfig(AppConfig):
    """Every contact with a customer, on every channel. See docs/architecture.md."""

    name = "customers.interactions"
    label = "interactions"
    verbose_name = _("Contacts with customers")

    def ready(self) -> None:
        """Declare who may do what, and what the room offers."""
        from customers.interactions import doors, rules, words

        rules.register()
        doors.register()
        words.register()
