"""What the API shows and takes of the photos of a step."""

from __future__ import annotations

from rest_framework import serializers

from bizexpansion.models import CaseDocument
from bizexpansion.operations.photos import MOST_AT_ONCE


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
