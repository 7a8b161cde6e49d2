"""What the book offers at the platform's doors: a place in the menu, and what the search box finds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.registries import NavigationItem, SearchSource, navigation, search_sources
from customers.book.queries import search
from customers.book.rules import VIEW_ACCOUNT


def register() -> None:
    """Called when the app is ready."""
    navigation.register(
        NavigationItem(
            "customers",
            _("Customers"),
            "account-list",
            VIEW_ACCOUNT,
            order=30,
            icon="users",
            phone=True,
            letter="c",
        )
    )
    for order, (key, label, find) in enumerate(
        (
            ("account", _("account number"), search.find_account),
            ("phone", _("phone"), search.find_phone),
            ("meter", _("meter number"), search.find_meter),
            ("customer", _("customer, ID or contract number"), search.find_customer),
        )
    ):
        search_sources.register(SearchSource(key, label, find, VIEW_ACCOUNT, order=10 + order))
