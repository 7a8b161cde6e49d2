"""What we promise the customer the moment an application is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine.compile import Graph
from crm.clocks.arithmetic import Timeline, deadline
from crm.clocks.enums import RuleKind, VoltageClass
from crm.clocks.queries import choose_rules
from crm.workdays.calendar import load_calendar
from customers.book.enums import HIGH_VOLTAGES
from customers.book.models import SupplyAccount

# A promise made in public goes before our own aim.
SAID = (RuleKind.PROMISED, RuleKind.INTERNAL)


@dataclass(frozen=True)
class Promise:
    """Until when, if the application is accepted now; `holds_for` says of which supply, where there are several."""

    name: str
    holds_for: Any
    limit: int
    unit: Any
    due_at: datetime
    provisional: bool


# Of the clocks that begin with the acceptance, the one that the customer asks about first.
ASKED_FIRST = ("T1", "T8", "T7", "T20")


def promises(graph: Graph, account: SupplyAccount | None, now: datetime) -> list[Promise]:
    """The promised days that begin now: of the plan's reply where there is one, for one source and for two.

    The voltage is that of the account, else that for which the flow is meant; of a flow for both, either.
    """
    department = account.department if account else None
    calendar = load_calendar(department.pk if department else None)
    timers = [use.timer for use in graph.flow.clocks if "accept" in use.start]
    timer = next((one for one in ASKED_FIRST if one in timers), None)
    if timer is None:
        return []
    found = []
    for holds_for, high, sources in _supplies(graph, account, timer):
        rules = choose_rules(
            timer,
            on=localtime(now).date(),
            business=graph.flow.code,
            voltage=VoltageClass.HIGH if high else VoltageClass.LOW,
            sources=sources,
            department=department,
        )
        rule = next((one for kind in SAID for one in rules if one.kind == kind), None)
        due = deadline(rule.terms(), [Timeline(started_at=now)], calendar) if rule else None
        if rule and due:
            found.append(
                Promise(rule.label, holds_for, rule.limit, rule.get_unit_display(), due.due_at, due.provisional)
            )
    return found


def _supplies(graph: Graph, account: SupplyAccount | None, timer: str) -> list[tuple[Any, bool, int]]:
    """Which supplies the flow may be about: (in words, of high voltage, sources)."""
    asked = {one.rule for one in graph.flow.preconditions}
    if account is None and timer == "T1" and not asked & {"HV", "LV"}:
        return [(_("low voltage"), False, 1), (_("high voltage"), True, 1)]
    high = account.voltage in HIGH_VOLTAGES if account else "HV" in asked
    single = (_("single source"), high, 1)
    return [single, (_("two sources"), True, 2)] if high and timer == "T1" else [single]
