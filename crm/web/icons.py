"""Tabler's outline icons as inline SVG, read from the npm package once per process."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_NAME = re.compile(r"[a-z0-9-]+")
_BACKGROUND = "M0 0h24v24H0z"


@lru_cache(maxsize=512)
def icon_svg(name: str, css_class: str = "") -> SafeString:
    """The icon as an element that screen readers skip. Raises ValueError for an unknown name."""
    shapes = format_html_join("", "<{} {}></{}>", ((tag, attributes, tag) for tag, attributes in _shapes(name)))
    return format_html(
        '<svg class="icon {}" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        css_class,
        shapes,
    )


def _shapes(name: str) -> list[tuple[str, SafeString]]:
    path = settings.NODE_MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise ValueError(f"there is no Tabler icon {name!r}")
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 (a file of our own package lock)
    return [
        (shape.tag.rpartition("}")[2], format_html_join(" ", '{}="{}"', shape.attrib.items()))
        for shape in root
        if shape.get("d") != _BACKGROUND
    ]
