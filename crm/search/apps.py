from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """See docs/architecture.md and docs/decisions/0003-search.md."""

    name = "crm.search"
    label = "crm_search"
    verbose_name = _("Search")
