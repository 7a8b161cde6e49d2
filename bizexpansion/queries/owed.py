"""What a customer still owes after a conditional acceptance (容缺受理), as pages and sheets show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.enums import material_label
from bizexpansion.models import OwedPaper


@dataclass(frozen=True)
class Owed:
    """One paper to follow."""

    kind: str
    label: Any
    due_on: date
    is_late: bool


def owed_rows(papers: Iterable[OwedPaper], now: datetime) -> list[Owed]:
    """The papers with their names and whether their day has passed."""
    today = localtime(now).date()
    return [Owed(one.kind, material_label(one.kind), one.due_on, one.due_on < today) for one in papers]
