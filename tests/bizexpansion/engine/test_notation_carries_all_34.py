"""All 34 flows of the domain file are carried by the engine and found sound."""

import os
from pathlib import Path

import pytest

from bizexpansion.engine.compile import compile_flow
from bizexpansion.engine.definition import Step, When
from bizexpansion.engine.soundness import allowed_combinations, check
from bizexpansion.flows import get_flow

from .notation import parse_flow, read_domain_file

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("CRM_SHARED_DIR", ROOT.parent / "shared"))
DOMAIN_FILE = SHARED / "domain" / "workflows.md"

needs_domain_file = pytest.mark.skipif(
    not DOMAIN_FILE.exists(), reason=f"{DOMAIN_FILE} is not there; set CRM_SHARED_DIR"
)


@pytest.fixture(scope="module")
def domain() -> tuple[dict[str, str], dict[str, str]]:
    return read_domain_file(DOMAIN_FILE.read_text(encoding="utf-8"))


@needs_domain_file
def test_all_34_flows_are_sound(domain: tuple[dict[str, str], dict[str, str]]) -> None:
    macros, flows = domain
    assert len(flows) == 34
    findings = {code: check(compile_flow(parse_flow(code, text, macros))) for code, text in flows.items()}
    assert {code: [str(one) for one in found] for code, found in findings.items() if found} == {}


@needs_domain_file
def test_our_104_is_the_domain_files_104(domain: tuple[dict[str, str], dict[str, str]]) -> None:
    """Same codes in the same order, the same waits, gates and ways back; only names and outcomes are ours."""
    macros, flows = domain
    theirs, ours = parse_flow("104", flows["104"], macros), get_flow("104").flow

    def rows(flow) -> list[tuple]:
        graph = compile_flow(flow)
        code = {step.id: step.code for step in graph.steps.values()}
        return [
            (
                *(step.code, step.wait, sorted(condition for _, condition in graph.gates(step.id))),
                sorted((exit.kind, code.get(exit.to, ""), exit.waiting) for exit in step.exits),
            )
            for step in graph.steps.values()
        ]

    assert rows(ours) == rows(theirs)
    combinations = [sorted(given.items()) for given in allowed_combinations(ours)]
    assert sorted(combinations) == sorted(sorted(given.items()) for given in allowed_combinations(theirs))


def test_waits_become_intakes() -> None:
    macros = {"MID": "A11 > A12!(W4>A11)"}
    flow = parse_flow("x", "W2 > A09!W2 > A10!W2 > W3 > (MID > W3)?mid > A14", macros)
    steps = {step.code: step for step in flow.body.steps()}
    assert {code: step.wait for code, step in steps.items() if step.wait} == {"A09": "W2", "A11": "W3", "A14": "W3"}
    assert [(exit.to, exit.waiting) for exit in steps["A10"].exits[1:]] == [("A09_1", "W2")]
    assert [(exit.to, exit.waiting) for exit in steps["A12"].exits[1:]] == [("A11_1", "W4")]
    assert flow.body.parts()[2] == When("mid", flow.body.parts()[2].parts()[0])
    assert isinstance(flow.body.parts()[3], Step)
