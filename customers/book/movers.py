"""What of the book follows a customer that is merged into another one, and what stays where it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.registries import Stay, column_mover, movers, stays


def register() -> None:
    """Called when the app is ready."""
    movers.register(
        column_mover(
            "book.accounts", _("Supply accounts"), "book.SupplyAccount.customer", version="version", order=10
        )
    )
    movers.register(
        column_mover("book.merged", _("Customers merged into it"), "book.Customer.merged_into", order=20)
    )
    for column, reason in (
        ("book.DuplicateKey.customer", "made anew for both by the comparison that ends a merge"),
        ("book.DuplicatePair.first", "what was decided about two customers is history"),
        ("book.DuplicatePair.second", "what was decided about two customers is history"),
        ("book.CustomerMerge.survivor", "what was merged when is history, and the way back"),
        ("book.CustomerMerge.merged", "what was merged when is history, and the way back"),
    ):
        stays.register(Stay(column, reason))
