"""A running case is pinned to its flow's version, so a version may never change what it does."""

import json
from pathlib import Path

import bizexpansion.flows
from bizexpansion.engine.compile import compile_flow
from bizexpansion.flows import FLOWS, get_flow, latest_flows

LOCK = Path(bizexpansion.flows.__file__).with_name("versions.json")


def test_definitions_match_the_committed_lock() -> None:
    """If this fails on purpose: raise the flow's version, keep the old one registered, and add the new line."""
    fingerprints: dict[str, dict[str, str]] = {}
    for flow in FLOWS:
        fingerprints.setdefault(flow.code, {})[str(flow.version)] = compile_flow(flow).fingerprint
    assert json.loads(LOCK.read_text()) == fingerprints


def test_register_finds_the_newest_version() -> None:
    assert get_flow("104").flow.version == max(flow.version for flow in FLOWS if flow.code == "104")
    assert [graph.flow.code for graph in latest_flows()] == sorted({flow.code for flow in FLOWS})
