"""What the book offers at the platform's doors: a place in the menu, and what the search box finds."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.registries import (
    CustomerAction,
    NavigationItem,
    SearchSource,
    customer_actions,
    navigation,
    search_sources,
)
from customers.book.models import SupplyAccount
from customers.book.queries.search import find_in_book
from customers.book.rules import (
    CONSENT_TO_MERGE,
    EDIT_ACCOUNT,
    EDIT_CUSTOMER,
    LOOK_UP,
    USE_SEGMENTS,
    VIEW_DUPLICATE,
    VIEW_QUALITY,
    VIEW_SEEN,
)


def register() -> None:
    """Called when the app is ready."""
    navigation.register(
        NavigationItem(
            "customers",
            _("Customers"),
            "account-list",
            LOOK_UP,
            order=30,
            icon="users",
            phone=True,
            letter="c",
        )
    )
    navigation.register(
        NavigationItem("seen", _("Who saw a customer"), "seen", VIEW_SEEN, order=905, icon="eye-search")
    )
    navigation.register(
        NavigationItem(
            "segments", _("Segments"), "segment-list", USE_SEGMENTS, order=35, icon="filter-search", letter="s"
        )
    )
    navigation.register(
        NavigationItem(
            "duplicates",
            _("Duplicates"),
            "duplicate-list",
            VIEW_DUPLICATE,
            order=32,
            icon="users-group",
            letter="d",
        )
    )
    navigation.register(
        NavigationItem(
            "merge-consents",
            _("Consents to merges"),
            "merge-waiting-list",
            CONSENT_TO_MERGE,
            order=33,
            icon="thumb-up",
        )
    )
    navigation.register(
        NavigationItem("quality", _("Record quality"), "quality", VIEW_QUALITY, order=36, icon="clipboard-check")
    )
    for key, label, permission in (
        ("account-details", _("Correct the account"), EDIT_ACCOUNT),
        ("customer-details", _("Correct the customer"), EDIT_CUSTOMER),
    ):
        customer_actions.register(
            CustomerAction(key, label, partial(_address, key), permission, order=80, icon="pencil")
        )
    search_sources.register(
        SearchSource(
            "book",
            _("account number · name · phone · address · meter number"),
            find_in_book,
            LOOK_UP,
            order=10,
        )
    )


def _address(name: str, account: SupplyAccount) -> str:
    return reverse(name, args=[account.customer_id, account.account_number])
