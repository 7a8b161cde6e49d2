"""What pages of plan and devices show of the case: the units that stop, the instrument transformers of the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import capacity, supply_change
from tests.factories.bizexpansion import make_people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def page_of(office: Office, node: str) -> Any:
    sheet = office.opened(node)
    return office.browser(sheet.person).get(sheet.url)


def test_the_plan_of_a_suspension_names_the_units_that_stop(now: datetime) -> None:
    office = Office(make_people(), capacity.TABLES[0], now)
    office.accept()
    office.run("draft_plan")
    row = office.case.capacitychange.equipment.get()
    unit = office.subject.transformers.get(sequence=row.number)
    assert f"停用：{unit.sequence} {unit.name}（" in page_of(office, "draft_plan").content.decode()


def test_the_step_that_sets_devices_aside_asks_for_the_transformers_of_the_plan(now: datetime) -> None:
    table = next(
        one for one in supply_change.TABLES if one.steps.get("draft_plan") is supply_change.plan_to_high_voltage
    )
    office = Office(make_people(), table, now)
    office.accept()
    office.run("draft_plan")
    page = page_of(office, "draft_plan").context["entry"].form
    assert all(
        page.initial[name] for name in ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme")
    )
    office.run("assign_meter")
    rows = page_of(office, "assign_meter").context["entry"].rows["transformers"].forms
    assert [(one.initial["metering_point"], one.initial["phase"]) for one in rows] == [(1, "A"), (1, "B"), (1, "C")]


def test_without_transformers_in_the_plan_no_empty_rows_stand_there(now: datetime) -> None:
    table = next(one for one in supply_change.TABLES if one.code == "110")
    office = Office(make_people(), table, now)
    office.accept()
    office.run("assign_meter")
    page = page_of(office, "assign_meter")
    assert page.context["entry"].rows["transformers"].forms == []
    assert "row-add" in page.content.decode() or "/rows/" in page.content.decode(), "there is a way to add one"
