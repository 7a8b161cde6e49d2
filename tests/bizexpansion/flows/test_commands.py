"""`manage.py flows` and `check_flows`: everything about every flow, and the proof that it is sound."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bizexpansion.engine.compile import BadDefinition, Graph, compile_flow
from bizexpansion.engine.definition import (
    Block,
    Condition,
    Flow,
    Papers,
    Precondition,
    Step,
    When,
    back,
    forward,
)
from bizexpansion.flows import current_flows, get_flow, latest_flows
from bizexpansion.queries.definitions import definition, edges, limits_on
from bizexpansion.queries.faults import CHINESE, faults_of, known_timers

pytestmark = pytest.mark.django_db
# The domain file lays down nothing: workflows.md 4, matrix 4.35.
MAY_BE_EMPTY = {("301", "preconditions"), ("301", "effects")}
# A demolition has the days of its project (matrix 4.35); a department may give T20 a limit there.
WITHOUT_LIMIT = {("217", "T20")}


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("graph", current_flows(), ids=lambda graph: f"{graph.flow.code}-{graph.flow.version}")
def test_flow_is_sound_and_every_name_means_something(graph: Graph) -> None:
    assert faults_of(graph, known_timers()) == []


def test_check_flows_proves_all_and_exports_each(tmp_path: Path) -> None:
    codes = [graph.flow.code for graph in latest_flows()]
    second = [f"{graph.flow.code}-streamlined" for graph in current_flows() if graph.flow.profile == "streamlined"]
    proved = told("check_flows", "--export", str(tmp_path))
    assert proved == f"{len(codes)} flows are sound, {', '.join(second)}\n"
    assert sorted(path.stem for path in tmp_path.glob("*.bpmn")) == sorted(codes + second)
    with pytest.raises(CommandError, match="999"):
        told("check_flows", "999")


def with_step(code: str, node: str, **changes: Any) -> Flow:
    """A flow with one of its steps changed."""
    flow = get_flow(code).flow

    def copy(block: Block) -> Block:
        if isinstance(block, Step):
            return replace(block, **changes) if block.id == node else block
        if isinstance(block, When):
            return When(block.condition, copy(block.body))
        return type(block)(tuple(copy(part) for part in block.parts()))  # type: ignore[call-arg]

    return replace(flow, body=copy(flow.body))


def with_flow(code: str, **changes: Any) -> Flow:
    """A flow with one of its own parts changed."""
    return replace(get_flow(code).flow, **changes)


T7 = get_flow("210").flow.clocks[0]
FAULTS = [
    (with_flow("210", preconditions=(Precondition("P99", at="accept"),)), "P99: no such precondition"),
    (with_flow("210", preconditions=(Precondition("P1", at="zzz"),)), "P1: asked for at zzz, which is no step"),
    (with_flow("210", papers=(Papers("zzz"),)), "papers: asked for at zzz, which is no step"),
    (
        with_flow("210", conditions=(Condition("check", "accept", "checked", rule="unknown"),)),
        "check: nobody says how this condition is computed",
    ),
    (with_flow("210", conditions=(Condition("check", "accept", "checked"),)), "checked: no Chinese name"),
    (with_flow("210", conditions=(Condition("check", "accept", "查核"),)), "查核: no English name"),
    (with_flow("210", conditions=()), "condition check is not declared"),
    (with_flow("210", clocks=(replace(T7, timer="T99"),)), "T99: no limit is laid down"),
    (with_flow("210", clocks=(replace(T7, stop=()),)), "T7: nothing stops it"),
    (with_flow("210", clocks=(replace(T7, stop=("approve_change",)),)), "T7: still runs when the case is closed"),
    (with_flow("210", clocks=()), "no clock runs"),
    (with_step("210", "file_contract", effects=("release_account",)), "release_account has no compensation"),
    (with_step("210", "file_contract", effects=("zzz",)), "file_contract: effect zzz has no compensation"),
    (with_step("210", "approve_change", differs_from=()), "approve_change: the drafter may approve"),
    (with_step("104", "approve_plan", differs_from=("survey",)), "approve_plan: the drafter may approve"),
    (with_step("104", "collect_fee", differs_from=()), "collect_fee: whoever determines the fee may collect it"),
    (with_step("104", "countersign_plan", differs_from=()), "countersign_plan: the drafter may countersign"),
    (
        with_step("210", "review_contract", differs_from=()),
        "review_contract: the drafter of the contract may review it",
    ),
    (with_step("216", "pay_refund", differs_from=()), "pay_refund: whoever determines a refund may pay it out"),
    (with_step("210", "review_contract", roles=()), "review_contract: nobody does it: no role"),
    (with_step("210", "review_contract", roles=("R99",)), "review_contract: role R99 does not exist"),
    (with_step("210", "review_contract", form="zzz"), "review_contract: has no form"),
    (with_step("104", "draft_plan", low_form="zzz"), "draft_plan: has no form"),
    (with_step("210", "review_contract", name=""), "review_contract: has no name"),
    (
        with_step("210", "amend_contract", wait="W9"),
        "amend_contract: W9 is no wait: nobody knows who holds the ball",
    ),
    (with_step("210", "review_contract", sent_by="zzz"), "review_contract: sent by zzz, which is no step"),
    (with_step("210", "accept", form="zzz"), "zzz"),
    (with_step("210", "accept", effects=("charge_fee",)), "accept: nobody says what charge_fee opens"),
    (with_step("210", "review_contract", exits=(back("no", "draft_contract"),)), "no outcome leads forward"),
    (
        with_step("210", "review_contract", exits=(forward("yes"), back("no", "close"))),
        "no leads to close, which does not come before",
    ),
]


@pytest.mark.parametrize(("broken", "fault"), FAULTS, ids=[fault for _flow, fault in FAULTS])
def test_what_is_wrong_is_named(broken: Flow, fault: str) -> None:
    found = faults_of(compile_flow(broken), known_timers())
    assert any(fault in one for one in found), found


def test_a_flow_that_cannot_be_indexed_is_refused_at_once() -> None:
    with pytest.raises(BadDefinition, match="a timer is used twice"):
        compile_flow(with_flow("210", clocks=(T7, T7)))
    with pytest.raises(BadDefinition, match="unknown steps: zzz"):
        compile_flow(with_flow("210", clocks=(replace(T7, stop=("zzz",)),)))


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
    assert [rule["rule"] for rule in name_change["preconditions"]] == ["P1", "P2", "P4", "P6"]
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


@pytest.mark.parametrize("graph", current_flows(), ids=lambda graph: f"{graph.flow.code}-{graph.flow.version}")
def test_what_has_been_connected_is_filed_in_time(graph: Graph) -> None:
    """T9 (workflows.md 3.2): from the connection to A22; of a batch, once all its rows are connected."""
    connected = {step.id for step in graph.steps.values() if step.code in ("A18", "A45")}
    uses = {use.timer: use for use in graph.flow.clocks}
    assert ("T9" in uses) == bool(connected)
    if connected:
        start = {"update_topology"} if graph.flow.code == "112" else connected
        assert (set(uses["T9"].start), uses["T9"].stop) == (start, ("close",))


@pytest.mark.parametrize("code", ["104", "111"])
def test_the_newer_regime_counts_acceptance_and_energising_as_one(code: str) -> None:
    """3.4.3; the timers of 111 are those of 104 (workflows.md 4, entry 111)."""
    uses = {use.timer: use for use in get_flow(code).flow.clocks}
    assert (uses["T45"].start, uses["T45"].stop) == (("report_completion",), ("energise",))


def test_json_of_every_flow_lacks_nothing() -> None:
    """Every field that a reader of the definitions needs is filled in, of all flows."""
    told_all = json.loads(told("flows", "--json"))
    assert [one["code"] for one in told_all] == [graph.flow.code for graph in latest_flows()]
    second = [one["streamlined"] for one in told_all if one["streamlined"]]
    assert {(one["code"], one["profile"]) for one in second} == {
        (graph.flow.code, "streamlined") for graph in current_flows() if graph.flow.profile == "streamlined"
    }
    for one in told_all + second:
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
            assert clock["start"], (code, clock)
            assert clock["limits"] or (code, clock["timer"]) in WITHOUT_LIMIT, (code, clock)
            assert all(rule["limit"] and rule["unit"] and rule["legal_source"] for rule in clock["limits"]), code
        assert all(effect["compensation"] or effect["seals"] for effect in one["effects"]), code
        for effect in one["effects"]:
            assert effect["name"] not in effect["labels"].values(), (code, effect)
            assert CHINESE.search(effect["labels"]["zh-hans"]), (code, effect)


@pytest.mark.parametrize(
    ("code", "timer", "limits"),
    [
        ("101", "T1", {"PROMISED": [3], "STATUTORY": [3], "INTERNAL": [1]}),
        ("102", "T1", {"PROMISED": [7], "STATUTORY": [8], "INTERNAL": [1]}),
        ("104", "T1", {"PROMISED": [15, 30], "STATUTORY": [20, 45], "INTERNAL": [10, 20]}),
        ("102", "T6", {"PROMISED": [6, 15], "INTERNAL": [5, 15]}),
        ("101", "T6", {"PROMISED": [5, 15], "INTERNAL": [5, 15]}),
        ("104", "T6", {"PROMISED": [22, 32]}),
        ("104", "T12", {"STATUTORY": [12]}),
        ("102", "T12", {"STATUTORY": [3]}),
        ("205", "T17", {"STATUTORY": [2, 3]}),
    ],
)
def test_json_tells_the_limits_that_a_case_of_the_flow_can_have(
    code: str, timer: str, limits: dict[str, list[int]]
) -> None:
    """Of its own voltage and business, and no general one that its own stands before (workflows.md 3.2, 3.4.9)."""
    told = definition(get_flow(code), limits_on(date(2026, 11, 25)))
    clock = next(one for one in told["clocks"] if one["timer"] == timer)
    found: dict[str, list[int]] = {}
    for one in clock["limits"]:
        assert all((one["name"], one["kind_name"], one["unit_name"])), one
        found.setdefault(one["kind"], []).append(one["limit"])
    assert found == limits


def test_json_tells_rows_terms_wished_days_and_what_holds_for_all() -> None:
    batch = definition(get_flow("112"), [])
    assert {node["id"] for node in batch["nodes"] if node["per_row"]} >= {
        "correct_row",
        "sign_contract",
        "energise",
    }
    assert not any(node["per_row"] for node in batch["nodes"] if node["id"] in ("accept", "update_topology"))
    clocks = {one["timer"]: one for one in definition(get_flow("203"), [])["clocks"]}
    assert (clocks["T7"]["wished"], clocks["T7"]["outlives"]) == (True, False)
    assert (clocks["T15"]["wished"], clocks["T15"]["outlives"]) == (False, True)
    rules = [(one["rule"], one["at"]) for one in definition(get_flow("203"), [])["preconditions"]]
    assert ("P6", "archive") in rules


def test_edges_join_and_pass_by_what_is_absent() -> None:
    ways = edges(get_flow("101").flow.body)
    assert ("customer_answer", "determine_fee", "fee") in ways
    assert ("collect_fee", "dispatch_fitting", "") in ways
    assert ("customer_answer", "dispatch_fitting", "not fee") in ways
    assert ways[-1] == ("close", "", "")
