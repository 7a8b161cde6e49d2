"""Doing steps through the browser's forms: the happy way, drafts, two people at once, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bizexpansion.enums import CaseState, TaskState
from bizexpansion.models import SupplyPlan, Task
from bizexpansion.operations.desk import assign_task
from crm.org.enums import Role
from crm.org.models import Staff
from crm.web.models import FormDraft
from tests.factories.bizexpansion import DOERS, FULL, SIMPLE, Company, Walk, Wishes
from tests.factories.bizexpansion_forms import typed
from tests.factories.html_forms import fields_of
from tests.factories.org import make_staff

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]


def address_of(walk: Walk, node: str) -> str:
    """Where the form of an open step stands."""
    return f"/cases/{walk.case.case_number}/tasks/{walk.task(node).pk}/"


def opened(client: Client, walk: Walk, node: str) -> dict[str, Any]:
    """The form as a browser finds it."""
    answer = client.get(address_of(walk, node))
    assert answer.status_code == 200
    return dict(fields_of(answer.content.decode()))


@pytest.mark.parametrize("wishes", [SIMPLE, FULL], ids=["simple", "full"])
def test_case_goes_its_way_through_the_pages(wishes: Wishes, walk_to: WalkTo, browser: Browser) -> None:
    """Every step from the survey on: its person opens the page, types, sends, and lands on the case."""
    walk = walk_to("dispatch_survey", wishes=wishes)
    while walk.case.is_open:
        node = next(node for node in DOERS if node in walk.open_nodes())
        task = walk.task(node)
        who: str | Staff = Staff.objects.get(pk=task.assignee_id) if task.assignee_id else DOERS[node]
        client = browser(who)
        data = opened(client, walk, node) | typed(walk, node)
        answer = client.post(address_of(walk, node), data)
        assert answer.status_code == 302, (node, answer.content.decode())
        assert answer.headers["Location"] == f"/cases/{walk.case.case_number}/"
        walk.case.refresh_from_db()
    assert walk.case.state == CaseState.CLOSED


def test_wrong_entries_are_named_and_kept(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    client = browser("R4")
    data = opened(client, walk, "draft_plan") | typed(walk, "draft_plan")
    data |= {"approved_capacity": "-5", "sources-0-capacity": "abc", "access_scheme": "由星湖变供电"}
    answer = client.post(address_of(walk, "draft_plan"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#id_approved_capacity"' in text
    assert 'href="#id_sources-0-capacity"' in text
    again = fields_of(text)
    assert (again["approved_capacity"], again["sources-0-capacity"]) == ("-5", "abc")
    assert again["access_scheme"] == "由星湖变供电"
    assert not SupplyPlan.objects.exists()


def test_who_did_the_step_says_more_than_what_is_wrong_with_its_entries(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    client, address = browser("R4"), address_of(walk, "draft_plan")
    data = opened(client, walk, "draft_plan") | typed(walk, "draft_plan")
    assert client.post(address, data).status_code == 302
    answer = client.post(address, data | {"approved_capacity": "-5"})
    assert answer.status_code == 409
    assert "查看工单最新状态" in answer.content.decode()


def test_refusal_of_the_operation_stands_at_the_row(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    client = browser("R4")
    data = opened(client, walk, "draft_plan") | typed(walk, "draft_plan") | {"transformers-0-source": "9"}
    answer = client.post(address_of(walk, "draft_plan"), data)
    assert answer.status_code == 422
    assert "方案中没有这路电源" in answer.content.decode()


def test_step_of_another_role_is_refused(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    assert browser("R12").get(address_of(walk, "draft_plan")).status_code == 403
    assert browser("R12").post(address_of(walk, "draft_plan"), {}).status_code == 403


def test_step_on_another_desk_leads_back_to_the_case(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("draft_plan")
    other = make_staff("Y904", company.tree["YQ-T"], Role.R4, name="秦朗")
    assign_task(task_id=walk.task("draft_plan").pk, assignee=other, actor=company.who("MGR"), now=timezone.now())
    answer = browser("R4").get(address_of(walk, "draft_plan"), follow=True)
    assert "该任务已派给秦朗" in answer.content.decode()


def test_two_people_press_and_the_second_is_told_who(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("approve_plan")
    rival = make_staff("Y905", company.tree["YQ-T"], Role.R5, name="施展")
    first, second = browser("R5"), browser(rival)
    address = address_of(walk, "approve_plan")
    early = opened(first, walk, "approve_plan") | {"decision": "APPROVE", "note": "同意"}
    late = opened(second, walk, "approve_plan") | {"decision": "REDRAFT", "note": "电源点选择不合理"}
    assert first.post(address, early).status_code == 302
    answer = second.post(address, late)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert company.people["R5"].name in text
    assert "办理了该环节" in text
    assert "电源点选择不合理" in text  # nothing typed is lost
    assert f'href="/cases/{walk.case.case_number}/"' in text
    task = Task.objects.get(case=walk.case, node="approve_plan")
    assert (task.outcome, task.done_by_id) == ("approved", company.people["R5"].pk)
    after = second.get(address, follow=True)
    assert after.redirect_chain[0][0].endswith("/steps/approve_plan/")


def test_stale_form_is_refused_and_sent_again_is_a_decision(
    walk_to: WalkTo, browser: Browser, company: Company
) -> None:
    walk = walk_to("approve_plan")
    client = browser("R5")
    data = opened(client, walk, "approve_plan") | {"decision": "APPROVE", "note": "同意方案"}
    task = walk.task("approve_plan")
    assign_task(task_id=task.pk, assignee=company.who("R5"), actor=company.who("MGR"), now=timezone.now())
    answer = client.post(address_of(walk, "approve_plan"), data)
    assert answer.status_code == 409
    again = dict(fields_of(answer.content.decode()))
    assert (again["decision"], again["note"]) == ("APPROVE", "同意方案")
    assert again["version"] != data["version"]
    assert client.post(address_of(walk, "approve_plan"), again).status_code == 302


def test_draft_comes_back_with_its_rows(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    client, task = browser("R4"), walk.task("draft_plan")
    data = opened(client, walk, "draft_plan") | {
        "access_scheme": "草稿",
        "sources-TOTAL_FORMS": "2",
        "sources-1-number": "2",
        "sources-1-line": "新线路",
    }
    assert client.post(f"/drafts/step-draft_plan/{task.pk}/", data).status_code == 200
    restored = opened(client, walk, "draft_plan")
    assert restored["access_scheme"] == "草稿"
    assert restored["sources-1-line"] == "新线路"
    assert restored["sources-TOTAL_FORMS"] == "2"
    other = browser(make_staff("Y904", walk.company.tree["YQ-T"], Role.R4))
    assert opened(other, walk, "draft_plan")["access_scheme"] == ""


def test_draft_keeps_no_empty_rows_and_goes_when_sent(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    client, task = browser("R4"), walk.task("draft_plan")
    untouched = opened(client, walk, "draft_plan")
    client.post(f"/drafts/step-draft_plan/{task.pk}/", untouched)
    data = opened(client, walk, "draft_plan") | typed(walk, "draft_plan")
    assert client.post(address_of(walk, "draft_plan"), data).status_code == 302
    assert not FormDraft.objects.exists()


def test_one_more_row(browser: Browser, company: Company) -> None:
    client = browser("R4")
    answer = client.get("/steps/draft_plan/rows/sources/?sources-TOTAL_FORMS=2", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert 'name="sources-2-line"' in text
    assert 'name="sources-TOTAL_FORMS" value="3"' in text
    assert client.get("/steps/draft_plan/rows/sources/?sources-TOTAL_FORMS=60").status_code == 204
    assert client.get("/steps/draft_plan/rows/nothing/").status_code == 404
    assert client.get("/steps/nothing/rows/sources/").status_code == 404
    assert browser("R12").get("/steps/draft_plan/rows/sources/").status_code == 403


def test_done_step_is_shown_as_filled_in(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    task = Task.objects.get(case=walk.case, node="survey", state=TaskState.DONE)
    answer = browser("R3").get(f"/cases/{walk.case.case_number}/tasks/{task.pk}/", follow=True)
    assert answer.redirect_chain[0][0].endswith("/steps/survey/")
    assert "630.00" in answer.content.decode()


def test_task_of_another_case_is_not_there(walk_to: WalkTo, browser: Browser) -> None:
    one, other = walk_to("draft_plan"), walk_to("draft_plan")
    address = f"/cases/{one.case.case_number}/tasks/{other.task('draft_plan').pk}/"
    assert browser("R4").get(address).status_code == 404
