"""What the operations of this app are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "interactions.answer_interaction": _("Answer a customer's question"),
            "interactions.hand_over_interaction": _("Hand a customer's question over"),
            "interactions.record_interaction": _("Record a contact with a customer"),
        }
    )
