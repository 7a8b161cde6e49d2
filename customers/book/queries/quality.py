"""How good the book is: the numbers of the departments, the lists behind them, the next thing to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from crm.org.enums import DepartmentKind
from crm.org.models import Department, Staff
from crm.org.permissions import granted_roles, scope_of
from customers.book.models import AccountQuality, DepartmentQuality, QualityFinding, SupplyAccount
from customers.book.quality.catalogue import RULES
from customers.book.quality.definitions import QualityRule
from customers.book.rules import MEND_QUALITY, VIEW_QUALITY

BANDS: tuple[tuple[int, int], ...] = ((100, 100), (90, 99), (80, 89), (60, 79), (0, 59))
"""How scores are shown: from, to; both included."""

MONTHS_SHOWN = 12


@dataclass
class ScoreSpread:
    """One of the two scores over many accounts: how many have each value."""

    by_score: dict[int, int] = field(default_factory=dict)

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return sum(self.by_score.values())

    @property
    def mean(self) -> Decimal | None:
        """The mean to two decimals; None without accounts."""
        if not self.by_score:
            return None
        total = sum(score * count for score, count in self.by_score.items())
        return (Decimal(total) / self.accounts).quantize(Decimal("0.01"))

    @property
    def bands(self) -> list[tuple[int, int, int]]:
        """(from, to, how many accounts) for each band, the best first."""
        return [
            (low, high, sum(count for score, count in self.by_score.items() if low <= score <= high))
            for low, high in BANDS
        ]


@dataclass
class DepartmentLine:
    """What the table says of one department."""

    department: Department
    completeness: ScoreSpread
    correctness: ScoreSpread
    findings: dict[str, int]


@dataclass
class RuleLine:
    """One rule and how often each department of the table breaks it."""

    rule: QualityRule
    counts: list[tuple[Department, int]]

    @property
    def total(self) -> int:
        """In all departments of the table."""
        return sum(count for _department, count in self.counts)


def department_lines(user: Any) -> list[DepartmentLine]:
    """The present state of each department that this person sees: four statements, read from indexes alone."""
    departments = departments_of(user)
    spreads = {name: _spreads(user, name) for name in ("completeness", "correctness")}
    findings: dict[int, dict[str, int]] = {}
    rows = QualityFinding.objects.restrict(user, VIEW_QUALITY).order_by().values_list("department_id", "rule")
    for department_id, rule, count in rows.annotate(count=Count("*")):
        if rule in RULES:
            findings.setdefault(department_id, {})[rule] = count
    return [
        DepartmentLine(
            department,
            spreads["completeness"].get(department.pk, ScoreSpread()),
            spreads["correctness"].get(department.pk, ScoreSpread()),
            findings.get(department.pk, {}),
        )
        for department in departments
    ]


def rule_lines(lines: Iterable[DepartmentLine]) -> list[RuleLine]:
    """The rules that are broken at all, the most frequent first."""
    lines = list(lines)
    found = [
        RuleLine(rule, [(line.department, line.findings.get(key, 0)) for line in lines])
        for key, rule in RULES.items()
    ]
    return sorted((line for line in found if line.total), key=lambda line: -line.total)


def months_of(user: Any) -> list[tuple[date, list[DepartmentQuality]]]:
    """The months that were counted, newest first, each with the rows of the departments; one statement."""
    rows = DepartmentQuality.objects.restrict(user, VIEW_QUALITY).select_related("department")
    months: dict[date, list[DepartmentQuality]] = {}
    for row in rows.order_by("-month", "department__path"):
        months.setdefault(row.month, []).append(row)
    return list(months.items())[:MONTHS_SHOWN]


def departments_of(user: Any) -> list[Department]:
    """The business departments whose quality this person sees."""
    scope = scope_of(user, VIEW_QUALITY)
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS, is_active=True).order_by("path")
    return list(rows if scope.everywhere else rows.filter(pk__in=sorted(scope.departments)))


def visible_scores(user: Any) -> QuerySet[AccountQuality]:
    """Scores with what a row of a list shows."""
    rows = AccountQuality.objects.restrict(user, VIEW_QUALITY)
    return rows.select_related("account__customer", "department")


def visible_findings(user: Any) -> QuerySet[QualityFinding]:
    """Findings with what a row of the queue shows."""
    rows = QualityFinding.objects.restrict(user, VIEW_QUALITY)
    return rows.select_related("account__customer", "department", "care__assignee")


def in_queue(findings: QuerySet[QualityFinding], today: date) -> QuerySet[QualityFinding]:
    """Those that are not set aside today."""
    return findings.filter(
        Q(care__isnull=True) | Q(care__aside_until__isnull=True) | Q(care__aside_until__lte=today)
    )


def after_finding(findings: QuerySet[QualityFinding], priority: int, pk: int) -> QuerySet[QualityFinding]:
    """Those that come later in the queue: by urgency, then as they were found."""
    later = findings.filter(Q(priority__lt=priority) | Q(priority=priority, pk__gt=pk))
    return later.order_by("-priority", "pk")


def quality_of(user: Any, account: SupplyAccount) -> tuple[AccountQuality | None, list[QualityFinding]]:
    """The scores and findings of one account; two statements, one where it has no findings."""
    row = AccountQuality.objects.restrict(user, VIEW_QUALITY).filter(account=account).first()
    if row is None or not (row.gaps or row.errors):
        return row, []
    findings = QualityFinding.objects.restrict(user, VIEW_QUALITY).filter(account=account)
    return row, list(findings.select_related("care__assignee").order_by("-priority", "pk"))


def menders_of(department_id: int) -> list[Staff]:
    """Who works in a department with a role that mends records: a manager gives findings to them. Two reads."""
    home = Department.objects.filter(pk=department_id).values_list("path", flat=True).first() or "-"
    people = Staff.objects.filter(
        is_active=True, department__path__startswith=home, assignments__role__in=granted_roles(MEND_QUALITY)
    )
    return list(people.select_related("department").distinct().order_by("number"))


def _spreads(user: Any, score: str) -> dict[int, ScoreSpread]:
    spreads: dict[int, ScoreSpread] = {}
    rows = AccountQuality.objects.restrict(user, VIEW_QUALITY).order_by().values_list("department_id", score)
    for department_id, value, count in rows.annotate(count=Count("*")):
        spreads.setdefault(department_id, ScoreSpread()).by_score[value] = count
    return spreads
