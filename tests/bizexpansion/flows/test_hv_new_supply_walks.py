"""Random walks over 104 (longer and more of them: tests/slow)."""

import json

from hypothesis import given, settings

from bizexpansion.engine import engine
from bizexpansion.engine.marking import Reason

from .walks import CHECKS, COMBINATIONS, GRAPH, Walk, walks


@given(walks(60))
@settings(max_examples=60, deadline=None)
def test_whatever_people_do_the_case_stays_whole(walk: Walk) -> None:
    for check in CHECKS:
        check(walk)


def test_a_marking_is_never_changed_in_place() -> None:
    marking = engine.start(GRAPH).marking
    before = json.dumps(marking.to_json())
    moved = engine.fire(GRAPH, marking, "accept", "accepted", COMBINATIONS[0]).marking
    engine.return_to(GRAPH, moved, "accept", reason=Reason.REPLAN)
    engine.abort(GRAPH, moved)
    assert json.dumps(marking.to_json()) == before
