"""Forms as the paper has them: sections, known values, errors of operations at their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.forms.utils import ErrorList, flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from crm.errors import DomainError, InvalidInput, StaleVersion


@dataclass(frozen=True)
class Section:
    """A titled group of fields; `note` is a sentence under the title."""

    title: Any
    fields: tuple[str, ...]
    note: Any = ""


@dataclass(frozen=True)
class BoundSection:
    """A section of one form with its fields, ready for the template."""

    title: Any
    note: Any
    fields: list[BoundField]


class PageForm(forms.Form):
    """The base of every form that a person fills in.

    - `sections`: titled groups; fields that no section names come first, without a title.
    - `wide`: names of fields over the whole width.
    - `known`: names of fields whose initial value the company already had; they look known (grey).
    - `theirs`: after a stale submit, what somebody else saved meanwhile, by field name.
    """

    sections: ClassVar[Sequence[Section]] = ()
    wide: ClassVar[Sequence[str]] = ()
    required_css_class = "required"

    def __init__(self, *args: Any, known: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: frozenset[str] = frozenset(known)
        self.theirs: dict[str, Any] = {}
        self.stale_by: Any = None
        self.stale_at: Any = None

    def layout(self) -> Iterator[BoundSection]:
        """The visible fields in their sections."""
        named = {name for section in self.sections for name in section.fields}
        loose = [field for field in self.visible_fields() if field.name not in named]
        if loose:
            yield BoundSection("", "", loose)
        for section in self.sections:
            fields = [self[name] for name in section.fields if name in self.fields]
            if fields:
                yield BoundSection(section.title, section.note, fields)

    def add_refusal(self, error: DomainError) -> None:
        """Show an operation's refusal: at the fields that it names, otherwise above the form."""
        add_refusal(self, error)


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Put the sentences of `error` at the form's fields; what names no field of the form stands on top.

    A `StaleVersion` brings in its details `current` (field name -> value as the page shows it), `version`,
    `by` and `at`: the form then shows both values and carries the new version, so that sending it again is
    a decision and not an accident.
    """
    if isinstance(error, InvalidInput):
        for name, sentences in error.errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, _plain(sentence))
        return
    form.add_error(error.field if error.field in form.fields else None, str(error))
    if isinstance(error, StaleVersion) and isinstance(form, PageForm):
        _show_both(form, error.details)


def _show_both(form: PageForm, details: Mapping[str, Any]) -> None:
    current: Mapping[str, Any] = details.get("current", {})
    form.theirs = {
        name: value
        for name, value in current.items()
        if name in form.fields and str(form[name].value() or "") != str(value if value is not None else "")
    }
    form.stale_by, form.stale_at = details.get("by"), details.get("at")
    if "version" in form.fields and "version" in details:
        data = QueryDict(mutable=True)
        data.update(form.data)
        data[form.add_prefix("version")] = str(details["version"])
        form.data = data


def _plain(sentence: Any) -> Any:
    return list(sentence) if isinstance(sentence, ErrorList) else sentence


class DayInput(forms.DateInput):
    """A day, with the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time, with the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


_SELECTED = SafeString(" selected")
_DASHES = BLANK_CHOICE_DASH[0][1]


def option_words(label: Any) -> Any:
    """The words of an option; the dashes of Django for "nothing chosen yet" say so in the reader's language."""
    return gettext("please choose") if label == _DASHES else label


class QuickSelect(forms.Select):
    """A choice without groups, as our template draws it, but without a template for each option: a filter offers a
    hundred on a page that people open all day.

    `kept` names choices that are the same for everybody as long as the program runs: as long as none is chosen,
    their elements are made once a language.
    """

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its options."""
        chosen = set(self.format_value(value))
        own = self.build_attrs(self.attrs, attrs)
        css = f"form-select {own.pop('class', '')}".strip()
        return format_html(
            '<select name="{}" class="{}"{}>{}</select>',
            name,
            css,
            flatatt(own),
            self._drawn(chosen),
        )

    def _drawn(self, chosen: set[str]) -> SafeString:
        """The options; of the kept ones the empty one may be chosen, as it is when nothing is."""
        key = self.kept, get_language()
        if not self.kept or chosen - {""}:
            return _options(self.choices, chosen)
        if key not in _KEPT:
            _KEPT[key] = _options(self.choices, chosen)
        return _KEPT[key]


_KEPT: dict[tuple[str, str | None], SafeString] = {}


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, _SELECTED if str(key) in chosen else "", str(option_words(label))) for key, label in choices),
    )
