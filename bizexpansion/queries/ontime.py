"""Was it on time, and who held the time: what the business-expansion indicators count, month by month.

An order is on time only if every assessed limit that applied to it was kept (workflows.md 3.1, sources DW and TK):
of high voltage the five nodes, of low voltage the total to energising, or the nodes where the flow has no total
(105, 106, 207, 212, 213, 301; 3.2), of a change its total, of a metering fault also the way to the site. The month
of the indicators runs from the 26th to the 25th (2.3 and ruling 3.4 no. 10); an order belongs to the month in which
its case was closed. Aborted orders and accounts for checking (用电类别 000) do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case as When
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models import When as If
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CaseState
from bizexpansion.models import Case, CaseClock
from bizexpansion.rules import VIEW_REPORTS
from crm.clocks.enums import Holder, RuleKind
from crm.clocks.models import Breach, ClockSpan
from crm.org.models import Department
from customers.book.enums import HIGH_VOLTAGES, TariffClass

# The timers by which an order is judged: nodes, the total of low voltage where the flow has one, totals of changes.
NODE_TIMERS = ("T1", "T2", "T3", "T4", "T5", "T45")
TOTAL_TIMER = "T6"
WITH_TOTAL = ("101", "102", "104", "109", "110", "111")
CHANGE_TIMERS = ("T7", "T8", "T20")
VISIT_TIMER = "T21"
FIRST_DAY = 26

# What the report heads its columns with; T45 is T4 and T5 in one (ruling 3.4 no. 3).
NODE_NAMES: dict[str, Any] = {
    "T1": _("Plan reply"),
    "T2": _("Design review"),
    "T3": _("Interim inspection"),
    "T4": _("Acceptance of works"),
    "T5": _("Metering and energising"),
    "T45": _("Acceptance and energising"),
    "T6": _("Total, low voltage"),
    "T7": _("Total of a change"),
    "T8": _("Meter test"),
    "T20": _("Batch"),
    "T21": _("On site at a fault"),
}

# Which clock tells who held the time of a whole order, best first.
WHOLE = (TOTAL_TIMER, *CHANGE_TIMERS, "T1")


@dataclass(frozen=True)
class Month:
    """A month of the indicators: from the 26th of the month before to the 25th."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month to which a day belongs."""
        of = _next_month(day) if day.day >= FIRST_DAY else day
        return cls(of.year, of.month)

    @property
    def first(self) -> date:
        """Its first day."""
        before = date(self.year, self.month, 1) - timedelta(days=1)
        return before.replace(day=FIRST_DAY)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, FIRST_DAY - 1)

    @property
    def key(self) -> str:
        """As an address names it, 2026-11."""
        return f"{self.year:04d}-{self.month:02d}"

    def span(self) -> tuple[datetime, datetime]:
        """The half-open stretch of time, in Shanghai's days."""
        start = datetime.combine(self.first, datetime.min.time())
        end = datetime.combine(self.last + timedelta(days=1), datetime.min.time())
        return make_aware(start), make_aware(end)


@dataclass
class OnTimeRow:
    """Orders of one department and flow in a month; `nodes` has per timer (judged, late)."""

    department: Department
    flow_code: str
    closed: int = 0
    judged: int = 0
    late: int = 0
    nodes: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def on_time(self) -> int:
        """The orders of which every limit was kept."""
        return self.judged - self.late

    @property
    def rate(self) -> Decimal | None:
        """On time of those judged, in per cent with one place; None where none was judged."""
        return (Decimal(100) * self.on_time / self.judged).quantize(Decimal("0.1")) if self.judged else None


@dataclass
class HeldRow:
    """Who held the orders of one department and flow, in calendar days over all of them."""

    department: Department
    flow_code: str
    cases: int = 0
    days: dict[Holder, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All days."""
        return sum(self.days.values(), Decimal(0))

    def shares(self) -> list[tuple[str, Decimal, Any]]:
        """(us | customer | third, days, words) for `share_bar` and the columns, longest company first."""
        kinds = {Holder.UTILITY: "us", Holder.CUSTOMER: "customer"}
        return [(kinds.get(holder, "third"), self.days.get(holder, Decimal(0)), holder.label) for holder in Holder]


def closed_cases(user: Any, month: Month) -> QuerySet[Case]:
    """The orders of a month that this person may see in reports."""
    start, end = month.span()
    rows = Case.objects.restrict(user, VIEW_REPORTS).filter(
        state=CaseState.CLOSED, closed_at__gte=start, closed_at__lt=end
    )
    return rows.exclude(account__tariff_class=TariffClass.ASSESSMENT)


def with_verdict(cases: QuerySet[Case], kind: RuleKind | str) -> QuerySet[Case]:
    """Each order with `judged` (a limit of that kind applied) and `late` (one of them was broken)."""
    clocks = CaseClock.objects.filter(assessed("case__"), case=OuterRef("pk"), kind=kind)
    return cases.annotate(judged=Exists(clocks), late=Exists(clocks.filter(broken())))


def assessed(case: str = "") -> Q:
    """The clocks by which an order is judged; `case` is the way to it."""
    high = Q(**{f"{case}voltage__in": HIGH_VOLTAGES})
    by_nodes = high | ~Q(**{f"{case}flow_code__in": WITH_TOTAL})
    total = ~high & Q(timer=TOTAL_TIMER)
    return (by_nodes & Q(timer__in=NODE_TIMERS)) | total | Q(timer__in=(*CHANGE_TIMERS, VISIT_TIMER))


def broken() -> Exists:
    """Whether the deadline of a clock of a case passed while it ran; a breach struck out does not count."""
    return Exists(Breach.objects.filter(clock=OuterRef("clock"), struck_out_at__isnull=True))


def on_time_report(user: Any, month: Month, kind: RuleKind | str) -> list[OnTimeRow]:
    """The orders of a month by department and flow; three queries."""
    rows: dict[tuple[int, str], OnTimeRow] = {}
    departments, cases = Department.objects.in_bulk(), closed_cases(user, month)
    groups = cases.order_by().values_list("department_id", "flow_code")
    for department_id, flow_code, closed in groups.annotate(Count("pk")):
        rows[department_id, flow_code] = OnTimeRow(departments[department_id], flow_code, closed)
    late_cases: set[int] = set()
    judged_cases: set[int] = set()
    for department_id, flow_code, timer, case_id, is_late in _judged_limits(cases, kind):
        row = rows[department_id, flow_code]
        judged, late = row.nodes.get(timer, (0, 0))
        row.nodes[timer] = (judged + 1, late + is_late)
        row.judged += case_id not in judged_cases
        judged_cases.add(case_id)
        if is_late:
            row.late += case_id not in late_cases
            late_cases.add(case_id)
    return sorted(rows.values(), key=lambda row: (row.department.pk, row.flow_code))


def _judged_limits(cases: QuerySet[Case], kind: RuleKind | str) -> Iterable[tuple[int, str, str, int, bool]]:
    """(department, flow, timer, order, whether the limit was broken in any round), once for each order and timer.

    Some thousands a month: to count them here is quicker than to let PostgreSQL ask for each order by itself.
    """
    clocks = CaseClock.objects.filter(assessed("case__"), case__in=cases, kind=kind)
    groups = clocks.order_by().values_list("case__department_id", "case__flow_code", "timer", "case_id")
    return groups.annotate(is_broken=BoolOr(broken()))


def held_report(user: Any, month: Month) -> list[HeldRow]:
    """Who held the orders of a month, by department and flow, in calendar days; two queries.

    Of each order one clock tells it: its total, of the public promise where there is one.
    """
    whole = (
        CaseClock.objects.filter(case__in=closed_cases(user, month), timer__in=WHOLE)
        .annotate(rank=_rank("timer", WHOLE), kind_rank=_rank("kind", ("PROMISED", "INTERNAL", "STATUTORY")))
        .order_by("case_id", "rank", "kind_rank", "-round")
        .distinct("case_id")
    )
    spans = (
        ClockSpan.objects.filter(clock_id__in=Subquery(whole.values("clock_id")), ended_at__isnull=False)
        .order_by()
        .values("clock__case_link__case__department_id", "clock__case_link__case__flow_code", "holder")
        .annotate(time=Sum(F("ended_at") - F("started_at")), cases=Count("clock", distinct=True))
    )
    departments = Department.objects.in_bulk()
    rows: dict[tuple[int, str], HeldRow] = {}
    for one in spans:
        key = (one["clock__case_link__case__department_id"], one["clock__case_link__case__flow_code"])
        row = rows.setdefault(key, HeldRow(departments[key[0]], key[1]))
        row.days[Holder(one["holder"])] = _days(one["time"])
        row.cases = max(row.cases, one["cases"])
    return sorted(rows.values(), key=lambda row: (row.department.pk, row.flow_code))


def held_totals_of(rows: Iterable[HeldRow]) -> list[HeldRow]:
    """The rows of each department added up."""
    found: dict[int, HeldRow] = {}
    for row in rows:
        total = found.setdefault(row.department.pk, HeldRow(row.department, ""))
        total.cases += row.cases
        for holder, days in row.days.items():
            total.days[holder] = total.days.get(holder, Decimal(0)) + days
    return list(found.values())


def totals_of(rows: Iterable[OnTimeRow]) -> list[OnTimeRow]:
    """The rows of each department added up."""
    found: dict[int, OnTimeRow] = {}
    for row in rows:
        total = found.setdefault(row.department.pk, OnTimeRow(row.department, ""))
        total.closed += row.closed
        total.judged += row.judged
        total.late += row.late
        nodes: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0), total.nodes)
        for timer, (judged, late) in row.nodes.items():
            nodes[timer] = (nodes[timer][0] + judged, nodes[timer][1] + late)
        total.nodes = dict(nodes)
    return list(found.values())


def _rank(name: str, order: tuple[str, ...]) -> When:
    whens = [If(**{name: value}, then=Value(index)) for index, value in enumerate(order)]
    return When(*whens, default=Value(len(order)), output_field=IntegerField())


def _days(time: timedelta) -> Decimal:
    return (Decimal(time.total_seconds()) / 86400).quantize(Decimal("0.1"))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def this_month(now: datetime) -> Month:
    """The month of the indicators in which we are."""
    return Month.of(localtime(now).date())
