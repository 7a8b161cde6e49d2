"""Forms over operations: refusals at their fields, both values of a stale form, drafts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.org.models import Staff
from crm.web.drafts import delete_old_drafts
from crm.web.models import FormDraft
from tests.factories.org import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("showcase")]
GOOD = {"version": "1", "name": "博远", "capacity": "630", "voltage": "10", "address": "平江路 18 号"}


def send(client: Client, **entries: Any) -> Any:
    return client.post("/showcase/form/", GOOD | entries)


def test_wrong_entries_stand_on_top_and_at_the_field_and_values_stay(signed_in: Client) -> None:
    answer = send(signed_in, capacity="-5", name="")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_capacity">申请容量 (kVA)</a>: 确保该值大于或等于0.01。' in html
    assert '<a href="#id_name">户名</a>: 此项必填。' in html
    assert 'value="-5"' in html
    assert 'aria-describedby="id_capacity_error"' in html
    assert 'id="id_capacity_error"' in html
    assert 'value="平江路 18 号"' in html


@pytest.mark.parametrize("capacity", ["abc", "1e12", "NaN", "1.234"])
def test_a_capacity_that_is_no_capacity_is_refused(signed_in: Client, capacity: str) -> None:
    answer = send(signed_in, capacity=capacity)
    assert answer.status_code == 422
    assert "#id_capacity" in answer.content.decode()


def test_a_refusal_of_the_operation_stands_at_the_field_that_it_names(signed_in: Client) -> None:
    answer = send(signed_in, name="占用")
    assert answer.status_code == 409
    assert '<a href="#id_name">户名</a>: 这个户号有在办工单。' in answer.content.decode()


def test_what_names_no_field_of_the_form_stands_on_top(signed_in: Client) -> None:
    answer = send(signed_in, name="全错")
    assert answer.status_code == 422
    assert '<a href="#id_capacity">申请容量 (kVA)</a>: 容量超过上限。' in answer.content.decode()
    assert "<li>别处有误。</li>" in answer.content.decode()


def test_a_stale_form_shows_both_values_and_carries_the_new_version(signed_in: Client) -> None:
    answer = send(signed_in, name="旧")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "李四 已于 17:30 修改" in html
    assert "他人已保存： <b>800</b>" in html
    assert 'value="630"' in html, "what was typed stays"
    assert html.count("他人已保存") == 2, "capacity and address differ, the others do not"
    assert '<input type="hidden" name="version" value="7"' in html


def test_success_says_so_and_offers_to_take_it_back(signed_in: Client) -> None:
    answer = signed_in.post("/showcase/form/", GOOD, follow=True)
    html = answer.content.decode()
    assert "已受理。" in html
    assert '<form method="post" action="/showcase/form/">' in html
    assert "撤销" in html


def test_known_values_look_known_until_the_form_is_sent(signed_in: Client) -> None:
    assert 'wide known">' in signed_in.get("/showcase/form/").content.decode()
    assert "known" not in send(signed_in, name="").content.decode()


def test_a_draft_is_kept_and_opens_again_at_another_counter(signed_in: Client, clerk: Staff) -> None:
    moment = datetime(2026, 11, 25, 6, 3, tzinfo=UTC)  # 14:03 in Suzhou
    with time_machine.travel(moment, tick=False):
        signed_in.force_login(clerk)
        saved = signed_in.post(
            "/drafts/showcase/",
            {
                "name": "博远",
                "capacity": "63x",
                "kinds": ["a", "c"],
                "agree": "on",
                "version": "9",
                "csrfmiddlewaretoken": "t",
                "paper": "[object File]",
            },
        )
        assert saved.content.decode().strip() == "已自动保存 14:03"
        elsewhere = Client()
        elsewhere.force_login(clerk)
        html = elsewhere.get("/showcase/form/").content.decode()
    assert "已恢复 11-25 14:03 的草稿" in html
    assert 'value="博远"' in html
    assert 'value="63x"' in html, "as typed, right or wrong"
    assert 'role="alert"' not in html, "nothing was sent, so nothing is wrong yet"
    assert html.count("checked") == 3
    assert '<input type="hidden" name="version" value="1"' in html, "the version is the present one"
    draft = FormDraft.objects.get()
    assert "csrfmiddlewaretoken" not in draft.data
    assert draft.data["paper"] == []


def test_a_draft_is_its_authors_only_and_of_its_subject(signed_in: Client, clerk: Staff) -> None:
    signed_in.post("/drafts/showcase/case-1/", {"name": "博远"})
    assert "博远" in signed_in.get("/showcase/form/case-1/").content.decode()
    assert "博远" not in signed_in.get("/showcase/form/case-2/").content.decode()
    other = Client()
    other.force_login(make_staff("1002", clerk.department, "R1"))
    assert "博远" not in other.get("/showcase/form/case-1/").content.decode()
    other.post("/drafts/showcase/case-1/", {"name": "鑫盛"})
    assert "博远" in signed_in.get("/showcase/form/case-1/").content.decode()


def test_a_sent_form_leaves_no_draft_and_a_refused_one_keeps_it(signed_in: Client) -> None:
    signed_in.post("/drafts/showcase/", {"name": "占用"})
    send(signed_in, name="占用")
    assert FormDraft.objects.count() == 1
    assert send(signed_in).status_code == 302
    assert FormDraft.objects.count() == 0


def test_a_draft_can_be_thrown_away(signed_in: Client) -> None:
    signed_in.post("/drafts/showcase/", {"name": "博远"})
    answer = signed_in.post("/drafts/showcase/discard")
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert "博远" not in signed_in.get("/showcase/form/").content.decode()


def test_a_draft_without_end_is_refused(signed_in: Client) -> None:
    answer = signed_in.post("/drafts/showcase/", {"why": "x" * 200_001})
    assert (answer.status_code, answer.context["error"].code) == (413, "draft_too_large")
    assert FormDraft.objects.count() == 0


def test_drafts_of_more_than_thirty_days_are_forgotten(signed_in: Client, clerk: Staff, now: datetime) -> None:
    for days in (31, 29):
        FormDraft.objects.create(
            staff=clerk, form_key="f", subject=str(days), data={}, saved_at=now - timedelta(days=days)
        )
    assert delete_old_drafts(now=now) == 1
    assert [draft.subject for draft in FormDraft.objects.all()] == ["29"]


def test_a_file_goes_with_the_form(signed_in: Client) -> None:
    html = signed_in.get("/showcase/form/").content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert send(signed_in, paper=SimpleUploadedFile("a.pdf", b"%PDF-1.7")).status_code == 302
