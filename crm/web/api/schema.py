"""The OpenAPI document: what the frame does for every operation is described for every operation."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from drf_standardized_errors.openapi import AutoSchema

from crm.web.api.problems import PROBLEM_TYPE, ProblemSerializer
from crm.web.api.views import WRITING, ApiFrame, RecordFrame, keeps_answer

SAFE = ("GET", "HEAD")


def _header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)


def _answered(name: str, description: str, *statuses: int) -> OpenApiParameter:
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, response=list(statuses), description=description, required=False
    )


IF_MATCH = _header("If-Match", "Tag of the record that the caller has seen, or `*`.", required=True)
IF_MATCH_OR_NEW = _header("If-Match", "Tag of the record that the caller has seen; demanded where one stands.")
IF_NONE_MATCH_ANY = _header("If-None-Match", "`*`: only where none stands yet.")
IF_NONE_MATCH = _header("If-None-Match", "Tag of the caller's copy: 304 where it is still good.")
IDEMPOTENCY_KEY = _header("Idempotency-Key", "1 to 255 printable characters; a repetition gets the first answer.")
ETAG = _answered("ETag", 'Version and content of the record: `"<version>-<digest>"`.', 200, 201, 412)
REPLAYED = _answered("Idempotency-Replayed", "`true` where this is the answer of an earlier request.", 200, 201)


class FrameSchema(AutoSchema):
    """Declares problem documents with their media type, and the headers of the frame."""

    def get_override_parameters(self) -> list[Any]:
        """The headers that this operation reads and sends."""
        headers: list[Any] = []
        if isinstance(self.view, ApiFrame):
            if self._is_conditional():
                headers.append(IF_MATCH)
            if self._keeps():
                headers += [IDEMPOTENCY_KEY, REPLAYED]
        if self._is_tagged():
            headers.append(ETAG)
            if self.method in SAFE:
                headers.append(IF_NONE_MATCH)
        return [*headers, *super().get_override_parameters()]

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: Any = "response"
    ) -> Any:
        if serializer is ProblemSerializer:
            media_types = [PROBLEM_TYPE]
        return super()._get_response_for_code(serializer, status_code, media_types, direction)  # type: ignore[no-untyped-call]

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if direction == "response" and self._is_tagged() and self.method in SAFE:
            bodies["304"] = {"description": "The copy of the caller is still good."}
        return bodies

    def _should_add_error_response(self, responses: dict[str, Any], status_code: str) -> bool:
        """Only what this operation may really answer."""
        if status_code in responses:
            return False
        decided = {
            "400": True,  # unknown parameters, malformed headers, malformed JSON
            "403": True,
            "409": self.method in WRITING,
            "412": self._may_be_stale(),
            "415": self.method in WRITING,
            "422": self.method in WRITING or bool(getattr(self.view, "checks_parameters", False)),
            "428": self._may_be_stale(),
            "429": False,  # the few that count say so
        }
        if status_code in decided:
            return decided[status_code]
        return bool(super()._should_add_error_response(responses, status_code))

    def _get_error_response_examples(self) -> list[Any]:
        return []

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """What not everybody is shown is not required."""
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        gated: frozenset[str] = getattr(serializer, "gated_names", frozenset())
        if direction == "response" and gated and "required" in schema:
            schema["required"] = [name for name in schema["required"] if name not in gated]
        return schema

    def _handler(self) -> Any:
        name = getattr(self.view, "action", None) or self.method.lower()
        return getattr(self.view, name, None)

    def _keeps(self) -> bool:
        return self.method in WRITING and keeps_answer(self._handler())

    def _may_be_stale(self) -> bool:
        return self._is_conditional() or bool(getattr(self._handler(), "judges_conditions", False))

    def _is_conditional(self) -> bool:
        return bool(getattr(self._handler(), "needs_if_match", False))

    def _is_tagged(self) -> bool:
        action = getattr(self.view, "action", None)
        return self._is_conditional() or (isinstance(self.view, RecordFrame) and action in ("retrieve", None))
