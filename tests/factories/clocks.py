"""Clocks for tests, made by the operations themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from crm.audit.operation import SYSTEM
from crm.clocks.enums import LimitUnit, PauseReason, RuleKind
from crm.clocks.models import Clock, ClockRule
from crm.clocks.operations import start_clock
from crm.org.models import Department
from crm.parameters.enums import Trust


def make_rule(code: str = "X5", limit: int = 5, **values: Any) -> ClockRule:
    """A rule in working days that allows every pause and warns one day ahead."""
    values.setdefault("warning_lead", 1)
    values.setdefault("unit", LimitUnit.WORKING_DAYS)
    values.setdefault("pause_reasons", list(PauseReason.values))
    return ClockRule.objects.create(
        code=code,
        timer=code[:8],
        name=f"时限 {code}",
        name_en=f"limit {code}",
        kind=RuleKind.PROMISED,
        limit=limit,
        legal_source="test",
        trust=Trust.PROPOSED,
        valid=DateRange(None, None, "[)"),
        **values,
    )


def make_clock(
    rule: ClockRule, department: Department, start: datetime, key: str = "case:1:X", **more: Any
) -> Clock:
    """A clock started on time."""
    return start_clock(rule=rule, key=key, started_at=start, department=department, actor=SYSTEM, now=start, **more)
