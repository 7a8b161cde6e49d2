"""Accepting an application and filling in steps over the API, through the steps' own forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from bizexpansion.models import Case, Survey, Task
from crm.org.models import District, Staff
from customers.book.enums import Voltage
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.book import credit_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(now: datetime) -> Iterator[Walk]:
    walk = Walk(make_people(), now, SIMPLE)
    with time_machine.travel(now + timedelta(hours=1)):
        yield walk


def post(who: Staff, url: str, body: dict[str, Any], **headers: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(url, body, content_type="application/json", headers=headers or None)


def complete(who: Staff, task: Task, values: dict[str, Any]) -> Any:
    """Send a step as it stands now."""
    client = Client()
    client.force_login(who)
    tag = client.get(f"/api/v1/tasks/{task.pk}/")["ETag"]
    return post(who, f"/api/v1/tasks/{task.pk}/complete/", {"values": values}, if_match=tag)


def application(walk: Walk, **values: Any) -> dict[str, Any]:
    """A plain factory's application as JSON."""
    return {
        "applicant_kind": "ORGANISATION",
        "applicant_name": "苏州博远精密电子有限公司",
        "id_kind": "CREDIT_CODE",
        "id_number": credit_code(),
        "mode": "COUNTER",
        "district": District.objects.get(department=walk.company.tree["YQ"]).pk,
        "address": "苏州市工业园区星湖街18号",
        "trade_code": "3911",
        "tariff_class": "100",
        "purpose": "电子加工",
        "load_character": "3",
        "voltage": Voltage.KV10,
        "source_count": 1,
        "applied_capacity": "630",
        "existing_capacity": "0",
        "first_source_capacity": "630",
        "wanted_on": "2027-03-01",
        "identity_checked": True,
        "breaches_checked": True,
        "contacts": [{"purpose": "ELECTRICAL", "name": "陈静", "phone": "13812345678"}],
        "papers": [{"kind": kind} for kind in ("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX")],
    } | values


def accept(walk: Walk, token: str | None = None, **values: Any) -> Any:
    body = {"token": token or str(uuid4()), "values": application(walk, **values)}
    return post(walk.company.who("R1"), "/api/v1/cases/", body)


def test_an_application_becomes_a_case(walk: Walk) -> None:
    answer = accept(walk)
    assert answer.status_code == 201, answer.json()
    case = Case.objects.get()
    assert answer.json()["case_number"] == case.case_number
    assert [task["step"] for task in answer.json()["open_tasks"]] == ["dispatch_survey"]
    assert str(case.application.applied_capacity) == "630.00"


def test_the_same_token_sent_twice_makes_one_case(walk: Walk) -> None:
    token = str(uuid4())
    first, second = accept(walk, token), accept(walk, token)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["case_number"] == second.json()["case_number"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("applied_capacity", "-5"),
        ("applied_capacity", "1e9"),
        ("applied_capacity", "abc"),
        ("wanted_on", "1900-01-01"),
        ("applicant_name", None),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(walk: Walk, name: str, value: Any) -> None:
    answer = accept(walk, **{name: value})
    assert answer.status_code == 422
    assert name in {error["field"] for error in answer.json()["errors"]}
    assert not Case.objects.exists()


def test_a_wrong_row_is_named(walk: Walk) -> None:
    answer = accept(walk, contacts=[{"purpose": "ELECTRICAL", "name": "陈静", "phone": "12"}])
    assert [error["field"] for error in answer.json()["errors"]] == ["contacts-0-phone"]


def test_missing_papers_are_told_all_at_once(walk: Walk) -> None:
    answer = accept(walk, papers=[{"kind": "M-ORG"}])
    assert (answer.status_code, answer.json()["code"]) == (422, "papers_missing")
    assert answer.json()["current"]["missing"] == ["M-PROP", "M-PRJ", "M-EQ", "M-HVX"]


@pytest.mark.parametrize("values", [{"contacts": "x"}, {"contacts": [1]}, {"address": {"a": 1}}, {"papers": 5}])
def test_nonsense_is_refused_not_crashed(walk: Walk, values: dict[str, Any]) -> None:
    answer = accept(walk, **values)
    assert answer.status_code in (400, 409, 422)
    assert not Case.objects.exists()


def test_a_step_is_filled_in_with_the_form_that_the_api_describes(walk: Walk, now: datetime) -> None:
    walk.accept()
    walk.do("dispatch_survey")
    task = walk.task("survey")
    surveyor = Staff.objects.get(pk=task.assignee_id)
    client = Client()
    client.force_login(surveyor)
    asked = client.get(f"/api/v1/tasks/{task.pk}/form/").json()
    names = {field["name"] for field in asked["fields"]}
    assert {"can_supply", "surveyed_on", "project_flag"} <= names
    values = {field["name"]: field["value"] for field in asked["fields"] if field["value"] is not None}
    values |= {"surveyed_on": "2026-11-25", "project_flag": "1", "can_supply": True}
    values = {name: (value == "True" if value in ("True", "False") else value) for name, value in values.items()}
    answer = complete(surveyor, task, values)
    assert answer.status_code == 200, answer.json()
    assert Survey.objects.get().case_id == walk.case.pk
    assert [one["step"] for one in answer.json()["open_tasks"]] == ["draft_plan"]
    assert answer["Content-Location"] == f"/api/v1/cases/{walk.case.case_number}/"
    assert answer["ETag"] == client.get(answer["Content-Location"])["ETag"]
    again = complete(surveyor, task, values)
    assert (again.status_code, again.json()["code"]) == (409, "task_not_open")
    assert Survey.objects.count() == 1


def test_a_step_of_another_role_is_refused(walk: Walk) -> None:
    walk.accept()
    task = walk.task("dispatch_survey")
    answer = complete(walk.company.who("R8"), task, {})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
