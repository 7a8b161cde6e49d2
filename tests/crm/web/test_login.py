"""In and out: login, lock-out, idle time, age of the password, language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from crm.audit.models import Entry
from crm.org.models import Staff
from tests.factories.org import PASSWORD, make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def clerk() -> Staff:
    return make_staff("1001", make_company()["GS-H"], "R1", name="张三")


def sign_in(client: Client, password: str = PASSWORD, number: str = "1001") -> Any:
    return client.post("/login/", {"username": number, "password": password})


def test_login_leads_to_the_first_page_and_logout_back(client: Client, clerk: Staff) -> None:
    assert sign_in(client).headers["Location"] == "/"
    page = client.get("/floor/")
    assert page.status_code == 200
    assert "张三" in page.content.decode()
    assert "姑苏营业部营业厅" in page.content.decode()
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/floor/").headers["Location"] == "/login/?next=/floor/"


def test_wrong_password_says_so_in_chinese(client: Client, clerk: Staff) -> None:
    assert "工号或密码不正确" in sign_in(client, "wrong").content.decode()


def test_somebody_inactive_cannot_sign_in_and_loses_the_session(client: Client, clerk: Staff) -> None:
    sign_in(client)
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/floor/").status_code == 302
    assert "工号或密码不正确" in sign_in(client).content.decode()


def test_five_failures_lock_the_person_for_five_minutes_and_say_until_when(clerk: Staff) -> None:
    start = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 10:00 in Suzhou
    with time_machine.travel(start, tick=False) as traveller:
        for _ in range(4):
            assert sign_in(Client(), "wrong").status_code == 200
        fifth = sign_in(Client(), "wrong")
        assert fifth.status_code == 429
        assert "密码已错 5 次" in fifth.content.decode()
        assert "10:05" in fifth.content.decode()

        traveller.shift(timedelta(seconds=240))
        right_but_early = sign_in(Client())
        assert right_but_early.status_code == 429
        assert "10:05" in right_but_early.content.decode(), "trying again does not lengthen the lock"

        traveller.shift(timedelta(seconds=61))
        assert sign_in(Client()).status_code == 302


def test_the_lock_is_the_persons_and_not_the_counters(clerk: Staff) -> None:
    make_staff("1002", clerk.department, "R1")
    for _ in range(5):
        sign_in(Client(), "wrong")
    assert sign_in(Client(), number="1002").status_code == 302


def test_a_success_forgets_earlier_failures(clerk: Staff) -> None:
    for _ in range(4):
        sign_in(Client(), "wrong")
    assert sign_in(Client()).status_code == 302
    assert sign_in(Client(), "wrong").status_code == 200


def test_ten_idle_minutes_end_the_session(clerk: Staff) -> None:
    client = Client()
    with time_machine.travel(datetime(2026, 11, 25, 2, 0, tzinfo=UTC), tick=False) as traveller:
        sign_in(client)
        for _ in range(4):  # work every four minutes keeps it
            traveller.shift(timedelta(seconds=240))
            assert client.get("/floor/").status_code == 200
        traveller.shift(timedelta(seconds=601))
        assert client.get("/floor/").status_code == 302


def test_polling_by_the_page_itself_is_no_work(clerk: Staff) -> None:
    client = Client()
    with time_machine.travel(datetime(2026, 11, 25, 2, 0, tzinfo=UTC), tick=False) as traveller:
        sign_in(client)
        assert client.get("/floor/").status_code == 200
        for _ in range(9):
            traveller.shift(timedelta(seconds=60))
            client.get("/floor/", headers={"X-Quiet": "1"})
        traveller.shift(timedelta(seconds=61))
        assert client.get("/floor/").status_code == 302


def test_working_within_a_minute_writes_no_session(clerk: Staff) -> None:
    client = Client()
    sign_in(client)
    client.get("/floor/")
    with Statements() as captured:
        client.get("/floor/")
    assert captured.captured_queries
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]


def test_a_lost_session_under_htmx_opens_the_whole_login_page(client: Client) -> None:
    answer = client.post(
        "/drafts/any/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/floor/?a=1"}
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Ffloor%2F%3Fa%3D1"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client) -> None:
    answer = client.post("/search/", {"q": "1"}, headers={"Referer": "http://testserver/floor/"})
    assert answer.headers["Location"] == "/login/?next=%2Ffloor%2F"


def test_a_password_of_more_than_ninety_days_must_be_changed_first(client: Client, clerk: Staff) -> None:
    sign_in(client)
    Staff.objects.filter(pk=clerk.pk).update(password_changed_at=datetime.now(UTC) - timedelta(days=91))
    forced = client.get("/floor/")
    assert forced.headers["Location"] == "/account/password/?next=%2Ffloor%2F"
    assert "密码已超过 90 天" in client.get(forced.headers["Location"]).content.decode()
    changed = client.post(
        forced.headers["Location"],
        {"old_password": PASSWORD, "new_password": "Suzhou-2027!", "repeated": "Suzhou-2027!"},
    )
    assert changed.headers["Location"] == "/floor/"
    assert client.get("/floor/").status_code == 200, "the session goes on"
    clerk.refresh_from_db()
    assert clerk.check_password("Suzhou-2027!")
    assert Entry.objects.get(operation="web.change_own_password").subject_id == clerk.pk


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"old_password": "wrong"}, "当前密码不正确"),
        ({"new_password": "short1A", "repeated": "short1A"}, "8"),
        ({"new_password": "alllowercase", "repeated": "alllowercase"}, "中的至少三类"),
        ({"new_password": PASSWORD, "repeated": PASSWORD}, "新密码不能与当前密码相同"),
        ({"repeated": "Other-2027!"}, "两次输入不一致"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(
    client: Client, clerk: Staff, entries: dict[str, str], sentence: str
) -> None:
    sign_in(client)
    good = {"old_password": PASSWORD, "new_password": "Suzhou-2027!", "repeated": "Suzhou-2027!"}
    answer = client.post("/account/password/", good | entries)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_the_language_is_chinese_at_first_and_stays_with_the_person(client: Client, clerk: Staff) -> None:
    assert "工号" in client.get("/login/", headers={"Accept-Language": "en"}).content.decode()
    sign_in(client)
    assert client.post("/account/language/", {"language": "en", "next": "/floor/"}).headers["Location"] == "/floor/"
    assert "Sign out" in client.get("/floor/").content.decode()
    elsewhere = Client()
    sign_in(elsewhere)
    page = elsewhere.get("/floor/")
    assert "Sign out" in page.content.decode()
    assert '<html lang="en">' in page.content.decode()


def test_the_language_before_signing_in_is_kept_by_the_browser(client: Client) -> None:
    client.post("/account/language/", {"language": "en", "next": "/login/"})
    assert "Staff number" in client.get("/login/").content.decode()
    client.post("/account/language/", {"language": "xx", "next": "/login/"})
    assert "Staff number" in client.get("/login/").content.decode()


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/account/language/", {"language": "en", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"
