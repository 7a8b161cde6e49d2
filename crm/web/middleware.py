"""What every request of a person passes: language, idle time, age of the password, answers to refusals."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crm.errors import DomainError
from crm.web.api.errors import answer, is_api

GetResponse = Callable[[HttpRequest], HttpResponse]
REFRESH_AFTER = 60
# Beyond this nobody is told which file was too large: the body is not even read.
MAX_REQUEST_BYTES = 4 * settings.UPLOAD_MAX_BYTES
_SEEN = "seen_at"


class LanguageMiddleware:
    """The language of the person, else of the cookie, else Chinese; an API client asks by Accept-Language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if is_api(request):
            return translation.get_language_from_request(request)
        if request.user.is_authenticated:
            chosen = request.user.language
        return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class IdleMiddleware:
    """Keep a session alive while its person works, with at most one write a minute.

    Requests that the page makes by itself (polling, marked `X-Quiet: 1`) are no work. A session ends after
    `SESSION_COOKIE_AGE` seconds without work (600: regulations.md 10.3), up to a minute earlier.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            seen, now = request.session.get(_SEEN), int(time.time())
            if seen is not None and now - seen > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif "HTTP_X_QUIET" not in request.META and (seen is None or now - seen >= REFRESH_AFTER):
                request.session[_SEEN] = now
        response = self.get_response(request)
        if request.user.is_authenticated:
            # After logout the back button must not show the last customer.
            response.headers.setdefault("Cache-Control", "no-store, private")
        patch_vary_headers(response, ["HX-Request"])
        return response


class PasswordAgeMiddleware:
    """Lead a person whose password is too old to the page that changes it, before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not is_api(request) and password_is_old(request.user):
            page = reverse("password-change")
            if request.path not in (page, reverse("logout"), reverse("language")):
                return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


class RefusalMiddleware:
    """Turn a refusal that no view caught into its page, and a lost session under htmx into a full login."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_REQUEST_BYTES:
            if is_api(request):
                return answer(413, "too_large", _("The request is too large."))
            return render(request, "413.html", status=413)
        response = self.get_response(request)
        if response.status_code == 302 and not request.user.is_authenticated and not is_api(request):
            return self._to_login(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a `DomainError`: 404 for another department's record, 403, 409, 422."""
        if not isinstance(exception, DomainError) or is_api(request):
            return None
        if exception.status == 404:
            return render(request, "404.html", status=404)
        return render(request, "crm_web/refused.html", {"error": exception}, status=exception.status)

    def _to_login(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        login = reverse(settings.LOGIN_URL)
        if not response.headers.get("Location", "").startswith(f"{login}?next="):
            return response
        if "HTTP_HX_REQUEST" in request.META:
            here = request.META.get("HTTP_HX_CURRENT_URL", "")
        elif request.method != "GET":
            here = request.META.get("HTTP_REFERER", "")
        else:
            return response
        parts = urlsplit(here)
        back = parts.path + (f"?{parts.query}" if parts.query else "") if parts.path else "/"
        target = f"{login}?{urlencode({'next': back})}"
        if "HTTP_HX_REQUEST" in request.META:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)


def password_is_old(user: object) -> bool:
    """Whether the password has passed its validity (90 days: regulations.md 10.3) or was never set by its owner."""
    changed = getattr(user, "password_changed_at", None)
    return changed is None or changed < timezone.now() - timedelta(days=settings.PASSWORD_VALID_DAYS)
