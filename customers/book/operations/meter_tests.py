"""Keep the tests of a meter, and keep a disputed meter in the store for review (304)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from crm.audit.operation import Actor, about, operation
from crm.errors import OutOfScope
from customers.book.models import Meter, MeterTest
from customers.book.operations.devices import lock_device
from customers.book.operations.locking import day_of


@operation("book.record_meter_test")
def record_meter_test(
    *,
    meter_id: int,
    place: str,
    tested_at: datetime,
    error_percent: Decimal,
    tolerance_percent: Decimal,
    report_number: str,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> MeterTest:
    """Keep what a test has shown (A32, A41); the same moment again returns what stands. Raises OutOfScope.

    Inverse: `drop_meter_test`.
    """
    meter = lock_device(Meter, meter_id, actor=actor)
    about(meter, error_percent=str(error_percent), case=case_number)
    row, _made = MeterTest.objects.get_or_create(
        meter=meter,
        tested_at=tested_at,
        defaults={
            "place": place,
            "error_percent": error_percent,
            "tolerance_percent": tolerance_percent,
            "is_within_tolerance": abs(error_percent) <= tolerance_percent,
            "report_number": report_number,
            "case_number": case_number,
        },
    )
    _set_tested_on(meter)
    return row


@operation("book.drop_meter_test")
def drop_meter_test(*, test_id: int, tested_on: date | None, actor: Actor, now: datetime) -> None:
    """Undo `record_meter_test`; `tested_on`: the day that stood before. Gone already: nothing happens."""
    test = MeterTest.objects.filter(pk=test_id).first()
    if test is None:
        return
    meter = lock_device(Meter, test.meter_id, actor=actor)
    about(meter, case=test.case_number)
    test.delete()
    meter.tested_on = tested_on
    meter.save(update_fields=["tested_on"])


@operation("book.keep_meter_for_review")
def keep_meter_for_review(*, meter_id: int, until: date, actor: Actor, now: datetime) -> Meter:
    """The removed meter lies in the store until a day, so that a test can be disputed (304, at the archive).

    Raises OutOfScope. Called again it keeps the later day.
    """
    if not Meter.objects.filter(pk=meter_id).exists():
        raise OutOfScope
    meter = lock_device(Meter, meter_id, actor=actor)
    about(meter, until=until.isoformat())
    if meter.keep_until is None or meter.keep_until < until:
        meter.keep_until = until
        meter.save(update_fields=["keep_until"])
    return meter


def _set_tested_on(meter: Meter) -> None:
    latest = meter.tests.order_by("-tested_at").values_list("tested_at", flat=True).first()
    meter.tested_on = day_of(latest) if latest else None
    meter.save(update_fields=["tested_on"])
