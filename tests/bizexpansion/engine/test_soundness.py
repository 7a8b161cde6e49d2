"""Each thing that can be wrong with a definition is found and said in words."""

from typing import Any

import pytest

from bizexpansion.engine.compile import compile_flow
from bizexpansion.engine.definition import (
    Block,
    ClockUse,
    Condition,
    Flow,
    Papers,
    Precondition,
    Step,
    abort,
    back,
    choose,
    each,
    forward,
    par,
    seq,
)
from bizexpansion.engine.soundness import Catalogue, allowed_combinations, check


def findings(body: Block, catalogue: Catalogue | None = None, **parts: Any) -> list[str]:
    return [
        str(one) for one in check(compile_flow(Flow(code="x", version=1, name="x", body=body, **parts)), catalogue)
    ]


def step(name: str, **more: Any) -> Step:
    return Step(name, name.upper(), **more)


A, B, C = step("a"), step("b"), step("c")
X, Y = Condition("x"), Condition("y")
FAIL = (forward("ok"), back("bad", "a"))


def test_a_sound_flow_has_no_findings() -> None:
    body = seq(A, par(step("b", exits=FAIL), C.when("x")), each(step("d")), step("e"))
    clock = ClockUse("T", start=("a",), stop=("e",))
    assert findings(body, conditions=(Condition("x", "a"),), clocks=(clock,)) == []


@pytest.mark.parametrize(
    ("body", "parts", "expected"),
    [
        (seq(A, step("b", exits=(back("bad", "a"),))), {}, "b: no outcome leads forward"),
        (seq(A, step("b", exits=(forward("ok"), abort("ok")))), {}, "b: an outcome occurs twice"),
        (seq(step("b", exits=FAIL), A), {}, "b: bad leads to a, which does not come before"),
        (par(A, step("b", exits=FAIL)), {}, "b: bad leads to a, which does not come before"),
        (step("b", exits=FAIL), {}, "b: bad leads to a, which is no step"),
        (
            seq(A.when("x"), step("b", exits=FAIL)),
            {"conditions": (X,)},
            "b: bad leads to a, which may be absent (when@0.0)",
        ),
        (seq(each(A), step("b", exits=FAIL)), {}, "b: bad leads to a, which may be absent (each@0.0)"),
        (
            seq(C, each(step("a", exits=(forward("ok"), abort("no"))))),
            {},
            "a: no of one row would end the whole batch",
        ),
        (seq(A, B.when("x")), {}, "when@0.1: condition x is not declared"),
        (seq(A, B), {"conditions": (X,)}, "x: this condition decides nothing"),
        (
            seq(A, B.when("x")),
            {"conditions": (X,), "implies": (("x", "y"),)},
            "y: a rule names this condition, which is not declared",
        ),
        (
            seq(B.when("x"), A),
            {"conditions": (Condition("x", "a"),)},
            "x: computed at a, which does not come before when@0.0",
        ),
        (
            par(A, B.when("x")),
            {"conditions": (Condition("x", "a"),)},
            "x: computed at a, which does not come before when@0.1",
        ),
        (
            seq(A.when("y"), B.when("x")),
            {"conditions": (Condition("x", "a"), Y)},
            "x: computed at a, which may be absent before when@0.1",
        ),
        (
            seq(A, B.when("x")),
            {"conditions": (Condition("x", "z"),)},
            "x: computed at z, which is no step",
        ),
        (
            seq(choose(A.when("x"), B.when("y")), C),
            {"conditions": (X, Y)},
            "start: ConditionsContradict: 2 alternatives at choice@0.0",
        ),
        (
            seq(A, B.when("x")),
            {"conditions": (X, Y), "excludes": (("x", "x"),), "implies": (("y", "x"),)},
            "b: is never reached",
        ),
        (
            par(A, step("b", differs_from=("a",))),
            {},
            "b: must be done by another person than a, which does not come before",
        ),
        (seq(A, B), {"papers": (Papers("z"),)}, "papers: asked for at z, which is no step"),
        (seq(A, B), {"preconditions": (Precondition("P1", "z"),)}, "P1: asked for at z, which is no step"),
        (seq(A, B), {"clocks": (ClockUse("T", ("a:zzz",), ("b",)),)}, "T: a has no outcome zzz"),
        (seq(A, B), {"clocks": (ClockUse("T", ("a",)),)}, "T: still runs when the case is closed"),
        (
            seq(A, par(B.when("x"), C)),
            {"conditions": (X,), "clocks": (ClockUse("T", ("a",), ("b",)),)},
            "T: still runs when the case is closed",
        ),
        (seq(A, B), {"clocks": (ClockUse("T", ("b",), ("a",)),)}, "T: still runs when the case is closed"),
        (
            seq(A, B, C),
            {"clocks": (ClockUse("T", ("a",), ("c",), parts=("U",)),)},
            "T: is measured by U, which is no clock of this flow",
        ),
    ],
)
def test_what_is_wrong_is_said(body: Block, parts: dict[str, Any], expected: str) -> None:
    assert expected in findings(body, **parts)


def test_a_clock_that_outlives_the_case_is_handed_over() -> None:
    assert findings(seq(A, B), clocks=(ClockUse("T", ("a",), outlives=True),)) == []


def test_a_clock_started_by_several_steps_waits_for_those_that_are_needed() -> None:
    body = seq(A, par(B.when("x"), C.when("y")), step("d"))
    clock = ClockUse("T", start=("b", "c"), stop=("d",))
    assert findings(body, conditions=(X, Y), clocks=(clock,)) == []
    assert findings(seq(A, each(B), C), clocks=(ClockUse("T", ("b",), ("c",)),)) == []


def test_what_the_house_must_have_for_each_step() -> None:
    catalogue = Catalogue(forms={"a"}, compensations={"known"}, roles={"R1"})
    bare = step("a", effects=("known", "other"))
    dressed = Step("b", "B", "a name", ("R9",))
    assert findings(seq(bare, dressed), catalogue) == [
        "a: has no name",
        "a: nobody does it: no role",
        "a: effect other has no compensation",
        "b: role R9 does not exist",
        "b: has no form",
    ]


def test_only_allowed_combinations_count() -> None:
    flow = Flow(
        code="x", version=1, name="x", body=A, conditions=(X, Y, Condition("z")),
        implies=(("x", "y"),), excludes=(("y", "z"),), exactly_one=(("x", "z"),),
    )  # fmt: skip
    assert list(allowed_combinations(flow)) == [
        {"x": True, "y": True, "z": False},
        {"x": False, "y": False, "z": True},
    ]
