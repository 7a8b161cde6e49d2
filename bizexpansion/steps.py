"""The catalogue of steps: for each form key of a flow, what is filled in and which operation takes it.

A flow says who does a step and what follows; the families (`bizexpansion/families`) say how it is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bizexpansion.engine.compile import Graph
from bizexpansion.families import all_specs
from bizexpansion.forms.base import StepEntry, StepSpec
from bizexpansion.models import Case, Task
from bizexpansion.operations.work import form_in, graph_of
from crm.org.models import Staff

STEPS: dict[str, StepSpec] = all_specs()
ON_SITE = frozenset(
    {
        *("survey", "survey_change", "survey_relocation", "check_extension", "check_end", "check_refit"),
        *("check_tariff", "check_closing", "check_fault", "confirm_start", "inspect_interim", "inspect_completion"),
        *("seal_equipment", "unseal_equipment", "cut_power", "disconnect", "energise", "energise_unmetered"),
        *("issue_meter", "install_meter", "install_terminal", "install_split_meters", "record_installation"),
        *("exchange_meter", "exchange_terminal", "move_meter", "move_terminal", "remove_meter", "remove_terminal"),
        *("record_removal", "test_on_site", "handle_fault", "record_works", "hand_over_network"),
        *("visit_home", "connect_supply"),
    }
)
"""The forms that people fill in where the meter hangs, phone in hand: their pages take photos."""


def accept_spec(graph: Graph) -> StepSpec:
    """How an application for a flow is filled in."""
    return STEPS[graph.steps["accept"].form]


def accept_entry(
    graph: Graph,
    *,
    user: Staff,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StepEntry:
    """The registration form of a flow, empty, filled with what is known, or bound to what was sent."""
    spec = accept_spec(graph)
    return StepEntry(spec, user=user, data=data, files=files, initial=initial, flow_code=graph.flow.code)


def spec_of(task: Task) -> StepSpec:
    """How a task is filled in. Needs `task.case`."""
    return STEPS[form_in(task.case, graph_of(task.case).steps[task.node])]


def open_entry(
    task: Task,
    *,
    user: Staff,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StepEntry:
    """The form of an open task, filled with what is known, or bound to what was sent."""
    task.case.row = task.instance
    return StepEntry(spec_of(task), user=user, case=task.case, task=task, data=data, files=files, initial=initial)


def send_entry(entry: StepEntry, *, actor: Staff, now: datetime) -> Case:
    """Make the one call of a valid entry. Raises the operation's DomainErrors."""
    arguments = entry.arguments()
    if entry.task is not None:
        arguments["task_id"] = entry.task.pk
    case: Case = entry.spec.operation(**arguments, actor=actor, now=now)
    return case
