"""Which promise applies?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from crm.clocks.enums import RuleKind, VoltageClass
from crm.clocks.errors import NoClockRule
from crm.clocks.models import ClockRule
from crm.org.models import Department


def choose_rules(timer: str, **facts: Any) -> list[ClockRule]:
    """`choose_rules_of` for one timer."""
    return choose_rules_of([timer], **facts)[timer]


def choose_rules_of(
    timers: Collection[str],
    *,
    on: date,
    business: str = "",
    voltage: VoltageClass | str = "",
    sources: int | None = None,
    external_works: bool | None = None,
    department: Department | None = None,
) -> dict[str, list[ClockRule]]:
    """The rules of each timer (T1 ... T18) in force on the day `on`, at most one of each kind; one query.

    A rule fits where every selector that it names equals what is given; of those that fit, the one that
    names a department wins, then business, number of sources, external works, voltage class (10 kV before high
    voltage). Three sources count as two. Unknown external works (None) count as none: the stricter promise. May
    be empty.
    """
    fitting = ClockRule.objects.filter(
        Q(department=None) | Q(department=department),
        Q(businesses=[]) | Q(businesses__contains=[business]),
        Q(voltage__in=("", *(VoltageClass(voltage).within if voltage else ()))),
        Q(sources=None) | Q(sources=min(sources, 2) if sources else None),
        Q(external_works=None) | Q(external_works=bool(external_works)),
        timer__in=timers,
        valid__contains=on,
    )
    best: dict[tuple[str, str], ClockRule] = {}
    for rule in sorted(fitting, key=_precision):
        best[rule.timer, rule.kind] = rule
    return {timer: [best[timer, kind] for kind in RuleKind.values if (timer, kind) in best] for timer in timers}


def choose_rule(
    timer: str,
    *,
    on: date,
    kind: RuleKind | str = RuleKind.PROMISED,
    business: str = "",
    voltage: VoltageClass | str = "",
    sources: int | None = None,
    external_works: bool | None = None,
    department: Department | None = None,
) -> ClockRule:
    """The one rule of `timer` and `kind` that applies (see `choose_rules`). Raises NoClockRule."""
    for rule in choose_rules(
        timer,
        on=on,
        business=business,
        voltage=voltage,
        sources=sources,
        external_works=external_works,
        department=department,
    ):
        if rule.kind == kind:
            return rule
    raise NoClockRule(details={"timer": timer, "kind": str(kind), "business": business})


def _precision(rule: ClockRule) -> tuple[bool, bool, bool, bool, int, int]:
    """How much a rule names, weightiest selector first; the id breaks ties."""
    return (
        rule.department_id is not None,
        bool(rule.businesses),
        rule.sources is not None,
        rule.external_works is not None,
        len(VoltageClass(rule.voltage).within) if rule.voltage else 0,
        rule.pk,
    )
