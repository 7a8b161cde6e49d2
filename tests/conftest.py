"""What every test may use. Databases are real, and hold at first what migrations seed (see `reference_data`)."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import TransactionTestCase
from django.test import client as test_client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from crm.web.api import idempotency
from customers.book.queries import segments
from tests import reference_data
from tests.statements import Cost, expect_statements, told_apart
from tests.template_database import template_database

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
# Another moment for all tests, in Suzhou: make test MOMENT='2026-12-31 23:50'
MOMENT = datetime.fromisoformat(os.environ.get("MOMENT") or "2026-11-25 10:00").replace(tzinfo=SHANGHAI)

# How fast the machine is says nothing of the rule that is tested; and what is tested is no matter of luck: the same
# examples in every run (other ones: --hypothesis-profile=default).
hypothesis_settings.register_profile(
    "crm", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("crm")


# Nor does it say how long somebody waits for others before he is told so.
segments.PATIENCE_MS = idempotency.PATIENCE_MS = 120_000


def _put_back(self: TransactionTestCase) -> None:
    """Instead of Django's flush; append-only ledgers would refuse that."""
    reference_data.put_back()


TransactionTestCase._fixture_teardown = _put_back  # type: ignore[method-assign]


def _store_pages(store: Any, signal: Any, sender: Any, template: Any, context: Any, **kwargs: Any) -> None:
    """The test client copies the context of every template for tests to look at; nobody looks at that of a widget,
    and a page with a form has hundreds (a third of its time)."""
    if not (template.name or "").startswith("django/forms/"):
        _store_any(store, signal, sender, template, context, **kwargs)


_store_any = test_client.store_rendered_templates
test_client.store_rendered_templates = _store_pages


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Test databases are copies of one that has all migrations."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with its seeded rows remembered."""
    with django_db_blocker.unblock():
        reference_data.copy_aside()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, Any, Any]:
    """Every test begins at the same moment, and time goes on: no verdict depends on the day or hour of a run."""
    with time_machine.travel(MOMENT, tick=True):
        return (yield)


@pytest.fixture
def django_assert_num_queries() -> Any:
    """As that of pytest-django, without what the session costs."""
    return expect_statements


@pytest.fixture
def django_assert_max_num_queries() -> Any:
    """As that of pytest-django, without what the session costs."""
    return partial(expect_statements, exact=False)


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> list[str] | None:
    """Show the statements where numbers of them are not as expected."""
    sides = [one for side in (left, right) for one in (side if isinstance(side, list | tuple) else [side])]
    costs = [one for one in sides if isinstance(one, Cost)]
    return [f"{left} {op} {right}", *told_apart(costs)] if costs else None


@pytest.fixture
def now() -> datetime:
    """A plain working moment: Wednesday 2026-11-25 10:00 in Suzhou."""
    return NOW


@pytest.fixture
def office_hours(now: datetime) -> Iterator[None]:
    """It is `now`, and time goes on: for tests of what asks the clock by itself, whenever they are run."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def as_actor(db: None) -> Iterator[None]:
    """Clear who acts after a test that set it by hand."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('crm.actor', '', false)")
