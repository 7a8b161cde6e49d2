"""Choosing a flow, papers, a batch and the reports over the API: what the pages say, as JSON."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from bizexpansion.enums import CaseState, FollowUpState
from bizexpansion.models import Case, FollowUp
from crm.org.models import Staff
from metering.models import BadDebt
from tests.bizexpansion.flows.office import Office, Table, all_tables
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.org import make_staff
from tests.factories.sheets import HOUSEHOLD, xlsx
from tests.matrix.rules import bad_debt
from tests.matrix.world import TRADE, make_world

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def client_of(person: Staff) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_what_a_customer_says_leads_to_a_flow_and_what_bars_it(now: datetime) -> None:
    company = make_people()
    clerk = client_of(company.who("R1"))
    said = clerk.post(f"{API}flows/suggest/", {"said": "我买了这套房"}, format="json").json()
    assert [one["flow"] for one in said[:2]] == ["211", "101"]
    assert clerk.post(f"{API}flows/suggest/", {"said": "x", "account": "12"}, format="json").status_code == 404
    table = next(one for one in all_tables() if one.code == "203")
    office = Office(company, table, now)
    office.accept()
    number = office.case.account.account_number  # type: ignore[union-attr]  # a change is of an account
    found = clerk.get(f"{API}flows/203/counter/", {"account": number}).json()
    barred = {one["rule"]: one for one in found["preconditions"] if one["met"] is False}
    assert "P1" in barred
    assert all(one["legal_source"] for one in found["preconditions"])
    assert {"kind", "name", "may_follow_until"} == set(found["papers"][0])
    promised = clerk.get(f"{API}flows/104/counter/").json()["promises"]
    assert [one["limit"] for one in promised] == [15, 30]
    form = clerk.get(f"{API}cases/form/", {"flow": "203", "account": number}).json()
    assert {"account": number}.items() <= {one["name"]: one["value"] for one in form["fields"]}.items()


def test_flows_with_their_versions_and_drawings() -> None:
    clerk = client_of(make_people().who("R1"))
    flows = {one["code"]: one for one in clerk.get(f"{API}flows/").json()}
    assert len(flows) == 34
    assert (flows["104"]["versions"], flows["104"]["may_accept"]) == ([1, 2, 3], True)
    assert clerk.get(f"{API}flows/104/").json()["code"] == "104"
    assert clerk.get(f"{API}flows/104/", {"version": 1}).json()["version"] == 1
    assert clerk.get(f"{API}flows/104/", {"version": 9}).status_code == 404
    drawing = clerk.get(f"{API}flows/104/drawing/", {"version": 1})
    assert (drawing["Content-Type"], b"BPMNDiagram" in drawing.content) == ("application/xml", True)


def test_papers_are_handed_in_judged_and_fetched(now: datetime, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    clerk, url = client_of(walk.company.who("R1")), f"{API}cases/{case.case_number}/papers/"
    before = clerk.get(url).json()
    assert (before["owed"], before["missing"]) == ([], [])
    bad = SimpleUploadedFile("x.exe", b"MZ")
    refused = clerk.post(url, {"kind": "M-PHOTO", "file": bad}, format="multipart")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file")
    good = SimpleUploadedFile("site.pdf", b"%PDF-1.4\n%%EOF", content_type="application/pdf")
    paper = clerk.post(url, {"kind": "M-PHOTO", "file": good}, format="multipart").json()
    assert (paper["has_file"], paper["received_by"]) == (True, walk.company.who("R1").number)
    assert clerk.get(f"{API}papers/{paper['id']}/file/").getvalue().startswith(b"%PDF")
    check = f"{API}papers/{paper['id']}/check/"
    assert clerk.post(check, {"good": False}, format="json").json()["errors"][0]["field"] == "opinion"
    assert clerk.post(check, {"good": False, "opinion": "模糊"}, format="json").json()["verdict"] == "BAD"


@pytest.fixture
def batch(now: datetime) -> Office:
    """An order of four households of which the second is not in order, at its contracts."""
    table: Table = next(one for one in all_tables() if one.code == "112")
    rows = [("住户", "", "", "1幢", "", f"{n}室", "", "8") for n in range(1, 5)]
    rows[1] = ("", *rows[1][1:])
    office = Office(make_people(), table, now)
    answer = office.accept(sheet=xlsx(HOUSEHOLD, rows), household_count="4")
    assert answer.status_code == 302
    while "draft_contract" not in office.open_nodes():
        node = next(one for one in office.open_nodes() if one != "correct_row")
        assert office.do(node).status_code == 302, node
    return office


def test_a_batch_is_seen_corrected_dropped_and_done_in_numbers(batch: Office) -> None:
    url = f"{API}cases/{batch.case.case_number}/batch/"
    with time_machine.travel(batch.now):
        clerk = client_of(batch.company.who("R1"))
        progress = clerk.get(url).json()
        assert progress["total"] == 4
        assert {one["state"]: one["rows"] for one in progress["states"]}["WAITING"] == 1
        [row] = clerk.get(f"{url}rows/", {"state": "WAITING"}).json()["results"]
        assert (row["number"], [one["column"] for one in row["problems"]]) == (2, ["name"])
        assert clerk.get(f"{url}rows/", {"state": "x"}).status_code == 422
        wrong = clerk.post(f"{url}rows/2/", {"cells": {"zzz": "1"}}, format="json").json()
        assert wrong["errors"][0] | {"detail": ""} == {"field": "zzz", "code": "unknown_column", "detail": ""}
        assert clerk.post(f"{url}rows/9/", {"cells": {"name": "x"}}, format="json").status_code == 404
        corrected = clerk.post(f"{url}rows/2/", {"cells": {"name": "李四"}}, format="json").json()
        assert (corrected["problems"], "李四" in str(corrected)) == ([], False)
        dropped = clerk.post(f"{url}rows/3/drop/", {"reason": "住户退出"}, format="json").json()
        assert (dropped["state"], dropped["drop_reason"]) == ("DROPPED", "住户退出")
        drafter = client_of(batch.company.who("R12"))
        rows = drafter.get(f"{url}rows/", {"step": "draft_contract"}).json()["results"]
        tasks = [task["id"] for one in rows for task in one["tasks"] if task["step"] == "draft_contract"]
        assert len(tasks) == 3
        form = drafter.get(f"{url}steps/draft_contract/").json()
        values = {one["name"]: one["value"] for one in form["fields"] if one["value"] is not None}
        values |= dict(batch.values("draft_contract"))
        body = {"values": values, "rows": [{"task": one} for one in tasks[:2]]}
        body["rows"] += [{"task": tasks[2], "values": dict.fromkeys(values, "zz")}, {"task": 99}]
        answer = drafter.post(f"{url}steps/draft_contract/", body, format="json").json()
    assert answer["done"] == sorted(tasks[:2])
    assert [(one["task"], one["problem"]["code"]) for one in answer["refused"]] == [
        (tasks[2], "invalid"),
        (99, "not_found"),
    ]


def test_a_case_that_is_no_batch_has_none(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    assert client_of(walk.company.who("R1")).get(f"{API}cases/{case.case_number}/batch/").status_code == 404


def test_proposed_cases_and_bad_debts_are_decided(world_of_decisions: dict[str, Any]) -> None:
    manager = client_of(world_of_decisions["manager"])
    [proposed] = manager.get(f"{API}follow-ups/").json()["results"]
    assert (proposed["flow_code"], proposed["state"]) == ("104", "OPEN")
    url = f"{API}follow-ups/{proposed['id']}/"
    assert manager.post(f"{url}dismiss/", {}, format="json").status_code == 400
    assert manager.post(f"{url}dismiss/", {"reason": "已迁走"}, format="json").json()["state"] == "DISMISSED"
    assert manager.get(f"{API}follow-ups/").json()["results"] == []
    assert FollowUp.objects.get().state == FollowUpState.DISMISSED
    [debt] = manager.get(f"{API}bad-debts/").json()["results"]
    decide = f"{API}bad-debts/{debt['id']}/"
    own = client_of(world_of_decisions["proposer"]).post(f"{decide}approve/", {}, format="json")
    assert own.status_code in (403, 409)
    assert manager.post(f"{decide}turn-down/", {"note": ""}, format="json").status_code == 400
    assert manager.post(f"{decide}approve/", {}, format="json").json()["is_approved"] is True
    assert BadDebt.objects.get().is_approved


@pytest.fixture
def world_of_decisions() -> dict[str, Any]:
    """The world of the matrix: it has a proposed case, and a bad debt is proposed in it."""
    world = make_world(datetime.fromisoformat("2026-11-25T10:00:00+08:00"))
    bad_debt(world)
    FollowUp.objects.filter(pk=world.follow_up_id).update(flow_code="104")
    clerk = world.people["clerk"]
    return {"manager": make_staff("M777", clerk.department, *TRADE), "proposer": clerk}


def test_reports_say_what_their_pages_say(now: datetime) -> None:
    company = make_people()
    cases = [Walk(company, now, SIMPLE, serial=serial).accept() for serial in (1, 2)]
    Case.objects.filter(pk=cases[0].pk).update(state=CaseState.CLOSED, closed_at=now)
    manager = client_of(company.who("MGR"))
    with time_machine.travel(now + timedelta(hours=1)):
        [row] = manager.get(f"{API}reports/on-time/").json()
        assert (row["closed"], row["judged"], row["late"], row["rate"]) == (1, 1, 0, "100.0")
        [order] = manager.get(f"{API}reports/on-time/cases/", {"month_key": "2026-11"}).json()["results"]
        assert (order["case_number"], order["judged"], order["late"]) == (cases[0].case_number, True, False)
        wrong = manager.get(f"{API}reports/on-time/", {"month_key": "2026-13"})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "month_key")
        assert manager.get(f"{API}reports/held/", {"month_key": "2026-10"}).json() == []
        soon = manager.get(f"{API}reports/late-soon/", {"within": "5"}).json()["results"]
        assert {one["case_number"] for one in soon} <= {cases[1].case_number}
        limits = manager.get(f"{API}reports/limits/", {"flow": "104", "voltage": "MV", "sources": "2"}).json()
        t1 = next(one for one in limits if one["timer"] == "T1")
        assert [(one["kind"], one["limit"]) for one in t1["limits"]] == [
            ("STATUTORY", 45),
            ("PROMISED", 30),
            ("INTERNAL", 20),
        ]
        assert all(one["legal_source"] for row in limits for one in row["limits"])
        assert manager.get(f"{API}reports/limits/", {"flow": "999"}).status_code == 422
        assert manager.get(f"{API}reports/firms/", {"first": "2026-12-01", "last": "2026-11-01"}).status_code == 422
        assert manager.get(f"{API}reports/firms/").json() == []
