"""People of one department with browsers of their own, and cases on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from crm.org.models import Staff
from tests.factories.bizexpansion import SIMPLE, Company, Walk, Wishes, make_people


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Sessions live in the cache too."""
    cache.clear()


@pytest.fixture(autouse=True)
def at_work(office_hours: None) -> None:
    """No page is opened just before midnight."""


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Uploaded files lie in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company(db: None) -> Company:
    """The departments with one person for each role."""
    return make_people()


@pytest.fixture
def walk_to(company: Company) -> Callable[..., Walk]:
    """`walk_to("survey")`: a case of which only that step is still open, or all that `stop` names."""

    def walk(*stop: str, wishes: Wishes = SIMPLE, days_ago: float = 0) -> Walk:
        one = Walk(company, timezone.localtime() - timedelta(days=days_ago), wishes)
        one.accept()
        one.run_until(*stop)
        return one

    return walk


@pytest.fixture
def browser(company: Company) -> Callable[[str | Staff], Client]:
    """`browser("R4")`: a browser in which the person of that role is signed in."""

    def signed_in(who: str | Staff) -> Client:
        client = Client()
        client.force_login(company.who(who) if isinstance(who, str) else who)
        return client

    return signed_in
