"""Demo cases: real operations in the past, in every state, once; nothing lies in the future."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from bizexpansion.demo import build_cases
from bizexpansion.demo.changes import ChangeWalk
from bizexpansion.demo.crew import crews
from bizexpansion.demo.renewals import build_renewal
from bizexpansion.demo.scenarios import FULL, SIMPLE, STEPS, WORKS, Scenario, scenarios
from bizexpansion.demo.stories import stories
from bizexpansion.demo.story import FACTORY, SHOP, Story
from bizexpansion.demo.walk import DemoWalk
from bizexpansion.enums import CaseState, Profile, TaskState
from bizexpansion.flows import current_flows, get_flow, profile_of
from bizexpansion.models import Case, CaseEvent, Household, ListRowState, Task
from crm.audit.operation import SYSTEM
from crm.local.builders import SeedRequest
from crm.local.seed.organisation import build_organisation
from customers.book.demo.store import build_sections, build_store
from customers.book.enums import AccountStatus, TemporaryKind
from metering.models import BadDebt
from tests.factories.book import make_account

NOON = datetime.fromisoformat("2026-11-25T12:00:00+08:00")


@pytest.fixture
def request_() -> SeedRequest:
    return SeedRequest(accounts=10, seed=1, now=NOON, say=lambda line: None)


@pytest.fixture
def company(db: None) -> None:
    build_organisation(actor=SYSTEM, now=NOON)
    build_sections(actor=SYSTEM, now=NOON)
    build_store(actor=SYSTEM, now=NOON)


def walk(scenario: Scenario, request: SeedRequest, index: int = 0) -> Case:
    carried = DemoWalk(scenario, index, request)
    carried.run(crews())
    return Case.objects.get(token=carried.token)


def open_steps(case: Case) -> set[str]:
    return set(case.tasks.filter(state=TaskState.OPEN).values_list("node", flat=True))


def test_there_is_a_case_at_each_step_of_the_flow() -> None:
    stops = {scenario.stop for scenario in scenarios()}
    assert stops >= set(STEPS)
    assert set(STEPS) == set(get_flow("104").steps) - {"accept"}
    assert 40 <= len(scenarios()) <= 70


def test_every_flow_has_its_story_and_the_streamlined_ones_have_theirs() -> None:
    told = {(story.code, story.profile) for story in stories()} | {("104", Profile.CLASSIC)}
    assert told == {(graph.flow.code, profile_of(graph.flow)) for graph in current_flows()}


@pytest.mark.usefixtures("company")
class TestWalks:
    def test_a_full_case_ends_energised_in_the_book(self, request_: SeedRequest) -> None:
        case = walk(Scenario(kind=FULL), request_)
        assert case.state == CaseState.CLOSED
        assert case.account.status == AccountStatus.NORMAL
        assert case.account.energised_on is not None
        done = set(case.tasks.filter(state=TaskState.DONE).values_list("node", flat=True))
        assert done >= set(Scenario(kind=FULL).path) - {"receive_design"}

    @pytest.mark.parametrize(
        ("scenario", "state", "steps"),
        [
            (Scenario("reply_plan"), CaseState.IN_PROGRESS, {"reply_plan"}),
            (
                Scenario("approve_plan", outcomes={"approve_plan": ("resurvey",)}),
                CaseState.IN_PROGRESS,
                {"approve_plan"},
            ),
            (Scenario("draft_plan", then="suspend"), CaseState.SUSPENDED, {"draft_plan"}),
            (Scenario("customer_answer", then="withdraw"), CaseState.ABORTED, set()),
            (Scenario(outcomes={"survey": ("infeasible",)}), CaseState.ABORTED, set()),
            (
                Scenario("report_completion", WORKS, {"report_completion": ("incomplete",)}),
                None,
                {"report_completion"},
            ),
        ],
        ids=["stands", "again", "suspended", "withdrawn", "infeasible", "handed back"],
    )
    def test_a_case_stands_where_its_story_says(
        self, request_: SeedRequest, scenario: Scenario, state: str | None, steps: set[str]
    ) -> None:
        case = walk(scenario, request_, index=1)
        assert case.state == (state or CaseState.IN_PROGRESS)
        assert open_steps(case) == steps
        if case.state == CaseState.ABORTED:
            assert case.account.status == AccountStatus.VOIDED

    def test_all_happens_between_acceptance_and_now(self, request_: SeedRequest) -> None:
        case = walk(Scenario("energise", WORKS, green=True, urged=1), request_)
        moments = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert case.accepted_at <= moments[0]
        assert moments[-1] <= NOON
        assert (case.is_green_channel, case.urged_count) == (True, 1)

    def test_a_late_case_is_beyond_its_promise(self, request_: SeedRequest) -> None:
        case = walk(Scenario("survey", late=True), request_)
        task = case.tasks.get(state=TaskState.OPEN)
        assert task.clock is not None
        assert task.clock.due_at is not None
        assert task.clock.due_at < NOON - timedelta(days=7)
        punctual = walk(Scenario("survey"), request_, index=1).tasks.get(state=TaskState.OPEN)
        assert punctual.clock is not None
        assert punctual.clock.due_at is not None
        assert punctual.clock.due_at > NOON

    def test_separate_people_draft_and_approve(self, request_: SeedRequest) -> None:
        case = walk(Scenario("customer_answer", SIMPLE), request_)
        doers = dict(case.tasks.filter(state=TaskState.DONE).values_list("node", "done_by__number"))
        assert doers["draft_plan"] != doers["approve_plan"]
        assert case.department_id == case.account.department_id

    def test_a_batch_is_filled_in_through_its_forms(self, request_: SeedRequest) -> None:
        story = next(one for one in stories() if one.code == "112")
        build_cases(request_, [], [story])
        rows = Household.objects.values_list("state", flat=True)
        assert sorted(rows) == sorted([ListRowState.GOOD] * 10 + [ListRowState.WAITING] * 2)

    def test_what_cannot_be_told_is_named_and_stops_nothing_else(self) -> None:
        said: list[str] = []
        request = SeedRequest(accounts=10, seed=1, now=NOON, say=said.append)
        lost = Story("210", "approve_change", SHOP)
        broken = Story("301", "", typed={"accept": {"body_name": ""}})
        told = next(one for one in stories() if one.code == "112")
        build_cases(request, [Scenario("survey")], [lost, broken, told])
        assert set(Case.objects.values_list("flow_code", flat=True)) == {"104", "112"}
        left_out = [line for line in said if "LEFT OUT" in line]
        assert len(left_out) == 2
        assert "story 0 of 210, up to approve_change: NoAccount" in left_out[0]
        assert "story 1 of 301, up to its end: NotFilledIn" in left_out[1]
        assert "body_name" in left_out[1]

    def test_a_story_takes_nobody_who_was_not_yet_supplied(self, request_: SeedRequest) -> None:
        later = ChangeWalk(Story("201", "survey", FACTORY, days=0), 0, request_)
        energised = walk(Scenario(kind=FULL), request_).account
        assert energised.energised_on is not None
        later.crew = next(crew for crew in crews() if crew.department == energised.department)
        later.moment = NOON
        assert later.candidates(FACTORY) == [energised]
        later.moment = NOON - (NOON.date() - energised.energised_on) - timedelta(days=1)
        assert later.candidates(FACTORY) == []

    def test_a_temporary_supply_is_renewed_once(self, request_: SeedRequest) -> None:
        department = crews()[0].department
        today = timezone.localdate(NOON)
        site: dict[str, Any] = {"temporary": TemporaryKind.METERED, "built_on": today - timedelta(days=100)}
        site |= {"energised_on": site["built_on"], "temporary_until": today + timedelta(days=30)}
        account = make_account(department, **site)
        renewal = build_renewal(request_)
        assert renewal is not None
        assert (renewal.account, renewal.granted_until) == (account, today + timedelta(days=90))
        assert renewal.papers == ["M-CHG", "M-ORG"]
        assert build_renewal(request_) is None
        assert [one.case for one in account.terms.all()] == [None], "its term begins with it"

    def test_a_second_run_adds_nothing(self, request_: SeedRequest) -> None:
        few = [Scenario("survey"), Scenario("draft_plan")]
        build_cases(request_, few, [])
        before = self._rows()
        build_cases(request_, few, [])
        assert self._rows() == before
        assert Case.objects.count() == 2

    def test_no_accounts_no_cases(self, request_: SeedRequest) -> None:
        build_cases(SeedRequest(accounts=0, seed=1, now=timezone.now(), say=lambda line: None))
        assert not Case.objects.exists()

    @staticmethod
    def _rows() -> tuple[Any, ...]:
        return (Case.objects.count(), Task.objects.count(), CaseEvent.objects.count())


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_demo_holds_cases_in_every_state() -> None:
    said = StringIO()
    call_command("seed_demo", accounts=1500, stdout=said)
    assert "LEFT OUT" not in said.getvalue(), said.getvalue()
    assert_all_is_told()


def assert_all_is_told() -> None:
    """No scenario and no story is missing, and there is work of every kind."""
    assert Case.objects.count() == len(scenarios()) + len(stories())
    states = set(Case.objects.values_list("state", flat=True))
    assert states == set(CaseState.values)
    for story in stories():
        cases = Case.objects.filter(flow_code=story.code)
        stands = Q(tasks__state=TaskState.OPEN, tasks__node=story.stop) if story.stop else Q(state=CaseState.CLOSED)
        assert cases.filter(stands).exists(), (story.code, story.stop)
    assert BadDebt.objects.filter(is_approved=None).exists()
    open_tasks = Task.objects.filter(state=TaskState.OPEN)
    assert set(open_tasks.filter(case__flow_code="104").values_list("node", flat=True)) == set(STEPS)
    assert open_tasks.exclude(assignee=None).count() >= 10
    assert Case.objects.filter(is_green_channel=True).count() >= 2
    late = open_tasks.filter(clock__due_at__lt=timezone.now()).values("case").distinct().count()
    assert 4 <= late <= Case.objects.count() // 3
