"""Demo reading sections, and devices that lie in the store waiting to be assigned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from crm.audit.operation import Actor, operation
from crm.org.enums import DepartmentKind
from crm.org.models import Department, District
from customers.book.enums import DeviceState, InstrumentTransformerKind, MeterKind, Wiring
from customers.book.models import InstrumentTransformer, Meter, ReadingSection

SECTIONS_PER_DISTRICT = 4
IN_STORE_TRANSFORMERS = 240
METERS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    (
        MeterKind.THREE_PHASE_HV,
        120,
        {
            "model": "DSZ331",
            "wiring": Wiring.THREE_WIRE,
            "rated_current": 1.5,
            "maximum_current": 6,
            "constant": 20000,
            "accuracy": "0.5S",
        },
    ),
    (
        MeterKind.THREE_PHASE,
        60,
        {
            "model": "DTZ341",
            "wiring": Wiring.FOUR_WIRE,
            "rated_current": 5,
            "maximum_current": 60,
            "constant": 400,
            "accuracy": "1.0",
        },
    ),
    (
        MeterKind.SINGLE_PHASE,
        60,
        {
            "model": "DDZY71",
            "wiring": Wiring.SINGLE_PHASE,
            "rated_current": 5,
            "maximum_current": 60,
            "constant": 1200,
            "accuracy": "2.0",
        },
    ),
)
_RATIOS = ((75, 5), (100, 5), (150, 5), (200, 5), (300, 5), (400, 5))


@operation("book.build_demo_sections")
def build_sections(*, actor: Actor, now: datetime) -> int:
    """Four reading sections for each district, read on the 1st, 5th, 10th and 15th."""
    wanted = [
        ReadingSection(
            number=f"{district.code}-{place:02d}",
            name=f"{district.name}{place:02d}段",
            department=district.department,
            reading_day=(1, 5, 10, 15)[place - 1],
        )
        for district in District.objects.select_related("department")
        for place in range(1, SECTIONS_PER_DISTRICT + 1)
    ]
    present = set(ReadingSection.objects.values_list("number", flat=True))
    return len(ReadingSection.objects.bulk_create(s for s in wanted if s.number not in present))


@operation("book.build_demo_store")
def build_store(*, actor: Actor, now: datetime) -> int:
    """Fill the store of each business department up with meters, and instrument transformers for high voltage."""
    today = timezone.localdate(now)
    made = 0
    for place, department in enumerate(Department.objects.filter(kind=DepartmentKind.BUSINESS), start=1):
        made += _fill_meters(place, department, today) + _fill_transformers(place, department, today)
    return made


def _fill_meters(place: int, department: Department, today: date) -> int:
    """Meters of each kind that is hung today."""
    made = 0
    for kind, in_store, nature in METERS:
        present, serial = _in_store(Meter, department, kind=kind)
        meters = [
            Meter(
                asset_number=f"3240{place}{serial + i:017d}",
                department=department,
                maker="国电南瑞" if i % 2 else "江苏林洋",
                made_on=today - timedelta(days=200),
                tested_on=today - timedelta(days=60),
                kind=kind,
                **nature,
            )
            for i in range(in_store - present)
        ]
        made += len(Meter.objects.bulk_create(meters))
    return made


def _fill_transformers(place: int, department: Department, today: date) -> int:
    present, serial = _in_store(InstrumentTransformer, department)
    units = []
    for i in range(IN_STORE_TRANSFORMERS - present):
        is_voltage = i % 4 == 3
        primary, secondary = (10_000, 100) if is_voltage else _RATIOS[i % len(_RATIOS)]
        units.append(
            InstrumentTransformer(
                asset_number=f"3241{place}{serial + i:017d}",
                department=department,
                maker="大连互感器",
                model="JDZ10-10" if is_voltage else "LZZBJ9-10",
                made_on=today - timedelta(days=300),
                tested_on=today - timedelta(days=90),
                kind=InstrumentTransformerKind.VOLTAGE if is_voltage else InstrumentTransformerKind.CURRENT,
                primary=primary,
                secondary=secondary,
                accuracy="0.2" if is_voltage else "0.2S",
            )
        )
    return len(InstrumentTransformer.objects.bulk_create(units))


def _in_store(
    model: type[Meter] | type[InstrumentTransformer], department: Department, **kind: str
) -> tuple[int, int]:
    """(how many of a kind lie in the store, a serial that no device has)."""
    rows = model.objects.filter(department=department)
    return (
        rows.filter(state=DeviceState.IN_STORE, **kind).count(),
        rows.aggregate(count=Count("id"))["count"] + 1,
    )
