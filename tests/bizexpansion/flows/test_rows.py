"""Every definition reads like its row: the order of steps, branches, conditions, waits and fail rules are the same.

Where ours deviates from the row, the deviation stands here with its reason.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import Profile
from bizexpansion.flows import get_flow, latest_flows
from tests.bizexpansion.engine.notation import parse_flow, read_domain_file, read_rows, written

ROOT = Path(__file__).resolve().parents[3]
DOMAIN_FILE = Path(os.environ.get("CRM_SHARED_DIR", ROOT.parent / "shared")) / "domain" / "workflows.md"
ROWS = Path(__file__).with_name("rows.txt")


@dataclass(frozen=True)
class Deviation:
    """A piece of the written row that our definition writes otherwise, and why."""

    row: str
    ours: str
    reason: str


BAD_ROWS = "a bad row waits for its correction by itself, while the good rows go on (section 4, entry 112)"
BUILT_FIRST = (
    "whoever reports has built or tested first: until then the contractor holds the ball at the intake (3.4.5)"
)
REPORTED = Deviation("(A14!{(W6>A14)} > A15", "(A14@W3!{(W6>A14)} > A15", BUILT_FIRST)
# The streamlined profile is a line of section 2.1 and a variant of entry 101, not a row of its own.
STREAMLINED = {"101": "A01 > A02!ABORT > A45 > CLOSE", "211": "A01 > SETTLE > W7 > A16 > CLOSE"}
ON_THE_SPOT = (
    "the customer answers on the spot (W5), and what cannot end there has its intake: W1 (rare), W7, works"
)
STREAMLINED_DEVIATIONS = {
    "101": (
        Deviation("{ABORT} > A45", "{ABORT,ABORT} > [ A07@W1?fee | A08?ext | A16@W7?later ] > A45", ON_THE_SPOT),
    )
}
DEVIATIONS: dict[str, tuple[Deviation, ...]] = {
    "112": (Deviation("EACH(S05", "EACH(A25@W6?bad > S05", BAD_ROWS),),
    "202": (REPORTED,),
    "204": (REPORTED,),
    "217": (Deviation("EACH(A26", "EACH(A25@W6?bad > A26", BAD_ROWS),),
    "301": (REPORTED,),
}


@pytest.mark.parametrize("graph", latest_flows(), ids=lambda graph: graph.flow.code)
def test_the_definition_is_the_row(graph: Graph) -> None:
    macros, rows = read_rows(ROWS.read_text(encoding="utf-8"))
    code = graph.flow.code
    theirs = parse_flow(code, rows[code], macros)
    row = written(theirs)
    for one in DEVIATIONS.get(code, ()):
        assert one.reason
        assert one.row in row, f"the row of {code} has no {one.row}: this deviation is none"
        row = row.replace(one.row, one.ours)
    assert written(graph.flow) == row
    assert set(theirs.implies) <= set(graph.flow.implies), "3.4.11: which conditions imply others"
    assert {frozenset(one) for one in theirs.exactly_one} <= {frozenset(one) for one in graph.flow.exactly_one}


@pytest.mark.parametrize("code", STREAMLINED)
def test_the_streamlined_definition_is_its_variant(code: str) -> None:
    macros, _rows = read_rows(ROWS.read_text(encoding="utf-8"))
    row = written(parse_flow(code, STREAMLINED[code], macros))
    for one in STREAMLINED_DEVIATIONS.get(code, ()):
        assert one.reason
        assert one.row in row, row
        row = row.replace(one.row, one.ours)
    assert written(get_flow(code, profile=Profile.STREAMLINED).flow) == row


def test_all_34_rows_are_there() -> None:
    _macros, rows = read_rows(ROWS.read_text(encoding="utf-8"))
    assert len(rows) == 34
    assert set(DEVIATIONS) <= {graph.flow.code for graph in latest_flows()} <= set(rows)


@pytest.mark.skipif(not DOMAIN_FILE.exists(), reason=f"{DOMAIN_FILE} is not there; set CRM_SHARED_DIR")
def test_our_copy_of_the_rows_is_the_domain_files() -> None:
    theirs = read_domain_file(DOMAIN_FILE.read_text(encoding="utf-8"))
    assert read_rows(ROWS.read_text(encoding="utf-8")) == theirs


def test_each_flow_stands_in_the_family_of_its_row() -> None:
    """workflows.md 1.2; what ends a temporary supply (108) stands with the temporary ones."""
    families: dict[str, set[str]] = {}
    for graph in latest_flows():
        families.setdefault(graph.flow.family, set()).add(graph.flow.code)
    assert families == {
        "new_supply": {"101", "102", "103", "104", "112"},
        "temporary": {"105", "106", "107", "108"},
        "capacity_increase": {"109", "110", "111"},
        "change": {*(str(code) for code in range(201, 216)), "218"},
        "termination": {"216", "217"},
        "other": {"301", "302", "303", "304"},
    }
