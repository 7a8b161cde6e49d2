"""What an operation costs in statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# Issue 3: completing a step takes under 40 statements.
LIMIT = 39


class OperationCost:
    """Counts the statements of the outermost operation: from the one that says who acts to the one that says that
    nobody does any more. What a page reads before, and a session that is written after, do not belong to it."""

    def __init__(self) -> None:
        self.count = self._since = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through, and count it."""
        tells = "crm.operation" in str(sql)
        if tells or self._since:
            self._since += 1
        if tells:
            self.count = self._since
        return execute(sql, params, many, context)


@contextmanager
def counted_statements() -> Iterator[OperationCost]:
    """Count the statements of the operation inside."""
    cost = OperationCost()
    with connection.execute_wrapper(cost):
        yield cost
