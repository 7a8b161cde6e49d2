"""The frame: headers, no inline code or style, menu by role, search, the errors' own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.messages.models import Notification
from crm.org.models import Staff
from crm.org.permissions import grant
from crm.registries import NavigationItem, SearchHit, SearchSource, navigation, search_sources
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


class InlineFinder(HTMLParser):
    """Collects what a strict content policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in names if name == "style" or name.startswith("on")]
        self.found += [f"<{tag} {name}>" for name, value in attrs if (value or "").startswith("javascript:")]
        self.found += [f"<{tag} {name}>" for name in names if name.startswith("hx-on")]


def inline_parts(html: str) -> list[str]:
    finder = InlineFinder()
    finder.feed(html)
    return finder.found


def test_the_finder_of_inline_parts_finds_them() -> None:
    html = '<p style="x"><script>1</script><script src="a"></script><a onclick="b" hx-on:click="c">'
    assert inline_parts(html) == ["<p style>", "<script>", "<a onclick>", "<a hx-on:click>"]


@pytest.mark.parametrize(
    "path", ["/floor/", "/account/password/", "/showcase/", "/showcase/list/", "/showcase/form/", "/nowhere/"]
)
def test_no_page_holds_inline_code_or_style(showcase: None, signed_in: Client, path: str) -> None:
    html = signed_in.get(path).content.decode()
    assert "<html lang=" in html
    assert inline_parts(html) == []


def test_the_login_page_holds_none_either(client: Client) -> None:
    assert inline_parts(client.get("/login/").content.decode()) == []


def test_headers_of_a_page(signed_in: Client) -> None:
    headers = signed_in.get("/floor/").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "HX-Request" in headers["Vary"]
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Content-Language"] == "zh-hans"


def test_htmx_may_neither_write_styles_nor_evaluate(signed_in: Client) -> None:
    html = signed_in.get("/floor/").content.decode()
    assert '"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false' in html


@pytest.fixture
def places() -> Iterator[None]:
    grant("test.open_place", "R1")
    before = dict(navigation._entries), dict(search_sources._entries)
    navigation._entries = {}
    navigation._ordered = None
    navigation.register(NavigationItem("floor", "空", "floor", order=1, phone=True, letter="f"))
    navigation.register(
        NavigationItem("password", "密码", "password-change", "test.open_place", order=2, phone=True)
    )
    for number in range(4):
        navigation.register(NavigationItem(f"x{number}", f"别处{number}", "search", order=9, phone=True))
    yield
    navigation._entries, search_sources._entries = before
    navigation._ordered = search_sources._ordered = None


def menu(html: str, css_class: str) -> list[str]:
    block = html.split(f'<nav class="{css_class}')[1].split("</nav>")[0]
    return re.findall(r"(?:</svg>|<span>)([^<]+)<", block)


def test_the_menu_shows_what_the_role_may_open(places: None) -> None:
    hall = make_company()["GS-H"]
    seen = {}
    for number, role in (("1", "R1"), ("2", "R2")):
        client = Client()
        client.force_login(make_staff(number, hall, role))
        seen[role] = client.get("/floor/").content.decode()
    assert menu(seen["R1"], "places") == ["空", "密码", "别处0", "别处1", "别处2", "别处3"]
    assert menu(seen["R2"], "places") == ["空", "别处0", "别处1", "别处2", "别处3"]
    assert menu(seen["R1"], "phone-places") == ["空", "密码", "别处0", "别处1"], "four places on a phone"
    assert '<a href="/floor/" aria-current="page" data-go="f">' in seen["R1"]


def test_a_long_menu_keeps_what_is_seldom_wanted_under_more(places: None) -> None:
    for number in range(12):
        navigation.register(NavigationItem(f"y{number}", f"甲{number}", "search", order=700 if number > 8 else 20))
    client = Client()
    client.force_login(make_staff("1", make_company()["GS-H"], "R1"))
    shown = menu(client.get("/floor/").content.decode(), "places")
    assert shown[-4:] == ["更多", "甲10", "甲11", "甲9"]
    assert len(shown) == 6 + 12 + 1


def test_the_floor_costs_the_same_few_queries_whatever_waits(signed_in: Client, clerk: Staff) -> None:
    signed_in.get("/floor/")
    counts: list[int] = []
    then = timezone.now()
    for _ in range(2):
        with Statements() as captured:
            page = signed_in.get("/floor/")
        counts.append(captured.cost)
        Notification.objects.bulk_create(
            Notification(recipient=clerk, kind="x", title="t", key=str(n), created_at=then, not_before=then)
            for n in range(30 * len(counts), 30 * len(counts) + 15)
        )
    assert counts[0] == counts[1] <= 5
    assert "(30)" in signed_in.get("/floor/").content.decode()
    assert page.status_code == 200


def found_as(*hits: SearchHit) -> SearchSource:
    return SearchSource("test", "户号", lambda user, text: hits if text.strip() == "32010" else ())


def test_search_opens_the_only_hit_lists_several_and_says_when_there_is_none(
    places: None, signed_in: Client
) -> None:
    search_sources._entries.clear()
    search_sources.register(found_as(SearchHit("/floor/", "3201")))
    assert signed_in.post("/search/", {"q": " 32010 "}).headers["Location"] == "/floor/"
    nothing = signed_in.post("/search/", {"q": "9<b>9"}).content.decode()
    assert "没有与“9&lt;b&gt;9”相符的记录" in nothing
    search_sources._entries.clear()
    search_sources.register(found_as(SearchHit("/a/", "甲"), SearchHit("/b/", "乙")))
    several = signed_in.post("/search/", {"q": "32010"}).content.decode()
    assert 'href="/a/"' in several
    assert 'href="/b/"' in several
    assert signed_in.get("/search/").status_code == 405, "what is typed stays out of addresses"


def test_exact_numbers_come_first_and_one_exact_hit_opens(places: None, signed_in: Client) -> None:
    search_sources._entries.clear()
    name = SearchHit("/a/", "甲", group="姓名")
    search_sources.register(found_as(name, SearchHit("/b/", "乙", group="电话", exact=True)))
    listed = signed_in.post("/search/", {"q": "32010"}, headers={"HX-Request": "true"}).content.decode()
    assert listed.index('href="/b/"') < listed.index('href="/a/"')
    assert "<html" not in listed, "as somebody types, only the list is fetched"
    assert signed_in.post("/search/", {"q": "32010"}).headers["Location"] == "/b/"


def test_a_missing_page_and_a_refusal_have_their_own_page(showcase: None, signed_in: Client) -> None:
    missing = signed_in.get("/nowhere/")
    assert missing.status_code == 404
    assert "没有这个页面或记录" in missing.content.decode()
    answer = signed_in.post(
        "/showcase/form/", {"version": 1, "name": "外", "capacity": "1", "voltage": "10", "address": "x"}
    )
    assert answer.status_code == 404
    assert "没有这个页面或记录" in answer.content.decode()


def test_a_broken_form_token_is_explained(clerk: Staff) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    answer = strict.post("/search/", {"q": "1"})
    assert answer.status_code == 403
    assert "页面打开时间过长" in answer.content.decode()


def test_a_crash_shows_its_page_without_the_frame(showcase: None, signed_in: Client, monkeypatch: Any) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("tests.crm.web.showcase.Departments.get_queryset", crash)
    signed_in.raise_request_exception = False
    answer = signed_in.get("/showcase/list/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()
    assert "boom" not in answer.content.decode()


def test_a_body_without_end_is_not_even_read(signed_in: Client) -> None:
    answer = signed_in.post("/search/", {"q": "1"}, headers={"Content-Length": str(81 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()
