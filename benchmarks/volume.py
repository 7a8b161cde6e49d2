"""How many cases of which flow there shall be: as many as a city has, most of them small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from benchmarks.multiply import Batch, multiply
from benchmarks.templates import Template, collect
from bizexpansion.enums import OPEN_STATES
from bizexpansion.models import Case
from crm.clocks.sweep import sweep
from crm.local.places import LocalError

SHARES = {"101": 30.0, "102": 18.0, "211": 12.0, "210": 8.0, "104": 4.0, "112": 0.2, "217": 0.5}
"""Closed cases by flow; a flow that is not named counts 1. With these a case has five to six clocks."""
DEPARTMENTS = {"GS": 0.6, "YQ": 0.2, "XC": 0.2}
"""How the cases spread over the business departments, the largest first."""
OPEN_OF_ALL = 20
"""One case in so many is open."""
ENOUGH = 0.01
"""What may be missing: shares are rounded."""
YEARS_OF_CLOSED, WEEKS_OF_OPEN = 5, 3


def fill_cases(cases: int, *, now: datetime, say: Callable[[str], None], flows: list[str] | None = None) -> int:
    """Bring the database to about `cases` cases, one in twenty of them open; how many were added.

    A walk that fails is told of; what it did until then is multiplied all the same. Raises LocalError where no walk
    came to its end.
    """
    present, still_open = Case.objects.count(), Case.objects.filter(state__in=OPEN_STATES).count()
    missing, missing_open = cases - present, max(0, cases // OPEN_OF_ALL - still_open)
    if missing < cases * ENOUGH:
        say(f"benchmarks: {present:,} cases are there, nothing to add")
        return 0
    say("benchmarks: one case of each flow walks through its steps")
    templates, failures = collect(flows)
    for failure in failures:
        say(f"benchmarks: {failure}")
    if not any(not one.is_open for one in templates):
        raise LocalError("no case came to its end, so there is none to multiply")
    added = multiply(batches_for(templates, max(0, missing - missing_open), missing_open, now))
    swept = sweep(now=now)
    say(f"benchmarks: {len(templates)} states of cases became {added:,} cases; {swept.breached:,} clocks were late")
    return added


def batches_for(templates: Sequence[Template], closed: int, still_open: int, now: datetime) -> list[Batch]:
    """Which templates are copied how often into which department, and into which weeks.

    Templates that are copied equally often go together: what costs time is the number of statements.
    """
    ended = [one for one in templates if not one.is_open]
    running = [one for one in templates if one.is_open]
    whole = sum(SHARES.get(one.flow, 1.0) for one in ended)
    alike: dict[float, list[Template]] = defaultdict(list)
    for one in ended:
        alike[SHARES.get(one.flow, 1.0)].append(one)
    # Open cases choose their accounts first: no two of them may have the same one.
    groups = [(running, float(still_open), WEEKS_OF_OPEN)]
    groups += [(ones, closed * share * len(ones) / whole, YEARS_OF_CLOSED * 52) for share, ones in alike.items()]
    return [
        batch
        for ones, count, weeks in groups
        for department, part in DEPARTMENTS.items()
        for batch in _batches(ones, round(count * part), department, (now, weeks))
    ]


def _batches(ones: Sequence[Template], count: int, department: str, when: tuple[datetime, int]) -> list[Batch]:
    """`count` copies of these templates: as many of each, and of some of them one more."""
    if not ones or not count:
        return []
    copies, more = divmod(count, len(ones))
    some = [ones[place * len(ones) // more] for place in range(more)]
    now, weeks = when
    last = (now - max(one.moment for one in ones)).days // 7
    return [
        Batch(tuple(chosen), department, times, last - weeks + 1, last)
        for chosen, times in ((ones, copies), (some, 1))
        if chosen and times
    ]
