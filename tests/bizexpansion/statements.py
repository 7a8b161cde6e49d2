"""What completing a step costs in statements: the whole request, from the person who asks to the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

from crm.audit.telling import NOBODY, SET
from crm.workdays.calendar import load_calendars

# Issue 3: completing a step takes under 40 statements.
LIMIT = 39


class RequestCost:
    """Counts every statement: who asks and what he may, the form, the operation, its draft. SAVEPOINT and RELEASE
    stand for BEGIN and COMMIT, within which a test runs already; that nobody acts any more is said only there. The
    session is read from the cache, and from the database when the cache has lost it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through, and count it."""
        self.count += not ("django_session" in str(sql) or (sql == SET and params == NOBODY))
        return execute(sql, params, many, context)


@contextmanager
def counted_statements() -> Iterator[RequestCost]:
    """Count the statements inside; the calendars, which a process keeps, are read before."""
    load_calendars()
    cost = RequestCost()
    with connection.execute_wrapper(cost):
        yield cost


def too_costly(spent: Mapping[str, int]) -> dict[str, int]:
    """The steps that have taken more statements than they may, with their number."""
    return {node: count for node, count in spent.items() if count > LIMIT}
