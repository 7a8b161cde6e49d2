"""What the operations of this app are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "imports.apply_batch": _("Take the good rows of a file in"),
            "imports.check_batch": _("Check a file to be imported"),
            "imports.discard_batch": _("Discard an imported file"),
            "imports.export_list": _("Export a list"),
            "imports.fail_batch": _("Stop an import that cannot go on"),
            "imports.hand_back_rows": _("Hand the bad rows of a file back"),
            "imports.open_batch": _("Hand in a file to be imported"),
            "imports.request_apply": _("Decide to take the good rows of a file in"),
            "imports.request_check": _("Assign the columns of a file"),
            "imports.request_undo": _("Decide to undo an import"),
            "imports.undo_batch": _("Undo an import"),
            "imports.write_export": _("Write an exported list"),
        }
    )
