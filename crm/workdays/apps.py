from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.workdays"
    label = "crm_workdays"
    verbose_name = _("Working calendar")

    def ready(self) -> None:
        """Declare who may do what; fill an empty calendar after migrations (and after a test's flush)."""
        from crm.workdays.rules import register

        register()
        post_migrate.connect(_seed, sender=self)


def _seed(**kwargs: Any) -> None:
    from crm.workdays.seed import seed_calendar  # models are not ready when the app loads

    # A migration backwards ends here as well, when the tables are gone.
    if "crm_workdays_officehours" in connection.introspection.table_names():
        seed_calendar()
