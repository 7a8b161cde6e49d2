"""What goes wrong before or outside any view of the API is a problem document too, not a page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from crm.web.api.problems import PROBLEM_TYPE, problem


def is_api(request: HttpRequest) -> bool:
    """Whether the address is one of the API."""
    return request.path.startswith("/api/")


def answer(status: int, code: str, sentence: str) -> JsonResponse:
    """A problem document outside of DRF."""
    return JsonResponse(problem(status, code, sentence, []), status=status, content_type=PROBLEM_TYPE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if not is_api(request):
        return defaults.bad_request(request, exception)
    return answer(HTTPStatus.BAD_REQUEST, "bad_request", _("The request cannot be understood."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    if not is_api(request):
        return defaults.permission_denied(request, exception)
    return answer(HTTPStatus.FORBIDDEN, "permission_denied", _("Your role does not allow this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if not is_api(request):
        return defaults.page_not_found(request, exception)
    return answer(HTTPStatus.NOT_FOUND, "not_found", _("There is no such record."))


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: nothing of the cause is told."""
    if not is_api(request):
        return defaults.server_error(request)
    return answer(
        HTTPStatus.INTERNAL_SERVER_ERROR, "error", _("Something went wrong on our side. It has been noted.")
    )
