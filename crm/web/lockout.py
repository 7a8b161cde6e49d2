"""What somebody sees who has failed to sign in five times: a page, or a problem document of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def lockout_response(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Answer of django-axes for a locked person: until when; the API has already given its own.

    5 failures, 300 s: regulations.md 10.3 (public code).
    """
    if response is not None and request.path.startswith("/api/"):
        return response
    number = (credentials or {}).get("username") or ""
    context = {"until": locked_until(request, number), "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "crm_web/locked_out.html", context, status=429)


def locked_until(request: HttpRequest, number: str) -> datetime:
    """When the person may try again: the last counted failure and the cool-off time."""
    last = AccessAttempt.objects.filter(username=number).order_by("-attempt_time").first()
    return (last.attempt_time if last else timezone.now()) + get_cool_off(request)
