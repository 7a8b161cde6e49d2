"""The counter: accept an application through the browser's form; look up, drafts, notice, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bizexpansion.enums import material_label
from bizexpansion.models import Case, CaseDocument
from tests.factories.bizexpansion import SIMPLE, Company, Walk
from tests.factories.bizexpansion_forms import application_values
from tests.factories.book import make_hv_account
from tests.factories.html_forms import fields_of

Browser = Callable[..., Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def values(company: Company) -> dict[str, Any]:
    """What a clerk types."""
    walk = Walk(company, timezone.localtime(), SIMPLE)
    return application_values(walk)


def opened(client: Client) -> dict[str, Any]:
    """The form as a browser finds it."""
    return dict(fields_of(client.get("/accept/104/").content.decode(), "accept-form"))


def test_accept_makes_a_case(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    upload = SimpleUploadedFile("营业执照.pdf", PDF, "application/pdf")
    answer = client.post("/accept/104/", opened(client) | values | {"papers-0-upload": upload})
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.case_number}/"
    assert CaseDocument.objects.exclude(path="").get().file_name == "营业执照.pdf"
    text = client.get(answer.headers["Location"]).content.decode()
    assert case.case_number in text
    assert f'class="btn btn-sm" href="/cases/{case.case_number}/print/receipt/"' in text


def test_sent_twice_is_one_case(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    data = opened(client) | values
    assert (
        client.post("/accept/104/", data).headers["Location"]
        == client.post("/accept/104/", data).headers["Location"]
    )
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("applied_capacity", "-5"),
        ("applied_capacity", "1000000000"),
        ("applied_capacity", "abc"),
        ("wanted_on", "1900-01-01"),
        ("id_number", "123"),
        ("contacts-0-phone", "12"),
        ("applicant_name", ""),
    ],
)
def test_wrong_entry_is_named_and_nothing_is_written(
    field: str, value: str, browser: Browser, values: dict[str, Any]
) -> None:
    client = browser("R1")
    answer = client.post("/accept/104/", opened(client) | values | {field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'href="#id_{field}"' in text
    assert fields_of(text, "accept-form").get(field, "") == value
    assert not Case.objects.exists()


def test_missing_papers_are_all_named_at_once(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    data = opened(client) | values
    for n in (1, 2):
        data.pop(f"papers-{n}-present")
    answer = client.post("/accept/104/", data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "房产权属证明、项目批复及总平面图" in text
    assert not Case.objects.exists()


def test_open_case_at_the_same_place_is_named_with_a_link(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    assert client.post("/accept/104/", opened(client) | values).status_code == 302
    answer = client.post("/accept/104/", opened(client) | values)
    assert answer.status_code == 409
    assert f'href="/cases/{Case.objects.get().case_number}/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("setup.exe", b"MZ\x90\x00" + b"0" * 64, "setup.exe"),
        ("大图.pdf", PDF + b"0" * (30 * 1024 * 1024), "大图.pdf"),
        ("假.pdf", b"MZ\x90\x00" + b"0" * 64, "假.pdf"),
    ],
    ids=["exe", "30 MB", "exe named pdf"],
)
def test_bad_file_is_refused_by_name(
    name: str, content: bytes, words: str, browser: Browser, values: dict[str, Any]
) -> None:
    client = browser("R1")
    answer = client.post(
        "/accept/104/", opened(client) | values | {"papers-0-upload": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert fields_of(text, "accept-form")["applicant_name"] == values["applicant_name"]
    assert not Case.objects.exists()


def test_the_account_stays_looked_up_when_the_form_is_refused(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["YQ"])
    client = browser("R1")
    answer = client.post("/accept/211/", {"account": account.account_number})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert fields_of(text, "accept-form")["account"] == account.account_number
    assert f'id="lookup-account" name="account" value="{account.account_number}"' in text
    assert account.masked_name in text


def test_known_customer_is_filled_in(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["YQ"])
    client = browser("R1")
    text = client.get(f"/accept/104/?account={account.account_number}").content.decode()
    form = fields_of(text, "accept-form")
    assert form["applicant_name"] == account.name
    assert form["existing_account"] == account.account_number
    assert "无在途工单" in text
    assert 'class="field required known"' in text


def test_open_case_on_the_account_is_shown_before_the_form(browser: Browser, company: Company) -> None:
    walk = Walk(company, timezone.localtime())
    case = walk.accept()
    text = browser("R1").get(f"/accept/104/?account={case.account.account_number}").content.decode()
    assert text.index("有在途工单") < text.index('id="accept-form"')


def test_account_of_another_department_is_not_known(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["WZ"])
    text = browser("R1").get(f"/accept/104/?account={account.account_number}").content.decode()
    assert "没有您可查看的该户号" in text
    assert account.name not in text


def test_promises_are_shown_before_sending(browser: Browser) -> None:
    text = browser("R1").get("/accept/104/").content.decode()
    assert "供电方案答复" in text
    assert "15 个工作日内" in text
    assert "30 个工作日内" in text


def test_draft_at_another_counter(browser: Browser) -> None:
    data = opened(browser("R1")) | {"applicant_name": "苏州嘉禾纺织有限公司", "contacts-0-name": "陈静"}
    assert browser("R1").post("/drafts/step-accept-104/", data).status_code == 200
    again = opened(browser("R1"))
    assert again["applicant_name"] == "苏州嘉禾纺织有限公司"
    assert again["contacts-0-name"] == "陈静"


def test_one_time_notice_lists_what_is_missing(browser: Browser, values: dict[str, Any]) -> None:
    client = browser("R1")
    data = opened(client) | values
    data.pop("papers-2-present")
    text = client.post("/accept/104/notice/", data).content.decode()
    assert "一次性告知书" in text
    assert "项目批复及总平面图" in text
    assert "房产权属证明" not in text
    assert values["applicant_name"] in text
    assert not Case.objects.exists()


def test_only_acceptance_clerks(browser: Browser) -> None:
    assert browser("R4").get("/accept/104/").status_code == 403
    assert browser("R4").post("/accept/104/", {}).status_code == 403
    assert browser("R4").post("/accept/104/notice/", {}).status_code == 403


def test_transformers_are_chosen_from_those_of_the_account(browser: Browser, company: Company) -> None:
    account = make_hv_account(company.tree["YQ"])
    client, number = browser("R1"), account.account_number
    page = client.get(f"/accept/203/?account={number}").content.decode()
    more = client.get(f"/steps/accept_suspension/rows/equipment/?equipment-TOTAL_FORMS=1&account={number}")
    for name, html in (("equipment-0-number", page), ("equipment-1-number", more.content.decode())):
        field = html.split(f'<select name="{name}"')[1].split("</select>")[0]
        assert ("1号 · 1,600 kVA · 运行" in field, "2号 · 1,600 kVA · 运行" in field) == (True, True)
    assert '<input type="number" name="equipment-0-number"' in client.get("/accept/203/").content.decode()
    exchange = client.get(f"/accept/205/?account={number}").content.decode()
    assert "1号 · 1,600 kVA" in exchange.split('<select name="number"')[1].split("</select>")[0]


def test_the_notice_names_the_papers_that_the_entries_ask_for(browser: Browser) -> None:
    """This is all of it: also the authorisation that a bank wants, and what another class of use is proved by."""
    client = browser("R1")
    named = {
        mode: str(material_label("M-PAY"))
        in client.post("/accept/303/notice/", {"pay_mode": mode}).content.decode()
        for mode in ("COUNTER", "DEBIT")
    }
    assert named == {"COUNTER": False, "DEBIT": True}
