"""What the frame shows on every page. Everything is lazy: a fragment that does not use it pays nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from crm.messages.queries import UNREAD_CAP, unread_count
from crm.registries import navigation, permitted, search_sources

MENU_HOLDS, SELDOM = 12, 700
"""A menu of more places than this shows those from this order on under "More"."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """`places` (the menu), `menu` and `more_places` (its two parts), `phone_places` (the first four of the bottom
    row), `search_words`, `unread`."""
    user = getattr(request, "user", None)
    places = SimpleLazyObject(lambda: _places(request))
    return {
        "places": places,
        "menu": SimpleLazyObject(lambda: [place for place in places if not _is_tucked(place, places)]),
        "more_places": SimpleLazyObject(lambda: [place for place in places if _is_tucked(place, places)]),
        "phone_places": SimpleLazyObject(lambda: [place for place in places if place["item"].phone][:4]),
        "search_words": SimpleLazyObject(lambda: [source.label for source in permitted(search_sources, user)]),
        "unread": SimpleLazyObject(lambda: _unread(user)),
    }


def _is_tucked(place: dict[str, Any], places: Any) -> bool:
    return len(places) > MENU_HOLDS and place["item"].order >= SELDOM


def _unread(user: Any) -> str:
    """How many notifications wait, as the frame shows it; empty for none."""
    number = unread_count(user, now=timezone.now()) if user is not None and user.is_authenticated else 0
    return f"{UNREAD_CAP - 1}+" if number >= UNREAD_CAP else str(number or "")


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    places = [{"item": item, "url": reverse(item.url_name)} for item in permitted(navigation, user)]
    here = _current(places, request.path)
    return [place | {"here": place is here} for place in places]


def _current(places: list[dict[str, Any]], path: str) -> dict[str, Any] | None:
    """The place with the longest address that begins the present one; home only by itself."""
    fitting = [p for p in places if path == p["url"] or (p["url"] != "/" and path.startswith(p["url"]))]
    return max(fitting, key=lambda place: len(place["url"]), default=None)
