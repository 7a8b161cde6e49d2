"""The public page of a case: whoever holds the receipt sees step, holder and promised day, and no personal data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bizexpansion.queries.progress import find_progress


@login_not_required
@never_cache
@require_safe
def progress(request: HttpRequest, signed: str) -> HttpResponse:
    """Where the application stands; search engines and the next site learn nothing of the address."""
    context = {"progress": find_progress(signed, timezone.now())}
    answer = render(request, "bizexpansion/progress.html", context)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
