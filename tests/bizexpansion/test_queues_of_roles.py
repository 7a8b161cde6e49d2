"""Each role finds exactly its own steps of all flows in its queue."""

from __future__ import annotations

import pytest

from bizexpansion.flows import current_flows
from bizexpansion.queries.queue import nodes_of_roles, within_reach
from bizexpansion.rules import ASSIGN_TASK, step_permission
from crm.org.enums import Role
from crm.org.permissions import granted_roles
from tests.factories.org import make_company, make_staff

WORKING = sorted({role for graph in current_flows() for step in graph.steps.values() for role in step.roles})


@pytest.mark.parametrize("role", WORKING)
def test_a_role_reaches_its_steps_of_every_flow_and_no_others(role: str) -> None:
    reached = nodes_of_roles()[role]
    for graph in current_flows():
        own = {step.id for step in graph.steps.values() if role in step.roles}
        assert own <= reached, graph.flow.code
    # A step may be done by another role in another flow (its form says who): nobody is shown what he may not do.
    steps = [step for graph in current_flows() for step in graph.steps.values()]
    assert reached <= {step.id for step in steps if role in granted_roles(step_permission(step.form))}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in WORKING if role not in granted_roles(ASSIGN_TASK)])
def test_the_queue_of_a_role_is_narrowed_to_its_steps(role: str) -> None:
    tree = make_company()
    person = make_staff("Y700", tree["YQ-T"], Role(role))
    condition = str(within_reach(person))
    assert all(f"'{node}'" in condition for node in nodes_of_roles()[role])
    others = {node for nodes in nodes_of_roles().values() for node in nodes} - nodes_of_roles()[role]
    assert not any(f"'{node}'" in condition for node in others)
