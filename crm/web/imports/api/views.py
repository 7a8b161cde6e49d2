"""Imports over the API: hand in, check, look, take in, undo. The long steps are a worker's; ask for `state`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.errors import InvalidInput
from crm.imports.enums import RowState
from crm.imports.importers import importers
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations import (
    discard_batch,
    hand_back_rows,
    open_batch,
    request_apply,
    request_check,
    request_undo,
)
from crm.imports.rules import IMPORT
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.pagination import NewestFirst
from crm.web.api.views import ApiFrame, never_kept
from crm.web.imports.api import serializers
from crm.web.imports.files import XLSX, bad_rows_file, template_file
from crm.web.imports.forms import too_large
from crm.web.imports.views import batch_or_404, importer_or_404

WORKBOOK = {(200, XLSX): OpenApiTypes.BINARY}


class ImportFilter(django_filters.FilterSet):
    """Imports by kind and state."""

    class Meta:
        model = ImportBatch
        fields = ("kind", "state")


class ImportViewSet(ApiFrame, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Files that were handed in by one's own department."""

    queryset = ImportBatch.objects.none()
    serializer_class = serializers.ImportSerializer
    filterset_class = ImportFilter
    parser_classes = [JSONParser, MultiPartParser]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        """Only what `restrict` lets through, for those who may import."""
        require(cast(Staff, self.request.user), IMPORT)
        return ImportBatch.objects.restrict(self.request.user, IMPORT).order_by("-pk")

    @extend_schema(request={"multipart/form-data": serializers.HandInSerializer})
    def create(self, request: Request) -> Response:
        """Hand a file in. It is judged at once; its rows are looked at by `check`."""
        require(cast(Staff, request.user), IMPORT)
        body = serializers.HandInSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        if sentence := too_large(file):
            raise InvalidInput({"file": sentence})
        batch = open_batch(
            kind=body.validated_data["kind"],
            file=file,
            name=file.name or "",
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        address = reverse("api-import-detail", args=[batch.pk])
        return Response(self.get_serializer(batch).data, status=201, headers={"Location": address})

    @extend_schema(request=serializers.CheckSerializer)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: str) -> Response:
        """Have every row looked at; ask for the import until its state is CHECKED, FAILED otherwise."""
        body = serializers.CheckSerializer(data=request.data)
        batch = batch_or_404(request.user, int(pk))
        body.is_valid(raise_exception=True)
        mapping = body.validated_data.get("mapping", batch.mapping)
        return self._run(request, batch, request_check, mapping=mapping)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        """Take the good rows in; ask for the import until its state is DONE."""
        return self._run(request, batch_or_404(request.user, int(pk)), request_apply)

    @extend_schema(request=serializers.UndoSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take an import back; a large one is UNDOING for a while."""
        batch = batch_or_404(request.user, int(pk))
        body = serializers.UndoSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._run(request, batch, request_undo, **body.validated_data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        """Give a file up before anything was taken in."""
        return self._run(request, batch_or_404(request.user, int(pk)), discard_batch)

    @extend_schema(operation_id="imports_bad_rows", responses=WORKBOOK)
    @action(detail=True, url_path="bad-rows")
    def bad_rows(self, request: Request, pk: str) -> FileResponse:
        """The bad rows as a workbook to mend and hand in again. Who fetches it is written down."""
        batch = batch_or_404(request.user, int(pk))
        return bad_rows_file(hand_back_rows(batch_id=batch.pk, actor=cast(Staff, request.user), now=timezone.now()))

    @extend_schema(responses=serializers.KindSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def kinds(self, request: Request) -> Response:
        """What can be imported, and which columns it reads."""
        require(cast(Staff, request.user), IMPORT)
        return Response(serializers.KindSerializer(list(importers), many=True).data)

    @extend_schema(operation_id="imports_template", responses=WORKBOOK, filters=False)
    @action(detail=False, url_path="kinds/(?P<kind>[a-z_]{1,40})/template")
    @never_kept
    def template(self, request: Request, kind: str) -> FileResponse:
        """An empty workbook with the columns."""
        require(cast(Staff, request.user), IMPORT)
        return template_file(importer_or_404(kind))

    def _run(
        self, request: Request, batch: ImportBatch, operation: Callable[..., ImportBatch], **more: Any
    ) -> Response:
        """One call of an operation; the import as it is now."""
        operation(batch_id=batch.pk, **more, actor=request.user, now=timezone.now())
        return Response(self.get_serializer(batch_or_404(request.user, batch.pk)).data)


class ByLine(NewestFirst):
    """Rows in the order of the file."""

    ordering = ("line",)


class RowFilter(django_filters.FilterSet):
    """Rows by state."""

    state = django_filters.ChoiceFilter(choices=RowState)

    class Meta:
        model = ImportRow
        fields = ("state",)


class ImportRowViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """The rows of one import: what became of each, with column and reason of every error."""

    queryset = ImportRow.objects.none()
    serializer_class = serializers.ImportRowSerializer
    filterset_class = RowFilter
    pagination_class = ByLine

    def get_queryset(self) -> QuerySet[ImportRow]:
        """Those of an import that the caller may see."""
        batch = batch_or_404(self.request.user, int(self.kwargs["batch"]))
        return ImportRow.objects.filter(batch=batch).select_related("batch")
