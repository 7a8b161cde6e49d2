"""Cases and tasks over the API: scope, constant cost, the operations behind the buttons."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from rest_framework.test import APIClient

from bizexpansion.enums import CaseState, StopReason
from bizexpansion.models import Case
from bizexpansion.operations import control
from crm.org.enums import Role
from customers.book.models import SupplyAccount
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
CASES, TASKS = "/api/v1/cases/", "/api/v1/tasks/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime) -> Iterator[None]:
    """Requests come an hour after the case was accepted; time stands, however slow the machine is."""
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def walk(now: datetime) -> Walk:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    return walk


@pytest.fixture
def as_agent(client: Client, walk: Walk) -> Client:
    """A call-centre agent, who sees every department."""
    client.force_login(make_staff("95001", walk.company.tree["95598"], Role.CALL_AGENT))
    return client


@pytest.fixture
def as_manager(client: Client, walk: Walk) -> Client:
    client.force_login(walk.company.who("MGR"))
    return client


def post(client: Client, url: str, body: dict | None = None, **headers: str):
    return client.post(url, body or {}, content_type="application/json", headers=headers or None)


def act(client: Client, record: str, action: str, body: dict | None = None):
    """Act on a record as it stands now."""
    return post(client, f"{record}{action}/", body, if_match=client.get(record)["ETag"])


def test_the_call_centre_sees_where_a_case_stands(as_agent: Client, walk: Walk) -> None:
    line = as_agent.get(CASES).json()["results"][0]
    assert line["case_number"] == walk.case.case_number
    whole = as_agent.get(f"{CASES}{walk.case.case_number}/").json()
    assert [task["step"] for task in whole["open_tasks"]] == ["dispatch_survey"]
    assert whole["open_tasks"][0]["step_name"] == "勘查派工"
    assert {clock["timer"] for clock in whole["clocks"]} >= {"T1", "T6"}
    assert all(clock["legal_source"] for clock in whole["clocks"])
    assert whole["events"][0]["kind"] == "ACCEPTED"


def test_another_departments_case_and_task_do_not_exist(client: Client, walk: Walk) -> None:
    tree = walk.company.tree
    foreign = next(code for code in ("GS", "YQ", "WZ") if tree[code].pk != walk.case.department_id)
    client.force_login(make_staff("7001", tree[foreign], Role.MANAGER))
    task = walk.task("dispatch_survey")
    assert client.get(CASES).json()["results"] == []
    assert client.get(TASKS).json()["results"] == []
    assert client.get(f"{CASES}{walk.case.case_number}/").status_code == 404
    assert client.get(f"{TASKS}{task.pk}/").status_code == 404
    assert post(client, f"{TASKS}{task.pk}/claim/").status_code == 404
    body = {"reason": "x"}
    assert post(client, f"{CASES}{walk.case.case_number}/abort/", body).status_code == 404
    assert Case.objects.get().state == CaseState.IN_PROGRESS


def test_nobody_is_told_nothing(client: Client, walk: Walk) -> None:
    for url in (CASES, TASKS, f"{CASES}{walk.case.case_number}/"):
        assert client.get(url).status_code == 401


def test_the_call_centre_urges_but_may_not_abort(as_agent: Client, walk: Walk) -> None:
    answer = post(as_agent, f"{CASES}{walk.case.case_number}/urge/", {"note": "客户来电催办"})
    assert (answer.status_code, answer.json()["urged_count"]) == (200, 1)
    refused = act(as_agent, f"{CASES}{walk.case.case_number}/", "abort", {"reason": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


def test_a_manager_aborts_and_the_account_is_void(as_manager: Client, walk: Walk) -> None:
    answer = act(as_manager, f"{CASES}{walk.case.case_number}/", "abort", {"reason": "客户撤销项目"})
    assert (answer.status_code, answer.json()["state"]) == (200, CaseState.ABORTED)
    assert answer.json()["open_tasks"] == []
    assert SupplyAccount.objects.get(pk=walk.case.account_id).status == "V"


def test_a_stale_tag_is_refused_with_the_present_state(as_manager: Client, walk: Walk) -> None:
    record = f"{CASES}{walk.case.case_number}/"
    seen = as_manager.get(record)["ETag"]
    act(as_manager, record, "green-channel", {"is_green": True, "reason": "重点项目"})
    answer = post(as_manager, f"{record}abort/", {"reason": "x"}, if_match=seen)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["current"]["is_green_channel"] is True
    assert answer["ETag"] == as_manager.get(record)["ETag"] != seen
    assert Case.objects.get().state == CaseState.IN_PROGRESS


def test_a_change_between_check_and_lock_is_a_failed_precondition_too(
    as_manager: Client, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is quicker after the tag was judged: the operation itself finds out, under its lock."""
    record = f"{CASES}{walk.case.case_number}/"
    seen = as_manager.get(record)["ETag"]
    abort = control.abort_case

    def be_late(**kwargs):
        Case.objects.filter(pk=walk.case.pk).update(version=F("version") + 1)
        return abort(**kwargs)

    monkeypatch.setattr(control, "abort_case", be_late)
    answer = post(as_manager, f"{record}abort/", {"reason": "x"}, if_match=seen)
    assert (answer.status_code, answer.json()["current"]["version"]) == (412, walk.case.version + 1)
    assert answer["ETag"] == as_manager.get(record)["ETag"]


def test_without_a_tag_nothing_is_overwritten(as_manager: Client, walk: Walk) -> None:
    for action in ("abort", "withdraw", "suspend", "resume", "replan", "green-channel"):
        answer = post(as_manager, f"{CASES}{walk.case.case_number}/{action}/", {"reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required"), action


def test_suspend_and_resume(as_manager: Client, walk: Walk) -> None:
    url = f"{CASES}{walk.case.case_number}/"
    body = {"stop_reason": StopReason.CUSTOMER_HOLD, "note": "客户书面申请"}
    held = act(as_manager, url, "suspend", body).json()
    assert held["state"] == CaseState.SUSPENDED
    assert all(clock["due_at"] is None for clock in held["clocks"])
    again = act(as_manager, url, "resume").json()
    assert again["state"] == CaseState.IN_PROGRESS
    assert any(clock["due_at"] for clock in again["clocks"])


def test_a_dispatcher_claims_and_hands_on(client: Client, walk: Walk) -> None:
    dispatcher = walk.company.who("R2")
    client.force_login(dispatcher)
    task = walk.task("dispatch_survey")
    record = f"{TASKS}{task.pk}/"
    claimed = act(client, record, "claim").json()
    assert claimed["assignee"] == dispatcher.number
    mine = client.get(TASKS, {"mine": "true", "state": "OPEN"}).json()["results"]
    assert [one["id"] for one in mine] == [task.pk]
    unknown = act(client, record, "assign", {"assignee": "no-such"})
    assert unknown.status_code == 400
    assert [error["field"] for error in unknown.json()["errors"]] == ["assignee"]


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_for_one_and_for_thirty(
    as_manager: Client, walk: Walk, count: int, now: datetime, django_assert_num_queries
) -> None:
    for serial in range(1, count):
        Walk(walk.company, now, SIMPLE, serial=serial).accept()
    as_manager.get(CASES)
    with django_assert_num_queries(3):
        assert len(as_manager.get(CASES).json()["results"]) == count
    with django_assert_num_queries(3):
        assert len(as_manager.get(TASKS).json()["results"]) >= count


def test_a_whole_case_costs_the_same_early_and_late(walk: Walk, django_assert_num_queries) -> None:
    """Counted without the session, whose store may or may not have to be asked again meanwhile."""
    client = APIClient()
    client.force_authenticate(walk.company.who("MGR"))
    url = f"{CASES}{walk.case.case_number}/"
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    walk.run_until("energise")
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
