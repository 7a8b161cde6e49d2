"""Servers first, then Django: those of DATABASE_URL and REDIS_URL, otherwise embedded ones of the tests' own.

The embedded ones are apart from those of ``make run``, so that tests do not disturb a system that serves people.
pytest-django would read the settings before any of our code runs; therefore pytest's own settings do not name them.
"""

import os
import sys
from contextlib import ExitStack
from uuid import uuid4

import django
import pytest
import redis

from crm.local.environment import server_environment
from crm.local.places import VAR, LocalError, make_folder

servers = ExitStack()


def start_servers() -> None:
    """Start what is missing; the workers of xdist use the servers of their parent.

    Redis knows no test databases: each process has its own keys, which it takes away at its end.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        servers.enter_context(server_environment("test"))
    os.environ["REDIS_PREFIX"] = f"pytest-{uuid4().hex}"
    servers.callback(forget_own_keys)


def forget_own_keys() -> None:
    """Take the sessions and tasks of this process out of Redis."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        keys = list(client.scan_iter(match=f"{os.environ['REDIS_PREFIX']}*", count=1000))
        if keys:
            client.delete(*keys)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let no worker inherit the name of the settings: pytest-django would read them, with the Redis keys of the
    parent, before this file gives the worker keys of its own; two workers then empty each other's cache."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure() -> None:
    """Let go of the servers."""
    servers.close()


try:
    start_servers()
except LocalError as error:
    sys.exit(f"pytest: {error}")
for folder in (VAR, VAR / "static"):
    make_folder(folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
django.setup()
