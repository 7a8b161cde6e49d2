"""Possible duplicates and merges over the API."""

from __future__ import annotations

from collections.abc import Callable
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

from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import RecordFrame, if_match
from customers.book.api.serializers.merging import (
    MergeReasonSerializer,
    MergeSerializer,
    PairDetailSerializer,
    PairSerializer,
    ProposalSerializer,
)
from customers.book.filters import MergeFilter, PairFilter
from customers.book.models import Customer, CustomerMerge, DuplicatePair
from customers.book.operations import (
    consent_to_merge,
    propose_merge,
    refuse_merge,
    reject_duplicate,
    undo_merge,
    withdraw_merge,
)
from customers.book.queries.merging import compare, faces, visible_merges, visible_pairs
from customers.book.rules import MERGE_CUSTOMERS, VIEW_DUPLICATE


class PairViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Customers that stand in the book twice, as far as rules can tell; those of the caller's departments."""

    queryset = DuplicatePair.objects.none()
    serializer_class = PairSerializer
    filterset_class = PairFilter
    lookup_value_regex = r"\d{1,18}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who has nothing to do with duplicates is refused, not shown an empty list."""
        super().initial(request, *args, **kwargs)
        require(request.user, VIEW_DUPLICATE)

    def get_queryset(self) -> QuerySet[DuplicatePair]:
        """Only what `restrict` lets through."""
        return visible_pairs(self.request.user)

    def address_of(self, record: Any) -> str:
        """The pair by its key."""
        return reverse("api-duplicate-detail", kwargs={"pk": record.pk})

    def represent(self, record: DuplicatePair) -> Any:
        """With the comparison."""
        shown = compare(self.request.user, record.first, record.second, record.rules)
        context = {
            **self.get_serializer_context(),
            "comparison": shown,
            "faces": {face.customer.pk: face for face in shown.faces},
        }
        return PairDetailSerializer(record, context=context).data

    @extend_schema(responses=PairDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Two customers side by side."""
        return super().retrieve(request, *args, **kwargs)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those that wait for a judgement, the newest finds first; others by `state`."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        shown = faces(request.user, [who for pair in page for who in (pair.first, pair.second)])
        context = {**self.get_serializer_context(), "faces": shown}
        return self.get_paginated_response(PairSerializer(page, many=True, context=context).data)

    @extend_schema(request=MergeReasonSerializer, responses=PairDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def reject(self, request: Request, pk: str) -> Response:
        """Two different customers: not proposed again unless their data change."""
        body = MergeReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        reject_duplicate(
            pair_id=self.record.pk,
            version=self.seen,
            **body.validated_data,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())


class MergeViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Merges that touch the caller's departments."""

    queryset = CustomerMerge.objects.none()
    serializer_class = MergeSerializer
    filterset_class = MergeFilter
    lookup_value_regex = r"\d{1,18}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who has nothing to do with duplicates is refused, not shown an empty list."""
        super().initial(request, *args, **kwargs)
        require(request.user, VIEW_DUPLICATE)

    def get_queryset(self) -> QuerySet[CustomerMerge]:
        """Only what `restrict` lets through, with what a merge shows: a constant number of queries."""
        return visible_merges(self.request.user).prefetch_related("consents__department", "moves")

    def address_of(self, record: Any) -> str:
        """The merge by its key."""
        return reverse("api-merge-detail", kwargs={"pk": record.pk})

    @extend_schema(request=ProposalSerializer, responses={201: MergeSerializer})
    def create(self, request: Request) -> Response:
        """Merge two customers; where another department must agree, ask it (`state` PROPOSED)."""
        require(request.user, MERGE_CUSTOMERS)
        body = ProposalSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        numbers = (data["survivor"], data["merged"])
        found = dict(Customer.objects.filter(customer_number__in=numbers).values_list("customer_number", "pk"))
        if set(numbers) - set(found):
            raise OutOfScope
        survivor, merged = (found[number] for number in numbers)
        versions = {survivor: data.get("survivor_version"), merged: data.get("merged_version")}
        made = propose_merge(
            survivor_id=survivor,
            merged_id=merged,
            reason=data["reason"],
            choices=data["choices"],
            versions={pk: each for pk, each in versions.items() if each is not None},
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_queryset().get(pk=made.pk), status=201)

    @extend_schema(request=None, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def consent(self, request: Request, pk: str) -> Response:
        """Agree for the caller's departments; the last consent carries the merge out."""
        return self._act(request, consent_to_merge, {})

    @extend_schema(request=MergeReasonSerializer, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def refuse(self, request: Request, pk: str) -> Response:
        """Do not agree: the proposal ends."""
        return self._act(request, refuse_merge, self._reason(request))

    @extend_schema(request=MergeReasonSerializer, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a proposal back."""
        return self._act(request, withdraw_merge, self._reason(request))

    @extend_schema(request=MergeReasonSerializer, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def undo(self, request: Request, pk: str) -> Response:
        """Make two customers of one again."""
        return self._act(request, undo_merge, self._reason(request))

    def _reason(self, request: Request) -> dict[str, Any]:
        body = MergeReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _act(self, request: Request, operation: Callable[..., Any], values: dict[str, Any]) -> Response:
        operation(
            merge_id=self.record.pk,
            version=self.seen,
            **values,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())
