"""Every address of the system, page and API: an insider gets in, an outsider and nobody do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.rules import PUBLIC, RULES
from tests.matrix.world import World, make_world

pytestmark = pytest.mark.django_db


def route_names(resolver: URLResolver) -> Iterator[str | None]:
    """The names of all routes of the system."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name
        else:
            yield from route_names(entry)


NAMES = sorted({name for name in route_names(get_resolver()) if name is not None})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One world for the whole matrix, rolled back at its end; requests come an hour after it was made."""
    now = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        made = make_world(now)
        with time_machine.travel(now + timedelta(hours=1)):
            yield made
        transaction.set_rollback(True)


def visit(world: World, name: str, who: str | None) -> int:
    """Open a route as somebody, in a transaction of its own that is taken back; the status of the answer."""
    rule = RULES[name]
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if who is not None:
            client.force_login(world.people[who])
        url = reverse(name, kwargs=rule.args(world))
        if rule.method == "get":
            answer = client.get(url)
        else:
            answer = client.post(url, {}, content_type="application/json") if "api" in name else client.post(url)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_route_has_a_rule() -> None:
    assert [name for name in NAMES if name not in RULES and name not in PUBLIC] == []
    assert [name for name in RULES if name not in NAMES] == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_nobody_stays_outside(world: World, name: str) -> None:
    status = visit(world, name, None)
    assert status == (401 if name.startswith("api-") else 302)


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_insider_gets_in(world: World, name: str) -> None:
    status = visit(world, name, RULES[name].insider)
    if RULES[name].method == "get":
        assert status == RULES[name].opens
    else:  # an empty form is answered by what it lacks, never by a closed door
        assert status not in (401, 403, 404, 500) or name == "delivery-retry"


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.outsider))
def test_an_outsider_does_not(world: World, name: str) -> None:
    rule = RULES[name]
    assert visit(world, name, rule.outsider) == rule.outside


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.outside == 200))
def test_a_list_shows_an_outsider_nothing_of_ours(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.people["stranger"])
    page = client.get(reverse(name, kwargs=RULES[name].args(world))).content.decode()
    assert world.account.account_number not in page
    assert world.case.case_number not in page
