"""Read the ledgers: who did what, what became of a row, who saw whom. The pages ask for the permission."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from crm.audit.models import Change, Entry, Reveal, Viewing

# Columns whose values may speak of a person; the page shows them masked until a reason is given.
PERSONAL_COLUMN = re.compile(
    r"name|phone|mobile|address|contact|recipient|identity|id_number|document|certificate|bank|e_?mail|text|remark"
    r"|note|opinion|password|payload|data|body|subject|signator|id_last4|id_cipher|id_hash|tax_"
)


def entries() -> QuerySet[Entry]:
    """The business log, for keyset paging by `-id`."""
    return Entry.objects.all()


def changes_of_entry(entry_id: int, limit: int = 200) -> list[Change]:
    """The rows that one operation wrote, in order; at most `limit`, since a batch may write thousands."""
    return list(Change.objects.filter(entry_id=entry_id).order_by("id")[:limit])


def changes_of_row(table_name: str, row_id: int) -> QuerySet[Change]:
    """Everything that happened to one row, for keyset paging by `-id`."""
    return Change.objects.filter(table_name=table_name, row_id=row_id)


def reveals() -> QuerySet[Reveal]:
    """Who was shown whose personal data, for keyset paging by `-id`."""
    return Reveal.objects.all()


def viewings() -> QuerySet[Viewing]:
    """Who opened which record on which day."""
    return Viewing.objects.all()


def columns_of(change: Change, *, clear: bool) -> list[tuple[str, Any, Any]]:
    """(column, before, after) of a change; values that may be personal only when `clear`."""
    old: Mapping[str, Any] = change.old or {}
    new: Mapping[str, Any] = change.new or {}
    return [
        (name, _shown(name, old.get(name), clear), _shown(name, new.get(name), clear))
        for name in sorted(old.keys() | new.keys())
    ]


def _shown(name: str, value: Any, clear: bool) -> Any:
    if value is None or clear or not PERSONAL_COLUMN.search(name):
        return value
    return "***"
