"""The steps' own forms over the API: what they ask for, and filling them in with JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.translation import gettext as _

from bizexpansion.api.fields import choices_of, fields_in, known_value, schema_of, schema_of_form
from bizexpansion.enums import material_label
from bizexpansion.forms.base import PaperForm, StepEntry, StepSpec, flatten
from bizexpansion.forms.merged import MergedForm
from bizexpansion.operations.work import refuse_done
from crm.errors import InvalidInput


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


def refuse_stray_files(spec: StepSpec, values: Mapping[str, Any], files: Mapping[str, Any]) -> None:
    """Raise InvalidInput for a file that belongs to no field and to no paper among the values."""
    papers = values.get("papers") if spec.papers else None
    taken = {f"papers-{index}-upload" for index in range(len(papers) if isinstance(papers, list) else 0)}
    taken |= {name for name, field in spec.form.base_fields.items() if isinstance(field, forms.FileField)}
    if stray := sorted(set(files) - taken):
        raise InvalidInput({name[:60]: _("This file belongs to no paper of the values.") for name in stray})


def refuse_invalid(entry: StepEntry) -> None:
    """Raise InvalidInput with every error of a bound entry, by field, with its code; of a step that somebody else
    has done meanwhile, what the operation would say."""
    if not entry.is_valid():
        if entry.task is not None:
            refuse_done(entry.task)
        found = entry.coded_errors()
        raise InvalidInput(
            {name: [sentence for sentence, _code in said] for name, said in found.items()},
            codes={name: [code for _sentence, code in said] for name, said in found.items()},
        )


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
                "known": [_known_row(one) for one in rows.forms[: rows.initial_form_count()]],
            }
            for row, rows in entry.sets()
        ],
        "papers": list(entry.spec.papers),
    }


def schema_of_spec(spec: StepSpec) -> dict[str, Any]:
    """The values of a step as a JSON Schema, in the active language."""
    schema = schema_of_form({**spec.form.base_fields, **_fields_of_parts(spec)})
    for row in spec.rows:
        schema["properties"][row.name] = {
            "type": "array",
            "title": str(row.label),
            "minItems": row.minimum,
            "maxItems": row.maximum,
            "items": schema_of_form(row.form.base_fields),
        }
    if spec.papers:
        kinds = "\n\n".join(f"`{kind}` {material_label(kind)}" for kind in spec.papers)
        paper = schema_of_form(PaperForm.base_fields)
        paper["required"] = ["kind"]
        schema["properties"]["papers"] = {
            "type": "array",
            "title": _("Papers"),
            "description": f"{kinds}\n\nA file goes along as `papers-<index>-upload` of a multipart request.",
            "items": paper,
        }
    return schema


def _fields_of_parts(spec: StepSpec) -> dict[str, forms.Field]:
    """What a form asks for that leaves the records of several steps; which of it, depends on the answers."""
    found: dict[str, forms.Field] = {}
    for part in spec.form.parts if issubclass(spec.form, MergedForm) else ():
        for name, field in (fields_for_model(part.model, part.fields) or {}).items():
            if field is not None:
                field.required = False
                found[f"{part.name}_{name}"] = field
    return found


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
            "schema": schema_of(field),
            "choices": choices_of(field),
            "value": known_value(form, name),
        }
        for name, field in fields_in(form.fields).items()
    ]


def _known_row(form: forms.BaseForm) -> dict[str, Any]:
    values = {name: known_value(form, name) for name in fields_in(form.fields)}
    return {name: value for name, value in values.items() if value is not None}
