"""Bills and use of one account: `/accounts/{number}/…/`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.errors import InvalidInput
from crm.web.api.pagination import NewestFirst
from customers.book.api.views.of_account import OfAccount
from metering.api.serializers import BillSerializer, EnergySerializer, SpanSerializer
from metering.models import Bill
from metering.queries.bills import stated_bills
from metering.queries.load import daily_energy, monthly_energy
from metering.rules import VIEW_BILLS, VIEW_READINGS

DEFAULT_DAYS, MOST_DAYS = 31, 366
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)


class ByMonth(NewestFirst):
    """The newest month first."""

    ordering = ("-month",)


class BillViewSet(OfAccount, ListModelMixin, GenericViewSet):
    """The bills of an account, the newest month first."""

    queryset = Bill.objects.none()
    serializer_class = BillSerializer
    pagination_class = ByMonth
    permission = VIEW_BILLS

    def get_queryset(self) -> QuerySet[Any]:
        """With what the ledger says of each."""
        return stated_bills(self.request.user, self.account.pk)


class EnergyViewSet(OfAccount, GenericViewSet):
    """The use of an account by day and by month."""

    queryset = Bill.objects.none()
    serializer_class = EnergySerializer
    pagination_class = None
    permission = VIEW_READINGS
    query_parameters = frozenset({"first", "last"})

    @extend_schema(parameters=[SpanSerializer], responses=EnergySerializer)
    def retrieve(self, request: Request, account_number: str) -> Response:
        """Every day of a span, and its months beside those of the year before."""
        first, last = self._span(request)
        found = {
            "days": [{"day": day, "energy": energy} for day, energy in daily_energy(self.account.pk, first, last)],
            "months": monthly_energy(self.account.pk, first, last),
        }
        return Response(EnergySerializer(found).data)

    def _span(self, request: Request) -> tuple[date, date]:
        asked = SpanSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        last = asked.validated_data.get("last") or timezone.localdate()
        if not EARLIEST <= last <= LATEST:
            raise _wrong("last", _("There is no reading of such a day."))
        first = asked.validated_data.get("first") or last - timedelta(days=DEFAULT_DAYS - 1)
        if not last - timedelta(days=MOST_DAYS) < first <= last:
            raise _wrong("first", _("At most %(most)d days up to the last day.") % {"most": MOST_DAYS})
        return first, last


def _wrong(name: str, sentence: str) -> InvalidInput:
    refusal = InvalidInput({name: sentence})
    refusal.status = 400
    return refusal
