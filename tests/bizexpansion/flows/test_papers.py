"""The papers of every flow are those of its row in the matrix of workflows.md 4.35; what differs, and why."""

from __future__ import annotations

import re

import pytest

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import material_label
from bizexpansion.flows import latest_flows
from tests.bizexpansion.flows.test_rows import DOMAIN_FILE

# With the application; "A|B": one of the two. Sets in words there have kinds of ours: M-ELEC electrician licence,
# M-RENAME rename proof, M-LIST list of households or accounts, M-AGREE agreement, M-DEMO notice, M-LET letter,
# M-USE proof of new use, M-NEW papers of the new holder.
AT_ACCEPTANCE = {
    "101": "M-ID M-PROP",
    "102": "M-ORG|M-ID M-PROP M-EQ",
    "103": "M-ORG M-PRJ M-EQ",
    "104": "M-ORG M-PROP M-PRJ M-EQ M-HVX",
    "105": "M-ORG|M-ID M-EQ M-PRJ",
    "106": "M-ORG|M-ID M-EQ",
    "107": "M-CHG",
    "108": "M-CHG|M-OTHER",  # when the term expires nobody has applied (entry 108)
    "109": "M-ID M-CHG",
    "110": "M-ORG M-CHG M-EQ",
    "111": "M-ORG M-PROP M-PRJ M-EQ M-HVX M-CHG",
    "112": "M-ORG M-LIST",  # the identity of a household is a column of the list; papers at hand-over (K)
    "201": "M-CHG M-ORG",
    "202": "M-CHG M-ORG",
    "203": "M-CHG M-ORG M-ELEC",
    "204": "M-CHG M-ORG",
    "205": "M-CHG M-ORG",
    "206": "M-CHG",
    "207": "M-CHG M-ORG|M-ID M-PROP M-EQ",
    "208": "M-CHG M-ID|M-ORG",
    "209": "M-CHG M-ID|M-ORG",
    "210": "M-CHG M-ID|M-ORG M-RENAME",
    "211": "M-CHG M-ID|M-ORG M-NEW M-PROP",
    "212": "M-CHG M-ID|M-ORG M-PROP M-AGREE",  # residents too (1.2), so their identity
    "213": "M-CHG M-ID|M-ORG M-PROP M-AGREE",
    "214": "M-CHG M-ORG M-EQ M-HVX",
    "215": "M-CHG",
    "216": "M-CHG M-ID|M-ORG|M-OTHER",  # an idle account is closed without its holder, on the notice (3.4.12)
    "217": "M-DEMO M-LIST",
    "218": "M-CHG M-ID|M-ORG",
    "301": "M-LET M-PRJ",
    "302": "",
    "303": "M-CHG",
    "304": "M-CHG",
}
# Asked for by what is entered (2.5 "when relevant"), offered at the counter besides.
BY_ENTRY = {"215": "M-USE", "302": "M-ID", "303": "M-PAY"}
# A step that takes a set in wants it in every flow that has the step (2.5), named in the row or not.
AT_STEP = {"A09": "M-DES", "A11": "M-MID", "A14": "M-DONE"}


@pytest.mark.parametrize("graph", latest_flows(), ids=lambda graph: graph.flow.code)
def test_the_papers_are_those_of_the_row(graph: Graph) -> None:
    code = graph.flow.code
    wanted = {one.at: one for one in graph.flow.papers}
    asked = wanted.pop("accept", None)
    assert set(asked.required if asked else ()) == set(AT_ACCEPTANCE[code].split())
    assert set(BY_ENTRY.get(code, "").split()) <= set(asked.optional if asked else ())
    steps = {step.id: AT_STEP[step.code] for step in graph.steps.values() if step.code in AT_STEP}
    assert {at: one.required for at, one in wanted.items()} == {at: (kind,) for at, kind in steps.items()}
    assert all(material_label(kind) for one in graph.flow.papers for kind in (*one.required, *one.optional))


@pytest.mark.skipif(not DOMAIN_FILE.exists(), reason=f"{DOMAIN_FILE} is not there; set CRM_SHARED_DIR")
def test_our_table_names_what_the_matrix_names() -> None:
    text = DOMAIN_FILE.read_text(encoding="utf-8")
    matrix = text[text.index("### 4.35") :]
    rows = re.findall(r"^\| (\d{3}) \|" + r"([^|]*)\|" * 6, matrix, re.MULTILINE)
    materials = {code: set(re.findall(r"M-[A-Z]+", cells[-1])) for code, *cells in rows}
    assert materials.keys() == AT_ACCEPTANCE.keys()
    later = set(AT_STEP.values())
    ours = {
        code: set(re.findall(r"M-[A-Z]+", f"{kinds} {BY_ENTRY.get(code)}")) for code, kinds in AT_ACCEPTANCE.items()
    }
    missing = {code: named - later - ours[code] for code, named in materials.items() if named - later - ours[code]}
    assert missing == {"112": {"M-ID"}}
