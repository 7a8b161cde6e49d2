"""Servers first, then Django: those of DATABASE_URL and REDIS_URL, otherwise embedded ones of the tests' own.

The embedded ones are apart from those of ``make run``, so that tests do not disturb a system that serves people.
pytest-django would read the settings before any of our code runs; therefore pytest's own settings do not name them.
"""

import os
import sys
from contextlib import ExitStack

import django

from crm.local.environment import EMBEDDED_REDIS, server_environment
from crm.local.places import VAR, LocalError, make_folder

servers = ExitStack()


def start_servers() -> None:
    """Start what is missing; the workers of xdist use the servers of their parent."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        servers.enter_context(server_environment("test"))
    elif os.environ.get(EMBEDDED_REDIS):
        # Redis knows no test databases: each worker takes one of the 16.
        base, _, _ = os.environ["REDIS_URL"].rpartition("/")
        os.environ["REDIS_URL"] = f"{base}/{int(worker.removeprefix('gw')) + 1}"


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
