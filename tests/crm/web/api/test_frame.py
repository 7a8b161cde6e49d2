"""Every view of the API stands in the frame; parameters, pages and headers are as the frame says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.views import APIView

from crm.org.enums import Role
from crm.org.models import Department
from crm.web.api.views import is_framed
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

URL = "/api/v1/accounts/"
THEIRS = (SpectacularAPIView, SpectacularSwaggerSplitView)


def views(resolver: URLResolver) -> Iterator[type[APIView]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        elif isinstance(entry, URLPattern) and (entry.name or "").startswith("api-"):
            view = getattr(entry.callback, "cls", None) or entry.callback.view_class
            yield view


def test_every_view_stands_in_the_frame() -> None:
    outside = {view.__name__ for view in views(get_resolver()) if not is_framed(view) and view not in THEIRS}
    assert outside == set()


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(client: Client, tree: dict[str, Department]) -> Client:
    client.force_login(make_staff("1001", tree["GS-H"], Role.R1))
    for _ in range(5):
        make_account(tree["GS"])
    return client


def test_an_unknown_parameter_is_named_and_widens_nothing(clerk: Client) -> None:
    answer = clerk.get(URL, {"departement": "1", "voltage": "AC00101", "页": "2"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
    assert {error["field"] for error in answer.json()["errors"]} == {"departement", "页"}


def test_a_filter_is_no_parameter_of_one_record(clerk: Client) -> None:
    number = clerk.get(URL).json()["results"][0]["account_number"]
    assert clerk.get(f"{URL}{number}/", {"voltage": "AC00101"}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "-1", "201", "abc", "", "1.5", "٣", "99999999999999999999"])
def test_a_size_out_of_bounds_is_refused(clerk: Client, limit: str) -> None:
    answer = clerk.get(URL, {"limit": limit})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["limit"]


@pytest.mark.parametrize("cursor", ["", "abc", "cD0x", "cj0xJnA9MQ==", "%00", "a" * 5000, "户", "W10:x"])
def test_a_made_up_cursor_is_refused(clerk: Client, cursor: str) -> None:
    answer = clerk.get(URL, {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


def test_a_cursor_of_another_list_is_refused(clerk: Client) -> None:
    following = clerk.get(URL, {"limit": 2}).json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert clerk.get(following).status_code == 200
    assert clerk.get(f"/api/v1/cases/?cursor={cursor}").status_code == 400


def test_pages_lead_forth_and_back_while_rows_come_in(clerk: Client, tree: dict[str, Department]) -> None:
    first = clerk.get(URL, {"limit": 2}).json()
    make_account(tree["GS"])
    second = clerk.get(first["next"]).json()
    shown = [row["account_number"] for row in first["results"] + second["results"]]
    assert len(set(shown)) == len(shown)
    assert clerk.get(second["previous"]).json()["results"] == first["results"]


def test_no_shared_cache_may_keep_an_answer(clerk: Client) -> None:
    answer = clerk.get(URL)
    assert answer["Cache-Control"] == "no-store, private"
    assert {"Accept-Language", "Authorization", "Cookie"} <= {part.strip() for part in answer["Vary"].split(",")}


def test_an_unchanged_record_is_not_sent_again(clerk: Client) -> None:
    url = f"{URL}{clerk.get(URL).json()['results'][0]['account_number']}/"
    seen = clerk.get(url)
    again = clerk.get(url, headers={"if-none-match": seen["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", seen["ETag"])
    assert clerk.get(url, headers={"if-none-match": '"0-x"'}).status_code == 200
    assert clerk.get(url, headers={"if-none-match": "nonsense"}).status_code == 400
