"""A step's form on a page: its errors in one list, one more row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BaseForm, BaseFormSet, Select
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bizexpansion.counter import known_account
from bizexpansion.drafting import number_in
from bizexpansion.forms.base import StepEntry
from bizexpansion.rules import step_permission
from bizexpansion.steps import STEPS
from crm.org.permissions import require
from crm.web.figures import quantity
from crm.web.request import StaffRequest
from customers.book.models import Transformer


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


def offer_equipment(form: BaseForm, units: Sequence[Transformer]) -> None:
    """Let a transformer be chosen from those of the account instead of typing its number."""
    if units and "number" in form.fields:
        words = _("No. %(number)s · %(capacity)s · %(status)s")
        form.fields["number"].widget = Select(
            choices=[BLANK_CHOICE_DASH[0]]
            + [
                (
                    one.sequence,
                    words
                    % {
                        "number": one.sequence,
                        "capacity": quantity(one.plate_capacity, "kVA"),
                        "status": one.get_run_status_display(),
                    },
                )
                for one in units
            ]
        )


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
    total = number_in(request.GET.get(f"{rows.prefix}-TOTAL_FORMS", "")) or rows.total_form_count()
    if total >= rows.max_num:
        return HttpResponse(status=204)
    row = rows.empty_form
    row.prefix = rows.add_prefix(total)
    if relation == "equipment" and request.GET.get("account"):
        account, _trouble = known_account(request.user, request.GET["account"])
        offer_equipment(row, list(account.transformers.order_by("sequence")) if account else [])
    context = {"row": row, "rows": rows, "number": total + 1, "total": total + 1}
    return render(request, "bizexpansion/row_added.html", context)
