"""All 34 flows of the domain file are carried by the engine and found sound, whether or not we have built them."""

from pathlib import Path

from bizexpansion.engine.compile import compile_flow
from bizexpansion.engine.definition import Step, When
from bizexpansion.engine.soundness import check

from .notation import parse_flow, read_rows

ROWS = Path(__file__).parents[1] / "flows" / "rows.txt"


def test_all_34_flows_are_sound() -> None:
    macros, flows = read_rows(ROWS.read_text(encoding="utf-8"))
    assert len(flows) == 34
    findings = {code: check(compile_flow(parse_flow(code, text, macros))) for code, text in flows.items()}
    assert {code: [str(one) for one in found] for code, found in findings.items() if found} == {}


def test_waits_become_intakes() -> None:
    macros = {"MID": "A11 > A12!(W4>A11)"}
    flow = parse_flow("x", "W2 > A09!W2 > A10!W2 > W3 > (MID > W3)?mid > A14", macros)
    steps = {step.code: step for step in flow.body.steps()}
    assert {code: step.wait for code, step in steps.items() if step.wait} == {"A09": "W2", "A11": "W3", "A14": "W3"}
    assert [(exit.to, exit.waiting) for exit in steps["A10"].exits[1:]] == [("A09_1", "W2")]
    assert [(exit.to, exit.waiting) for exit in steps["A12"].exits[1:]] == [("A11_1", "W4")]
    assert flow.body.parts()[2] == When("mid", flow.body.parts()[2].parts()[0])
    assert isinstance(flow.body.parts()[3], Step)
