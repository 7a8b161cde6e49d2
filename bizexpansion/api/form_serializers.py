"""Forms over the API: what a step asks for, and what a caller sends for it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers


@extend_schema_field({"type": "object", "additionalProperties": True})
class ValuesField(serializers.Field):
    """Fields by name and rows as lists of objects; in a multipart request the same as text.

    The OpenAPI document names the values of every form (`bizexpansion.api.schema`).
    """

    default_error_messages = {"not_an_object": _("Send an object.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The object."""
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except ValueError:
                self.fail("not_an_object")
        if not isinstance(data, dict):
            self.fail("not_an_object")
        return data

    def to_representation(self, value: Any) -> Any:
        """As it is."""
        return value


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Survey",
            {"values": {"surveyed_on": "2026-11-25", "can_supply": True, "project_flag": "1"}},
            request_only=True,
            media_type="application/json",
        )
    ]
)
class StepSerializer(serializers.Serializer):
    """A filled-in step. Ask `GET …/form/` what it wants."""

    values = ValuesField()


class ApplicationSerializer(serializers.Serializer):
    """A new application. The same `token` sent twice makes one case, as the same `Idempotency-Key` does."""

    flow = serializers.CharField(default="104", help_text="Code of the flow, see `GET /flows/`.")
    token = serializers.UUIDField(default=uuid4)
    values = ValuesField()


@extend_schema_field(
    {
        "nullable": True,
        "oneOf": [
            {"type": "string"},
            {"type": "boolean"},
            {"type": "integer"},
            {"type": "array", "items": {}},
        ],
    }
)
class KnownField(serializers.JSONField):
    """A value of any of the kinds that a field takes."""


@extend_schema_field({"type": "object", "additionalProperties": True})
class SchemaField(serializers.JSONField):
    """A JSON Schema."""


class FormFieldSerializer(serializers.Serializer):
    """One field of a step's form."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # what people call it, as on the page
    help = serializers.CharField()
    kind = serializers.CharField(help_text="Kind of value: CharField, DecimalField, DateField, …")
    required = serializers.BooleanField()  # type: ignore[assignment]
    schema = SchemaField(help_text="JSON Schema of the value.")
    choices = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    value = KnownField(help_text="What is known already.")


class FormRowsSerializer(serializers.Serializer):
    """Rows that belong to the form."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    minimum = serializers.IntegerField()
    maximum = serializers.IntegerField()
    fields = FormFieldSerializer(many=True)  # type: ignore[assignment]
    known = serializers.ListField(
        child=serializers.DictField(child=KnownField()), help_text="Rows that are known already."
    )


class FormSerializer(serializers.Serializer):
    """What a step asks for, in the language of the request."""

    step = serializers.CharField(help_text="Key of the form.")
    version = serializers.IntegerField(allow_null=True)
    fields = FormFieldSerializer(many=True)  # type: ignore[assignment]
    rows = FormRowsSerializer(many=True)
    papers = serializers.ListField(child=serializers.CharField(), help_text="Kinds of paper that it takes.")
