"""The page's reads: constant in cost, closed to other departments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bizexpansion.enums import TaskState
from bizexpansion.filled import filled_form
from bizexpansion.models import Task
from bizexpansion.queries.case import case_detail, find_case
from bizexpansion.queries.people import able_staff
from crm.clocks.enums import Holder
from crm.errors import OutOfScope
from crm.org.enums import Role
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db


def test_detail_costs_the_same_early_and_late(now: datetime, django_assert_num_queries: Any) -> None:
    walk = Walk(make_people(), now, FULL)
    early = walk.accept()
    with django_assert_num_queries(4):
        case_detail(find_case(walk.company.who("R6"), early.case_number), now)
    walk.run_until("archive", after=timedelta(minutes=30))
    with django_assert_num_queries(4):
        detail = case_detail(find_case(walk.company.who("R6"), early.case_number), walk.now)
    assert len(detail.tasks) == 33
    assert detail.fee_due == detail.fee_paid == 345600
    assert detail.contract_number.startswith("HT2026")
    assert [row.link.timer for row in detail.clocks] == ["T1", "T2", "T3", "T4", "T5", "T45", "T6", "T12", "T9"]


def test_detail_says_who_holds_the_ball(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("customer_answer")
    detail = case_detail(walk.case, now)
    (row,) = detail.open_tasks
    assert (row.task.holder, row.task.waiting_for) == (Holder.CUSTOMER, "W5")


def test_another_departments_case_does_not_exist(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    stranger = make_staff("W001", walk.company.tree["WZ-T"], Role.R6)
    with pytest.raises(OutOfScope):
        find_case(stranger, case.case_number)


def test_filled_form_shows_words_and_rows(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run("dispatch_survey", "survey", "draft_plan")
    task = Task.objects.select_related("case").get(node="draft_plan", state=TaskState.DONE)
    filled = filled_form(task)
    assert filled is not None
    entries = {name: words for name, _, words in filled.entries}
    assert entries["approved_capacity"] == "630.00"
    assert entries["voltage"] == "10 kV"
    assert [len(rows.lines) for rows in filled.rows] == [1, 1, 1, 1, 1]


def test_people_to_send_are_of_the_department_or_of_the_city(now: datetime) -> None:
    company = make_people()
    make_staff("W003", company.tree["WZ-T"], Role.R3)
    assert [one.number for one in able_staff("survey", company.tree["YQ"])] == ["Y003", "ZR3"]
    assert [one.number for one in able_staff("install_meter", company.tree["YQ"])] == ["Y013", "ZR13"]
