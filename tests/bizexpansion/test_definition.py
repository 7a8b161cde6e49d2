"""What the table of flow 104 names exists in the house: forms, effects with their way back, roles, parameters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from bizexpansion.flows import current_flows
from bizexpansion.models import Application, Case, SupplyPlan
from bizexpansion.operations.conditions import CONDITIONS
from bizexpansion.operations.effects import EFFECTS
from bizexpansion.operations.parameters import JOINT_REVIEW, REVIEW_EVERY_DESIGN
from bizexpansion.operations.situation import Situation
from crm.org.enums import Role
from crm.parameters.enums import Trust
from crm.parameters.models import ParameterValue
from crm.parameters.operations import set_parameter_value
from crm.parameters.touch import ParameterChange, count_touched
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, Wishes, make_people
from tests.factories.org import make_staff


class Entered(Situation):
    """A plan and an application as typed, with the parameters of a department."""

    def __init__(self, plan: SupplyPlan, application: Application, *, every_design: bool = False) -> None:
        self.plan, self.application = plan, application
        self.parameters = {JOINT_REVIEW: Decimal(1260), REVIEW_EVERY_DESIGN: Decimal(every_design)}

    def parameter(self, code: str, selector: str = "") -> Decimal:
        return self.parameters[code]


def test_every_effect_is_used_and_has_its_compensation_or_is_sealed_at_once() -> None:
    steps = [step for graph in current_flows() for step in graph.steps.values()]
    used = {name: step for step in steps for exit in step.exits for name in step.effects_of(exit.outcome)}
    assert set(used) == set(EFFECTS)
    for name, effect in EFFECTS.items():
        assert effect.undo is not None or used[name].seals, name


@pytest.mark.django_db
def test_every_table_is_under_audit_or_append_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname IN ('audit_update', 'append_only_rows')"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in apps.get_app_config("bizexpansion").get_models()}
    assert tables - guarded == {"bizexpansion_casenumbercounter"}


def plan_of(**fields: object) -> SupplyPlan:
    defaults = {"approved_capacity": Decimal(630), "voltage": "KV10", "source_count": 1, "project_flag": "1"}
    return SupplyPlan(**(defaults | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "large"),
    [
        ({"approved_capacity": Decimal("1259.99")}, False),
        ({"approved_capacity": Decimal(1260)}, True),
        ({"voltage": "KV35"}, True),
        ({"source_count": 2}, True),
        ({"importance": "SECOND"}, True),
        ({}, False),
    ],
)
def test_joint_review_begins_at_the_limit(fields: dict[str, object], large: bool) -> None:
    assert CONDITIONS["large"](Entered(plan_of(**fields), Application())) is large


@pytest.mark.parametrize(
    ("fields", "residential", "everyone", "expected"),
    [
        ({"project_flag": "3", "has_hidden_works": True}, False, False, (False, False)),
        ({"project_flag": "3", "has_hidden_works": True}, False, True, (True, True)),
        ({"project_flag": "3", "has_hidden_works": True}, True, False, (True, True)),
        ({"project_flag": "3", "importance": "FIRST"}, False, False, (True, False)),
        ({"project_flag": "1", "importance": "FIRST", "has_hidden_works": True}, False, True, (False, False)),
        ({"project_flag": "4", "importance": "FIRST", "has_hidden_works": True}, False, True, (False, False)),
    ],
)
def test_review_and_interim_inspection_need_works_and_a_reason(
    fields: dict[str, object], residential: bool, everyone: bool, expected: tuple[bool, bool]
) -> None:
    application = Application(is_residential_complex=residential)
    entered = Entered(plan_of(**fields), application, every_design=everyone)
    assert (CONDITIONS["design"](entered), CONDITIONS["mid"](entered)) == expected


@pytest.mark.django_db
def test_older_regime_sends_every_customer_through_design_review(now: datetime) -> None:
    walk = Walk(make_people(), now, Wishes(project_flag="3", hidden_works=True))
    _set(walk, "design.review_every_customer", "1", now)
    walk.accept()
    walk.run_until("receive_design", "sign_contract", "file_contract", "assign_meter")
    assert "receive_design" in walk.open_nodes()


@pytest.mark.django_db
def test_without_dispatching_the_survey_comes_first(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    _set(walk, "survey.dispatch", "0", now)
    walk.accept()
    assert walk.open_nodes() == {"survey"}


@pytest.mark.django_db
def test_change_of_the_approval_limit_says_how_many_plans_it_touches(now: datetime) -> None:
    company = make_people()
    before, after = Walk(company, now, SIMPLE), Walk(company, now, FULL)
    before.accept()
    after.accept()
    after.run_until("approve_plan")
    change = ParameterChange("approval.joint_review_capacity", "", None, now.date())
    assert [count for _, count in count_touched(change)] == [1]
    elsewhere = ParameterChange("approval.joint_review_capacity", "", company.tree["WZ"].pk, now.date())
    assert [count for _, count in count_touched(elsewhere)] == [0]
    assert [
        count for _, count in count_touched(ParameterChange("temporary.max_months", "", None, now.date()))
    ] == []


@pytest.mark.django_db
def test_case_keeps_the_conditions_with_which_it_was_planned(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("approve_plan")
    _set(walk, "approval.joint_review_capacity", "100", now)
    assert Case.objects.get().conditions["large"] is False
    walk.run_until("customer_answer")
    assert not walk.case.tasks.filter(node="countersign_plan").exists()


def _set(walk: Walk, code: str, value: str, now: datetime) -> ParameterValue:
    admin = make_staff("SYS1", walk.company.tree["C"], Role.SYSTEM_ADMIN)
    return set_parameter_value(
        code=code,
        value=Decimal(value),
        valid_from=date(2026, 11, 1),
        source="测试",
        trust=Trust.PROPOSED,
        actor=admin,
        now=now,
    )
