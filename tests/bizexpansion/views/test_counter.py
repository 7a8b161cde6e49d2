"""The counter: what the customer says, forms that were begun, papers that may follow, the receipt and its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from bizexpansion.enums import material_label
from bizexpansion.errors import PapersMissing
from bizexpansion.flows import latest_flows
from bizexpansion.models import Case, CaseDocument, OwedPaper
from bizexpansion.operations.conditional import owed_papers, refuse_owing
from bizexpansion.operations.work import graph_of
from bizexpansion.queries.progress import sign
from bizexpansion.wishes import WISHES, suggest
from tests.factories.bizexpansion import SIMPLE, Company, Walk
from tests.factories.bizexpansion_forms import application_values
from tests.factories.book import make_hv_account
from tests.factories.html_forms import fields_of

Browser = Callable[..., Client]
ALL = {code for wish in WISHES for code in wish.flows}


@pytest.fixture
def values(company: Company) -> dict[str, Any]:
    """What a clerk types."""
    return application_values(Walk(company, timezone.localtime(), SIMPLE))


def opened(client: Client, query: str = "") -> dict[str, Any]:
    """The form as a browser finds it."""
    return dict(fields_of(client.get(f"/accept/104/{query}").content.decode(), "accept-form"))


def without(data: dict[str, Any], *kinds: str) -> dict[str, Any]:
    """The form with some papers not handed in."""
    indexes = [key[:-5] for key, value in data.items() if key.endswith("-kind") and value in kinds]
    return {key: value for key, value in data.items() if key not in {f"{one}-present" for one in indexes}}


@pytest.mark.parametrize(
    ("said", "first", "also"),
    [
        ("买了这套房，想把户名改成自己的", "211", {"101"}),
        ("家里老跳闸，空调带不动", "109", set()),
        ("工地临时用电", "105", {"106"}),
        ("变压器停产三个月想暂停", "203", set()),
        ("电表走得快，想校表", "304", set()),
        ("不再用电了要销户", "216", set()),
        ("小店要开店", "102", set()),
        ("改成银行代扣交费", "303", set()),
        ("212", "212", set()),
    ],
)
def test_what_customers_say(said: str, first: str, also: set[str]) -> None:
    with translation.override("zh-hans"):
        codes = [code for _wish, code in suggest(said, ALL)]
    assert codes[0] == first
    assert also <= set(codes)


def test_silence_and_nonsense_suggest_nothing() -> None:
    with translation.override("zh-hans"):
        assert list(suggest("  ", ALL)) == []
        assert list(suggest("今天天气真好", ALL)) == []


def test_every_flow_is_what_some_customer_says() -> None:
    assert {graph.flow.code for graph in latest_flows()} <= ALL
    assert len(ALL) == 34


def test_suggestions_say_what_bars_them(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["YQ"])
    said = {"said": "暂停", "account": account.account_number}
    text = browser("R1").post("/accept/suggest/", said).content.decode()
    assert f'href="/accept/203/?account={account.account_number}"' in text
    assert "suggestion-bar" not in text
    busy = Walk(company, timezone.localtime()).accept()
    said["account"] = busy.account.account_number
    text = browser("R1").post("/accept/suggest/", said).content.decode()
    assert "suggestion-bar" in text
    assert busy.case_number in text


def test_suggestions_know_no_other_department(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["WZ"])
    said = {"said": "暂停", "account": account.account_number}
    text = browser("R1").post("/accept/suggest/", said).content.decode()
    assert "没有您可查看的该户号" in text
    assert account.name not in text
    assert browser("R4").post("/accept/suggest/", said).status_code == 403


def test_two_customers_are_two_drafts(browser: Browser) -> None:
    client = browser("R1")
    for name in ("苏州嘉禾纺织有限公司", "苏州博远精密电子有限公司"):
        data = opened(client, "?draft=new") | {"applicant_name": name}
        assert client.post(f"/drafts/step-accept-104/{data['token']}/", data).status_code == 200
    text = client.get("/accept/").content.decode()
    assert len(re.findall(r'href="/accept/104/\?draft=[0-9a-f-]{36}"', text)) == 2
    assert "嘉禾" not in text
    assert opened(client)["applicant_name"] == "苏州博远精密电子有限公司"
    other = client.get("/accept/104/").content.decode()
    [subject] = set(re.findall(r"\?draft=([0-9a-f-]{36})", other))
    assert opened(client, f"?draft={subject}")["applicant_name"] == "苏州嘉禾纺织有限公司"
    assert opened(client, "?draft=new")["applicant_name"] == ""


def test_acceptance_discards_its_own_draft_only(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    kept, sent = opened(client, "?draft=new"), opened(client, "?draft=new") | values
    for data in (kept | {"applicant_name": "甲"}, sent):
        assert client.post(f"/drafts/step-accept-104/{data['token']}/", data).status_code == 200
    assert client.post("/accept/104/", sent).status_code == 302
    text = client.get("/accept/").content.decode()
    assert kept["token"] in text
    assert sent["token"] not in text


def test_papers_that_may_follow_are_offered_then_owed(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    data = without(opened(client) | values, "M-PRJ")
    refused = client.post("/accept/104/", data)
    assert refused.status_code == 422
    assert 'name="conditional" value="on"' in refused.content.decode()
    assert not Case.objects.exists()
    assert client.post("/accept/104/", {**data, "conditional": ["", "on"]}).status_code == 302
    case = Case.objects.get()
    [owed] = OwedPaper.objects.filter(case=case)
    assert (owed.kind, owed.due_on) == ("M-PRJ", timezone.localdate() + timedelta(days=7))
    assert case.notices.count() == 1
    assert case.clocks.filter(clock__state="RUNNING").exists()
    page = client.get(f"/cases/{case.case_number}/").content.decode()
    assert "待补" in page
    sheet = client.get(f"/cases/{case.case_number}/print/notice/{case.notices.get().task_id}/").content.decode()
    assert sheet.count(str(material_label("M-PRJ"))) == 1, "once, with its day"
    assert ("申请已受理" in sheet, "不计入承诺时限" in sheet) == (True, False)


def test_a_title_deed_of_new_supply_may_not_follow(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    data = without(opened(client) | values, "M-PROP", "M-PRJ")
    answer = client.post("/accept/104/", {**data, "conditional": "on"})
    assert answer.status_code == 422
    assert 'name="conditional" value="on"' not in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_owed_bars_signing_power_and_archive_until_it_is_there(
    browser: Browser, values: dict[str, Any]
) -> None:
    client = browser("R1")
    data = without(opened(client) | values, "M-PRJ")
    client.post("/accept/104/", {**data, "conditional": "on"})
    case = Case.objects.get()
    steps = graph_of(case).steps
    for node in ("sign_contract", "energise", "archive"):
        with pytest.raises(PapersMissing):
            refuse_owing(case, steps[node])
    refuse_owing(case, steps["survey"])
    form = client.get(f"/cases/{case.case_number}/papers/").context["form"]
    assert form["kind"].value() == "M-PRJ", "what is owed is proposed"
    client.post(f"/cases/{case.case_number}/papers/", {"kind": "M-PRJ", "copies": "1"})
    assert CaseDocument.objects.filter(case=case, kind="M-PRJ").exists()
    assert owed_papers(case) == []
    refuse_owing(case, steps["sign_contract"])


def test_receipt_leads_to_a_public_page_without_personal_data(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    assert client.post("/accept/104/", opened(client) | values).status_code == 302
    case = Case.objects.get()
    sheet = client.get(f"/cases/{case.case_number}/print/receipt/").content.decode()
    assert "受理回执" in sheet
    assert values["applicant_name"] in sheet
    answer = Client().get(reverse("progress", args=[sign(case.case_number)]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    text = answer.content.decode()
    assert case.case_number in text
    assert "高压新装" in text
    assert "我方办理中" in text
    assert re.search(r"\d{4}-\d{2}-\d{2}", text)
    account = case.account
    assert account is not None
    for private in (
        values["applicant_name"],
        values["address"],
        account.account_number,
        values["contacts-0-phone"],
    ):
        assert private not in text


def test_progress_tells_when_the_customer_holds_the_ball(walk_to: Callable[..., Walk]) -> None:
    walk = walk_to("customer_answer")
    text = Client().get(reverse("progress", args=[sign(walk.case.case_number)])).content.decode()
    assert "等待您" in text
    assert "等待期间不计时限" in text


@pytest.mark.parametrize("signed", ["261117-0208", "261117-0208:abc", "x"])
def test_an_address_nobody_printed_shows_nothing(signed: str, db: None) -> None:
    assert Client().get(f"/progress/{signed}/").status_code == 404


def test_progress_costs_the_same_however_long_the_case(
    walk_to: Callable[..., Walk], django_assert_max_num_queries: Any
) -> None:
    walk = walk_to("energise")
    with django_assert_max_num_queries(12):
        Client().get(reverse("progress", args=[sign(walk.case.case_number)]))
