"""The bare floor, the search box, drafts, and the answer to a broken form token."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crm.registries import permitted, search_sources
from crm.search.box import find
from crm.web import drafts
from crm.web.request import StaffRequest


@require_GET
def floor(request: StaffRequest) -> HttpResponse:
    """The real layout and nothing else: the unit in which all speed is measured."""
    return render(request, "crm_web/floor.html")


@require_POST
def search(request: StaffRequest) -> HttpResponse:
    """What the box finds. Posted, because what is typed may be personal.

    As somebody types, htmx gets the list under the box. Sent by Enter, the record that was meant opens; several are
    listed; none says so.
    """
    found = find(request.user, request.POST.get("q", ""))
    if request.htmx:
        return render(request, "crm_web/search_hits.html", {"found": found})
    if found.meant:
        return redirect(found.meant.url)
    sources = list(permitted(search_sources, request.user))
    return render(request, "crm_web/search.html", {"found": found, "sources": sources})


@require_POST
def save_draft(request: StaffRequest, form_key: str, subject: str = "") -> HttpResponse:
    """Keep what has been typed; answers `已自动保存 14:03`."""
    draft = drafts.save_draft(
        staff=request.user, form_key=form_key, subject=subject, data=request.POST, now=timezone.now()
    )
    return render(request, "components/draft_saved.html", {"draft": draft})


@require_POST
def discard_draft(request: StaffRequest, form_key: str, subject: str = "") -> HttpResponse:
    """Throw a restored draft away and open the form afresh."""
    drafts.discard_draft(request.user, form_key, subject)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open across a login: open it again; a draft was kept."""
    return render(request, "crm_web/csrf_failure.html", status=403)
