"""A running case is pinned to its flow's version, so a version may never change what it does."""

import json
from pathlib import Path

import bizexpansion.flows
from bizexpansion.engine.compile import compile_flow
from bizexpansion.flows import all_flows, get_flow, latest_flows

LOCKS = Path(bizexpansion.flows.__file__).with_name("versions")


def test_definitions_match_the_committed_lock() -> None:
    """If this fails on purpose: raise the flow's version, keep the old one in `OLDER`, and add the new line.

    `versions/<code>.json` of a new flow is what `manage.py flows --fingerprints` prints for it.
    """
    fingerprints: dict[str, dict[str, str]] = {}
    for flow in all_flows():
        fingerprints.setdefault(flow.code, {})[str(flow.version)] = compile_flow(flow).fingerprint
    assert {path.stem: json.loads(path.read_text()) for path in LOCKS.glob("*.json")} == fingerprints


def test_register_finds_the_newest_version() -> None:
    assert get_flow("104").flow.version == max(flow.version for flow in all_flows() if flow.code == "104")
    assert [graph.flow.code for graph in latest_flows()] == sorted({flow.code for flow in all_flows()})
