"""What hangs under one account: `/accounts/{number}/…/`. Where history is kept, `as_of` picks a day."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from crm.org.permissions import require
from crm.web.api.pagination import NewestFirst
from crm.web.api.views import ApiFrame
from customers.book.api.serializers import supply, terms
from customers.book.api.views.parts import AS_OF, BySequence, day_asked, needed
from customers.book.models import (
    AccountGrade,
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformerInstallation,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.queries.in_force import contract_in_force, whole_day
from customers.book.rules import LOOK_UP, VIEW_CREDIT, VIEW_TERMS

M = TypeVar("M", bound=Model)


class OfAccount(ApiFrame):
    """Rows of the account in the address: 404 for another department's, 403 for a part not for the caller."""

    permission: ClassVar[str] = LOOK_UP
    joined: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def account(self) -> SupplyAccount:
        """The account in the address, if the caller may see it."""
        rows = SupplyAccount.objects.restrict(self.request.user, needed(self))
        account = rows.filter(account_number=self.kwargs["account_number"]).first()
        if account is None:
            raise Http404
        return account

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The account must be there, and this part of it be for the caller."""
        super().initial(request, *args, **kwargs)
        require(request.user, self.permission, self.account.department_id)

    def get_queryset(self) -> QuerySet[Any]:
        """The rows of the account."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = super().get_queryset().model._default_manager.filter(account=self.account)
        return rows.select_related(*self.joined) if self.joined else rows


class Structure(OfAccount, ListModelMixin, GenericViewSet):
    """Rows in the order of their number within the account."""

    pagination_class = BySequence


@extend_schema_view(list=extend_schema(parameters=[AS_OF]))
class History(OfAccount, ListModelMixin, GenericViewSet):
    """Rows over time, the latest written first; with `as_of` those that were in force on a day."""

    pagination_class = NewestFirst
    query_parameters = frozenset({"as_of"})

    def get_queryset(self) -> QuerySet[Any]:
        """All of the history, or one day of it."""
        rows = super().get_queryset()
        day = day_asked(self.request) if self.request else None
        return rows.filter(self.in_force(day)) if day else rows

    def in_force(self, day: date) -> Q:
        """What picks the rows of a day."""
        return Q(period__contains=day)


class SupplyPointViewSet(Structure):
    """Supply points 受电点."""

    queryset = SupplyPoint.objects.none()
    serializer_class = supply.SupplyPointSerializer


class PowerSourceViewSet(Structure):
    """Power sources 电源."""

    queryset = PowerSource.objects.none()
    serializer_class = supply.PowerSourceSerializer
    joined = ("supply_point",)


class TransformerViewSet(Structure):
    """Receiving equipment 受电设备, and what of it is suspended."""

    queryset = Transformer.objects.none()
    serializer_class = supply.TransformerSerializer
    joined = ("supply_point", "power_source")


class MeteringPointViewSet(Structure):
    """Metering points 计量点."""

    queryset = MeteringPoint.objects.none()
    serializer_class = supply.MeteringPointSerializer
    joined = ("supply_point", "power_source", "parent")


class MeterInstallationViewSet(History):
    """Meters at their places, with history; of a day all that hung there at any time of it."""

    queryset = MeterInstallation.objects.none()
    serializer_class = supply.MeterInstallationSerializer
    joined = ("meter", "metering_point")

    def in_force(self, day: date) -> Q:
        """Any moment of the day."""
        return Q(period__overlap=whole_day(day))


class InstrumentTransformerInstallationViewSet(History):
    """Instrument transformers at their places, with history."""

    queryset = InstrumentTransformerInstallation.objects.none()
    serializer_class = supply.InstrumentTransformerInstallationSerializer
    joined = ("transformer", "metering_point")

    def in_force(self, day: date) -> Q:
        """Any moment of the day."""
        return Q(period__overlap=whole_day(day))


class CapacityPeriodViewSet(History):
    """Contract and running capacity over time."""

    queryset = CapacityPeriod.objects.none()
    serializer_class = terms.CapacityPeriodSerializer


class AccountPriceViewSet(History):
    """Prices over time."""

    queryset = AccountPrice.objects.none()
    serializer_class = terms.AccountPriceSerializer
    permission = VIEW_TERMS


class ContractViewSet(History):
    """Contracts; of a day those that were signed and not void."""

    queryset = Contract.objects.none()
    serializer_class = terms.ContractSerializer
    permission = VIEW_TERMS

    def in_force(self, day: date) -> Q:
        """Signed, running, not void."""
        return contract_in_force(day)


class AccountGradeViewSet(History):
    """Importance, key account and risk over time."""

    queryset = AccountGrade.objects.none()
    serializer_class = terms.AccountGradeSerializer
    permission = VIEW_CREDIT
