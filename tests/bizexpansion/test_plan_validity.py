"""A replied plan stands a year (T12): reminded of twice, extended once in time, void at its end, the case proposed
to be aborted."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bizexpansion.enums import CaseState, EventKind, FollowUpState, ProjectFlag, TaskState, TermState
from bizexpansion.errors import PlanLapsed
from bizexpansion.models import CaseClock, FollowUp, PlanExtension, SupplyPlan, Term
from bizexpansion.operations import control
from bizexpansion.operations.plan_validity import extend_supply_plan, validity_of
from crm.clocks.sweep import Swept, sweep
from crm.errors import InvalidInput, NotPermitted
from crm.messages.models import Notification, OutgoingMessage
from crm.outbox.operations import drain
from tests.factories.bizexpansion import SIMPLE, Walk, Wishes, make_people

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
ENDS = date(2027, 11, 30)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def replied() -> Walk:
    """A single-source case whose plan was replied on 2026-11-30; the customer has not answered."""
    walk = Walk(make_people(), at(date(2026, 11, 25)), SIMPLE)
    walk.accept()
    walk.run_until("reply_plan")
    walk.now = at(date(2026, 11, 30))
    walk.do("reply_plan")
    drain(now=walk.now)
    return walk


def extend(walk: Walk, **entries: object) -> None:
    said = {"asked_on": walk.now.date(), "asked_by": "张三", "reason": "设计未完成"} | entries
    frame = {"actor": walk.company.who("R1"), "now": walk.now}
    walk.case = extend_supply_plan(case_id=walk.case.pk, **said, **frame)  # type: ignore[arg-type]


def pass_time(walk: Walk, day: date, hour: int = 10) -> Swept:
    walk.now = at(day, hour)
    swept = sweep(now=walk.now)
    drain(now=walk.now)
    walk.case.refresh_from_db()
    return swept


def told(template: str) -> list[str]:
    return list(OutgoingMessage.objects.filter(template=template).values_list("text", flat=True))


def test_customer_and_owner_are_reminded_30_and_7_days_before(replied: Walk) -> None:
    number = replied.case.case_number
    assert pass_time(replied, date(2027, 10, 29)).warned == 0
    assert pass_time(replied, date(2027, 11, 1)).warned == 1
    assert f"{number} 的供电方案有效期至 2027-11-30。如需延期，请在 2027-11-20 前" in told("plan.ends_soon")[0]
    assert pass_time(replied, date(2027, 11, 19)).warned == 0
    assert pass_time(replied, date(2027, 11, 24)).warned == 1
    assert len(told("plan.ends_soon")) == len(told("plan.ends_last")) == 1
    owner = Notification.objects.filter(kind="due", title__contains="有效期", recipient=replied.case.owner)
    assert owner.count() == 2
    assert owner[0].url == reverse("case", args=[number])


def test_an_extension_asked_for_in_time_moves_plan_and_clock_once(replied: Walk) -> None:
    replied.now = at(date(2027, 11, 20))
    for _time in range(2):
        extend(replied, until=date(2028, 5, 31))
    drain(now=replied.now)
    plan, clock = SupplyPlan.objects.get(case=replied.case), Term.objects.get(case=replied.case).clock
    assert (plan.valid_until, clock.due_at) == (date(2028, 5, 31), at(date(2028, 5, 31), 17).replace(minute=30))
    extension = PlanExtension.objects.get()
    assert (extension.ended_before, extension.valid_until) == (ENDS, date(2028, 5, 31))
    assert replied.case.events.filter(kind=EventKind.EXTENDED).count() == 1
    assert told("plan.extended") == [
        f"您的用电申请 {replied.case.case_number} 的供电方案有效期已延长至 2028-05-31。咨询请拨 95598。"
    ]
    with pytest.raises(InvalidInput) as again:
        extend(replied, asked_by="李四")
    assert "只能一次" in str(again.value.errors)
    assert pass_time(replied, date(2027, 12, 2)) == Swept()
    assert replied.case.plan_lapsed_on is None


def test_a_request_is_refused_with_the_figures_of_the_rule(replied: Walk) -> None:
    replied.now = at(date(2027, 11, 19))
    for entries, field, figure in (
        ({"until": date(2028, 12, 1)}, "until", "2028-11-30"),
        ({"until": ENDS}, "until", "2027-11-30"),
        ({"asked_on": date(2027, 11, 20)}, "asked_on", ""),
        ({"reason": " "}, "reason", ""),
    ):
        with pytest.raises(InvalidInput) as refused:
            extend(replied, **entries)
        assert list(refused.value.errors) == [field]
        assert figure in str(refused.value.errors)
    replied.now = at(date(2027, 11, 21))
    with pytest.raises(InvalidInput) as late:
        extend(replied)
    for figure in ("10", "2027-11-20", "第二十一条"):
        assert figure in str(late.value.errors)
    with pytest.raises(NotPermitted):
        extend_supply_plan(
            case_id=replied.case.pk,
            asked_on=date(2027, 11, 1),
            asked_by="张三",
            reason="r",
            actor=replied.company.who("R7"),
            now=replied.now,
        )
    assert not PlanExtension.objects.exists()


def test_a_lapsed_plan_bars_the_customers_steps_and_its_abort_is_proposed(replied: Walk) -> None:
    pass_time(replied, ENDS, 17)
    assert Term.objects.get().state == TermState.RUNNING
    for _time in range(2):
        pass_time(replied, ENDS, 18)
    proposed = FollowUp.objects.get()
    assert (proposed.flow_code, proposed.state, proposed.due_on) == ("", FollowUpState.OPEN, ENDS)
    assert (replied.case.plan_lapsed_on, Term.objects.get().state) == (ENDS, TermState.EXPIRED)
    assert replied.case.events.filter(kind=EventKind.LAPSED).count() == 1
    assert len(told("plan.lapsed")) == 1
    for barred in (lambda: replied.do("customer_answer"), lambda: extend(replied)):
        with pytest.raises(PlanLapsed, match="2027-11-30"):
            barred()
    control.abort_case(
        case_id=replied.case.pk, reason="方案逾期", actor=replied.company.who("MGR"), now=replied.now
    )
    proposed.refresh_from_db()
    assert (proposed.state, proposed.case, Term.objects.get().state) == (
        FollowUpState.TAKEN_UP,
        replied.case,
        TermState.EXPIRED,
    )


def test_a_plan_made_anew_stands_for_a_new_term(replied: Walk) -> None:
    pass_time(replied, date(2027, 12, 1))
    replied.case = control.replan(
        case_id=replied.case.pk, reason="电网改造", actor=replied.company.who("MGR"), now=replied.now
    )
    proposed = FollowUp.objects.get()
    assert (proposed.state, replied.case.plan_lapsed_on) == (FollowUpState.DISMISSED, None)
    replied.run_until("customer_answer")
    replied.do("customer_answer")
    validity = validity_of(replied.case, replied.now)
    assert validity is not None
    assert (validity.ends_on, validity.left) == (date(2028, 12, 1), 1)
    assert CaseClock.objects.filter(case=replied.case, timer="T12").count() == 2
    assert replied.case.state == CaseState.IN_PROGRESS


def test_the_rule_is_shown_before_anything_is_typed_and_the_api_extends(replied: Walk, client: Client) -> None:
    page = reverse("case-act", args=[replied.case.case_number, "extend-plan"])
    with time_machine.travel(at(date(2026, 12, 1)), tick=False):
        client.force_login(replied.company.who("R1"))
        shown = client.get(page).content.decode()
        for figure in ("2027-11-30", "2027-11-20", "2028-11-30", "第二十一条"):
            assert figure in shown
        assert page in client.get(reverse("case", args=[replied.case.case_number])).content.decode()
        record = f"/api/v1/cases/{replied.case.case_number}/"
        body = {"asked_on": "2026-12-01", "asked_by": "张三", "reason": "设计未完成"}
        frame = {"content_type": "application/json", "headers": {"if_match": client.get(record)["ETag"]}}
        answer = client.post(f"{record}extend-plan/", body, **frame)
        assert answer.status_code == 200, answer.content
        assert SupplyPlan.objects.get(case=replied.case).valid_until == date(2028, 11, 30)
        again = client.post(page, body | {"until": "2029-01-01", "asked_by": "李四"})
    assert again.status_code == 422
    assert "只能一次" in again.content.decode()


@pytest.fixture
def unsigned() -> Walk:
    """Works at the customer's are inspected and passed; the contract lies with the customer, signed later (W7)."""
    walk = Walk(make_people(), at(date(2026, 11, 25)), Wishes(project_flag=ProjectFlag.INTERNAL, terminal=False))
    walk.accept()
    walk.run_until("sign_contract")
    drain(now=walk.now)
    assert walk.open_nodes() == {"sign_contract"}
    assert walk.case.tasks.filter(node="inspect_completion", state=TaskState.DONE).exists()
    return walk


def test_the_validity_runs_on_after_the_inspection_until_the_contract_is_signed(unsigned: Walk) -> None:
    before = validity_of(unsigned.case, unsigned.now)
    assert before is not None
    assert (before.ends_on, before.term.state) == (date(2027, 11, 25), TermState.RUNNING)
    assert pass_time(unsigned, date(2027, 10, 26)).warned == 1
    extend(unsigned, asked_on=date(2027, 10, 26), until=date(2028, 3, 31))
    assert pass_time(unsigned, date(2027, 12, 1)) == Swept()
    validity = validity_of(unsigned.case, unsigned.now)
    assert validity is not None
    assert (validity.ends_on, validity.left) == (date(2028, 3, 31), 0)
    unsigned.do("sign_contract")
    term = Term.objects.get(case=unsigned.case, timer="T12")
    assert (term.state, term.clock.breached_at) == (TermState.ENDED, None)
    assert validity_of(unsigned.case, unsigned.now) is None
    pass_time(unsigned, date(2028, 4, 5))
    assert (unsigned.case.plan_lapsed_on, FollowUp.objects.count()) == (None, 0)


@pytest.mark.slow
def test_a_contract_that_is_not_signed_in_time_cannot_be_signed(unsigned: Walk) -> None:
    pass_time(unsigned, date(2027, 11, 26), 18)
    assert FollowUp.objects.get().flow_code == ""
    with pytest.raises(PlanLapsed, match="2027-11-25"):
        unsigned.do("sign_contract")
    assert unsigned.open_nodes() == {"sign_contract"}
