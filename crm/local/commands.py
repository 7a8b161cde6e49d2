"""Servers for ``manage.py``: the running ones of this checkout, or some for the command's own duration."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crm.local.environment import server_environment
from crm.local.places import LocalError

# Commands that read and write files only.
WITHOUT_SERVERS = {
    "check_translations",
    "collectstatic",
    "compilemessages",
    "findstatic",
    "help",
    "makemessages",
    "spectacular",
    "startapp",
    "version",
}


def needs_servers(arguments: list[str]) -> bool:
    """Say whether a command line of ``manage.py`` needs PostgreSQL and Redis."""
    wishes = arguments[1:]
    if not wishes or {"-h", "--help", "--version"} & set(wishes):
        return False
    return wishes[0] not in WITHOUT_SERVERS


@contextmanager
def servers_for(arguments: list[str]) -> Iterator[None]:
    """Hold servers while a command runs that needs some; end with one clear line when there are none to be had."""
    if not needs_servers(arguments):
        yield
        return
    # A terminated command lets go of its servers like one that ends.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with server_environment("run"):
            yield
    except LocalError as error:
        sys.exit(f"manage.py: {error}")
