"""Fields of forms as JSON: their schema for the OpenAPI document, and the value that they hold already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils.encoding import force_str
from django.utils.timezone import localtime

MOST_CHOICES = 200
NEVER = frozenset({"version", "token", "DELETE", "present"})
"""What the frame of a request carries, or a browser alone needs."""

_TYPES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (ModelMultipleChoiceField, {"type": "array", "items": {"type": "integer"}}),
    (ModelChoiceField, {"type": "integer"}),
    (forms.MultipleChoiceField, {"type": "array", "items": {"type": "string"}}),
    (SimpleArrayField, {"type": "array", "items": {"type": "string"}}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.DateTimeField, {"type": "string", "format": "date-time"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.DecimalField, {"type": "string", "format": "decimal"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.UUIDField, {"type": "string", "format": "uuid"}),
)


def fields_in(fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """The fields that JSON can fill in: without files, and without what the frame of a request carries."""
    return {
        name: field
        for name, field in fields.items()
        if name not in NEVER and not isinstance(field, forms.FileField)
    }


def schema_of(field: forms.Field) -> dict[str, Any]:
    """A field as a JSON Schema, its words in the active language. Asks the database nothing."""
    found: dict[str, Any] = next(
        (dict(schema) for kind, schema in _TYPES if isinstance(field, kind)), {"type": "string"}
    )
    if isinstance(field, forms.ChoiceField) and (values := [key for key, _label in _static(field)]):
        if found["type"] == "array":
            found["items"] = {"type": "string", "enum": values}
        else:
            found["enum"] = values if field.required else ["", *(one for one in values if one)]
    elif found["type"] == "integer" or found.get("format") == "decimal":
        found |= _bounds(field, decimal=found["type"] == "string")
    elif found["type"] == "string":
        found |= _lengths(field)
    if isinstance(field.initial, str | int | Decimal) and field.initial != "":
        found["default"] = as_json(field.initial)
    if field.label:
        found["title"] = str(field.label)
    if words := _words(field):
        found["description"] = words
    return found


def schema_of_form(fields: dict[str, forms.Field]) -> dict[str, Any]:
    """The fields of a form as an object."""
    shown = fields_in(fields)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: schema_of(field) for name, field in shown.items()},
    }
    required = sorted(name for name, field in shown.items() if field.required)
    return {**schema, "required": required} if required else schema


def choices_of(field: forms.Field) -> list[list[str]]:
    """The choices of a field of an opened form, as far as they can be listed."""
    choices: Iterable[Any] = getattr(field, "choices", ())
    listed: list[list[str]] = []
    for value, label in _flat(choices):
        listed.append([force_str(value), force_str(label)])
        if len(listed) == MOST_CHOICES:
            break
    return listed


def known_value(form: forms.BaseForm, name: str) -> Any:
    """What stands in a field of an opened form, as the same field takes it back."""
    field = form.fields[name]
    value = as_json(field.prepare_value(form.get_initial_for_field(field, name)))
    is_text = isinstance(value, int) and not isinstance(value, bool) and schema_of(field)["type"] == "string"
    return str(value) if is_text else value


def as_json(value: Any) -> Any:
    """A value as JSON: days and moments in ISO 8601 (Shanghai), figures as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if isinstance(value, datetime):
        return localtime(value).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return as_json(value.pk) if hasattr(value, "pk") else force_str(value)


def _static(field: forms.ChoiceField) -> list[tuple[str, Any]]:
    """The choices that are the same for everybody; none where they come from the database."""
    if isinstance(field, ModelChoiceField):
        return []
    choices: Any = field.choices
    return [(force_str(value), label) for value, label in _flat(choices)]


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _words(field: forms.Field) -> str:
    """The help of a field, and what its choices mean."""
    parts = [str(field.help_text)] if field.help_text else []
    if isinstance(field, forms.ChoiceField):
        parts += [f"`{value}` {label}" for value, label in _static(field) if value]
    return "\n\n".join(parts)


def _bounds(field: forms.Field, *, decimal: bool) -> dict[str, Any]:
    """The least and the greatest number; of a decimal, which is text, its digits."""
    if decimal:
        places = getattr(field, "decimal_places", None)
        after = "" if places == 0 else rf"(\.\d{{1,{places}}})?" if places else r"(\.\d+)?"
        return {"pattern": rf"^-?\d+{after}$"}
    found: dict[str, Any] = {}
    for validator in field.validators:
        limit = getattr(validator, "limit_value", None)
        limit = limit() if callable(limit) else limit
        if isinstance(validator, MinValueValidator) and isinstance(limit, int):
            found["minimum"] = max(found.get("minimum", limit), limit)
        elif isinstance(validator, MaxValueValidator) and isinstance(limit, int):
            found["maximum"] = min(found.get("maximum", limit), limit)
    return found


def _lengths(field: forms.Field) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            limit = validator.limit_value
            found["maxLength"] = limit() if callable(limit) else limit
        elif isinstance(validator, RegexValidator) and type(validator) is RegexValidator:
            found["pattern"] = getattr(validator.regex, "pattern", validator.regex)
    return found
