"""The showcase pages, and somebody who looks at them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from crm.org.models import Staff
from tests.crm.web.showcase import templates_with_showcase
from tests.factories.org import make_company, make_staff


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Sessions live in the cache too."""
    cache.clear()


@pytest.fixture
def showcase(settings: Any) -> None:
    """Serve the showcase beside the real addresses."""
    settings.ROOT_URLCONF = "tests.crm.web.showcase"
    settings.TEMPLATES = templates_with_showcase()


@pytest.fixture
def clerk(db: None) -> Staff:
    """张三, acceptance clerk in Gusu's hall."""
    return make_staff("1001", make_company()["GS-H"], "R1", name="张三")


@pytest.fixture
def signed_in(clerk: Staff) -> Client:
    """A browser in which the clerk is signed in."""
    client = Client()
    client.force_login(clerk)
    return client
