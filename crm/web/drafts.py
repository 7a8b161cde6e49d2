"""Drafts of forms: saved as the person types, restored when the form opens again, gone when it is sent.

In a view:      draft = find_draft(request.user, "accept-104", subject)
                form = ApplicationForm(initial=...); restore(form, draft)
In a template:  {% include "components/draft.html" with form_key="accept-104" subject=subject %} inside <form>.
`OperationFormView` does both for a form with a `draft_key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.forms import BaseForm, FileField
from django.http import QueryDict

from crm.errors import DomainError
from crm.org.models import Staff
from crm.web.models import FormDraft

KEEP_DAYS = 30
MAX_CHARACTERS = 200_000
_FILE = "[object File]"  # what htmx makes of a chosen file: files are not part of a draft
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "otp")


class DraftTooLarge(DomainError):
    """More than a form can sensibly hold."""

    code = "draft_too_large"
    status = 413


def save_draft(*, staff: Staff, form_key: str, subject: str, data: QueryDict, now: datetime) -> FormDraft:
    """Keep what has been typed so far, in place of what was kept before. Raises `DraftTooLarge`."""
    entries = {
        name: [value for value in values if value != _FILE]
        for name, values in data.lists()
        if not any(word in name.lower() for word in _NEVER_KEPT)
    }
    if sum(len(name) + sum(map(len, values)) for name, values in entries.items()) > MAX_CHARACTERS:
        raise DraftTooLarge
    draft, _ = FormDraft.objects.update_or_create(
        staff=staff, form_key=form_key, subject=subject, defaults={"data": entries, "saved_at": now}
    )
    return draft


def find_draft(staff: Staff, form_key: str, subject: str = "") -> FormDraft | None:
    """This person's draft of this form, if there is one."""
    return FormDraft.objects.filter(staff=staff, form_key=form_key, subject=subject).first()


def drafts_of(staff: Staff, *form_keys: str) -> list[FormDraft]:
    """This person's drafts of some forms, the latest first, at most twenty."""
    mine = FormDraft.objects.filter(staff=staff, form_key__in=form_keys)
    return list(mine.order_by("-saved_at", "-pk")[:20])


def discard_draft(staff: Staff, form_key: str, subject: str = "") -> None:
    """Forget the draft: the form was sent, or the person does not want it."""
    FormDraft.objects.filter(staff=staff, form_key=form_key, subject=subject).delete()


def delete_old_drafts(*, now: datetime) -> int:
    """Delete what nobody has touched for thirty days; returns how many."""
    deleted, _ = FormDraft.objects.filter(saved_at__lt=now - timedelta(days=KEEP_DAYS)).delete()
    return deleted


def restore(form: BaseForm, draft: FormDraft | None) -> None:
    """Fill an unbound form with the raw entries of the draft; files and the version are not taken from it.

    Entries stay as typed, right or wrong, and nothing is validated: the person has not sent the form.
    """
    if draft is None or form.is_bound:
        return
    data = as_query_dict(draft.data)
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if isinstance(field, FileField) or name == "version" or field.disabled:
            continue
        if field.widget.value_omitted_from_data(data, {}, key):
            continue
        form.initial[name] = field.widget.value_from_datadict(data, {}, key)


def as_query_dict(entries: Mapping[str, list[str]]) -> QueryDict:
    """The entries of a draft as posted data, for a formset that wants to be bound."""
    data = QueryDict(mutable=True)
    for name, values in entries.items():
        data.setlist(name, values)
    return data
