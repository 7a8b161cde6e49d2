"""The low-voltage profiles of the departments, as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bizexpansion.enums import Profile
from bizexpansion.flows import current_flows, profile_of
from bizexpansion.models import DepartmentProfile
from bizexpansion.rules import CHOOSE_PROFILE
from crm.org.enums import DepartmentKind
from crm.org.models import Department, Staff
from crm.org.permissions import scope_of


@dataclass(frozen=True)
class ProfileRow:
    """A department: its profile today, what follows, and what was chosen before, newest first."""

    department: Department
    today: Profile
    since: date | None
    coming: Sequence[DepartmentProfile]
    choices: Sequence[DepartmentProfile]


def departments_to_choose(user: Staff) -> QuerySet[Department]:
    """The business departments whose profile this person chooses."""
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS, is_active=True)
    scope = scope_of(user, CHOOSE_PROFILE)
    return rows if scope.everywhere else rows.filter(pk__in=sorted(scope.departments))


def profile_rows(user: Staff, day: date) -> list[ProfileRow]:
    """Every department that this person may see, with its choices; two queries."""
    departments = list(departments_to_choose(user))
    found = DepartmentProfile.objects.filter(department__in=departments).select_related("chosen_by")
    chosen: dict[int, list[DepartmentProfile]] = {one.pk: [] for one in departments}
    for row in found.order_by("-valid"):
        chosen[row.department_id].append(row)
    return [_row(one, chosen[one.pk], day) for one in departments]


def _row(department: Department, choices: list[DepartmentProfile], day: date) -> ProfileRow:
    now = next((one for one in choices if day in one.valid), None)
    coming = [one for one in reversed(choices) if one.valid.lower > day]
    today = Profile(now.profile) if now else Profile.CLASSIC
    return ProfileRow(department, today, now.valid.lower if now else None, coming, choices)


def flows_with_two_forms() -> list[tuple[str, Any]]:
    """The flows that the choice concerns: code and name."""
    return [
        (graph.flow.code, graph.flow.name)
        for graph in current_flows()
        if profile_of(graph.flow) == Profile.STREAMLINED
    ]
