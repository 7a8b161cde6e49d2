"""A step's form on a page: its draft, its errors in one list, one more row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseFormSet, BooleanField
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bizexpansion.forms.base import StepEntry
from bizexpansion.rules import step_permission
from bizexpansion.steps import STEPS
from crm.org.permissions import require
from crm.web import drafts
from crm.web.models import FormDraft
from crm.web.request import StaffRequest


@dataclass(frozen=True)
class EntryError:
    """One sentence of the list above the form, and the field that it leads to."""

    anchor: str
    label: Any
    sentence: Any


def entry_errors(entry: StepEntry) -> list[EntryError]:
    """Everything that is wrong, in the order of the page: the record, its rows, its papers."""
    if not entry.is_bound:
        return []
    found = list(_form_errors(entry.form, ""))
    for spec, rows in entry.sets():
        found += _set_errors(rows, spec.label)
    if entry.papers is not None:
        found += _set_errors(entry.papers, _("Papers"))
    return found


def _set_errors(rows: BaseFormSet, title: Any) -> Iterator[EntryError]:
    for sentence in rows.non_form_errors():
        yield EntryError(f"rows-{rows.prefix}", title, sentence)
    for number, row in enumerate(rows.forms, start=1):
        yield from _form_errors(row, f"{title} {number} · " if title else "")


def _form_errors(form: Any, before: str) -> Iterator[EntryError]:
    for name, sentences in form.errors.items():
        for sentence in sentences:
            if name in form.fields:
                field = form[name]
                yield EntryError(field.id_for_label, f"{before}{field.label}", sentence)
            else:
                yield EntryError("", before.removesuffix(" · "), sentence)


def restore_entry(entry: StepEntry, draft: FormDraft | None) -> None:
    """Fill an unbound entry, rows too, with what a draft holds; files and the version are not taken from it."""
    if draft is None or entry.is_bound:
        return
    drafts.restore(entry.form, draft)
    data = drafts.as_query_dict(draft.data)
    sets = [rows for _, rows in entry.sets()] + ([entry.papers] if entry.papers is not None else [])
    for rows in sets:
        if f"{rows.prefix}-TOTAL_FORMS" not in data:
            continue
        count = _number(data.get(f"{rows.prefix}-TOTAL_FORMS", ""))
        kept = [n for n in range(min(count, rows.max_num)) if f"{rows.add_prefix(n)}-DELETE" not in data]
        offered, blank = _number(data.get(f"{rows.prefix}-INITIAL_FORMS", "")), _blank_row(rows)
        found = [(index, _row_values(rows, data, index)) for index in kept]
        typed = [values for index, values in found if index < offered or values != blank]
        rows.initial = typed
        rows.extra = 0 if typed else rows.extra


def _row_values(rows: BaseFormSet, data: QueryDict, index: int) -> dict[str, Any]:
    """The raw entries of one row."""
    prefix = rows.add_prefix(index)
    values = {}
    for name, field in rows.form.base_fields.items():
        key = f"{prefix}-{name}"
        if key in data and not field.widget.needs_multipart_form:
            values[name] = field.widget.value_from_datadict(data, {}, key)
    return values


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _blank_row(rows: BaseFormSet) -> dict[str, Any]:
    """What the entries of an untouched row would be, as a browser sends them."""
    blank = rows.form()
    data = QueryDict(mutable=True)
    for name, field in blank.fields.items():
        value = field.prepare_value(blank.get_initial_for_field(field, name))
        if value not in (None, "", False):
            data[f"{rows.add_prefix(0)}-{name}"] = str(value)
        elif not isinstance(field, BooleanField):
            data[f"{rows.add_prefix(0)}-{name}"] = ""
    return _row_values(rows, data, 0)


@require_GET
def add_row(request: StaffRequest, form_key: str, relation: str) -> HttpResponse:
    """One more empty row for a form that is being filled in; nothing is written."""
    spec = STEPS.get(form_key)
    if spec is None:
        raise Http404
    require(request.user, step_permission(form_key))
    entry = StepEntry(spec, user=request.user)
    rows = entry.papers if relation == "papers" else entry.rows.get(relation)
    if rows is None:
        raise Http404
    total = _number(request.GET.get(f"{rows.prefix}-TOTAL_FORMS", "")) or rows.total_form_count()
    if total >= rows.max_num:
        return HttpResponse(status=204)
    row = rows.empty_form
    row.prefix = rows.add_prefix(total)
    context = {"row": row, "rows": rows, "number": total + 1, "total": total + 1}
    return render(request, "bizexpansion/row_added.html", context)
