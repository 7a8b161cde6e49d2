"""The frame of every view of the API. Derive from `ApiFrame`; where the record has a `version`, from `RecordFrame`.

What comes by itself: unknown query parameters are refused by name, `Idempotency-Key` on everything that writes,
headers that keep personal data out of shared caches. `RecordFrame` adds entity tags.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.errors import DomainError, StaleVersion
from crm.web.api.conditions import PreconditionFailed, is_seen, is_unchanged, tag_of, tags_in
from crm.web.api.filters import refuse_unknown
from crm.web.api.idempotency import answer_once, key_of

WRITING = ("POST", "PUT", "PATCH", "DELETE")

if TYPE_CHECKING:
    _View = GenericAPIView[Any]
else:
    _View = object


class ApiFrame(_View):
    """Mix in before DRF's view or viewset."""

    lists: ClassVar[frozenset[str]] = frozenset({"list"})
    """The actions that answer with a page of rows: only these take filters, a cursor and a limit."""
    query_parameters: ClassVar[frozenset[str]] = frozenset()
    """Further query parameters that the view reads; describe them with `extend_schema`."""
    checks_parameters: ClassVar[bool] = False
    """Whether a form reads the query parameters, which answers 422 to what it refuses; filters answer 400."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Beyond sign-in and permission: refuse unknown parameters, mind the idempotency key."""
        super().initial(request, *args, **kwargs)
        refuse_unknown(self, request)
        name = (request.method or "").lower()
        handler = getattr(self, name, None)
        if handler and name.upper() in WRITING and keeps_answer(handler) and (key := key_of(request)):
            setattr(self, name, partial(answer_once, handler, key))

    def is_list(self) -> bool:
        """Whether this request is answered with a page of rows."""
        return getattr(self, "action", None) in self.lists

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filters narrow lists; one record is found by its number alone."""
        return super().filter_queryset(queryset) if self.is_list() else queryset

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What an answer shows depends on who asks, and in which language; no shared cache may keep it."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RecordFrame(ApiFrame):
    """A view of records that count their changes in `version`.

    Write actions take `@if_match` and read `self.record` and `self.seen`; they end with `self.answer(record)`.
    """

    record: Any
    """The record that the request is about, as it was when `If-Match` was judged."""
    seen: int
    """Its version, which the caller has seen: hand it to the operation."""

    def version_of(self, record: Any) -> int:
        """How often the record was changed; part of its tag."""
        return int(record.version)

    def address_of(self, record: Any) -> str:
        """The path of the record in the API."""
        raise NotImplementedError

    def represent(self, record: Any) -> Any:
        """What a GET of the record shows."""
        return self.get_serializer(record).data

    def answer(self, record: Any, status: int = 200) -> Response:
        """The record as it stands after a write, with its tag and address."""
        data, address = self.represent(record), self.address_of(record)
        headers = {"ETag": tag_of(self.version_of(record), data), "Content-Location": address}
        if status == 201:
            headers["Location"] = address
        return Response(data, status=status, headers=headers)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One record, with its tag; 304 where the caller's copy is still good."""
        record = self.get_object()
        data = self.represent(record)
        headers = {"ETag": tag_of(self.version_of(record), data), "Cache-Control": "no-cache, private"}
        if is_unchanged(request, headers["ETag"]):
            return HttpResponseNotModified(headers=headers)
        return Response(data, headers=headers)

    def handle_exception(self, exc: Exception) -> Response:
        """A change between the check and the operation's lock is a failed precondition too."""
        if isinstance(exc, StaleVersion) and "If-Match" in self.request.headers:
            try:
                exc = self.stale(self.get_object())
            except (Http404, DomainError) as gone:
                exc = gone
        return super().handle_exception(exc)

    def stale(self, record: Any) -> PreconditionFailed:
        """The refusal that shows the record as it stands now."""
        data = self.represent(record)
        return PreconditionFailed(data, tag_of(self.version_of(record), data))


def if_match(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Let a method of a `RecordFrame` run only for a caller who has seen the record as it stands.

    428 without `If-Match`, 412 with the present state where it names another version, 404 before both.
    """

    @wraps(handler)
    def run(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        view.record = view.get_object()
        view.seen = view.version_of(view.record)
        if not is_seen(request, view.seen):
            raise view.stale(view.record)
        return handler(view, request, *args, **kwargs)

    run.needs_if_match = True  # type: ignore[attr-defined]
    return run


def judges_itself(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method that reads the conditions of the request by itself: a PUT may create or replace."""
    handler.judges_conditions = True  # type: ignore[attr-defined]
    return handler


def never_kept(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method whose answer must not be kept for repetitions: tokens, personal data in clear, look-ups."""
    handler.never_kept = True  # type: ignore[attr-defined]
    return handler


def keeps_answer(handler: Any) -> bool:
    """Whether `Idempotency-Key` means anything to this method."""
    return handler is not None and not getattr(handler, "never_kept", False)


def wants_new(request: Request) -> bool:
    """Whether the caller insists on creating (`If-None-Match: *`). Raises MalformedCondition."""
    return tags_in(request, "If-None-Match") == ["*"]


def is_framed(view: type[APIView]) -> bool:
    """Whether a view stands in the frame; the tests ask it of every view."""
    return issubclass(view, ApiFrame)
