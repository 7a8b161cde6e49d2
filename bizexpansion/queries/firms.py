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

from django.db.models import Count, F
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.models import CompletionReport, DesignSubmission
from bizexpansion.rules import VIEW_REPORTS
from crm.org.models import Department
from crm.org.permissions import scope_of
from crm.parameters.queries import get_parameter

CONSPICUOUS_SHARE = "firm.conspicuous_share"
# Fewer orders than this say nothing about a share.
FEWEST = 5

KINDS: dict[str, tuple[Any, Any, str]] = {
    "design": (_("design"), DesignSubmission, "design_firm"),
    "build": (_("construction"), CompletionReport, "reported_by_firm"),
}


@dataclass
class FirmRow:
    """The orders of a department, or of one clerk of it, by firm; `firms` has the orders of each."""

    kind: Any
    department: Department
    clerk: str
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
    def share(self) -> Decimal:
        """Its share in per cent, one place."""
        return (Decimal(100) * self.first[1] / self.orders).quantize(Decimal("0.1"))

    @property
    def is_conspicuous(self) -> bool:
        """Whether somebody should look: enough orders, and one firm has more than its share of them."""
        return self.orders >= FEWEST and self.share > self.conspicuous_share


def firm_report(user: Any, first: date, last: date, now: datetime) -> list[FirmRow]:
    """Rows of departments, then of clerks, those with the largest share first; four queries.

    An order counts once for a firm, however often its papers came back.
    """
    share = get_parameter(CONSPICUOUS_SHARE, on=localtime(now).date())
    departments = Department.objects.in_bulk()
    rows: dict[tuple[str, int, str], FirmRow] = {}
    for kind, (label, model, firm) in KINDS.items():
        for department_id, clerk, name, n in _counted(user, model, firm, first, last):
            for whose in ("", clerk):
                key = (kind, department_id, whose)
                row = rows.setdefault(key, FirmRow(label, departments[department_id], whose, share))
                row.firms[name] = row.firms.get(name, 0) + n
    return sorted(rows.values(), key=lambda row: (bool(row.clerk), -row.share, -row.orders, row.department.pk))


def _counted(user: Any, model: Any, firm: str, first: date, last: date) -> list[tuple[int, str, str, int]]:
    """(department, clerk, firm, orders); one query."""
    scope = scope_of(user, VIEW_REPORTS)
    found = model.objects.filter(is_complete=True, recorded_at__date__gte=first, recorded_at__date__lte=last)
    if not scope.everywhere:
        found = found.filter(case__department_id__in=sorted(scope.departments))
    found = found.order_by().annotate(clerk=F("case__accepted_by__name"), firm=F(firm))
    groups = found.values_list("case__department_id", "clerk", "firm").annotate(n=Count("case", distinct=True))
    counted: dict[tuple[int, str, str], int] = defaultdict(int)
    for department_id, clerk, name, n in groups:
        counted[department_id, clerk, "".join(name.split())] += n
    return [(*key, n) for key, n in counted.items()]
