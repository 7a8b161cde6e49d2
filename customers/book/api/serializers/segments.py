"""Segments, and the conditions they are made of."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.errors import InvalidInput
from crm.registries.conditions import Condition
from customers.book.criteria import Vocabulary, in_words
from customers.book.enums import Sharing
from customers.book.models import Segment


class SegmentSerializer(serializers.ModelSerializer):
    """A segment 客户分群: its conditions as a tree, and the same as a sentence."""

    owner = serializers.CharField(source="owner.number", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    words = serializers.SerializerMethodField()
    is_own = serializers.SerializerMethodField()

    class Meta:
        model = Segment
        fields = [
            "id",
            "name",
            "description",
            "conditions",
            "words",
            "owner",
            "is_own",
            "sharing",
            "department",
            "schema_version",
            "version",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def get_words(self, segment: Segment) -> str:
        """What it asks, in the language of the request."""
        vocabulary: Vocabulary = self.context["vocabulary"]
        try:
            return in_words(segment.criteria, vocabulary)
        except InvalidInput as error:
            return str(error)

    def get_is_own(self, segment: Segment) -> bool:
        """Whether the caller may change it."""
        return bool(segment.owner_id == self.context["request"].user.pk)


class WrittenSegmentSerializer(serializers.Serializer):
    """What a caller writes. `conditions`: {"match": "all" or "any", "items": [rows or groups of rows]}."""

    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    conditions = serializers.JSONField()


class SharedSegmentSerializer(serializers.Serializer):
    """With whom."""

    sharing = serializers.ChoiceField(choices=Sharing.choices)


class CountSerializer(serializers.Serializer):
    """How many accounts the caller sees in it."""

    number = serializers.IntegerField(
        allow_null=True, help_text="Empty where counting would take too long; a lower bound where not exact."
    )
    is_exact = serializers.BooleanField()


class ChoiceSerializer(serializers.Serializer):
    """A value that may be named in a row."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF's fields have a label of their own


class OperatorSerializer(serializers.Serializer):
    """A way to compare; `entry` is the form of the row's `value`."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF's fields have a label of their own
    entry = serializers.ChoiceField(
        choices=["choices", "number", "numbers", "day", "days", "count", "text", "nothing"]
    )


class ConditionSerializer(serializers.Serializer):
    """Something that a segment may ask of an account."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF's fields have a label of their own
    group = serializers.CharField()
    unit = serializers.SerializerMethodField()
    operators = OperatorSerializer(many=True, source="kind.offered")
    choices = serializers.SerializerMethodField()

    def get_unit(self, condition: Condition) -> str:
        """The unit of a number."""
        return str(getattr(condition.kind, "unit", ""))

    @extend_schema_field(ChoiceSerializer(many=True))
    def get_choices(self, condition: Condition) -> list[dict[str, Any]]:
        """The values, for a condition that has a list of them."""
        return [{"value": str(value), "label": str(label)} for value, label in condition.kind.choices()]
