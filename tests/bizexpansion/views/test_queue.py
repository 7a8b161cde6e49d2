"""The work queue: whose tasks, in which order, at what cost; dispatch, claim, and the quiet refresh."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from bizexpansion.enums import TaskState
from bizexpansion.models import Case, Task
from bizexpansion.operations.desk import assign_task, claim_task
from bizexpansion.queries import queue
from bizexpansion.queries.queue import DESKS, desk_counts, desk_tasks
from bizexpansion.views.queue import WorkQueue
from crm.org.enums import Role
from crm.org.models import Staff
from tests.factories.bizexpansion import Company, Walk
from tests.factories.org import make_staff
from tests.statements import Statements

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]


def rows_of(client: Client, query: str = "") -> list[str]:
    """The numbers of the cases in the order of the rows."""
    text = client.get(f"/{query}").content.decode()
    return re.findall(r'<a href="/cases/([0-9-]+)/">', text)


def counts_of(client: Client) -> list[str]:
    """The figures on the tabs."""
    return re.findall(r'<span class="tab-count">([^<]+)</span>', client.get("/").content.decode())


def test_each_desk_shows_its_tasks(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    mine, free = walk_to("draft_plan"), walk_to("draft_plan")
    claim_task(task_id=mine.task("draft_plan").pk, actor=company.who("R4"), now=timezone.now())
    page = browser("R4")
    assert rows_of(page) == [mine.case.case_number]
    assert set(rows_of(page, "?desk=team")) == {mine.case.case_number, free.case.case_number}
    assert rows_of(page, "?desk=unassigned") == [free.case.case_number]
    assert counts_of(page) == ["1", "2", "1", "0", "0"]


def test_a_person_sees_the_steps_of_his_role_only(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan")
    assert rows_of(browser("R4"), "?desk=team") == [walk.case.case_number]
    assert rows_of(browser("R12"), "?desk=team") == []
    assert rows_of(browser("MGR")) == [walk.case.case_number]


def test_second_role_of_a_step_sees_it_too(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("reply_plan")
    assert rows_of(browser("R6"), "?desk=team") == [walk.case.case_number]
    assert rows_of(browser("R1"), "?desk=team") == [walk.case.case_number]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_filters_that_are_drawn_once_are_those_that_the_form_draws(
    browser: Browser, company: Company, language: str
) -> None:
    """Without a filter in force they are kept, with one they are drawn for this request."""
    person = company.who("R4")
    Staff.objects.filter(pk=person.pk).update(language=language)

    def drawn(query: str) -> str:
        page = browser("R4").get(f"/?{query}").content.decode()
        return re.sub(r"\s+|selected", "", page[page.index('<form id="filters"') :].partition("</form>")[0])

    kept = drawn("desk=unassigned")
    assert kept == drawn("desk=unassigned&flow=104")
    assert 'value="unassigned"' in kept
    assert kept != drawn("desk=team"), "the tab stays as it is"


def test_nobody_is_counted_beyond_the_cap(
    walk_to: WalkTo, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for who sees whole departments nor for who does some steps of them."""
    walk_to("draft_plan", days_ago=60), walk_to("draft_plan", days_ago=60)
    monkeypatch.setattr(queue, "COUNT_CAP", 1)
    for role in ("MGR", "R4"):
        queue._counting.cache_clear()
        counts = desk_counts(company.who(role), timezone.now())
        assert (counts["mine"], counts["team"], counts["unassigned"]) == ("0", "1+", "1+")
    queue._counting.cache_clear()


def test_another_department_sees_nothing(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk_to("draft_plan")
    stranger = make_staff("W004", company.tree["WZ-T"], Role.R4, Role.MANAGER)
    page = browser(stranger)
    assert rows_of(page, "?desk=team") == []
    assert counts_of(page) == ["0"] * 5


def test_nearest_deadline_first_and_what_waits_last(walk_to: WalkTo, browser: Browser) -> None:
    late, fresh, waiting = walk_to("reply_plan", days_ago=40), walk_to("reply_plan"), walk_to("customer_answer")
    page = browser("R6")
    numbers = [walk.case.case_number for walk in (late, fresh, waiting)]
    assert rows_of(page, "?desk=team") == numbers
    assert rows_of(page, "?desk=overdue") == numbers[:1]
    text = page.get("/?desk=team").content.decode()
    assert "超期" in text
    assert "暂停中 · 待客户确认方案" in text


def test_due_soon_is_before_the_end_of_today_or_warned(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("reply_plan")
    clock = walk.task("reply_plan").clock
    assert clock is not None
    noon = timezone.localtime().replace(hour=12, minute=0)
    clock.due_at, clock.warn_at = noon + timedelta(hours=11, minutes=59), None
    clock.save()
    assert desk_counts(company.who("R6"), noon)["soon"] == "1"
    clock.due_at = noon + timedelta(hours=12)
    clock.save()
    assert desk_counts(company.who("R6"), noon)["soon"] == "0", "tomorrow"
    clock.warn_at = noon - timedelta(minutes=1)
    clock.save()
    assert desk_counts(company.who("R6"), noon)["soon"] == "1"


def test_filters_narrow_and_stand_as_chips(walk_to: WalkTo, browser: Browser) -> None:
    green, plain = walk_to("draft_plan"), walk_to("draft_plan")
    Case.objects.filter(pk=green.case.pk).update(is_green_channel=True)
    page = browser("R4")
    assert rows_of(page, "?desk=team&green=true") == [green.case.case_number]
    assert set(rows_of(page, "?desk=team&voltage=AC00102")) <= {green.case.case_number, plain.case.case_number}
    assert rows_of(page, "?desk=team&step=survey") == []
    text = page.get("/?desk=team&green=true").content.decode()
    assert 'class="filter-chips"' in text
    assert 'name="desk" value="team"' in text


@pytest.mark.parametrize("desk", ["mine", "team"])
def test_cost_does_not_grow_with_rows(desk: str, company: Company, browser: Browser) -> None:
    """One row or a page of them: the same queries."""
    walks = [Walk(company, timezone.localtime()) for _ in range(WorkQueue.page_size)]
    page = browser("MGR" if desk == "team" else "R2")

    def fill(some: list[Walk]) -> None:
        for walk in some:
            walk.accept()
            Task.objects.filter(case=walk.case, state=TaskState.OPEN).update(assignee=company.who("R2"))

    def cost() -> int:
        page.get(f"/?desk={desk}")  # the session is touched at most once a minute
        with Statements() as queries:
            page.get(f"/?desk={desk}")
        return queries.cost

    fill(walks[:1])
    one = cost()
    fill(walks[1:])
    assert len(rows_of(page, f"?desk={desk}")) == WorkQueue.page_size
    assert cost() == one
    assert one <= 9


def test_the_numbers_on_the_tabs_are_those_of_the_lists(walk_to: WalkTo, company: Company) -> None:
    """The counts are SQL of their own, the lists are `DESKS`."""
    for node, days in (("reply_plan", 40), ("reply_plan", 0), ("customer_answer", 0), ("draft_plan", 3)):
        walk_to(node, days_ago=days)
    reply = Task.objects.filter(node="reply_plan", state=TaskState.OPEN).latest("pk")
    reply.assignee = company.who("R6")
    reply.save()
    ends = Task.objects.filter(state=TaskState.OPEN, due_at__isnull=False).values_list("due_at", flat=True)
    moments = [timezone.now(), *(end - timedelta(minutes=1) for end in ends), *ends]
    held: set[str] = set()
    for role in ("R4", "R6", "MGR"):
        person = company.who(role)
        for moment in moments:
            counts = desk_counts(person, moment)
            assert counts == {desk.key: str(desk_tasks(person, desk.key, moment).count()) for desk in DESKS}
            held |= {key for key, number in counts.items() if number != "0"}
    assert held == {desk.key for desk in DESKS}


def test_counts_cost_one_query(
    walk_to: WalkTo, company: Company, django_assert_num_queries: Callable[[int], None]
) -> None:
    walk_to("draft_plan")
    person = company.who("R4")
    desk_counts(person, timezone.now())  # the roles are read once per request
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert desk_counts(person, timezone.now())["team"] == "1"


def test_bulk_dispatch_hands_over_what_can_be(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    first, second, other = walk_to("draft_plan"), walk_to("draft_plan"), walk_to("reply_plan")
    tasks = [first.task("draft_plan"), second.task("draft_plan"), other.task("reply_plan")]
    page = browser("MGR")
    answer = page.post(
        "/queue/assign/",
        {"task": [str(task.pk) for task in tasks], "assignee": str(company.people["R4"].pk), "query": "desk=team"},
        follow=True,
    )
    assert answer.redirect_chain == [("/?desk=team", 302)]
    for task in tasks:
        task.refresh_from_db()
    assert [task.assignee_id for task in tasks] == [company.people["R4"].pk] * 2 + [None]
    text = answer.content.decode()
    assert "已将 2 项任务派给" in text
    assert other.case.case_number in text


def test_dispatch_needs_the_permission(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    task = walk_to("draft_plan").task("draft_plan")
    page = browser("R4")
    assert "派给" not in page.get("/?desk=team").content.decode()
    page.post("/queue/assign/", {"task": str(task.pk), "assignee": str(company.people["R4"].pk)})
    task.refresh_from_db()
    assert task.assignee_id is None


def test_colleagues_of_the_rows_are_offered(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    task = walk_to("draft_plan").task("draft_plan")
    able, unable = company.people["R4"], company.people["R12"]
    offered = browser("MGR").get(f"/queue/colleagues/?task={task.pk}&task=x").content.decode()
    assert f'<option value="{able.pk}">{able.name} {able.number}' in offered
    assert f'value="{unable.pk}"' not in offered
    assert "<option value=" not in browser("MGR").get("/queue/colleagues/").content.decode().replace('value=""', "")
    assert browser("R4").get("/queue/colleagues/").status_code == 403


def test_further_rows_can_be_chosen_too(walk_to: WalkTo, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkQueue, "page_size", 1)
    walk_to("draft_plan"), walk_to("draft_plan")
    page = browser("MGR")
    first = page.get("/?desk=team").content.decode()
    after = re.findall(r'hx-get="(\?[^"]*after=[^"]*)"', first)
    assert 'hx-trigger="click, intersect once"' in first
    further = page.get(f"/{unescape(after[0])}", headers={"HX-Request": "true"}).content.decode()
    assert first.count('name="task"') == further.count('name="task"') == 1


def test_claim_takes_what_is_free(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    free, taken = walk_to("survey"), walk_to("survey")
    for walk in (free, taken):
        Task.objects.filter(pk=walk.task("survey").pk).update(assignee=None)
    now = timezone.now()
    claim_task(task_id=taken.task("survey").pk, actor=company.who("R3b"), now=now)
    ids = [str(walk.task("survey").pk) for walk in (free, taken)]
    answer = browser("R3").post("/queue/assign/", {"task": ids, "claim": "1"}, follow=True).content.decode()
    assert free.task("survey").assignee_id == company.people["R3"].pk
    assert taken.task("survey").assignee_id == company.people["R3b"].pk
    assert company.people["R3b"].name in answer


def test_refresh_tells_who_took_a_row(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    kept, taken, done = walk_to("draft_plan"), walk_to("draft_plan"), walk_to("draft_plan")
    shown = [walk.task("draft_plan").pk for walk in (kept, taken, done)]
    page = browser("R4")
    second = make_staff("Y904", company.tree["YQ-T"], Role.R4, name="秦朗")
    assign_task(task_id=shown[1], assignee=second, actor=company.who("MGR"), now=timezone.now())
    done.do("draft_plan")
    query = "&".join(f"shown={pk}" for pk in shown)
    answer = page.get(f"/queue/refresh/?desk=unassigned&{query}", headers={"HX-Request": "true", "X-Quiet": "1"})
    text = answer.content.decode()
    assert text.count('class="gone"') == 2
    assert "现由 秦朗 持有" in text
    assert f"{company.people['R4'].name} 已办结" in text
    assert re.findall(r'name="shown" value="(\d+)"', text) == [str(shown[0])]
    assert 'hx-swap-oob="innerHTML"' in text


def test_refresh_leaves_out_what_is_out_of_sight(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    task = walk_to("draft_plan").task("draft_plan")
    stranger = make_staff("W004", company.tree["WZ-T"], Role.R4)
    text = browser(stranger).get(f"/queue/refresh/?desk=team&shown={task.pk}").content.decode()
    assert "gone" not in text
    assert task.case.case_number not in text


def test_whoever_has_no_tasks_is_led_to_a_page_of_his_own(browser: Browser, company: Company) -> None:
    admin = make_staff("S001", company.tree["MKT"], Role.SYSTEM_ADMIN)
    answer = browser(admin).get("/")
    assert answer.status_code == 302
    assert browser(admin).get(answer.headers["Location"]).status_code == 200


def test_empty_desk_says_what_to_do(browser: Browser) -> None:
    text = browser("R4").get("/?desk=mine").content.decode()
    assert "您手上没有任务" in text
    assert "?desk=unassigned" in text


def test_the_queue_follows_the_clocks(walk_to: WalkTo) -> None:
    """Whoever moves a clock, the open task under it has the same deadline in the same moment."""
    task = walk_to("reply_plan").task("reply_plan")
    clock = task.clock
    assert clock is not None
    assert (task.due_at, task.warn_at) == (clock.due_at, clock.warn_at)
    later = timezone.now() + timedelta(days=9)
    type(clock).objects.filter(pk=clock.pk).update(due_at=later)
    task.refresh_from_db()
    assert (task.due_at, task.warn_at) == (later, clock.warn_at)
    Task.objects.filter(pk=task.pk).update(clock=None)
    task.refresh_from_db()
    assert (task.due_at, task.warn_at) == (None, None)
