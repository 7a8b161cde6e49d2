"""容缺受理: accept an application although papers are missing that may follow, and hold the customer to it.

Which papers may follow, and within how many calendar days, are dated parameters `papers.follow_days` by the kind of
paper, or by kind and flow ("M-PROP:211"); a kind without a value bars acceptance. workflows.md 2.5: identity and
evidence of the premises suffice to accept low voltage, the rest is collected at the first visit, and the clock runs
meanwhile (ruling 3.4 no. 6); the kinds and days are proposals, UNCONFIRMED.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Step
from bizexpansion.enums import material_label
from bizexpansion.errors import PapersMissing
from bizexpansion.models import Case, OwedPaper, Task
from bizexpansion.operations.papers import kinds_in_order, tell_missing
from crm.org.models import Department
from crm.parameters.queries import get_parameters

FOLLOW_DAYS = "papers.follow_days"

# What an owed paper bars: signing (A16, A23), power (A18, A45) and what is final (A20).
BARRED = frozenset({"A16", "A23", "A18", "A45", "A20"})


def may_follow(
    flow_code: str, kinds: Iterable[str], *, on: date, department: Department | int | None = None
) -> dict[str, date]:
    """Of the missing kinds those that may be brought later, each with the last day; one query.

    "A|B" may follow if both may, within the shorter term.
    """
    wanted = list(kinds)
    if not wanted:
        return {}
    days = get_parameters([FOLLOW_DAYS], on=on, department=department)

    def term(kind: str) -> int:
        found = days.get((FOLLOW_DAYS, f"{kind}:{flow_code}"), days.get((FOLLOW_DAYS, kind)))
        return int(found or 0)

    terms = {kind: min(term(one) for one in kind.split("|")) for kind in wanted}
    return {kind: on + timedelta(days=term) for kind, term in terms.items() if term}


def agree_what_follows(
    graph: Graph, missing: Iterable[str], *, conditional: bool, department: Department, now: datetime
) -> Mapping[str, date]:
    """The papers that the customer brings later, if the clerk agreed to that and all of them may follow.

    Raises PapersMissing: `missing` all kinds, `may_follow` those that need not bar it, with their days.
    """
    wanted = list(missing)
    later = may_follow(graph.flow.code, wanted, on=localtime(now).date(), department=department)
    if wanted and not (conditional and len(later) == len(wanted)):
        raise PapersMissing(
            details={"missing": wanted, "may_follow": {kind: f"{day}" for kind, day in later.items()}}
        )
    return later


def owe_papers(case: Case, task: Task, later: Mapping[str, date], *, actor: Any, now: datetime) -> None:
    """Write down what the customer owes, and tell it once, in writing."""
    if not later:
        return
    OwedPaper.objects.bulk_create(
        OwedPaper(case=case, kind=kind, due_on=day, agreed_at=now, agreed_by=actor) for kind, day in later.items()
    )
    lines = [
        _("%(paper)s: by %(day)s") % {"paper": material_label(kind), "day": day.isoformat()}
        for kind, day in later.items()
    ]
    tell_missing(case, task, list(later), "\n".join(lines), actor=actor, now=now)


def owed_papers(case: Case) -> list[OwedPaper]:
    """What the customer still owes, the most urgent first; two queries, one where nothing was agreed."""
    agreed = list(case.owed_papers.all())
    return still_owed(agreed, kinds_in_order(case)) if agreed else []


def still_owed(agreed: Iterable[OwedPaper], there: set[str]) -> list[OwedPaper]:
    """Those of the agreed papers of which no kind is there."""
    return [one for one in agreed if not there & set(one.kind.split("|"))]


def refuse_owing(case: Case, step: Step) -> None:
    """Raise PapersMissing at a step that waits for what the customer promised to bring."""
    if step.code in BARRED:
        refuse_owing_now(case)


def refuse_owing_now(case: Case) -> None:
    """Raise PapersMissing where the customer still owes what was promised."""
    owed = owed_papers(case)
    if owed:
        raise PapersMissing(
            _("The application was accepted with papers to follow. They must be here before this step."),
            details={"missing": [one.kind for one in owed]},
        )
