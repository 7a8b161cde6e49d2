"""One paper of a case, for those who may see it."""

from __future__ import annotations

from typing import Any

from bizexpansion.models import CaseDocument
from bizexpansion.rules import VIEW_CASE
from crm.errors import OutOfScope


def find_paper(user: Any, pk: int) -> CaseDocument:
    """A paper of a case that this person may see. Raises OutOfScope (404)."""
    paper = CaseDocument.objects.restrict(user, VIEW_CASE).select_related("case").filter(pk=pk).first()
    if paper is None:
        raise OutOfScope
    return paper
