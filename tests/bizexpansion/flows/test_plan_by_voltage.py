"""One flow takes high or low voltage: the draft of the plan is one step with two forms."""

from __future__ import annotations

import pytest
from django.utils import translation

from bizexpansion.engine.bpmn import to_bpmn
from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Block, ClockUse, Condition, Flow, seq
from bizexpansion.flows.fragments import ACCEPT, CLOSE, PLAN, plan_by_voltage
from bizexpansion.models import Case
from bizexpansion.operations.work import form_in
from bizexpansion.queries.definitions import definition
from bizexpansion.queries.faults import faults_of


def flow(plan: Block) -> Graph:
    """A plan and nothing else."""
    conditions = (Condition("dispatch", "accept", "勘查派工"), Condition("large", "draft_plan", "超过审批权限"))
    clock = ClockUse("T1", start=("accept",), stop=("reply_plan",))
    body = seq(ACCEPT, plan, CLOSE)
    return compile_flow(Flow(code="105", version=1, name="临时", body=body, conditions=conditions, clocks=(clock,)))


@pytest.mark.parametrize(
    ("voltage", "form"),
    [("KV10", "draft_plan"), ("KV35", "draft_plan"), ("V380", "draft_plan_lv"), ("V220", "draft_plan_lv")],
)
def test_the_form_follows_the_voltage_of_the_case(voltage: str, form: str) -> None:
    step = flow(plan_by_voltage()).steps["draft_plan"]
    assert form_in(Case(voltage=voltage), step) == form


def test_it_is_the_plan_in_everything_but_the_form() -> None:
    mixed, high = flow(plan_by_voltage()), flow(PLAN)
    assert list(mixed.steps) == list(high.steps)
    assert mixed.fingerprint != high.fingerprint
    nodes = {one["id"]: one for one in definition(mixed, [])["nodes"]}
    assert nodes["draft_plan"]["form"] == "draft_plan"
    assert nodes["draft_plan"]["form_at_low_voltage"] == "draft_plan_lv"
    assert nodes["survey"]["form_at_low_voltage"] == nodes["survey"]["form"]
    assert "form: draft_plan; at low voltage: draft_plan_lv" in to_bpmn(mixed)


def test_a_low_voltage_form_that_nobody_fills_in_is_a_fault() -> None:
    with translation.override("zh-hans"):
        found = faults_of(flow(plan_by_voltage(low_form="draft_nothing")), {"T1"})
    assert "draft_plan: has no form" in found
    assert not any("has no form" in one for one in faults_of(flow(plan_by_voltage()), {"T1"}))
