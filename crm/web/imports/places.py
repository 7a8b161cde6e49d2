"""Where imports stand in the menu."""

from django.utils.translation import gettext_lazy as _

from crm.imports.rules import IMPORT
from crm.registries import NavigationItem, navigation


def register() -> None:
    """Called when the app is ready."""
    navigation.register(NavigationItem("imports", _("Imports"), "import-list", IMPORT, order=700, icon="upload"))
