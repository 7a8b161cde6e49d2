"""Where imports and exports stand in the menu."""

from django.utils.translation import gettext_lazy as _

from crm.imports.rules import EXPORT, IMPORT
from crm.registries import NavigationItem, navigation


def register() -> None:
    """Called when the app is ready."""
    navigation.register(NavigationItem("imports", _("Imports"), "import-list", IMPORT, order=700, icon="upload"))
    navigation.register(NavigationItem("exports", _("Exports"), "export-list", EXPORT, order=710, icon="download"))
