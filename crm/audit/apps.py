from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Who changed what, and who saw whose personal data."""

    name = "crm.audit"
    label = "crm_audit"
    verbose_name = _("Audit")
