"""Every error of the API is a problem document (RFC 9457): `application/problem+json` with a stable code.

    {"type": "urn:crm:problem:stale", "title": "Conflict", "status": 409,
     "detail": "This record was changed by somebody else in the meantime.", "code": "stale",
     "errors": [{"field": "applied_capacity", "code": "min_value", "detail": "…"}], "current": {...}}

drf-standardized-errors turns whatever DRF, Django or an operation raises into one flat list; here it is
dressed as a problem and our own refusals (`DomainError`) are taught to it.
"""

from __future__ import annotations

from http import HTTPStatus
from itertools import zip_longest
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from crm.errors import DomainError, InvalidInput

PROBLEM_TYPE = "application/problem+json"


class DomainProblem(exceptions.APIException):
    """A refusal of an operation on its way out of the API."""

    def __init__(self, error: DomainError) -> None:
        self.error = error
        self.status_code = error.status
        super().__init__(detail=str(error.message), code=error.code)


class ProblemHandler(ExceptionHandler):
    """Lets operations' refusals through as what they are, and answers as problem+json."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Wrap a `DomainError`; leave the rest to the package."""
        if isinstance(exc, DomainError):
            return DomainProblem(exc)
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        """The problem document with its own media type."""
        response = super().get_response(exc, data)
        response.content_type = PROBLEM_TYPE
        if isinstance(exc, DomainProblem):
            for name, member in (("ETag", "etag"), ("Retry-After", "retry_after")):
                if value := getattr(exc.error, member, None):
                    response[name] = str(value)
        return response


class ProblemFormatter(ExceptionFormatter):
    """Lays out the members of a problem document."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Build the document from the flattened errors."""
        if isinstance(self.exc, DomainProblem):
            return domain_problem(self.exc.error)
        first = error_response.errors[0]
        is_input = isinstance(self.exc, exceptions.ValidationError)
        code = "invalid" if is_input else first.code
        detail = str(InvalidInput.message) if is_input else first.detail
        fields = [
            {"field": error.attr or "", "code": error.code, "detail": error.detail}
            for error in (error_response.errors if is_input else [])
        ]
        return problem(self.exc.status_code, code, detail, fields)


class ProblemFieldSerializer(serializers.Serializer):
    """One wrong entry."""

    field = serializers.CharField(help_text="Name of the field; empty where it concerns the whole request.")
    code = serializers.CharField(help_text="Stable, machine readable.")
    detail = serializers.CharField(help_text="A sentence in the language of the request.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Stale",
            {
                "type": "urn:crm:problem:stale",
                "title": "Precondition Failed",
                "status": 412,
                "detail": "This record was changed by somebody else in the meantime.",
                "code": "stale",
                "errors": [],
                "current": {"purpose": "OUTAGE", "name": "陈*", "phone": "139****5678", "version": 2},
            },
            response_only=True,
            status_codes=["412"],
        )
    ]
)
class ProblemSerializer(serializers.Serializer):
    """An RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="Stable, machine readable.")
    errors = ProblemFieldSerializer(many=True)  # type: ignore[assignment]  # RFC-style name of a member
    current = serializers.DictField(
        required=False, help_text="What the record looks like now, where that is why it was refused."
    )


def domain_problem(error: DomainError) -> dict[str, Any]:
    fields: list[dict[str, str]] = []
    if isinstance(error, InvalidInput):
        fields = [
            {"field": "" if name == NON_FIELD_ERRORS else name, "code": code, "detail": str(sentence)}
            for name, sentences in error.errors.items()
            for sentence, code in zip_longest(sentences, error.codes.get(name, ()), fillvalue="invalid")
        ]
    elif error.field:
        fields = [{"field": error.field, "code": error.code, "detail": str(error.message)}]
    document = problem(error.status, error.code, str(error.message), fields)
    if error.details:
        document["current"] = error.details
    return document


def problem(status: int, code: str, detail: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": f"urn:crm:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors,
    }
