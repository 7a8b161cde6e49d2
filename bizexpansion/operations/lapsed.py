"""What a lapsed supply plan bars (T12): the customer brings nothing more; what was brought before we finish."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.engine.compile import Graph
from bizexpansion.errors import PlanLapsed
from bizexpansion.models import Case, Task
from crm.web.figures import day as day_words

VALIDITY = "T12"
SOURCE = gettext_lazy("Rules of electricity supply 1996 art. 21; 2024: UNCONFIRMED")


def refuse_lapsed(case: Case, graph: Graph | None = None, task: Task | None = None) -> None:
    """Raise PlanLapsed at a step at which the customer acts under a plan that has lapsed; no query.

    Without a task: whatever needs a plan that stands.
    """
    day = case.plan_lapsed_on
    if day is None:
        return
    if graph is not None and task is not None and not (task.waiting_for and task.node in graph.spans[VALIDITY]):
        return
    words = _("The supply plan lapsed on %(day)s (%(source)s): abort the case, or plan anew.")
    raise PlanLapsed(words % {"day": day_words(day), "source": SOURCE}, details={"lapsed_on": day.isoformat()})
