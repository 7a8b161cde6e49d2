"""What somebody sees who has failed to sign in five times: a page, or a problem document of the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def lockout_response(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Answer of django-axes for a locked person; the API has already given its own."""
    if response is not None and request.path.startswith("/api/"):
        return response
    return render(request, "crm_org/locked_out.html", status=429)
