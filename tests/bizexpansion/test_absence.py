"""Somebody is away: their desk goes to colleagues at work, or back to the team; nothing new comes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bizexpansion.engine.marking import Opened, Reason
from bizexpansion.flows import get_flow
from bizexpansion.models import Task
from bizexpansion.operations.absence import hand_over_desk
from bizexpansion.operations.desk import assign_task
from bizexpansion.operations.people import assignee_for
from crm.errors import NotPermitted, OutOfScope
from crm.messages.models import Notification
from crm.org.enums import Role
from crm.org.models import Staff
from tests.bizexpansion.views.conftest import browser, company, empty_cache, walk_to  # noqa: F401
from tests.factories.bizexpansion import Company, Walk
from tests.factories.org import make_staff

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]


def on_the_desk(walk: Walk, company: Company) -> Task:  # noqa: F811
    """The plan is on the desk of the plan engineer."""
    task = walk.task("draft_plan")
    now = timezone.now()
    return assign_task(task_id=task.pk, assignee=company.people["R4"], actor=company.who("MGR"), now=now)


def test_the_desk_is_handed_on_from_the_page(walk_to: WalkTo, browser: Browser, company: Company) -> None:  # noqa: F811
    first, second = on_the_desk(walk_to("draft_plan"), company), on_the_desk(walk_to("draft_plan"), company)
    away, other = company.people["R4"], make_staff("Y904", company.tree["YQ-T"], Role.R4, name="秦朗")
    page, at = browser("MGR"), f"/queue/absence/?person={away.pk}"
    assert "/queue/absence/" in page.get("/?desk=team").content.decode()
    assert page.get(at).content.decode().count(f'<option value="{other.pk}" selected>') == 2
    until = timezone.localdate() + timedelta(days=3)
    form = {"until": until.isoformat(), f"task-{first.pk}": str(other.pk), f"task-{second.pk}": "team"}
    wrong = page.post(at, form | {"until": "2020-01-01"})
    assert (wrong.status_code, f'<option value="{other.pk}" selected>' in wrong.content.decode()) == (422, True)
    for _time in range(2):
        assert page.post(at, form).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    away.refresh_from_db()
    assert (first.assignee_id, second.assignee_id, away.absent_until) == (other.pk, None, until)
    told = Notification.objects.get(recipient=away, key__startswith="handed-over:")
    assert timezone.localdate(told.not_before) > until


def test_who_took_a_task_meanwhile_keeps_it(walk_to: WalkTo, company: Company) -> None:  # noqa: F811
    task = on_the_desk(walk_to("draft_plan"), company)
    away, faster = company.people["R4"], make_staff("Y904", company.tree["YQ-T"], Role.R4)
    now, manager = timezone.now(), company.who("MGR")
    assign_task(task_id=task.pk, assignee=faster, actor=manager, now=now)
    until = timezone.localdate(now) + timedelta(days=1)
    result = hand_over_desk(person=away, until=until, plan={task.pk: None}, actor=manager, now=now)
    task.refresh_from_db()
    assert (result.done, list(result.refused), task.assignee_id) == ([], [task.pk], faster.pk)


def test_only_leaders_of_the_department(walk_to: WalkTo, browser: Browser, company: Company) -> None:  # noqa: F811
    task = on_the_desk(walk_to("draft_plan"), company)
    stranger = make_staff("W002", company.tree["WZ-T"], Role.R2)
    assert browser(stranger).get(f"/queue/absence/?person={company.people['R4'].pk}").status_code == 404
    assert browser("R4").get("/queue/absence/").status_code == 403
    now = timezone.now()
    for actor, refusal in ((stranger, OutOfScope), (company.who("R1"), NotPermitted)):
        with pytest.raises(refusal):
            hand_over_desk(
                person=company.people["R4"],
                until=timezone.localdate(now),
                plan={task.pk: None},
                actor=actor,
                now=now,
            )


def test_nothing_new_comes_to_an_empty_desk(walk_to: WalkTo, company: Company) -> None:  # noqa: F811
    """The plan comes back to whoever drafted it, unless that person is away: then the team has it."""
    walk = walk_to("approve_plan")
    drafted = walk.case.tasks.get(node="draft_plan")
    assert drafted.done_by is not None
    step, opened = get_flow("104").steps["draft_plan"], Opened("draft_plan", "", 2, "", Reason.RETURN)
    now = timezone.now()
    assert assignee_for(walk.case, step, opened, now) == drafted.done_by
    Staff.objects.filter(pk=drafted.done_by_id).update(absent_until=timezone.localdate(now))
    assert assignee_for(walk.case, step, opened, now) is None
