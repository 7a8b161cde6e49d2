"""A running case stays on the version of its flow that it began with; here it can be brought into another one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking, key_of
from bizexpansion.engine.migrate import CannotMigrate, migrate
from bizexpansion.enums import CaseState, EventKind, TaskState
from bizexpansion.errors import CaseNotOpen, CaseSuspended, NotMigratable
from bizexpansion.flows import get_flow, profile_of, renames_between
from bizexpansion.models import Case
from bizexpansion.operations.conditions import conditions_at
from bizexpansion.operations.moves import record_event
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.timers import apply_clock_events, attach_clocks
from bizexpansion.operations.work import graph_of, lock_case
from bizexpansion.rules import MIGRATE_CASE
from crm.audit.operation import about, operation
from crm.errors import InvalidInput
from crm.org.permissions import require
from crm.writing import store_rows


@operation("bizexpansion.migrate_case")
def migrate_case(*, case_id: int, version: int, reason: str, actor: Any, now: datetime) -> Case:
    """Bring a running case into another version of its flow; in it already: nothing happens.

    The same steps stay open and done, in the same visits; clocks that both versions use alike run on, those that
    only the new one has begin now. Raises NotMigratable where the case stands at something that the new version has
    not, CaseNotOpen, CaseSuspended, InvalidInput.
    """
    case = lock_case(case_id)
    require(actor, MIGRATE_CASE, case.department_id)
    if case.flow_version == version:
        return case
    if not case.is_open:
        raise CaseNotOpen(details={"state": case.state})
    if case.state == CaseState.SUSPENDED:
        raise CaseSuspended
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    old, marking = graph_of(case), Marking.from_json(case.marking)
    try:
        new = get_flow(case.flow_code, version)
        _refuse_other_profile(graph_of(case), new)
        renames = renames_between(case.flow_code, case.flow_version, version)
        transition = migrate(old, new, marking, _values(case, new, marking, renames, now), renames)
    except LookupError as error:
        raise InvalidInput({"version": _("The flow has no such version.")}) from error
    except CannotMigrate as error:
        raise NotMigratable(details={"why": str(error)}) from error
    about(case, reason=reason, before=case.flow_version, after=version)
    record_event(
        case, EventKind.MIGRATED, actor, now, note=reason, details={"before": case.flow_version, "after": version}
    )
    case.flow_version, case.definition_hash = version, new.fingerprint
    case.marking = transition.marking.to_json()
    case.version += 1
    case.save(update_fields=["flow_version", "definition_hash", "marking", "version"])
    _rename_tasks(case, new, renames)
    links = apply_clock_events(case, new, transition.clock_events, actor=actor, now=now)
    standing = list(case.tasks.filter(state=TaskState.OPEN))
    attach_clocks(standing, new, links)
    store_rows(standing, ["clock"])
    return case


def _refuse_other_profile(old: Graph, new: Graph) -> None:
    """A running case keeps the profile with which it began. Raises CannotMigrate."""
    if profile_of(old.flow) != profile_of(new.flow):
        raise CannotMigrate(_("A running case keeps the profile with which it began."))


def _values(case: Case, new: Graph, marking: Marking, renames: Mapping[str, str], now: datetime) -> dict[str, bool]:
    """The conditions of the case, with those that only the new version asks at steps that have been done."""
    values = dict(marking.values)
    for done in marking.standing:
        step = renames.get(done.node, done.node)
        asked = {name for name in new.computed_by.get(step, ()) if key_of(name) not in values}
        if asked:
            known = set(new.computed_by[step]) - asked
            values |= conditions_at(new, step, Situation(case, now), known)
    return values


def _rename_tasks(case: Case, new: Graph, renames: Mapping[str, str]) -> None:
    """Tasks bear the names that the new version gives their steps; open ones its roles and their teams."""
    changed = []
    for task in case.tasks.all():
        node = renames.get(task.node, task.node)
        step = new.steps.get(node)
        if step is None:
            continue  # a step that this version had only before, done and sent back since
        role = step.roles[0] if task.state == TaskState.OPEN else task.role
        if (task.node, task.code, task.role) != (node, step.code, role):
            if task.role != role:
                task.team_id = case.teams.get(role)
            task.node, task.code, task.role = node, step.code, role
            task.version += 1
            changed.append(task)
    if changed:
        store_rows(changed, ["node", "code", "role", "team", "version"])
