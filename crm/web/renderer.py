"""Draw the elements of forms: as our templates do, without a template for each of them.

A step shows sixty fields, each of which Django draws by three templates, and a choice by two more an option. What
occurs most (fields, inputs, choices, long texts) is written out here; everything else stays with the templates in
`templates/django/forms/`, which a test compares with what is drawn here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from crm.web.forms import option_words
from crm.web.templatetags.crm_web import is_known, is_wide, theirs

NOTHING = SafeString("")
OPTION = '<option value="{}"{}>{}</option>'


class Renderer(TemplatesSetting):
    """The renderer of all forms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The element; by its template where it is not one of those below."""
        if template_name == self.field_template_name:
            return _field(context["field"])
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _field(field: BoundField) -> SafeString:
    """One field with its label, what somebody else saved meanwhile, its errors and its hint."""
    errors, other = field.errors, theirs(field)
    marks = (
        ("wide", is_wide(field)),
        ("known", is_known(field)),
        ("wrong", bool(errors)),
        ("single-check", field.widget_type == "checkbox"),
    )
    css = " ".join(filter(None, ("field", field.css_classes(), *(mark for mark, holds in marks if holds))))
    begin, end = _frame(field)
    return format_html(
        '<div class="{}">{}{}{}{}{}{}</div>',
        css,
        begin,
        SafeString(field),
        NOTHING
        if other is None
        else format_html('<p class="theirs">{} <b>{}</b></p>', gettext("Saved meanwhile:"), other or "–"),
        errors if errors else NOTHING,
        _hint(field),
        end,
    )


def _frame(field: BoundField) -> tuple[SafeString, SafeString]:
    """The label before a field; around a group of choices, a fieldset with its legend."""
    if field.use_fieldset:
        described = format_html(' aria-describedby="{}"', by) if (by := field.aria_describedby) else NOTHING
        begin = format_html('<fieldset{}><legend class="form-label">{}</legend>', described, field.label)
        return begin, SafeString("</fieldset>")
    if not field.label:
        return NOTHING, NOTHING
    return format_html('<label class="form-label" for="{}">{}</label>', field.id_for_label, field.label), NOTHING


def _hint(field: BoundField) -> SafeString:
    if not field.help_text:
        return NOTHING
    own = format_html(' id="{}_helptext"', field.auto_id) if field.auto_id else NOTHING
    return format_html('<div class="form-hint"{}>{}</div>', own, field.help_text)


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """All but the class; one that is true has no value, one that is false is left out."""
    if not attrs:
        return NOTHING
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
            for name, value in attrs.items()
            if value is not False and name != "class"
        )
    )


def _class(kind: str, attrs: Mapping[str, Any]) -> str:
    own = attrs.get("class")
    return f"{kind} {own}" if own else kind


def _input(widget: Mapping[str, Any]) -> SafeString:
    kind, attrs, value = widget["type"], widget["attrs"], widget["value"]
    css = "form-check-input" if kind in ("checkbox", "radio") else "form-control"
    return format_html(
        '<input type="{}" name="{}"{}{}{}>',
        kind,
        widget["name"],
        NOTHING if kind == "hidden" else format_html(' class="{}"', _class(css, attrs)),
        NOTHING if value is None else format_html(' value="{}"', str(value)),
        _attributes(attrs),
    )


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<textarea name="{}" class="{}"{}>\n{}</textarea>',
        widget["name"],
        _class("form-control", widget["attrs"]),
        _attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = []
    for name, options, _index in widget["optgroups"]:
        parts = [
            part
            for one in options
            for part in (str(one["value"]), _attributes(one["attrs"]), option_words(one["label"]))
        ]
        drawn = format_html(OPTION * len(options), *parts) if options else NOTHING
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn)
    return format_html(
        '<select name="{}" class="{}"{}>{}</select>',
        widget["name"],
        _class("form-select", widget["attrs"]),
        _attributes(widget["attrs"]),
        SafeString("".join(groups)),
    )


INPUTS = ("checkbox", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "text", "time")
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
}
