"""Devices of the stores, and reading sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.org.enums import DepartmentKind
from crm.org.models import Department, Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame
from customers.book.api.filters import InstrumentTransformerFilter, MeterFilter, SectionFilter
from customers.book.api.serializers.supply import (
    InstrumentTransformerSerializer,
    MeterSerializer,
    ReceivedInstrumentTransformerSerializer,
    ReceivedMeterSerializer,
)
from customers.book.api.serializers.terms import ReadingSectionSerializer
from customers.book.api.views.parts import ByAssetNumber, ByNumber
from customers.book.models import InstrumentTransformer, Meter, ReadingSection
from customers.book.operations import (
    create_reading_section,
    receive_instrument_transformers,
    receive_meters,
)
from customers.book.rules import KEEP_SECTIONS, KEEP_STORE, VIEW_ACCOUNT, VIEW_DEVICE
from customers.book.specs import InstrumentTransformerSpec, MeterSpec

MOST_AT_ONCE = 500


class InDepartment(serializers.Serializer):
    """Something for one business department 营业部."""

    department = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Department.objects.filter(kind=DepartmentKind.BUSINESS),
        help_text="Code of the business department.",
    )


class ReceiveMetersSerializer(InDepartment):
    """A delivery of qualified meters."""

    devices = ReceivedMeterSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=MOST_AT_ONCE
    )


class ReceiveInstrumentTransformersSerializer(InDepartment):
    """A delivery of qualified instrument transformers."""

    devices = ReceivedInstrumentTransformerSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=MOST_AT_ONCE
    )


class NewSectionSerializer(InDepartment):
    """A reading section to be set up."""

    number = serializers.CharField(max_length=16)
    name = serializers.CharField(max_length=60)
    reading_day = serializers.IntegerField(min_value=1, max_value=31)


class DeviceViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """Devices by asset number."""

    lookup_field = "asset_number"
    lookup_value_regex = "[0-9]{22}"
    pagination_class = ByAssetNumber
    delivery: ClassVar[type[InDepartment]]
    spec: ClassVar[type]
    receive: ClassVar[Callable[..., Any]]

    def get_queryset(self) -> QuerySet[Any]:
        """The devices of the stores that the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        require(self.request.user, VIEW_DEVICE)
        rows = super().get_queryset().model.objects.restrict(self.request.user, VIEW_DEVICE)
        return cast(QuerySet[Any], rows.select_related("department", "reserved_for"))

    def retrieve(self, request: Request, asset_number: str) -> Response:
        """One device."""
        return Response(self.get_serializer(self.get_object()).data)

    def _receive(self, request: Request, argument: str) -> Response:
        actor = cast(Staff, request.user)
        require(actor, KEEP_STORE)
        body = self.delivery(data=request.data)
        body.is_valid(raise_exception=True)
        specs = [self.spec(**values) for values in body.validated_data["devices"]]
        department = body.validated_data["department"]
        made = type(self).receive(department_id=department.pk, **{argument: specs}, actor=actor, now=timezone.now())
        return Response(self.get_serializer(made, many=True).data, status=201)


class MeterViewSet(DeviceViewSet):
    """Meters 电能表."""

    queryset = Meter.objects.none()
    serializer_class = MeterSerializer
    filterset_class = MeterFilter
    delivery = ReceiveMetersSerializer
    spec = MeterSpec
    receive = receive_meters

    @extend_schema(request=ReceiveMetersSerializer, responses={201: MeterSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """Take a delivery of qualified meters into the store of a department: all of them or none."""
        return self._receive(request, "meters")


class InstrumentTransformerViewSet(DeviceViewSet):
    """Instrument transformers 互感器."""

    queryset = InstrumentTransformer.objects.none()
    serializer_class = InstrumentTransformerSerializer
    filterset_class = InstrumentTransformerFilter
    delivery = ReceiveInstrumentTransformersSerializer
    spec = InstrumentTransformerSpec
    receive = receive_instrument_transformers

    @extend_schema(
        request=ReceiveInstrumentTransformersSerializer,
        responses={201: InstrumentTransformerSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Take a delivery of qualified instrument transformers into the store of a department: all or none."""
        return self._receive(request, "transformers")


class ReadingSectionViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """Reading sections 抄表段."""

    queryset = ReadingSection.objects.none()
    serializer_class = ReadingSectionSerializer
    filterset_class = SectionFilter
    pagination_class = ByNumber
    lookup_field = "number"
    lookup_value_regex = "[^/]{1,16}"

    def get_queryset(self) -> QuerySet[ReadingSection]:
        """Those of the departments that the caller may see."""
        rows = ReadingSection.objects.restrict(self.request.user, VIEW_ACCOUNT)
        return rows.select_related("department", "reader")

    def retrieve(self, request: Request, number: str) -> Response:
        """One section."""
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=NewSectionSerializer, responses={201: ReadingSectionSerializer})
    def create(self, request: Request) -> Response:
        """Set up a section; the number of one that stands gives that one."""
        actor = cast(Staff, request.user)
        require(actor, KEEP_SECTIONS)
        body = NewSectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        section = create_reading_section(
            department_id=values.pop("department").pk, **values, actor=actor, now=timezone.now()
        )
        return Response(self.get_serializer(section).data, status=201)
