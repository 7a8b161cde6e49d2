from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BizexpansionConfig(AppConfig):
    """See docs/architecture.md."""

    name = "bizexpansion"
    label = "bizexpansion"
    verbose_name = _("Business expansion")
