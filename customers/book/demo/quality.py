"""The scores of the demo book, and the months before, in which it was a little worse."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from crm.local.builders import SeedRequest
from customers.book.models import DepartmentQuality
from customers.book.operations.quality import count_month, for_seconds, month_of, sweep_marked

EARLIER_MONTHS = 5
SECONDS = 60
BETTER_EACH_MONTH = Decimal("0.28")


def build_quality(request: SeedRequest) -> None:
    """Score what was written, count the present month, draw the months before it where there are none.

    Of a very large book the sweep scores the rest, when the workers run.
    """
    scored = sweep_marked(now=request.now, keep_on=for_seconds(SECONDS))
    month = month_of(timezone.localdate(request.now))
    count_month(month, now=request.now)
    _draw_earlier(month, request.now)
    request.say(f"quality: {scored:,} accounts scored")


def _draw_earlier(month: date, now: datetime) -> None:
    rows = []
    for present in DepartmentQuality.objects.filter(month=month):
        for back in range(1, EARLIER_MONTHS + 1):
            earlier = _months_before(month, back)
            lost = BETTER_EACH_MONTH * back
            rows.append(
                DepartmentQuality(
                    department_id=present.department_id,
                    month=earlier,
                    counted_at=now - timedelta(days=30 * back),
                    accounts=max(0, present.accounts - back * present.accounts // 250),
                    completeness=max(Decimal(0), present.completeness - lost),
                    correctness=max(Decimal(0), present.correctness - lost / 3),
                    findings={rule: count + count * back // 15 for rule, count in present.findings.items()},
                )
            )
    DepartmentQuality.objects.bulk_create(rows, ignore_conflicts=True)


def _months_before(month: date, back: int) -> date:
    place = month.year * 12 + month.month - 1 - back
    return date(place // 12, place % 12 + 1, 1)
