from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """See docs/architecture.md."""

    name = "crm.web"
    label = "crm_web"
    verbose_name = _("Web")

    def ready(self) -> None:
        """Put the administration pages into the menu; let every list be exported."""
        from crm.imports.exporting import finders
        from crm.web.administration import places, words
        from crm.web.imports import places as import_places
        from crm.web.list_sheets import find_page_sheet

        places.register()
        import_places.register()
        words.register()
        finders.append(find_page_sheet)
