"""What will be late: the running promises of open cases that end within one, three or five working days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from bizexpansion.enums import TaskState
from bizexpansion.models import CaseClock, Task
from bizexpansion.queries.case import step_name
from bizexpansion.queries.of_customer import flow_name
from bizexpansion.rules import VIEW_CASE
from crm.clocks.enums import ClockState
from crm.clocks.queries import ClockChip, clock_chips
from crm.org.permissions import scope_of
from crm.web.keyset import capped_count
from crm.workdays.arithmetic import local_date
from crm.workdays.calendar import load_calendar

TERMS = (1, 3, 5)


@dataclass(frozen=True)
class LateRow:
    """A clock of a case, how it stands, and the steps at which the case is."""

    link: CaseClock
    chip: ClockChip
    steps: Sequence[tuple[Any, str]]

    @property
    def flow_name(self) -> Any:
        """The business, in the reader's language."""
        return flow_name(self.link.case)


def running_clocks(user: Any) -> QuerySet[CaseClock]:
    """The clocks that run in cases which this person may see. A case that ends lets none run on, so its state need
    not be asked, which PostgreSQL takes for a rarer thing than it is."""
    scope = scope_of(user, VIEW_CASE)
    rows = CaseClock.objects.filter(clock__state=ClockState.RUNNING, clock__owner_kind="case")
    rows = rows if scope.everywhere else rows.filter(clock__department_id__in=sorted(scope.departments))
    return rows.select_related("clock__rule", "case__account__customer", "case__department")


def end_of(term: int, now: datetime) -> datetime:
    """The close of business of the last of so many working days after today, in the company's hours."""
    calendar = load_calendar()
    days = list(islice(calendar.working_days_after(local_date(now)), term))
    return calendar.close(days[-1])


def counts(user: Any, now: datetime) -> list[tuple[int, str]]:
    """(term in working days, how many end within it, `1000+` above the cap): one small query each; where a term
    has reached the cap, every longer one has, and is not asked for."""
    rows, number, found = running_clocks(user).select_related(None), "", list[tuple[int, str]]()
    for term in TERMS:
        if not number.endswith("+"):
            number = capped_count(rows.filter(clock__due_at__lte=end_of(term, now)), by=["clock__due_at"])
        found.append((term, number))
    return found


def late_rows(links: Sequence[CaseClock], now: datetime) -> list[LateRow]:
    """With chips and open steps; a constant number of queries."""
    chips = clock_chips([link.clock for link in links], now)
    cases = {link.case_id: link.case for link in links}
    steps: dict[int, list[tuple[Any, str]]] = defaultdict(list)
    tasks = Task.objects.filter(case_id__in=cases, state=TaskState.OPEN).select_related("assignee").order_by("pk")
    for task in tasks:
        steps[task.case_id].append((step_name(cases[task.case_id], task.node), getattr(task.assignee, "name", "")))
    return [LateRow(link, chips[link.clock_id], steps[link.case_id]) for link in links]
