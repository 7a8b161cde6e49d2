"""What a return, a new plan or the end of a case would undo, counted before anybody presses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.errors import EngineError
from bizexpansion.engine.marking import Done, Marking, Reason, Transition
from bizexpansion.models import Case, FeeReceipt, Task
from bizexpansion.operations.effects import EFFECTS
from bizexpansion.queries.case_page import CasePage
from bizexpansion.returns import planned_at, return_targets
from crm.web.figures import money
from crm.wording import enumerated


@dataclass(frozen=True)
class Consequences:
    """What would happen: steps closed, steps undone, changes of the book taken back, yuan to be refunded."""

    cancelled: int
    undone: int
    effects: tuple[str, ...]
    refund: Decimal

    @property
    def sentence(self) -> str:
        """The same in words, with the numbers."""
        parts = []
        if self.cancelled:
            words = ngettext("%(n)d open step is closed", "%(n)d open steps are closed", self.cancelled)
            parts.append(words % {"n": self.cancelled})
        if self.undone:
            words = ngettext("%(n)d completed step is undone", "%(n)d completed steps are undone", self.undone)
            parts.append(words % {"n": self.undone})
        if self.effects:
            number = len(self.effects)
            words = ngettext(
                "%(n)d change is taken back (%(what)s)", "%(n)d changes are taken back (%(what)s)", number
            )
            what = enumerated(str(EFFECTS[name].label) for name in self.effects)
            parts.append(words % {"n": len(self.effects), "what": what})
        if self.refund:
            parts.append(_("%(amount)s have to be refunded") % {"amount": money(self.refund)})
        return _("%(parts)s.") % {"parts": "; ".join(parts)} if parts else _("Nothing has to be undone.")


def of_abort(page: CasePage) -> Consequences:
    """What ends with the case. The marking is that of this moment."""
    return _count(page.case, engine.abort(page.graph, page.marking))


def of_replan(page: CasePage) -> Consequences | None:
    """What a new plan undoes; nothing where the plan has not been drafted yet, or the case is sealed."""
    try:
        return _count(
            page.case, engine.return_to(page.graph, page.marking, planned_at(page.graph), reason=Reason.REPLAN)
        )
    except EngineError:
        return None


def targets_of_return(graph: Graph, marking: Marking, node: str, row: str = "") -> list[Done]:
    """Where a step may send the case back to, latest first; nowhere once the case is sealed."""
    return list(return_targets(graph, marking, node, row))


def of_return(page: CasePage, target: str, row: str = "") -> Consequences:
    """What sending back to `target` undoes, in a batch of the row."""
    made = engine.return_to(page.graph, page.marking, target, instance=row, reason=Reason.RETURN)
    return _count(page.case, made)


def of_taking_back(page: CasePage, task: Task) -> Consequences | None:
    """What taking back a step undoes; nothing where it does not hold any more or somebody went on from it."""
    done = page.marking.done(task.node, task.instance)
    if done is None or done.visit != task.visit:
        return None
    try:
        return _count(page.case, engine.withdraw(page.graph, page.marking, task.node, instance=task.instance))
    except EngineError:
        return None


def _count(case: Case, transition: Transition) -> Consequences:
    effects = tuple(one.effect for one in transition.compensate)
    refund = Decimal(0)
    if "receive_fee" in effects:
        receipt = FeeReceipt.objects.filter(case=case, refund_due_at__isnull=True).order_by("-pk").first()
        refund = receipt.amount if receipt else refund
    return Consequences(len(transition.cancelled), len(transition.undone), effects, refund)
