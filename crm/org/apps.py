from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    """Departments, staff, roles, and the one gate of visibility."""

    name = "crm.org"
    label = "crm_org"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        """Declare who may do what."""
        from crm.org.rules import register

        register()
