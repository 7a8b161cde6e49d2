"""How the customers' orders spread over design and construction firms, by department and by clerk.

Nobody may designate a firm (三指定): a firm that gets conspicuously many of the orders that one clerk accepted is
worth a look. The clerk is whoever accepted the application, the day that on which the firm's papers came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.models import Case, CompletionReport, DesignSubmission
from bizexpansion.rules import VIEW_REPORTS
from crm.org.models import Department, Staff
from crm.org.permissions import scope_of
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import ONE_DAY, midnight

CONSPICUOUS_SHARE = "firm.conspicuous_share"
# Fewer orders than this say nothing about a share.
FEWEST = 5

KINDS: dict[str, tuple[Any, Any, str]] = {
    "design": (_("design"), DesignSubmission, "design_firm"),
    "build": (_("construction"), CompletionReport, "reported_by_firm"),
}


@dataclass
class FirmRow:
    """The orders of a department, or of one clerk of it, by firm; `firms` has the orders of each.

    `key` is the kind of firm as an address names it, `clerk_number` the staff number behind `clerk`.
    """

    key: str
    kind: Any
    department: Department
    clerk: str
    clerk_number: str
    conspicuous_share: Decimal
    firms: dict[str, int] = field(default_factory=dict)

    @property
    def orders(self) -> int:
        """Orders with a firm."""
        return sum(self.firms.values())

    @property
    def first(self) -> tuple[str, int]:
        """The firm with most orders."""
        return max(self.firms.items(), key=lambda one: (one[1], one[0]))

    @property
    def ranked(self) -> list[tuple[str, int]]:
        """Every firm with its orders, the one with most of them first."""
        return sorted(self.firms.items(), key=lambda one: (one[1], one[0]), reverse=True)

    @property
    def share(self) -> Decimal:
        """Its share in per cent, one place."""
        return (Decimal(100) * self.first[1] / self.orders).quantize(Decimal("0.1"))

    @property
    def is_conspicuous(self) -> bool:
        """Whether somebody should look: enough orders, and one firm has more than its share of them."""
        return self.orders >= FEWEST and self.share > self.conspicuous_share


def firm_report(user: Any, first: date, last: date, now: datetime) -> list[FirmRow]:
    """Rows of departments, then of clerks, those with the largest share first; five queries.

    An order counts once for a firm, however often its papers came back.
    """
    share = get_parameter(CONSPICUOUS_SHARE, on=localtime(now).date())
    departments = Department.objects.in_bulk()
    rows: dict[tuple[str, int, str], FirmRow] = {}
    counted = {kind: _counted(user, model, firm, first, last) for kind, (_label, model, firm) in KINDS.items()}
    clerks = Staff.objects.only("name", "number").in_bulk(
        {clerk for found in counted.values() for _, clerk, _ in found}
    )
    for kind, (label, _model, _firm) in KINDS.items():
        for (department_id, clerk, name), n in counted[kind].items():
            for whose, key in (("", ""), (clerks[clerk].name, clerks[clerk].number)):
                fresh = FirmRow(kind, label, departments[department_id], whose, key, share)
                row = rows.setdefault((kind, department_id, key), fresh)
                row.firms[name] = row.firms.get(name, 0) + n
    return sorted(rows.values(), key=lambda row: (bool(row.clerk), -row.share, -row.orders, row.department.pk))


def orders_with_firms(cases: QuerySet[Case], kind: str, firm: str, first: date, last: date) -> QuerySet[Case]:
    """The orders among `cases` whose firm of a kind handed in papers from `first` to `last`, each once.

    `firm` narrows to one, named as the report names it; `firm_name` is the firm as last written, `firm_at` when.
    """
    _label, model, column = KINDS[kind]
    records = _in_days(model, first, last)
    if firm:
        written = records.order_by().values_list(column, flat=True).distinct()
        records = records.filter(**{f"{column}__in": [name for name in written if _plain(name) == firm]})
    of_case = records.filter(case=OuterRef("pk")).order_by("-recorded_at", "-pk")
    return cases.filter(Exists(of_case)).annotate(
        firm_name=Subquery(of_case.values(column)[:1]), firm_at=Subquery(of_case.values("recorded_at")[:1])
    )


def _in_days(model: Any, first: date, last: date) -> QuerySet[Any]:
    """The complete papers of firms that came in these days."""
    # By moments: to tell the day of each paper takes PostgreSQL four times as long.
    found: QuerySet[Any] = model.objects.filter(
        is_complete=True, recorded_at__gte=midnight(first), recorded_at__lt=midnight(last + ONE_DAY)
    )
    return found


def _plain(name: str) -> str:
    """A firm's name without the blanks that one clerk types and another does not."""
    return "".join(name.split())


def _counted(user: Any, model: Any, firm: str, first: date, last: date) -> dict[tuple[int, int, str], int]:
    """Orders by (department, clerk, firm), each by its key; one query. Names are not what to sort thousands by."""
    scope = scope_of(user, VIEW_REPORTS)
    found = _in_days(model, first, last)
    if not scope.everywhere:
        found = found.filter(case__department_id__in=sorted(scope.departments))
    groups = found.order_by().values_list("case__department_id", "case__accepted_by_id", firm)
    counted: dict[tuple[int, int, str], int] = defaultdict(int)
    for department_id, clerk, name, n in groups.annotate(n=Count("case", distinct=True)):
        counted[department_id, clerk, _plain(name)] += n
    return counted
