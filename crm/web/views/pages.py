"""The bare floor, the search box, drafts, and the answer to a broken form token."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crm.registries import permitted, search_sources
from crm.web import drafts
from crm.web.request import StaffRequest


@require_GET
def floor(request: StaffRequest) -> HttpResponse:
    """The real layout and nothing else: the unit in which all speed is measured."""
    return render(request, "crm_web/floor.html")


@require_POST
def search(request: StaffRequest) -> HttpResponse:
    """Find a record by an exact identifier. Posted, because what is typed may be personal.

    One hit opens; several are listed; none says so.
    """
    text = request.POST.get("q", "").strip()[:60]
    sources = list(permitted(search_sources, request.user))
    groups = [(source, list(source.find(request.user, text))) for source in sources] if text else []
    groups = [(source, hits) for source, hits in groups if hits]
    if len(groups) == 1 and len(groups[0][1]) == 1:
        return redirect(groups[0][1][0].url)
    return render(request, "crm_web/search.html", {"text": text, "groups": groups, "sources": sources})


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
