"""Cursor pages: constant cost at any depth, no COUNT, a unique tie-breaker."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """Pages of 50, at most 200 with `?limit=`, newest first by primary key.

    A view overrides `ordering`; its last column must be unique.
    """

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = ("-pk",)
