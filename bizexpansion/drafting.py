"""Drafts of steps and of applications: under which name they are kept, and how a form goes on from one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BaseFormSet, BooleanField
from django.http import QueryDict

from bizexpansion.engine.compile import Graph
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Task
from crm.org.models import Staff
from crm.web import drafts
from crm.web.masks import mask_name
from crm.web.models import FormDraft


def draft_key(task: Task | None, graph: Graph | None = None) -> str:
    """Under which name a form is drafted: the step, at the counter also the flow."""
    if task is not None:
        return f"step-{task.node}"
    return f"step-accept-{graph.flow.code}" if graph else "step-accept"


def draft_subject(task: Task | None, entry: StepEntry | None = None) -> str:
    """Which visit the draft belongs to; at the counter, which form: two customers, two drafts."""
    if task is not None:
        return str(task.pk)
    return str(entry.form["token"].value() or "") if entry else ""


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
        count = number_in(data.get(f"{rows.prefix}-TOTAL_FORMS", ""))
        kept = [n for n in range(min(count, rows.max_num)) if f"{rows.add_prefix(n)}-DELETE" not in data]
        offered, blank = number_in(data.get(f"{rows.prefix}-INITIAL_FORMS", "")), _blank_row(rows)
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


def number_in(text: str) -> int:
    """A number that was typed; 0 for anything else."""
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


@dataclass(frozen=True)
class BegunForm:
    """A form at the counter that somebody began and has not sent: the flow, the masked name, when."""

    graph: Graph
    subject: str
    name: str
    saved_at: datetime

    @property
    def key(self) -> str:
        """Under which name it is drafted."""
        return draft_key(None, self.graph)


def begun_forms(user: Staff, *graphs: Graph, but: str = "") -> list[BegunForm]:
    """This person's unsent applications for some flows, the latest first, but for the one that is open."""
    by_key = {draft_key(None, one): one for one in graphs}
    return [
        BegunForm(by_key[one.form_key], one.subject, _who(one), one.saved_at)
        for one in drafts.drafts_of(user, *by_key)
        if one.subject != but
    ]


def find_begun(user: Staff, token: str, graphs: Iterable[Graph]) -> tuple[Graph, FormDraft] | None:
    """This person's unsent application of a token, and its flow."""
    by_key = {draft_key(None, one): one for one in graphs}
    found = FormDraft.objects.filter(staff=user, subject=token, form_key__in=list(by_key)).first()
    return (by_key[found.form_key], found) if found else None


def _who(draft: FormDraft) -> str:
    """Whose application it is, masked; else the account number."""
    for name in ("applicant_name", "new_name", "contact_name"):
        if typed := draft.data.get(name, [""])[0].strip():
            return mask_name(typed)
    return draft.data.get("account", [""])[0]
