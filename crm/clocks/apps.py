from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.clocks"
    label = "crm_clocks"
    verbose_name = _("Clocks")

    def ready(self) -> None:
        """Follow the calendar; fill an empty table of rules after migrations (and after a test's flush)."""
        from crm.clocks.operations.recompute import follow_calendar
        from crm.clocks.rules import register
        from crm.workdays.followers import register_follower

        register()
        register_follower(follow_calendar)
        post_migrate.connect(_seed, sender=self)


def _seed(**kwargs: Any) -> None:
    from crm.clocks.seed import seed_clock_rules  # models are not ready when the app loads

    # A migration backwards ends here as well, when the tables are gone.
    if "crm_clocks_clockrule" in connection.introspection.table_names():
        seed_clock_rules()
