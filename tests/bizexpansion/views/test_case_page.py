"""The page of a case, for each role, and the list of cases."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from bizexpansion.engine.marking import Marking
from bizexpansion.filled import Filled
from bizexpansion.flows import get_flow
from bizexpansion.models import Application, CaseEvent
from bizexpansion.operations.control import abort_case, suspend_case
from bizexpansion.queries.diagram import course_of
from bizexpansion.views.steps import masked
from crm.org.enums import Role
from customers.book.enums import CustomerKind
from tests.factories.bizexpansion import FULL, SIMPLE, Company, Walk, Wishes
from tests.factories.org import make_staff
from tests.statements import Statements

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]
HALF_WAY = ("collect_fee", "track_grid_project", "inspect_interim", "sign_contract", "assign_meter")


def page_of(client: Client, walk: Walk) -> str:
    """The page of the walk's case."""
    answer = client.get(f"/cases/{walk.case.case_number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_role_can_open_a_case(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to(*HALF_WAY, wishes=FULL)
    own = {"R8": "collect_fee", "R9": "track_grid_project", "R11": "inspect_interim", "R12": "sign_contract"}
    own["R13"] = "assign_meter"
    for role in [*(f"R{n}" for n in range(1, 19)), "MGR"]:
        text = page_of(browser(role), walk)
        assert walk.case.title in text
        mine = [int(pk) for pk in re.findall(r'id="step-(\d+)"', text)]
        assert mine == ([walk.task(own[role]).pk] if role in own else []), role
        assert text.count("btn-primary") == (1 if role in own else 0), role


def test_invoice_data_of_a_person_are_masked_those_of_a_firm_but_for_their_numbers() -> None:
    typed = {
        "vat_name": "张小明",
        "vat_number": "320586199001011234",
        "vat_address_phone": "姑苏区平江路18号 13812345678",
        "vat_bank_account": "6222021001116245702",
    }

    def shown(kind: CustomerKind) -> dict[str, str]:
        entries = tuple((name, name, words) for name, words in typed.items())
        facts = masked(Filled(Application(applicant_kind=kind), entries, ()))
        assert facts is not None
        return dict(facts["facts"])

    numbers = {"vat_number": "320*************34", "vat_bank_account": "***************5702"}
    assert shown(CustomerKind.PERSON) == {"vat_name": "张*", "vat_address_phone": "姑苏区平江路**"} | numbers
    assert shown(CustomerKind.ORGANISATION) == typed | numbers


def test_another_departments_case_is_not_there(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("survey")
    stranger = browser(make_staff("W001", company.tree["WZ-T"], Role.R3, Role.R6))
    number, task = walk.case.case_number, walk.task("survey")
    for path in (
        f"/cases/{number}/",
        f"/cases/{number}/tasks/{task.pk}/",
        f"/cases/{number}/steps/accept/",
        f"/cases/{number}/do/urge/",
        f"/cases/{number}/papers/",
        f"/cases/{number}/print/application/",
    ):
        assert stranger.get(path).status_code == 404
    assert number not in stranger.get("/cases/").content.decode()


def test_head_nodes_and_totals(walk_to: WalkTo, browser: Browser) -> None:
    text = page_of(browser("R6"), walk_to(*HALF_WAY, wishes=FULL, days_ago=40))
    for words in (
        "高压新装",
        "2 路电源",
        "3,200 kVA",
        "重要客户",
        "供电方案答复",
        "设计审核",
        "中间检查",
        "我方",
        "¥345,600.00",
    ):
        assert words in text
    assert "超期" in text


def test_nodes_that_are_not_needed_say_so(walk_to: WalkTo, browser: Browser) -> None:
    text = page_of(browser("R6"), walk_to("draft_contract", wishes=SIMPLE))
    assert re.search(r"设计审核</span>\s*<span class=\"quiet\">不需要", text)


def test_small_form_stands_on_the_page_large_one_behind_a_button(walk_to: WalkTo, browser: Browser) -> None:
    approve, draft = walk_to("approve_plan"), walk_to("draft_plan")
    assert 'name="decision"' in page_of(browser("R5"), approve)
    text = page_of(browser("R4"), draft)
    assert 'name="approved_capacity"' not in text
    assert f'href="/cases/{draft.case.case_number}/tasks/{draft.task("draft_plan").pk}/"' in text


def test_course_tells_states_and_leads_to_filled_forms(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to(*HALF_WAY, wishes=FULL)
    page = browser("R1").get(f"/cases/{walk.case.case_number}/")
    states = page.context["page"].course.states
    assert {one["state"] for one in states.values()} >= {"done", "open", "waiting", "ahead"}
    assert states["survey"]["opens"]
    assert states["survey"]["title"].startswith("现场勘查")
    text = page.content.decode()
    assert f"/flows/104/{get_flow('104').flow.version}/drawing/?language=zh-hans" in text
    address = f"/cases/{walk.case.case_number}/steps/survey/"
    assert f'href="{address}"' in text, "the list says the same as the drawing"
    part = browser("R1").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "3200.00" in part


def test_a_late_step_is_late_only_while_it_is_open(walk_to: WalkTo) -> None:
    walk = walk_to("reply_plan")
    marking = Marking.from_json(walk.case.marking)
    course = course_of(get_flow("104"), marking, late={"survey", "reply_plan"}, holders={}, recorded=())
    assert (course.states["survey"]["state"], course.states["reply_plan"]["state"]) == ("done", "late")


def test_drawing_of_a_flow(browser: Browser) -> None:
    drawing = browser("R1").get("/flows/104/1/drawing/")
    assert drawing["Content-Type"] == "application/xml"
    assert "A02 现场勘查" in drawing.content.decode()
    assert browser("R1").get("/flows/104/99/drawing/").status_code == 404


def test_filled_forms_mask_persons(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("customer_answer")
    page = browser("R1")
    accept = page.get(f"/cases/{walk.case.case_number}/steps/accept/").content.decode()
    assert walk.case.title in accept  # a firm's name is public
    assert "138****5678" in accept
    assert "13812345678" not in accept
    assert "陈静" not in accept
    reply = page.get(f"/cases/{walk.case.case_number}/steps/reply_plan/").content.decode()
    assert "陈*" in reply
    assert "陈静" not in reply


def test_sent_back_step_says_why(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("approve_plan")
    walk.do("approve_plan", decision="REDRAFT", note="电源点选择不合理")
    text = page_of(browser("R4"), walk)
    assert "退回原因" in text
    assert text.count("电源点选择不合理") >= 2  # at the step and in the history
    assert "第 2 次" in text


def test_suspended_case_offers_no_step(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("survey")
    suspend_case(
        case_id=walk.case.pk, reason="CUSTOMER_HOLD", note="客户来函", actor=company.who("R6"), now=timezone.now()
    )
    text = page_of(browser("R3"), walk)
    assert "工单已暂停" in text
    assert "btn-primary" not in text
    assert "/do/resume/" in page_of(browser("R6"), walk)


def test_ended_case_shows_its_end(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("survey")
    abort_case(case_id=walk.case.pk, reason="客户放弃项目", actor=company.who("R6"), now=timezone.now())
    text = page_of(browser("R6"), walk)
    assert "客户放弃项目" in text
    assert "btn-primary" not in text
    assert "/do/abort/" not in text


def test_history_tells_every_event(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to(*HALF_WAY, wishes=FULL)
    text = page_of(browser("R6"), walk)
    assert text.count('class="timeline-icon"') == CaseEvent.objects.filter(case=walk.case).count()


def test_cost_is_constant(walk_to: WalkTo, browser: Browser) -> None:
    """A fresh case or one with 30 visits: the same number of queries."""
    early, late = walk_to("dispatch_survey"), walk_to("energise", wishes=FULL)
    page = browser("R15")  # has no step open in either

    def cost(walk: Walk) -> int:
        page_of(page, walk)
        with Statements() as queries:
            page_of(page, walk)
        return queries.cost

    first, last = cost(early), cost(late)
    assert last - first <= 1  # the names of people to whom tasks went, where there are any
    assert last <= 32


def test_list_of_cases(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walks = [walk_to("survey"), walk_to("draft_plan")]
    page = browser("R6")
    text = page.get("/cases/").content.decode()
    assert re.findall(r'<a href="/cases/([0-9-]+)/">', text) == [walk.case.case_number for walk in reversed(walks)]
    assert "现场勘查" in text
    assert "拟定供电方案" in text
    assert walks[0].case.case_number not in page.get("/cases/?state=CLOSED").content.decode()


def test_list_of_cases_costs_the_same_for_thirty(company: Company, browser: Browser) -> None:
    page = browser("R6")
    Walk(company, timezone.localtime()).accept()

    def cost() -> int:
        page.get("/cases/")
        with Statements() as queries:
            page.get("/cases/")
        return queries.cost

    one = cost()
    for _ in range(29):
        Walk(company, timezone.localtime()).accept()
    assert cost() == one


def test_customer_page_and_search_lead_to_the_case(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("survey")
    page, number = browser("R6"), walk.case.case_number
    account = walk.case.account
    address = f"/customers/{account.customer_id}/accounts/{account.account_number}/"
    assert account.account_number in page.get(address).content.decode()
    text = page.get(f"{address}blocks/").content.decode()
    assert f"/cases/{number}/" in text
    assert "现场勘查" in text
    answer = page.post("/search/", {"q": number.replace("-", "")})
    assert answer.headers["Location"] == f"/cases/{number}/"


def test_no_inline_script_or_style(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("draft_plan", wishes=Wishes())
    task = walk.task("draft_plan")
    for path in (
        f"/cases/{walk.case.case_number}/",
        f"/cases/{walk.case.case_number}/tasks/{task.pk}/",
        "/?desk=team",
    ):
        text = browser("R4").get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:|hx-on", text)
