"""Cursor pages: constant cost at any depth, no COUNT, stable while rows come in, a unique tie-breaker."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from crm.errors import DomainError, InvalidInput


class InvalidCursor(DomainError):
    """A cursor that was not given out for this list."""

    code = "invalid_cursor"
    status = 400
    message = _("This cursor was not given out for this list.")


class InvalidLimit(InvalidInput):
    """The size of a page is no number, or out of its bounds."""

    status = 400


class NewestFirst(CursorPagination):
    """Pages of 50, 1 to 200 with `?limit=`, newest first by primary key.

    A view overrides `ordering`; it is one unique column that never changes and is never empty. The cursor is
    signed for its list, so that nobody can make one up.
    """

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering: Any = ("-pk",)
    request: Request

    def get_page_size(self, request: Request) -> int:
        """The size that is asked for. Raises InvalidLimit."""
        wanted = request.query_params.get(self.page_size_query_param)
        if wanted is None:
            return self.page_size
        if not (
            wanted.isascii() and wanted.isdigit() and len(wanted) < 5 and 1 <= int(wanted) <= self.max_page_size
        ):
            sentence = _("Enter a whole number from 1 to %(most)d.") % {"most": self.max_page_size}
            raise InvalidLimit({self.page_size_query_param: sentence})
        return int(wanted)

    def encode_cursor(self, cursor: Cursor) -> str:
        """The address of another page."""
        value = self._signer().sign_object([cursor.offset, int(cursor.reverse), cursor.position])
        return replace_query_param(self.base_url or "", self.cursor_query_param, value)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place that a cursor stands for. Raises InvalidCursor."""
        value = request.query_params.get(self.cursor_query_param)
        if value is None:
            return None
        try:
            offset, reverse, position = self._signer().unsign_object(value)
        except (BadSignature, ValueError):
            raise InvalidCursor(field=self.cursor_query_param) from None
        return Cursor(offset=offset, reverse=bool(reverse), position=position)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Both links are always there."""
        page = super().get_paginated_response_schema(schema)
        page["required"] = ["next", "previous", "results"]
        return page

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The cursor, and the bounds of the size."""
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] = {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.max_page_size,
                    "default": self.page_size,
                }
        return parameters

    def _signer(self) -> Signer:
        return Signer(salt=f"api cursor {self.request.path} {','.join(self.ordering)}")
