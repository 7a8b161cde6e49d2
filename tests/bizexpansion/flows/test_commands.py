"""`manage.py flows` and `check_flows`: everything about every flow, and the proof that it is sound."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Condition, Precondition, Step, seq
from bizexpansion.flows import get_flow, latest_flows
from bizexpansion.queries.definitions import edges
from bizexpansion.queries.faults import faults_of, known_timers

pytestmark = pytest.mark.django_db
# The domain file lays down nothing: workflows.md 4, matrix 4.35.
MAY_BE_EMPTY = {("301", "preconditions"), ("301", "effects")}


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("graph", latest_flows(), ids=lambda graph: graph.flow.code)
def test_flow_is_sound_and_every_name_means_something(graph: Graph) -> None:
    assert faults_of(graph, known_timers()) == []


def test_check_flows_proves_all_and_exports_each(tmp_path: Path) -> None:
    assert told("check_flows", "--export", str(tmp_path)) == f"{len(latest_flows())} flows are sound\n"
    assert sorted(path.stem for path in tmp_path.glob("*.bpmn")) == [graph.flow.code for graph in latest_flows()]
    with pytest.raises(CommandError, match="999"):
        told("check_flows", "999")


def test_what_is_wrong_is_named() -> None:
    flow = get_flow("210").flow
    broken = replace(
        flow,
        preconditions=(Precondition("P99", at="accept"),),
        conditions=(Condition("check", "accept", "checked", rule="unknown"),),
        clocks=(replace(flow.clocks[0], timer="T99"),),
    )
    found = faults_of(compile_flow(broken), known_timers())
    assert "P99: no such precondition" in found
    assert "check: nobody says how this condition is computed" in found
    assert "T99: no limit is laid down" in found
    assert "checked: no Chinese name" in found


def test_an_effect_without_compensation_before_the_seal_is_named() -> None:
    flow = get_flow("210").flow
    steps = [
        replace(step, effects=("release_account",)) if step.id == "file_contract" else step
        for step in flow.body.steps()
        if isinstance(step, Step)
    ]
    found = faults_of(compile_flow(replace(flow, body=seq(*steps), conditions=())), known_timers())
    assert "file_contract: release_account has no compensation" in found


def test_flows_tells_everything_of_each() -> None:
    assert told("flows").splitlines()[0].startswith("101  低压居民新装")
    found = {one["code"]: one for one in json.loads(told("flows", "--json", "--language", "en"))}
    name_change = found["210"]
    assert name_change["name"] == "Change of name"
    assert [node["id"] for node in name_change["nodes"]][:2] == ["accept", "approve_change"]
    assert name_change["nodes"][0]["effects"] == [{"name": "hold_account", "compensated": True}]
    assert {"from": "accept", "to": "approve_change", "when": "check"} in name_change["edges"]
    assert {"from": "accept", "to": "draft_contract", "when": "not check"} in name_change["edges"]
    again = {"from": "approve_change", "outcome": "incomplete", "to": "approve_change", "waiting": "W6"}
    assert again in name_change["loops"]
    assert name_change["documents"][1]["kind"] == "M-ID|M-ORG"
    assert [rule["rule"] for rule in name_change["preconditions"]] == ["P1", "P2", "P4"]
    [limit] = name_change["clocks"][0]["limits"]
    assert (limit["limit"], limit["unit"], limit["trust"]) == (2, "WORKING_DAYS", "U")
    assert name_change["call_back"] is True
    assert name_change["names"] == {"zh-hans": "更名", "en": "Change of name"}
    assert limit["legal_source"]
    assert {key: name_change["effects"][0][key] for key in ("name", "at")} == {
        "name": "hold_account",
        "at": "accept",
    }
    assert all(one["compensation"] or one["seals"] for one in name_change["effects"])
    assert {node["waits_for"] for node in found["104"]["nodes"]} == {"", "W1", "W2", "W3", "W5", "W7"}
    assert len(found["104"]["clocks"][0]["limits"]) > 3


def test_json_of_every_flow_lacks_nothing() -> None:
    """Every field that a reader of the definitions needs is filled in, of all flows."""
    told_all = json.loads(told("flows", "--json"))
    assert [one["code"] for one in told_all] == [graph.flow.code for graph in latest_flows()]
    for one in told_all:
        code = one["code"]
        filled = ("names", "family", "applicants", "nodes", "edges", "preconditions", "clocks", "effects")
        assert all(one[key] for key in filled if (code, key) not in MAY_BE_EMPTY), code
        assert all(one["names"].values()), code
        for node in one["nodes"]:
            needed = ("code", "role", "holder", "form")
            assert all([*(node[key] for key in needed), *node["names"].values()]), (code, node)
        for rule in one["preconditions"]:
            assert all((rule["name"], rule["source"])), (code, rule)
        for clock in one["clocks"]:
            assert all((clock["start"], clock["limits"])), (code, clock)
            assert all(rule["limit"] and rule["unit"] and rule["legal_source"] for rule in clock["limits"]), code
        assert all(effect["compensation"] or effect["seals"] for effect in one["effects"]), code


def test_edges_join_and_pass_by_what_is_absent() -> None:
    ways = edges(get_flow("101").flow.body)
    assert ("customer_answer", "determine_fee", "fee") in ways
    assert ("collect_fee", "dispatch_fitting", "") in ways
    assert ("customer_answer", "dispatch_fitting", "not fee") in ways
    assert ways[-1] == ("close", "", "")
