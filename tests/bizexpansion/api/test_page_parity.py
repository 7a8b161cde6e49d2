"""What pages do beside steps, over the API: drafts, photos, state of the drawing, prints, absence, queue tabs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from bizexpansion.enums import TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseEvent
from bizexpansion.operations import desk
from bizexpansion.operations.photos import add_photos
from bizexpansion.queries.timeline import timeline
from crm.org.models import Staff
from crm.web.models import FormDraft
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def client_of(person: Staff) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def walk(now: datetime) -> Walk:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    return walk


def test_a_draft_of_the_api_goes_on_at_the_counter_and_back(client: Client) -> None:
    company = make_people()
    person, token = company.who("R1"), str(uuid4())
    api, url = client_of(person), f"{API}drafts/{token}/"
    typed = {"applicant_name": "苏州博远精密电子有限公司", "applied_capacity": "六百三"}
    body = {"flow": "104", "values": {**typed, "equipment": [{"name": "数控机床", "count": "8"}]}}
    kept = api.put(url, body, format="json")
    assert kept.status_code == 200, kept.content
    client.force_login(person)
    page = client.get(reverse("accept", args=["104"]), {"draft": token}).content.decode()
    assert all(words in page for words in ("六百三", "数控机床", token))
    (listed,) = api.get(f"{API}drafts/").json()
    assert (listed["token"], listed["flow"]) == (token, "104")
    assert typed["applicant_name"] not in listed["name"]
    client.post(reverse("draft-save", args=["step-accept-104", token]), {"token": token, "purpose": "生产用电"})
    form = api.get(url).json()["form"]
    assert {one["name"]: one["value"] for one in form["fields"]}["purpose"] == "生产用电"
    assert api.put(url, {"flow": "101", "values": {}}, format="json").json()["errors"][0]["field"] == "flow"
    assert api.put(url, {"flow": "999", "values": {}}, format="json").status_code == 422
    other = client_of(company.who("MGR"))
    assert other.get(url).status_code in (403, 404)
    assert (api.delete(url).status_code, api.get(url).status_code) == (204, 404)
    assert not FormDraft.objects.exists()


def test_the_steps_of_a_case_say_what_the_drawing_shows(walk: Walk) -> None:
    walk.run_until("approve_plan")
    api = client_of(walk.company.who("R6"))
    course = api.get(f"{API}cases/{walk.case.case_number}/course/").json()
    states = {one["step"]: one["state"] for one in course["steps"]}
    assert (states["survey"], states["approve_plan"], states["energise"]) == ("done", "open", "ahead")
    word = {one["step"]: one["word"] for one in course["steps"]}
    assert (word["survey"], word["energise"]) == ("已完成", "未到")
    drawing = api.get(course["drawing_url"]).content.decode()
    assert all(one["step"] in drawing for one in course["steps"])


def test_photos_of_all_steps_with_thumbnail_and_removal(walk: Walk, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    walk.run_until("survey")
    surveyor = walk.company.who("R3")
    shot = SimpleUploadedFile("a.jpg", picture(), content_type="image/jpeg")
    add_photos(task_id=walk.task("survey").pk, photos=[shot], actor=surveyor, now=walk.now)
    api, url = client_of(surveyor), f"{API}cases/{walk.case.case_number}/photos/"
    (photo,) = api.get(url).json()
    assert (photo["step"], photo["step_name"], photo["taken_by"]) == ("survey", "现场勘查", surveyor.number)
    small = api.get(photo["thumbnail_url"])
    assert small["Content-Type"].startswith("image/")
    assert len(b"".join(small.streaming_content)) > 0
    assert client_of(walk.company.who("R3b")).post(f"{API}photos/{photo['id']}/remove/").status_code == 409
    assert api.post(f"{API}photos/{photo['id']}/remove/").status_code == 204
    assert api.get(url).json() == []


def test_the_sheets_that_can_be_printed_now(walk: Walk, client: Client) -> None:
    clerk, number = walk.company.who("R1"), walk.case.case_number
    task = walk.task("dispatch_survey")
    frame = {"actor": walk.company.who("R2"), "now": walk.now}
    desk.ask_for_papers(task_id=task.pk, version=task.version, note="请补平面图", **frame)
    api = client_of(clerk)
    sheets = api.get(f"{API}cases/{number}/prints/").json()
    assert [one["kind"] for one in sheets] == ["receipt", "application", "notice"]
    client.force_login(clerk)
    for sheet, name in zip(sheets, ("print-receipt", "print-application", "print-notice"), strict=True):
        got = api.get(sheet["url"])
        args = [number, task.pk] if name == "print-notice" else [number]
        shown = client.get(reverse(name, args=args))
        assert (got.status_code, got["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert shown.context["case"] == walk.case
        assert got.content.decode().partition("<main")[2] == shown.content.decode().partition("<main")[2]
    refused = api.get(f"{API}cases/{number}/prints/work-order/")
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert api.get(f"{API}cases/{number}/prints/nothing/").status_code == 404


def test_a_desk_is_handed_on_as_proposed(walk: Walk) -> None:
    walk.run_until("survey")
    task, manager = walk.task("survey"), walk.company.who("MGR")
    api, away = client_of(manager), Staff.objects.get(pk=task.assignee_id or walk.company.people["R3"].pk)
    Case.objects.get(pk=walk.case.pk).tasks.filter(pk=task.pk).update(assignee=away)
    assert away.number in {one["number"] for one in api.get(f"{API}desks/").json()}
    (handing,) = api.get(f"{API}desks/{away.number}/").json()
    assert handing["task"]["id"] == task.pk
    assert handing["proposed"] in {one["number"] for one in handing["able"]} - {away.number}
    plan = [{"task": task.pk, "assignee": handing["proposed"]}]
    until = (walk.now + timedelta(days=3)).date().isoformat()
    with time_machine.travel(walk.now, tick=False):
        done = api.post(f"{API}desks/{away.number}/hand-over/", {"until": until, "plan": plan}, format="json")
        assert done.json() == {"done": [task.pk], "refused": []}
        task.refresh_from_db()
        away.refresh_from_db()
        assert task.assignee is not None
        assert (task.assignee.number, str(away.absent_until)) == (handing["proposed"], until)
        bad = api.post(f"{API}desks/{away.number}/hand-over/", {"until": "2020-01-01"}, format="json")
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "until")
    assert client_of(away).get(f"{API}desks/").status_code == 403


def test_tasks_by_the_tabs_of_the_queue(walk: Walk) -> None:
    dispatcher = client_of(walk.company.who("R2"))
    task = walk.task("dispatch_survey")

    def listed(desk_key: str) -> list[int]:
        with time_machine.travel(walk.now, tick=False):
            return [one["id"] for one in dispatcher.get(f"{API}tasks/", {"desk": desk_key}).json()["results"]]

    assert (listed("unassigned"), listed("team"), listed("mine")) == ([task.pk], [task.pk], [])
    desk.claim_task(task_id=task.pk, actor=walk.company.who("R2"), now=walk.now)
    assert (listed("unassigned"), listed("mine"), listed("overdue")) == ([], [task.pk], [])
    walk.case.tasks.filter(pk=task.pk).update(state=TaskState.OPEN)
    assert dispatcher.get(f"{API}tasks/", {"desk": "nobody"}).status_code == 400


def test_codes_come_with_what_people_call_them(walk: Walk) -> None:
    walk.run_until("survey")
    api = client_of(walk.company.who("R6"))
    case = api.get(f"{API}cases/{walk.case.case_number}/").json()
    assert (case["state_name"], case["voltage_name"]) == ("在途", "10 kV")
    titles = [(one["kind"], one["title"]) for one in case["events"]]
    assert ("DONE", "勘查派工 · 环节完成") in titles
    assert all(
        one["title"] and not re.search("[A-Za-z_]{3,}", one["title"] + one["detail"]) for one in case["events"]
    )
    (task,) = case["open_tasks"]
    assert (task["role_name"], task["holder_name"], task["state_name"]) == ("勘查员", "供电公司", "待办")
    promise = case["clocks"][0]
    assert all(
        re.search("[\u4e00-\u9fff]", promise[name]) for name in ("kind_name", "unit_name", "clock_state_name")
    )


def test_a_step_as_filled_in_shows_no_codes(walk: Walk, client: Client) -> None:
    walk.run_until("reply_plan")
    client.force_login(walk.company.who("R6"))
    page = client.get(reverse("case-step", args=[walk.case.case_number, "approve_plan"])).content.decode()
    assert "supplyplan" not in page
    assert "第 1 版" in page


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("EXTENDED", {"before": "2027-11-30", "until": "2028-05-31"}, "2028-05-31"),
        ("LAPSED", {"day": "2027-11-30"}, "2027-11-30"),
        ("PROGRESS", {"percent": 40}, "40%"),
        ("MIGRATED", {"before": 1, "after": 2}, "2"),
    ],
)
def test_a_line_of_the_history_says_what_its_details_say(
    kind: str, details: dict[str, Any], told: str, now: datetime
) -> None:
    event = CaseEvent(kind=kind, details=details, at=now)
    (line,) = timeline([event], get_flow("104"))
    assert told in line.detail
    assert line.title == str(event.get_kind_display())
