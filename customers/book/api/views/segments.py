"""Segments over the API: built, shared, counted, and their accounts page by page."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.org.models import Staff
from crm.org.permissions import require
from crm.registries import conditions, permitted
from crm.web.api.views import ApiFrame, RecordFrame, if_match
from customers.book.api.serializers.accounts import AccountSerializer
from customers.book.api.serializers.segments import (
    ConditionSerializer,
    CountSerializer,
    SegmentSerializer,
    SharedSegmentSerializer,
    WrittenSegmentSerializer,
)
from customers.book.api.views.parts import ByAccountNumber, today
from customers.book.criteria import Vocabulary
from customers.book.filters import SegmentFilter
from customers.book.models import Segment, SupplyAccount
from customers.book.operations import archive_segment, copy_segment, save_segment, share_segment
from customers.book.queries.segments import count_accounts, segment_in_view, visible_segments
from customers.book.rules import USE_SEGMENTS


class SegmentViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Segments (客户分群) that the caller may use: one's own and those shared. Only the owner changes one."""

    queryset = Segment.objects.none()
    serializer_class = SegmentSerializer
    filterset_class = SegmentFilter
    lookup_value_regex = "[0-9]{1,12}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Only for those who may use segments at all."""
        super().initial(request, *args, **kwargs)
        require(request.user, USE_SEGMENTS)

    def get_queryset(self) -> QuerySet[Segment]:
        """Those in use."""
        return visible_segments(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the labels of choices, each list read once for all segments."""
        return {**super().get_serializer_context(), "vocabulary": Vocabulary()}

    def address_of(self, record: Segment) -> str:
        """The segment by its id."""
        return reverse("api-segment-detail", kwargs={"pk": record.pk})

    @extend_schema(request=WrittenSegmentSerializer, responses={201: SegmentSerializer})
    def create(self, request: Request) -> Response:
        """Save a new segment; wrong rows are named as `conditions.<row>`."""
        return self.answer(self._save(request), status=201)

    @extend_schema(request=WrittenSegmentSerializer, responses=SegmentSerializer)
    @if_match
    def update(self, request: Request, pk: str) -> Response:
        """Change one's own."""
        return self.answer(self._save(request, segment_id=self.record.pk, version=self.seen))

    @extend_schema(responses={204: None})
    @if_match
    def destroy(self, request: Request, pk: str) -> Response:
        """Put one's own away."""
        archive_segment(segment_id=self.record.pk, **self._who)
        return Response(status=204)

    @extend_schema(request=None, responses={201: SegmentSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: str) -> Response:
        """A copy as one's own."""
        return self.answer(copy_segment(segment_id=self.get_object().pk, **self._who), status=201)

    @extend_schema(request=SharedSegmentSerializer, responses=SegmentSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def share(self, request: Request, pk: str) -> Response:
        """Say who sees it."""
        body = SharedSegmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        shared = share_segment(
            segment_id=self.record.pk, sharing=body.validated_data["sharing"], version=self.seen, **self._who
        )
        return self.answer(shared)

    @extend_schema(responses=CountSerializer)
    @action(detail=True)
    def count(self, request: Request, pk: str) -> Response:
        """How many accounts the caller sees in it, within bounded time."""
        counted = count_accounts(self.get_object().accounts(request.user, today=today()))
        return Response(CountSerializer(counted).data)

    @extend_schema(responses=ConditionSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def conditions(self, request: Request) -> Response:
        """Everything that the caller may ask of an account, with operators and choices."""
        return Response(ConditionSerializer(list(permitted(conditions, request.user)), many=True).data)

    @property
    def _who(self) -> dict[str, Any]:
        return {"actor": cast(Staff, self.request.user), "now": timezone.now()}

    def _save(self, request: Request, **which: Any) -> Segment:
        body = WrittenSegmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return save_segment(**body.validated_data, **which, **self._who)


class SegmentAccountViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """The accounts of a segment that the caller may see: `/segments/{id}/accounts/`."""

    queryset = SupplyAccount.objects.none()
    serializer_class = AccountSerializer
    pagination_class = ByAccountNumber
    filter_backends = ()

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """In the order of account numbers."""
        if getattr(self, "swagger_fake_view", False):
            return SupplyAccount.objects.none()
        segment = segment_in_view(self.request.user, int(self.kwargs["segment_id"]))
        rows = segment.accounts(self.request.user, today=today())
        return rows.select_related("customer", "department", "district")
