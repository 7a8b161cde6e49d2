from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookConfig(AppConfig):
    """See docs/architecture.md."""

    name = "customers.book"
    label = "book"
    verbose_name = _("Book of customers")

    def ready(self) -> None:
        """Declare who may do what, and what the book offers."""
        from customers.book import doors, rules

        rules.register()
        doors.register()
