"""Papers in and out, and the printed sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image

from bizexpansion.enums import Verdict
from bizexpansion.models import CaseDocument
from crm.org.enums import Role
from tests.factories.bizexpansion import FULL, Company, Walk
from tests.factories.org import make_staff
from tests.factories.pictures import HEIC, picture

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def file_paper(client: Client, walk: Walk, name: str = "红线图.pdf", content: bytes = PDF) -> Any:
    """Hand in one paper."""
    upload = SimpleUploadedFile(name, content)
    address = f"/cases/{walk.case.case_number}/papers/"
    return client.post(address, {"kind": "M-PRJ", "name": "用地红线图", "copies": "1", "upload": upload})


@pytest.mark.parametrize(("name", "content"), [("scan.jpg", picture()), ("scan.heic", HEIC)], ids=["jpg", "heic"])
def test_a_paper_photographed_at_the_counter_loses_its_place(
    walk_to: WalkTo, browser: Browser, name: str, content: bytes
) -> None:
    walk, client = walk_to("draft_plan"), browser("R4")
    assert Image.open(BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert file_paper(client, walk, name=name, content=content).status_code == 302
    paper = CaseDocument.objects.exclude(path="").get()
    assert (paper.file_name, paper.content_type, paper.thumbnail) == ("scan.jpg", "image/jpeg", "")
    answer = client.get(f"/papers/{paper.pk}/file/")
    kept = Image.open(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert set(kept.getexif()) <= {ExifTags.Base.Orientation}
    assert kept.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}


def test_upload_check_and_fetch(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("draft_plan"), browser("R4")
    assert file_paper(client, walk).status_code == 302
    paper = CaseDocument.objects.exclude(path="").get()
    text = client.get(f"/cases/{walk.case.case_number}/").content.decode()
    assert "用地红线图" in text
    answer = client.get(f"/papers/{paper.pk}/file/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    check = f"/papers/{paper.pk}/check/"
    assert client.post(check, {"good": "no", "opinion": ""}).status_code == 422
    assert client.post(check, {"good": "no", "opinion": "没有盖章"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.verdict, paper.opinion) == (Verdict.BAD, "没有盖章")
    assert client.post(check, {"good": "yes", "opinion": ""}).status_code == 302
    paper.refresh_from_db()
    assert paper.verdict == Verdict.GOOD


def test_bad_paper_counts_as_missing(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("draft_plan"), browser("R4")
    paper = walk.case.documents.get(kind="M-PROP")
    client.post(f"/papers/{paper.pk}/check/", {"good": "no", "opinion": "已过期"})
    text = client.get(f"/cases/{walk.case.case_number}/").content.decode()
    assert re.search(r"尚缺：\s*房产权属证明", text)


def test_outsiders_find_no_paper(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("draft_plan")
    file_paper(browser("R4"), walk)
    paper = CaseDocument.objects.exclude(path="").get()
    stranger = browser(make_staff("W004", company.tree["WZ-T"], Role.R4))
    assert stranger.get(f"/papers/{paper.pk}/file/").status_code == 404
    assert stranger.get(f"/papers/{paper.pk}/check/").status_code == 404
    assert stranger.post(f"/papers/{paper.pk}/check/", {"good": "yes"}).status_code == 404
    assert file_paper(stranger, walk).status_code == 404
    assert Client().get(f"/papers/{paper.pk}/file/").status_code == 302
    on_paper = walk.case.documents.filter(path="").first()
    assert on_paper
    assert browser("R4").get(f"/papers/{on_paper.pk}/file/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("setup.exe", b"MZ" + b"0" * 99), ("大图.pdf", PDF + b"0" * (30 * 1024 * 1024))],
    ids=["exe", "30 MB"],
)
def test_bad_file_is_refused_with_a_clear_word(
    name: str, content: bytes, walk_to: WalkTo, browser: Browser
) -> None:
    walk = walk_to("draft_plan")
    before = CaseDocument.objects.count()
    answer = file_paper(browser("R4"), walk, name, content)
    assert answer.status_code == 422
    assert name in answer.content.decode()
    assert CaseDocument.objects.count() == before


def test_reply_of_the_plan_holds_the_figures_of_the_plan(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("collect_fee", "track_grid_project", "receive_design", wishes=FULL)
    text = browser("R6").get(f"/cases/{walk.case.case_number}/print/plan/").content.decode()
    for words in (
        walk.case.case_number,
        walk.case.account.name,
        "3,200 kVA",
        "1,600 kVA",
        "10 kV",
        "110 kV 星湖变",
        "10 kV 星湖2线",
        "环网柜出线隔离开关负荷侧",
        "二级重要客户",
        "高供高计",
        "100/5",
        "10000/100",
        "2000",
        "100-10KV-TOU",
        "¥345,600.00",
        "本方案有效期至",
        "供电企业不指定任何单位",
        'class="qr"',
    ):
        assert words in text, words


def test_reply_names_no_firm_even_after_the_design_was_handed_in(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("energise", wishes=FULL)
    text = browser("R6").get(f"/cases/{walk.case.case_number}/print/plan/").content.decode()
    for firm in ("苏州电力设计院", "苏州恒通电力安装公司", "苏州电力工程公司"):
        assert firm not in text


def test_reply_is_not_printed_before_approval(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("approve_plan")
    assert browser("R6").get(f"/cases/{walk.case.case_number}/print/plan/").status_code == 409
    assert "print/plan" not in browser("R6").get(f"/cases/{walk.case.case_number}/").content.decode()


def test_registration_form(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("dispatch_survey", wishes=FULL)
    text = browser("R1").get(f"/cases/{walk.case.case_number}/print/application/").content.decode()
    for words in (
        "高压客户用电登记表",
        walk.case.account.account_number,
        "3,200 kVA",
        "1,600 kVA",
        "数控机床",
        "45 kW",
        "陈静",
        "13812345678",
        "生产用电",
        'class="qr"',
    ):
        assert words in text, words


def test_work_order(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    early, walk = walk_to("assign_meter"), walk_to("issue_meter")
    client = browser("R13")
    assert client.get(f"/cases/{early.case.case_number}/print/work-order/").status_code == 409
    text = client.get(f"/cases/{walk.case.case_number}/print/work-order/").content.decode()
    assignment = walk.case.meterassignment_set.get()
    for device in [*assignment.meters.all(), *assignment.transformers.all()]:
        assert device.asset_number in text
    assert company.people["R13"].name in text
    assert "2000" in text


def test_prints_are_for_people_who_handle_papers(walk_to: WalkTo, browser: Browser) -> None:
    walk = walk_to("approve_plan")
    assert browser("MGR").get(f"/cases/{walk.case.case_number}/print/application/").status_code == 403


def test_english_pages_hold_no_chinese_words_of_ours(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    """Names of people, places and firms stay; everything that the system says is English."""
    walk = walk_to("approve_plan")
    for person in company.people.values():
        type(person).objects.filter(pk=person.pk).update(language="en", name="Zhang San")
    case = f"/cases/{walk.case.case_number}/"
    names = [walk.case.title, walk.case.account.address]
    names += walk.case.documents.values_list("name", flat=True)
    for role, path in (
        ("R5", "/?desk=team"),
        ("R5", case),
        ("R5", f"{case}tasks/{walk.task('approve_plan').pk}/"),
        ("R5", f"{case}tasks/{walk.task('approve_plan').pk}/do/return/"),
        ("R6", f"{case}do/abort/"),
        ("R6", "/cases/"),
        ("R1", "/accept/104/"),
    ):
        text = browser(role).get(path).content.decode()
        text = re.sub(r"<option.*?</option>|<form class=\"language\".*?</form>", "", text, flags=re.S)
        for name in names:
            text = text.replace(name, "")
        chinese = [
            word for word in re.findall(r"[\u4e00-\u9fff]+", text) if word not in "供电方案答复高压接电总时长"
        ]
        assert not chinese, (path, chinese)
