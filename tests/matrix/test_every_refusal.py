"""Every error that an operation can answer with is met in some test, by its class or its code."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import tests

TESTS = Path(tests.__path__[0])
OURS = [TESTS.parent / name for name in ("crm", "customers", "metering", "bizexpansion")]
ERROR = re.compile(r"^class (\w+)\((\w+)\):\n(?:[^\n]*\n)*?(?:    code = \"(\w+)\"|(?=\S))", re.MULTILINE)


def refusals() -> dict[str, str]:
    """All errors that descend from DomainError and have a code of their own: class and code."""
    sources = (path.read_text() for folder in OURS for path in folder.rglob("*.py"))
    classes = [found for text in sources if "class " in text for found in ERROR.findall(text)]
    family, grown = {"DomainError"}, 0
    while grown < len(family):
        grown = len(family)
        family |= {name for name, base, _ in classes if base in family}
    return {name: code for name, _, code in classes if name in family and code}


@cache
def named_in(path: Path) -> frozenset[str]:
    """What a test says of what it expects: names anywhere but in imports, words in assertions and parameters."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Name | ast.Attribute):
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.Assert | ast.FunctionDef):
            asserted = node.decorator_list if isinstance(node, ast.FunctionDef) else [node.test]
            words = (part for one in asserted for part in ast.walk(one) if isinstance(part, ast.Constant))
            found |= {part.value for part in words if isinstance(part.value, str)}
    return frozenset(found)


def test_each_refusal_is_met_by_a_test() -> None:
    wanted = refusals()
    assert {"TaskNotOpen", "StaleVersion", "SamePerson"} <= wanted.keys(), "found by their form"
    assert len(wanted) > 60
    texts = {path: path.read_text() for path in TESTS.rglob("test_*.py") if path != Path(__file__)}
    for name, code in list(wanted.items()):
        holders = (path for path, text in texts.items() if name in text or code in text)
        if any({name, code} & named_in(path) for path in holders):
            del wanted[name]
    assert wanted == {}
