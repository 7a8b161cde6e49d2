"""What the API shows and takes of the photos of a step, and all photos of a case."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from bizexpansion.api.serializers import step_name
from bizexpansion.errors import TaskNotOpen
from bizexpansion.models import CaseDocument
from bizexpansion.operations.photos import MOST_AT_ONCE, remove_photo
from bizexpansion.queries.case import find_case
from bizexpansion.queries.papers import find_paper
from bizexpansion.queries.photos import photos_of_case
from bizexpansion.rules import step_permission
from bizexpansion.steps import spec_of
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame
from crm.web.uploads import show_stored


class PhotoSerializer(serializers.ModelSerializer):
    """A photo of a step. `taken_at` is what the camera's clock said, if it said so; the place is never kept."""

    taken_by = serializers.CharField(source="received_by.number", read_only=True)

    class Meta:
        model = CaseDocument
        fields = ["id", "file_name", "content_type", "size", "digest", "taken_at", "taken_by", "received_at"]
        read_only_fields = fields


class PhotoUploadSerializer(serializers.Serializer):
    """JPEG or PNG files, at most 20 MB each."""

    photos = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=MOST_AT_ONCE)


class CasePhotoSerializer(PhotoSerializer):
    """A photo of a case: at which step it was taken, where its thumbnail and its file are."""

    task = serializers.IntegerField(source="task_id", read_only=True)
    step = serializers.CharField(source="task.node", read_only=True)
    step_name = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    file_url = serializers.SerializerMethodField()

    class Meta(PhotoSerializer.Meta):
        fields = [*PhotoSerializer.Meta.fields, "task", "step", "step_name", "thumbnail_url", "file_url"]
        read_only_fields = fields

    def get_step_name(self, photo: CaseDocument) -> str:
        """In the language of the request."""
        case: Any = photo.case
        return step_name(case.flow_code, case.flow_version, photo.task.node) if photo.task else ""

    def get_thumbnail_url(self, photo: CaseDocument) -> str:
        """The small picture."""
        return reverse("api-photo-small", args=[photo.pk])

    def get_file_url(self, photo: CaseDocument) -> str:
        """The picture as it was kept."""
        return reverse("api-paper-file", args=[photo.pk])


class CasePhotosView(ApiFrame, GenericAPIView):
    """The photos of a case."""

    serializer_class = CasePhotoSerializer
    pagination_class = None
    filter_backends = []
    queryset = CaseDocument.objects.none()

    @extend_schema(operation_id="case_photos", responses=CasePhotoSerializer(many=True))
    def get(self, request: Request, case_number: str) -> Response:
        """Of all its steps, in the order in which they were taken."""
        case = find_case(request.user, case_number)
        photos = photos_of_case(case)
        for photo in photos:
            photo.case = case
        return Response(CasePhotoSerializer(photos, many=True).data)


class PhotoSmallView(ApiFrame, GenericAPIView):
    """The thumbnail of a photo."""

    serializer_class = PhotoSerializer

    @extend_schema(operation_id="photo_small", responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> FileResponse:
        """For those who may see the case."""
        photo = find_paper(request.user, pk)
        if not photo.thumbnail:
            raise OutOfScope
        return show_stored(photo.thumbnail)


class PhotoRemoveView(ApiFrame, GenericAPIView):
    """One's own photo of an open step, taken away again."""

    serializer_class = PhotoSerializer

    @extend_schema(operation_id="photo_remove", request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """Nobody else's, and not once the step is done."""
        photo = find_paper(request.user, pk)
        if photo.task is None:
            raise TaskNotOpen
        photo.task.case = photo.case
        require(request.user, step_permission(spec_of(photo.task).key), photo.case.department_id)
        remove_photo(paper_id=pk, actor=cast(Staff, request.user), now=timezone.now())
        return Response(status=204)
