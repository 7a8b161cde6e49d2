"""What the next page says about what was just done; undo rather than a question beforehand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest


def done_with_undo(request: HttpRequest, text: Any, undo_url: str) -> None:
    """Say what was done, with a button that posts to `undo_url` to take it back."""
    messages.success(request, text, extra_tags=f"undo:{undo_url}")


def done_with_print(request: HttpRequest, text: Any, print_url: str) -> None:
    """Say what was done, with a button that opens what is printed and handed over now."""
    messages.success(request, text, extra_tags=f"print:{print_url}")
