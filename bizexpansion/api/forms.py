"""The steps' own forms over the API: what they ask for, and filling them in with JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from bizexpansion.forms.base import StepEntry, StepSpec, flatten
from crm.errors import InvalidInput

MOST_CHOICES = 200


def as_posted(spec: StepSpec, values: Mapping[str, Any]) -> QueryDict:
    """Nested JSON as a browser would have sent it; lists under plain fields stay lists.

    Raises InvalidInput where rows are no list of objects or a plain field holds an object.
    """
    _refuse_shape(spec, values)
    data = QueryDict(mutable=True)
    for name, value in flatten(spec, values).items():
        if isinstance(value, list):
            data.setlist(name, [_text(one) for one in value])
        else:
            data[name] = _text(value)
    return data


def refuse_invalid(entry: StepEntry) -> None:
    """Raise InvalidInput with every error of a bound entry, by field."""
    if not entry.is_valid():
        raise InvalidInput(entry.errors())


def describe(entry: StepEntry) -> dict[str, Any]:
    """What an unbound entry asks for, in the language of the request."""
    return {
        "step": entry.spec.key,
        "version": entry.task.version if entry.task else None,
        "fields": _describe_fields(entry.form),
        "rows": [
            {
                "name": row.name,
                "label": str(row.label),
                "minimum": row.minimum,
                "maximum": row.maximum,
                "fields": _describe_fields(rows.empty_form),
                "known": [_known_row(row) for row in rows.initial or ()],
            }
            for row, rows in entry.sets()
        ],
        "papers": list(entry.spec.papers),
    }


def _refuse_shape(spec: StepSpec, values: Mapping[str, Any]) -> None:
    rows = {row.name for row in spec.rows} | ({"papers"} if spec.papers else set())
    errors: dict[str, Any] = {}
    for name, value in values.items():
        if name in rows:
            if not isinstance(value, list) or not all(_is_flat(row) for row in value):
                errors[name] = _("Send a list of objects.")
        elif isinstance(value, dict) or (isinstance(value, list) and not _is_flat(dict(enumerate(value)))):
            errors[name] = _("Send a plain value.")
    if errors:
        raise InvalidInput(errors)


def _is_flat(row: Any) -> bool:
    return isinstance(row, dict) and not any(isinstance(value, dict | list) for value in row.values())


def _text(value: Any) -> str:
    """JSON's values as form data: null is empty, true is ticked, false is not there."""
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)


def _describe_fields(form: forms.BaseForm) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": str(field.label or name),
            "help": str(field.help_text),
            "kind": type(field).__name__,
            "required": field.required,
            "choices": _choices(field),
            "value": _known(form, name),
        }
        for name, field in form.fields.items()
        if name not in ("version", "token", "DELETE")
    ]


def _choices(field: forms.Field) -> list[list[str]]:
    """The choices of a field, as far as they can be listed."""
    choices: Iterable[Any] = getattr(field, "choices", ())
    listed: list[list[str]] = []
    for value, label in choices:
        listed.append([force_str(value), force_str(label)])
        if len(listed) == MOST_CHOICES:
            break
    return listed


def _known(form: forms.BaseForm, name: str) -> str | None:
    value = form.get_initial_for_field(form.fields[name], name)
    return None if value is None else force_str(value)


def _known_row(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: force_str(value) for name, value in row.items() if value is not None}
