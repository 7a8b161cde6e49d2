from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.workdays"
    label = "crm_workdays"
    verbose_name = _("Working calendar")
