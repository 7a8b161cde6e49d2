"""What we promise the customer the moment an application is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from crm.clocks.arithmetic import Timeline, deadline
from crm.clocks.enums import RuleKind, VoltageClass
from crm.clocks.queries import choose_rules
from crm.org.models import Department
from crm.workdays.calendar import load_calendar


@dataclass(frozen=True)
class Promise:
    """Until when, if the application is accepted now; `sources` is the number of sources it holds for."""

    name: str
    sources: int
    limit: int
    unit: Any
    due_at: datetime
    provisional: bool


def promises(flow_code: str, department: Department | None, now: datetime) -> list[Promise]:
    """The promised days of the plan's reply (T1) of high voltage, for one source and for two."""
    calendar = load_calendar(department.pk if department else None)
    found = []
    for sources in (1, 2):
        rules = choose_rules(
            "T1",
            on=localtime(now).date(),
            business=flow_code,
            voltage=VoltageClass.HIGH,
            sources=sources,
            department=department,
        )
        rule = next((one for one in rules if one.kind == RuleKind.PROMISED), None)
        due = deadline(rule.terms(), [Timeline(started_at=now)], calendar) if rule else None
        if rule and due:
            found.append(
                Promise(rule.label, sources, rule.limit, rule.get_unit_display(), due.due_at, due.provisional)
            )
    return found
