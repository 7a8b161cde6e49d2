"""Servers for ``manage.py``: the running ones of this checkout, or some for the command's own duration."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import execute_from_command_line
from django.db import ProgrammingError
from django.db.migrations.exceptions import InconsistentMigrationHistory

from crm.local.database import has_tables
from crm.local.environment import server_environment
from crm.local.places import LocalError
from crm.local.postgres import Postgres

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

# Commands that make the tables, or get by without any.
WITHOUT_TABLES = {
    "check",
    "dbshell",
    "makemigrations",
    "migrate",
    "prepare_run",
    "showmigrations",
    "sqlmigrate",
    "test",
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
        with server_environment("run") as used:
            if any(isinstance(server, Postgres) for server in used) and arguments[1] not in WITHOUT_TABLES:
                _make_missing_tables()
            with _clear_about_tables():
                yield
    except LocalError as error:
        sys.exit(f"manage.py: {error}")


def _make_missing_tables() -> None:
    """An embedded database that is new gets its tables at once; one of the user's own is not ours to fill."""
    if not has_tables(os.environ["DATABASE_URL"]):
        print("manage.py: making the tables of a new database first, some twenty seconds", file=sys.stderr)
        execute_from_command_line(["manage.py", "migrate", "--no-input", "--verbosity=0"])


@contextmanager
def _clear_about_tables() -> Iterator[None]:
    try:
        yield
    except InconsistentMigrationHistory as error:
        # Migrations were squashed until the first release; an embedded database of that time holds demo data only.
        raise LocalError(
            "the database is older than the first migrations, which were written anew since: "
            "'make clean' makes the embedded one anew; docs/operations.md, part 4, for one of your own"
        ) from error
    except ProgrammingError as error:
        if has_tables(os.environ["DATABASE_URL"]):
            raise
        raise LocalError("the database has no tables yet: run 'manage.py migrate' first") from error
