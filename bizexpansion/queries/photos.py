"""The photos of a step, and of a case."""

from __future__ import annotations

from bizexpansion.enums import MaterialKind
from bizexpansion.models import Case, CaseDocument, Task


def photos_of(task: Task) -> list[CaseDocument]:
    """What was taken at one visit of a step, with who took it; one query."""
    photos = task.documents.filter(kind=MaterialKind.M_PHOTO)
    return list(photos.select_related("received_by").order_by("pk"))


def photos_of_case(case: Case) -> list[CaseDocument]:
    """What was taken at all steps of a case, the first first, with who took it where; one query."""
    photos = case.documents.filter(kind=MaterialKind.M_PHOTO)
    return list(photos.select_related("received_by", "task").order_by("pk"))
