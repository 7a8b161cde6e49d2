"""The codes of refusals: in the docs those of the frame, in the OpenAPI document all of them."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import yaml
from django.core.management import call_command
from django.utils import translation

from crm.web.api.codes import refusals, table

DOCS = Path(__file__).resolve().parents[4] / "docs" / "api.md"


def test_the_docs_tell_the_codes_of_the_frame() -> None:
    frame = [kind for kind in refusals() if kind.__module__.startswith(("crm.errors", "crm.web.api"))]
    with translation.override("en"):
        assert table(iter(frame)) in DOCS.read_text()


def test_the_document_tells_every_code() -> None:
    out = StringIO()
    call_command("spectacular", stdout=out)
    told = yaml.safe_load(out.getvalue())["components"]["schemas"]["Problem"]["properties"]["code"]["description"]
    codes = set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE))
    assert {"stale", "account_busy", "idempotency_key_reused", "task_not_open"} <= codes
    assert codes == {kind.code for kind in refusals() if not kind.__module__.startswith("tests.")}


def test_every_refusal_has_a_code_of_its_own_or_of_its_parent() -> None:
    assert {kind.code for kind in refusals() if not re.fullmatch(r"[a-z0-9_]+", kind.code)} == set()
    assert {kind for kind in refusals() if not 400 <= kind.status < 500} == set()
