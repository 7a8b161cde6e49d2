"""The mix of queries by which the search box is measured, and the database's part of each.

Frequent and rare texts, parts and whole numbers, and texts that nothing matches; none is anybody's in particular.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from django.db import connection

from benchmarks.figures import Figure, p95
from crm.org.models import Staff
from crm.org.permissions import scope_of
from crm.search.normal import Query
from customers.book.queries.search import NO_DETOUR, statement
from customers.book.rules import VIEW_ACCOUNT

QUERIES = (
    ("one character", "王"),
    ("a name", "张伟"),
    ("a whole name", "王秀英"),
    ("a trade name", "鑫盛"),
    ("a frequent word", "有限"),
    ("a frequent end", "有限公司"),
    ("a frequent place", "姑苏区"),
    ("an estate", "花园4幢"),
    ("no such text", "零零"),
    ("initials", "wx"),
    ("initials of a name", "wxy"),
    ("two digits", "12"),
    ("three digits", "138"),
    ("six digits", "000412"),
    ("an account number", "3200000412"),
    ("no such number", "3299999999"),
    ("a phone", "13812345678"),
    ("an ID number", "320508198001010017"),
    ("wildcards", "%_'\\\""),
    ("500 characters", "苏州" * 250),
)
MOST_MS = 5.0


def measure_search(requests: int) -> list[Figure]:
    """What each query costs in the database at the 95th percentile, for one department and for all.

    PostgreSQL itself says what it needed (planning and execution), so that neither Python nor the way there counts.
    A plan that reads a table from end to end fails whatever it took.
    """
    staff = list(Staff.objects.order_by("number"))
    people = {
        where: next((person for person in staff if wanted(scope_of(person, VIEW_ACCOUNT))), None)
        for where, wanted in (
            ("one department", lambda scope: bool(scope.departments)),
            ("everywhere", lambda scope: scope.everywhere),
        )
    }
    figures = []
    for name, text in QUERIES:
        for where, person in people.items():
            runs = _runs(person, text, requests)
            times = [run.ms for run in runs]
            figures.append(
                Figure(
                    f"search in the database, {where}: {name}",
                    p95(times),
                    MOST_MS,
                    "ms p95",
                    f"median {statistics.median(times):.2f} ms",
                    "a sequential scan" if any(run.scans for run in runs) else "",
                )
            )
    return figures


@dataclass(frozen=True)
class Run:
    """One run of a statement: milliseconds that PostgreSQL needed, and whether it read a whole table."""

    ms: float
    scans: bool


def _runs(person: Staff | None, text: str, requests: int) -> list[Run]:
    """The statement again and again, without the first runs."""
    sql, values = statement(person, Query.of(text))
    if not sql:
        return [Run(0.0, scans=False)]
    with connection.cursor() as cursor:
        return [_run(cursor, sql, values) for _ in range(requests + 5)][5:]


def _run(cursor: Any, sql: str, values: list[object]) -> Run:
    cursor.execute(f"{NO_DETOUR}EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", values)
    told = cursor.fetchone()[0][0]
    return Run(told["Planning Time"] + told["Execution Time"], scans=_scans(told["Plan"]))


def _scans(node: dict[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" or any(_scans(below) for below in node.get("Plans", ()))
