"""Every list of the system can leave as a sheet, and the sheet says exactly what its page says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from python_calamine import CalamineWorkbook

from crm.errors import NotPermitted, OutOfScope
from crm.imports.exporting import find_export
from crm.imports.operations import export_list
from crm.web.list_sheets import cells_of, list_pages
from crm.web.lists import OF, ListPage
from tests.matrix.rules import RULES
from tests.matrix.world import World, make_world

pytestmark = pytest.mark.django_db
PAGES = dict(list_pages(get_resolver()))
NOW = datetime.fromisoformat("2026-11-25T10:00:00+08:00")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One world for all lists, rolled back at its end."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        made = make_world(NOW)
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            yield made
        transaction.set_rollback(True)


def query_of(name: str, world: World) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({f"{OF}{key}": str(value) for key, value in RULES[name].args(world).items()})
    return query


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_sheet_says_what_the_page_says(name: str, world: World, tmp_path: Path) -> None:
    person = world.people[RULES[name].insider]
    client = Client()
    client.force_login(person)
    shown = client.get(reverse(name, kwargs=RULES[name].args(world))).content.decode()
    listed = find_export(name)
    assert listed is not None
    heads, *rows = listed.lines(person, query_of(name, world), is_clear=False)
    assert all(heads[:2]), "the template needs a block `columns`"
    assert all(len(row) == len(heads) for row in rows)
    assert str(listed.label).strip()
    table = shown.partition("<table")[2].partition("</table>")[0]
    on_page = [row for row in cells_of(table.partition("<tbody")[2]) if row]
    if "pick" in table:
        on_page = [row[1:] for row in on_page]
    assert rows[: len(on_page)] == on_page
    if rows:
        assert "/exports/new/" in shown, "the page needs its export button"


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"export-list"}))
def test_every_list_becomes_a_marked_file_that_is_logged(name: str, world: World, settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    person = world.people[RULES[name].insider]
    with transaction.atomic():
        query = query_of(name, world).urlencode()
        job = export_list(key=name, query=query, reason="年度核对", actor=person, now=NOW)
        transaction.set_rollback(True)
    first, *_rest = CalamineWorkbook.from_path(str(tmp_path / job.path)).get_sheet_by_index(0).to_python()
    assert person.number in first[0]


@pytest.mark.parametrize("name", sorted(name for name in PAGES if RULES[name].outside in (403, 404)))
def test_whoever_does_not_get_the_page_does_not_get_its_sheet(name: str, world: World) -> None:
    rule = RULES[name]
    assert rule.outsider is not None
    query = query_of(name, world).urlencode()
    with pytest.raises((NotPermitted, OutOfScope)):
        export_list(key=name, query=query, reason="年度核对", actor=world.people[rule.outsider], now=NOW)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_who_may_see_a_list_is_not_decided_beside_its_rows(name: str) -> None:
    """The sheet asks `permission` and `get_queryset`; a `dispatch` of the page's own would be by-passed."""
    assert PAGES[name].dispatch is ListPage.dispatch


def test_the_address_of_an_export_says_of_what_the_list_is(world: World) -> None:
    client = Client()
    client.force_login(world.people["auditor"])
    of = RULES["audit-row"].args(world)
    shown = client.get(reverse("audit-row", kwargs=of)).content.decode()
    link = shown.partition('href="/exports/new/')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query) == {f"{OF}{key}": [str(value)] for key, value in of.items()}
