"""Supply accounts over the API."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from crm.web.api.pagination import NewestFirst
from crm.web.api.views import RecordFrame
from customers.book.api.serializers import AccountDetailSerializer, AccountSerializer
from customers.book.filters import AccountFilter
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT

STRUCTURE = (
    "contacts",
    "supply_points__power_sources",
    "supply_points__transformers",
    "metering_points",
    "contracts",
)


class ByAccountNumber(NewestFirst):
    """In the order of account numbers, which the indexes follow."""

    ordering = ("account_number",)


class AccountViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Supply accounts (户号) that the caller may see; another department's is a 404."""

    queryset = SupplyAccount.objects.none()
    lookup_field = "account_number"
    lookup_value_regex = "[0-9]{10}"
    filterset_class = AccountFilter
    pagination_class = ByAccountNumber

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """Only what `restrict` lets through, joined so that the number of queries stays constant."""
        rows = SupplyAccount.objects.restrict(self.request.user, VIEW_ACCOUNT)
        rows = rows.select_related("customer", "department", "district")
        return rows.prefetch_related(*STRUCTURE) if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[AccountSerializer]:
        """A line for the list, the whole for one."""
        return AccountDetailSerializer if self.action == "retrieve" else AccountSerializer
