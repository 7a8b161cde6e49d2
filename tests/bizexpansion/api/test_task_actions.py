"""What a phone or a console does with a step besides filling it in, over the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from bizexpansion.models import CaseDocument, Task
from crm.org.models import Staff
from tests.factories.bizexpansion import SIMPLE, Walk, make_people

pytestmark = pytest.mark.django_db
TASKS = "/api/v1/tasks/"


@pytest.fixture
def walk(now: datetime) -> Iterator[Walk]:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield walk


def client_of(person: Staff) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def act(person: Staff, task: Task, action: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
    """Act on a task as it stands now."""
    client, url = client_of(person), f"{TASKS}{task.pk}/"
    tag = client.get(url)["ETag"]
    return client.post(f"{url}{action}/", body or {}, headers={"if-match": tag}, **{"format": "json", **more})


def test_several_tasks_are_handed_over_at_once(walk: Walk, now: datetime) -> None:
    other = Walk(walk.company, now, SIMPLE, serial=2)
    other.accept()
    mine = [walk.task("dispatch_survey").pk, other.task("dispatch_survey").pk]
    dispatcher = walk.company.who("R2")
    people = client_of(dispatcher).get(f"{TASKS}{mine[0]}/colleagues/").json()
    assert {"number": dispatcher.number, "name": dispatcher.name} in people
    answer = client_of(dispatcher).post(f"{TASKS}claim/", {"tasks": [*mine, 999999]}, format="json").json()
    assert answer["done"] == mine
    [refused] = answer["refused"]
    assert (refused["task"], refused["problem"]["code"]) == (999999, "not_found")
    body = {"tasks": mine, "assignee": walk.company.who("R8").number}
    answer = client_of(dispatcher).post(f"{TASKS}assign/", body, format="json").json()
    assert answer["done"] == []
    assert {one["problem"]["errors"][0]["field"] for one in answer["refused"]} == {"assignee"}


def test_a_surveyor_passes_it_on_waits_for_papers_and_sends_it_back(walk: Walk) -> None:
    walk.do("dispatch_survey")
    task = walk.task("survey")
    surveyor = Staff.objects.get(pk=task.assignee_id)
    [target] = client_of(surveyor).get(f"{TASKS}{task.pk}/returns/").json()
    assert (target["step"], "1" in target["consequences"]) == ("dispatch_survey", True)
    waits = act(surveyor, task, "ask-for-papers", {"note": "缺产权证明"})
    assert waits.json()["open_tasks"][0]["waiting_for"] == "W6"
    here = act(walk.company.who("R1"), task, "papers-received", {"note": "已补"})
    assert here.json()["open_tasks"][0]["waiting_for"] == ""
    assert act(surveyor, task, "return", {"target": "energise", "reason": "x"}).json()["code"] == "not_returnable"
    back = act(surveyor, task, "return", {"target": "dispatch_survey", "reason": "派错人"})
    assert [one["step"] for one in back.json()["open_tasks"]] == ["dispatch_survey"]


def test_whoever_did_a_step_takes_it_back(walk: Walk) -> None:
    walk.do("dispatch_survey")
    task = Task.objects.get(case=walk.case, node="dispatch_survey")
    stranger = act(walk.company.who("R8"), task, "take-back", {"reason": "x"})
    assert stranger.status_code == 403
    taken = act(walk.company.who("R2"), task, "take-back", {"reason": "选错人员"})
    assert [one["step"] for one in taken.json()["open_tasks"]] == ["dispatch_survey"]


def test_errors_name_field_and_reason_in_stable_words(walk: Walk) -> None:
    walk.do("dispatch_survey")
    task = walk.task("survey")
    surveyor = Staff.objects.get(pk=task.assignee_id)
    values = {"surveyed_on": "heute", "can_supply": True, "project_flag": "77"}
    answer = act(surveyor, task, "complete", {"values": values})
    assert answer.status_code == 422
    errors = {one["field"]: one["code"] for one in answer.json()["errors"]}
    assert (errors["surveyed_on"], errors["project_flag"]) == ("invalid", "invalid_choice")
    assert act(surveyor, task, "complete", {"values": []}).json()["errors"][0]["code"] == "not_an_object"
    [missing] = act(surveyor, task, "complete", {}).json()["errors"]
    assert (missing["field"], missing["code"]) == ("values", "required")


def test_a_file_that_belongs_to_no_paper_is_refused(walk: Walk, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    clerk = walk.company.who("R1")
    photo = SimpleUploadedFile("id.pdf", b"%PDF-1.4\n%%EOF", content_type="application/pdf")
    body = {"flow": "303", "values": '{"papers": [{"kind": "M-CHG"}]}', "papers-1-upload": photo}
    stray = client_of(clerk).post("/api/v1/cases/", body, format="multipart")
    assert (stray.status_code, stray.json()["errors"][0]["field"]) == (422, "papers-1-upload")
    assert not CaseDocument.objects.filter(file_name="id.pdf").exists()


def test_a_photo_from_the_site_goes_along_with_the_survey(walk: Walk, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    walk.do("dispatch_survey")
    task = walk.task("survey")
    surveyor = Staff.objects.get(pk=task.assignee_id)
    described = client_of(surveyor).get(f"{TASKS}{task.pk}/form/").json()
    known = {one["name"]: one["value"] for one in described["fields"] if one["value"] is not None}
    values = known | {"surveyed_on": "2026-11-25", "project_flag": "1", "can_supply": True}
    values["papers"] = [{"kind": "M-PHOTO"}]
    photo = SimpleUploadedFile("site.pdf", b"%PDF-1.4\n%%EOF", content_type="application/pdf")
    body = {"values": json.dumps(values), "papers-0-upload": photo}
    answer = act(surveyor, task, "complete", body, format="multipart")
    assert answer.status_code == 200, answer.json()
    assert CaseDocument.objects.get(case=walk.case, kind="M-PHOTO", task=task).file_name == "site.pdf"
