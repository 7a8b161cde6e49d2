"""Temporary accounts: which are over, since how long."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from bizexpansion.filters import TemporaryFilter
from bizexpansion.queries.temporary import TemporaryRow, count_by_class, temporary_accounts, temporary_rows
from bizexpansion.rules import VIEW_CASE, step_permission
from bizexpansion.views.reports import tabs_of
from crm.org.permissions import has_permission
from crm.web.keyset import Page
from crm.web.lists import ListPage
from customers.book.models import SupplyAccount


class TemporaryList(ListPage):
    """Temporary accounts, the longest overdue first; without a filter those whose last day is over."""

    permission = VIEW_CASE
    order = ("temporary_until", "pk")
    filterset_class = TemporaryFilter
    template_name = "bizexpansion/temporary.html"
    rows_template = "bizexpansion/temporary_rows.html"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What this person may see."""
        return temporary_accounts(self.request.user)

    def get_rows(self, page: Page[Any]) -> list[TemporaryRow]:
        """With the days and the class."""
        return temporary_rows(page.rows, localdate())

    def extra(self) -> dict[str, Any]:
        """The other reports, how many stand in each class, and whether this person accepts applications."""
        user = self.request.user
        return {
            "tabs": tabs_of(self.request, "temporary-list"),
            "overdue": self.request.GET.get("overdue", ""),
            "classes": count_by_class(user, localdate()),
            "may_accept": has_permission(user, step_permission("accept")),
        }
