"""Where a step may send its case back to."""

from __future__ import annotations

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Done, Marking
from bizexpansion.enums import Profile


def planned_at(graph: Graph) -> str:
    """The step with which a new plan begins: the draft, on one visit (streamlined profile) the visit."""
    return "survey" if graph.flow.profile == Profile.STREAMLINED else "draft_plan"


def return_targets(graph: Graph, marking: Marking, node: str, row: str = "") -> tuple[Done, ...]:
    """The steps to which the holder of an open step may send the case back, latest first.

    Never the step with which the case began: undoing the acceptance undoes the account itself, which is what
    an abort does, and a new application is taken in at the counter. A row of a batch goes back within itself: what
    all rows share is undone for all of them, by planning again.
    """
    found = engine.returnable(graph, marking, node, instance=row)
    return tuple(done for done in found if graph.upstream[done.node] and (not row or done.instance == row))
