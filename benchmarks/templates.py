"""What is multiplied: the rows of real cases of every flow, as they stood after each of their steps.

The rows are plain JSON and name nothing by its key: what lies inside the case is named by its place among the rows
of its model, people by their number, departments by their code, rules of clocks by code and first day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model

from benchmarks.closure import Rows, inner_keys, outer_keys, rows_of
from benchmarks.walks import Done, walk
from crm.clocks.models import ClockRule
from crm.org.models import Department, Staff
from tests.bizexpansion.flows.office import Office


@dataclass(frozen=True)
class Template:
    """One case at one moment: `rows` by the label of their model, those pointed at first."""

    flow: str
    step: str
    moment: datetime
    is_open: bool
    account: int | None
    key: int
    rows: Mapping[str, Sequence[dict[str, Any]]]

    @property
    def clocks(self) -> int:
        """How many clocks it has."""
        return len(self.rows.get("crm_clocks.Clock", ()))


def collect(flows: list[str] | None = None) -> tuple[list[Template], list[str]]:
    """(the templates of these flows, or of all; what went wrong in walks)."""
    templates: list[Template] = []

    def keep(office: Office, done: Done) -> None:
        rows = rows_of(office.case)
        templates.append(
            Template(
                flow=done.flow,
                step=done.node,
                moment=office.now,
                is_open=office.case.is_open,
                account=office.case.account_id,
                key=office.case.pk,
                rows={
                    model._meta.label: [_portable(model, row, rows) for row in found]
                    for model, found in rows.items()
                },
            )
        )

    _natural.cache_clear()
    failures = walk(flows, keep)
    return templates, failures


def _portable(model: type[Model], row: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """A row with places, numbers and codes instead of keys."""
    own = dict(row)
    for column, target in inner_keys(model).items():
        places = {one["id"]: place for place, one in enumerate(rows.get(target, ()))}
        own[column] = places.get(own[column])
    for column, outer in outer_keys(model).items():
        if own[column] is not None and outer in (Staff, Department, ClockRule):
            own[column] = natural_names(outer)[own[column]]
    return own


def natural_names(model: type[Model]) -> dict[int, str]:
    """How the rows of a model are named whatever their keys are."""
    return _natural(model)


@cache
def _natural(model: type[Model]) -> dict[int, str]:
    if model is Staff:
        return dict(Staff.objects.values_list("pk", "number"))
    if model is Department:
        return dict(Department.objects.values_list("pk", "code"))
    return {rule.pk: f"{rule.code} {rule.valid.lower}" for rule in ClockRule.objects.all()}
