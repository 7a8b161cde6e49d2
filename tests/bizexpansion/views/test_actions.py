"""What can be done to a case besides its steps: who is offered it, what the page says, what it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bizexpansion.enums import CaseState, TaskState
from bizexpansion.models import CaseEvent, GridProgress, MissingNotice, Task
from bizexpansion.operations.desk import claim_task
from crm.org.enums import Role
from tests.factories.bizexpansion import FULL, SIMPLE, Company, Walk
from tests.factories.org import make_staff

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]
EVERYTHING = {"urge", "green", "suspend", "resume", "replan", "withdraw", "abort"}


def offered(client: Client, walk: Walk) -> set[str]:
    """The actions on the case that the page offers."""
    text = client.get(f"/cases/{walk.case.case_number}/").content.decode()
    return set(re.findall(rf'href="/cases/{walk.case.case_number}/do/([a-z]+)/"', text))


def act(client: Client, walk: Walk, action: str, task: Task | None = None, **data: Any) -> Any:
    """Open the page of an action and send it."""
    address = f"/cases/{walk.case.case_number}/" + (f"tasks/{task.pk}/" if task else "") + f"do/{action}/"
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())
    return client.post(address, data | {"version": version[1] if version else ""})


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        ("R1", {"urge", "withdraw", "abort"}),
        ("R4", {"replan"}),
        ("R6", {"urge", "green", "suspend", "replan", "withdraw", "abort"}),
        ("R12", set()),
        ("MGR", {"urge", "green", "suspend", "replan", "withdraw", "abort"}),
    ],
)
def test_each_role_is_offered_its_actions(role: str, actions: set[str], walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("approve_plan")
    client = browser(role)
    assert offered(client, walk) == actions
    for action in EVERYTHING - actions:
        address = f"/cases/{walk.case.case_number}/do/{action}/"
        assert client.get(address).status_code == 403
        if action != "resume":  # for R6 and MGR it is only not the moment, and the operation does nothing
            assert client.post(address, {"reason": "x", "note": "x"}).status_code in (403, 422)
    walk.case.refresh_from_db()
    assert walk.case.state == CaseState.IN_PROGRESS


def test_abort_says_in_numbers_what_it_undoes_and_does_it(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("issue_meter", wishes=FULL)
    client = browser("R6")
    text = client.get(f"/cases/{walk.case.case_number}/do/abort/").content.decode()
    assert "1 个在办环节关闭" in text
    assert "撤回 6 项变更" in text
    assert "¥345,600.00" in text
    answer = act(client, walk, "abort", reason="客户放弃项目")
    assert answer.headers["Location"] == f"/cases/{walk.case.case_number}/"
    walk.case.refresh_from_db()
    assert (walk.case.state, walk.case.closing_reason) == (CaseState.ABORTED, "客户放弃项目")


def test_abort_wants_a_reason(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("survey")
    assert act(browser("R6"), walk, "abort", reason=" ").status_code == 422
    walk.case.refresh_from_db()
    assert walk.case.is_open


def test_what_was_decided_on_an_old_page_is_refused(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("survey")
    address = f"/cases/{walk.case.case_number}/do/abort/"
    client = browser("R6")
    version = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    assert version
    walk.do("survey")
    answer = client.post(address, {"version": version[1], "reason": "客户放弃项目"})
    assert answer.status_code == 409
    assert "客户放弃项目" in answer.content.decode()
    walk.case.refresh_from_db()
    assert walk.case.is_open


def test_sealed_case_cannot_be_aborted(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("call_back")
    assert offered(browser("R6"), walk) == {"urge", "green", "suspend"}


def test_suspend_and_resume(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("survey"), browser("R6")
    answer = act(client, walk, "suspend", reason="FORCE_MAJEURE", note="台风", document="停工令 12 号")
    assert answer.status_code == 302
    walk.case.refresh_from_db()
    assert walk.case.state == CaseState.SUSPENDED
    assert act(client, walk, "resume", note="").status_code == 302
    walk.case.refresh_from_db()
    assert walk.case.state == CaseState.IN_PROGRESS


def test_urge_is_counted_and_seen(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("survey")
    act(browser("R6"), walk, "urge", note="客户来电")
    text = browser("R3").get("/?desk=team").content.decode()
    assert "催办 1 次" in text


def test_green_channel_on_and_off(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("survey"), browser("R6")
    for expected in (True, False):
        act(client, walk, "green", reason="重点项目")
        walk.case.refresh_from_db()
        assert walk.case.is_green_channel is expected


def test_plan_anew(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_contract", "fix_metering_plan")
    assert act(browser("R4"), walk, "replan", reason="线路改造").status_code == 302
    assert walk.open_nodes() == {"draft_plan"}


def test_return_to_a_chosen_step(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("approve_plan"), browser("R5")
    task = walk.task("approve_plan")
    address = f"/cases/{walk.case.case_number}/tasks/{task.pk}/do/return/"
    text = client.get(address).content.decode()
    assert re.findall(r'type="radio"[^>]*value="([a-z_]+)"|value="([a-z_]+)"[^>]*type="radio"', text)
    assert 'value="accept"' not in text
    assert act(client, walk, "return", task, target="survey", reason="容量不符").status_code == 302
    assert walk.open_nodes() == {"survey"}
    assert act_refused(client, walk, "return", walk.task("survey")) == 403


def act_refused(client: Client, walk: Walk, action: str, task: Task) -> int:
    """The answer to somebody who may not."""
    return client.get(f"/cases/{walk.case.case_number}/tasks/{task.pk}/do/{action}/").status_code


def test_returning_to_the_acceptance_is_refused(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("approve_plan"), browser("R5")
    assert act(client, walk, "return", walk.task("approve_plan"), target="accept", reason="x").status_code == 422
    assert walk.open_nodes() == {"approve_plan"}


def test_claim_transfer_dispatch(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("draft_plan")
    other = make_staff("Y904", company.tree["YQ-T"], Role.R4, name="秦朗")
    task = walk.task("draft_plan")
    case = f"/cases/{walk.case.case_number}/"
    assert browser("R4").post(f"{case}tasks/{task.pk}/do/claim/").status_code == 302
    task.refresh_from_db()
    assert task.assignee_id == company.people["R4"].pk
    assert browser(other).post(f"{case}tasks/{task.pk}/do/claim/").status_code == 409
    assert act(browser("R4"), walk, "transfer", task, assignee=str(other.pk), reason="").status_code == 422
    assert act(browser("R4"), walk, "transfer", task, assignee=str(other.pk), reason="休假").status_code == 302
    task.refresh_from_db()
    assert task.assignee_id == other.pk
    answer = act(browser("MGR"), walk, "dispatch", task, assignee=str(company.people["R4"].pk), reason="")
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.assignee_id == company.people["R4"].pk
    kinds = list(CaseEvent.objects.filter(task=task).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["CLAIMED", "TRANSFERRED", "DISPATCHED"]


def test_dispatch_offers_only_people_who_can(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("draft_plan")
    stranger = make_staff("W904", company.tree["WZ-T"], Role.R4)
    address = f"/cases/{walk.case.case_number}/tasks/{walk.task('draft_plan').pk}/do/dispatch/"
    text = browser("MGR").get(address).content.decode()
    assert f'value="{company.people["R4"].pk}"' in text
    assert f'value="{stranger.pk}"' not in text
    assert f'value="{company.people["R5"].pk}"' not in text


def test_take_back_ones_own_step(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("approve_plan")
    done = Task.objects.get(case=walk.case, node="draft_plan", state=TaskState.DONE)
    text = browser("R4").get(f"/cases/{walk.case.case_number}/").content.decode()
    assert f"/tasks/{done.pk}/do/take-back/" in text
    assert (
        f"/tasks/{done.pk}/do/take-back/"
        not in browser("R3").get(f"/cases/{walk.case.case_number}/").content.decode()
    )
    assert act(browser("R4"), walk, "take-back", done, reason="写错容量").status_code == 302
    assert walk.open_nodes() == {"draft_plan"}


def test_ask_for_papers_and_go_on(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("draft_plan"), browser("R4")
    task = walk.task("draft_plan")
    assert act(client, walk, "ask-papers", task, note="请补用地红线图").status_code == 302
    task.refresh_from_db()
    assert task.waiting_for == "W6"
    notice = MissingNotice.objects.get(task=task)
    sheet = client.get(f"/cases/{walk.case.case_number}/print/notice/{task.pk}/").content.decode()
    assert notice.note in sheet
    assert act(client, walk, "papers-here", task, note="").status_code == 302
    task.refresh_from_db()
    assert task.waiting_for == ""


def test_report_progress_of_the_grid_project(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("track_grid_project", "determine_fee", "receive_design", "draft_contract", wishes=FULL)
    task = walk.task("track_grid_project")
    later = f"{timezone.localtime().year + 1}-03-01"
    answer = act(browser("R9"), walk, "progress", task, percent="40", planned_finish=later, note="电缆敷设")
    assert answer.status_code == 302
    assert GridProgress.objects.get().percent == 40
    assert "40 %" in browser("R9").get(f"/cases/{walk.case.case_number}/").content.decode()
    assert (
        act(browser("R9"), walk, "progress", task, percent="30", planned_finish=later, note="x").status_code == 422
    )


def test_nobody_else_takes_a_held_step(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("approve_plan", wishes=SIMPLE)
    rival = make_staff("Y905", company.tree["YQ-T"], Role.R5)
    claim_task(task_id=walk.task("approve_plan").pk, actor=rival, now=timezone.now())
    text = browser("R5").get(f"/cases/{walk.case.case_number}/").content.decode()
    assert "btn-primary" not in text
    assert rival.name in text


def test_unknown_action_is_not_there(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("survey")
    assert browser("R6").get(f"/cases/{walk.case.case_number}/do/nothing/").status_code == 404
