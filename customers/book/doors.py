"""What the book offers at the platform's doors: a place in the menu, and what the search box finds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.registries import NavigationItem, SearchSource, navigation, search_sources
from customers.book.queries.search import find_in_book
from customers.book.rules import (
    CONSENT_TO_MERGE,
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
    search_sources.register(
        SearchSource(
            "book",
            _("account number · name · phone · address · meter number"),
            find_in_book,
            LOOK_UP,
            order=10,
        )
    )
