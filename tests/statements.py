"""What a piece of work asks of the database, counted so that the count does not depend on chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


class Cost(int):
    """A number of statements that remembers them, so that two can be `told_apart`."""

    statements: list[str]

    def __new__(cls, statements: list[str]) -> Cost:
        cost = super().__new__(cls, len(statements))
        cost.statements = statements
        return cost


class Statements(CaptureQueriesContext):
    """The statements inside the block, without those on the session.

    A session is read from the cache, or from the database when the cache has lost it, and written at most once a
    minute: none of that belongs to the page that is measured.
    """

    def __init__(self, on: Any = connection) -> None:
        super().__init__(on)

    @property
    def captured_queries(self) -> list[dict[str, str]]:  # type: ignore[override]
        """Every statement with its time, as Django gives them."""
        kept: list[dict[str, str]] = []
        release = False
        for query in super().captured_queries:
            sql = query["sql"]
            if "django_session" in sql:
                if not sql.startswith("SELECT") and kept and kept[-1]["sql"].startswith("SAVEPOINT"):
                    kept.pop()
                    release = True
            elif release and sql.startswith("RELEASE SAVEPOINT"):
                release = False
            else:
                kept.append(query)
        return kept

    @property
    def cost(self) -> Cost:
        """How many there are, and which."""
        return Cost([query["sql"] for query in self.captured_queries])


def told_apart(costs: Sequence[Cost]) -> list[str]:
    """What to read when a count is not as expected: what the first and the last do not share, else all of one.

    Statements are compared by their beginnings, since values differ from row to row.
    """
    first, last = (Counter(sql[:160] for sql in cost.statements) for cost in (costs[0], costs[-1]))
    lines = [f"only first: {sql}" for sql in (first - last).elements()]
    lines += [f"only last: {sql}" for sql in (last - first).elements()]
    return lines or [f"{number}. {sql[:300]}" for number, sql in enumerate(costs[-1].statements, 1)]


@contextmanager
def expect_statements(number: int, *, exact: bool = True) -> Iterator[Statements]:
    """Let the block make so many statements, or with `exact=False` no more than that."""
    with Statements() as made:
        yield made
    allowed = made.cost == number if exact else made.cost <= number
    assert allowed, "\n".join([f"{made.cost} statements, not {number}:", *told_apart([made.cost])])
