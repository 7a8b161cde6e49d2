"""How many open cases a change of a regulated number concerns, for the page of parameters."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import OPEN_STATES, TaskState
from bizexpansion.models import Case, Task
from crm.parameters.touch import ParameterChange, register_touch_counter


def register() -> None:
    """Answer for the parameters that decide flows; called when the app is ready."""
    register_touch_counter("approval.", before_plan, label=_("open cases whose supply plan is not drafted yet"))
    register_touch_counter("design.", before_plan, label=_("open cases whose supply plan is not drafted yet"))
    register_touch_counter("plan.", before_reply, label=_("open cases whose supply plan is not replied yet"))


def before_plan(change: ParameterChange) -> int:
    """Open cases that compute their conditions later: those already drafted keep what was frozen."""
    return _open_before("draft_plan", change)


def before_reply(change: ParameterChange) -> int:
    """Open cases whose plan gets its validity later."""
    return _open_before("reply_plan", change)


def _open_before(node: str, change: ParameterChange) -> int:
    done = Task.objects.filter(case=OuterRef("pk"), node=node, state=TaskState.DONE)
    cases = Case.objects.filter(state__in=OPEN_STATES).exclude(Exists(done))
    if change.department_id is not None:
        cases = cases.filter(department_id=change.department_id)
    return cases.count()
