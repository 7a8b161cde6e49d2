"""Places in a line of time as tokens of an address, signed like those of lists."""

from __future__ import annotations

from django.core import signing
from django.utils.dateparse import parse_datetime

from crm.registries.timeline import Place

_SALT = "crm.web.places"


def write_place(place: Place | None) -> str:
    """The token of a place; empty for none."""
    if place is None:
        return ""
    return signing.dumps([place.at.isoformat(), place.source, place.id], salt=_SALT, compress=True)


def read_place(token: str | None) -> Place | None:
    """The place of a token; None, that is now, for one that is broken."""
    if not token:
        return None
    try:
        at, source, number = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    moment = parse_datetime(at)
    return Place(moment, source, number) if moment else None
