"""The eye: ask why, write it down, show the value once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.web.forms import add_refusal
from crm.web.request import StaffRequest
from customers.book.forms import RevealForm
from customers.book.operations.reveal import find_revealable, reveal_personal_data


@require_http_methods(["GET", "POST"])
def reveal(request: StaffRequest, kind: str, pk: int, field_name: str) -> HttpResponse:
    """GET asks why; POST shows the value, which the page forgets when it is opened again.

    Under htmx both are fragments in the place of the masked value.
    """
    find_revealable(kind, pk, field_name, user=request.user)
    part = bool(request.htmx)
    form = RevealForm(
        request.POST if request.method == "POST" else None, auto_id=f"reveal-{kind}-{pk}-{field_name}-%s"
    )
    context: dict[str, Any] = {"form": form, "address": request.path}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            context["value"] = reveal_personal_data(
                kind=kind, pk=pk, field_name=field_name, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except (OutOfScope, NotPermitted):
            raise
        except DomainError as error:
            add_refusal(form, error)
            status = 422 if part else error.status  # htmx puts a fragment into the page for 409 and 422 only
    elif form.errors:
        status = 422
    return render(request, "book/reveal_part.html" if part else "book/reveal.html", context, status=status)
