"""The photos of a step."""

from __future__ import annotations

from bizexpansion.enums import MaterialKind
from bizexpansion.models import CaseDocument, Task


def photos_of(task: Task) -> list[CaseDocument]:
    """What was taken at one visit of a step, with who took it; one query."""
    photos = task.documents.filter(kind=MaterialKind.M_PHOTO)
    return list(photos.select_related("received_by").order_by("pk"))
