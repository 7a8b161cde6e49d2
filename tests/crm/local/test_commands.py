"""Which commands of manage.py need servers, and what they say when there are none."""

import os
import subprocess
import sys

import psycopg2
import pytest

from crm.local.commands import needs_servers
from crm.local.database import has_tables, prepare_database
from crm.local.places import PROJECT
from tests.crm.local.conftest import url_of


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("migrate", True),
        ("shell", True),
        ("makemigrations --check", True),
        ("migrate --help", False),
        ("makemessages -l zh_Hans", False),
        ("compilemessages", False),
        ("--version", False),
        ("", False),
    ],
)
def test_only_commands_that_touch_data_need_servers(line: str, needs: bool) -> None:
    assert needs_servers(["manage.py", *line.split()]) is needs


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=os.environ | variables, capture_output=True, text=True)


def test_a_command_uses_the_servers_of_the_environment() -> None:
    shown = manage("shell", "-c", "from django.conf import settings; print(settings.DATABASES['default']['PORT'])")
    assert shown.returncode == 0, shown.stderr
    assert f":{shown.stdout.split()[-1]}/" in os.environ["DATABASE_URL"]


def test_a_server_out_of_reach_is_told_in_one_line() -> None:
    refused = manage("migrate", DATABASE_URL="postgres://crm@127.0.0.1:1/crm")
    assert refused.returncode == 1
    assert refused.stderr.startswith("manage.py: PostgreSQL does not let us in")
    assert len(refused.stderr.splitlines()) == 1


def test_missing_tables_are_told_in_one_line_and_not_made_in_a_database_of_the_users_own(missing: str) -> None:
    url = url_of(missing)
    prepare_database(url)
    refused = manage("flows", DATABASE_URL=url)
    assert refused.stderr.splitlines() == [
        "manage.py: the database has no tables yet: run 'manage.py migrate' first"
    ]
    assert (refused.returncode, has_tables(url)) == (1, False)


def test_a_database_older_than_the_first_migrations_is_told_in_one_line(missing: str) -> None:
    url = url_of(missing)
    prepare_database(url)
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)")
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('bizexpansion', '0001_initial', now())"
        )
    refused = manage("migrate", DATABASE_URL=url)
    assert refused.returncode == 1
    assert refused.stderr.startswith("manage.py: the database is older than the first migrations")
    assert len(refused.stderr.splitlines()) == 1


def test_help_needs_no_servers() -> None:
    assert manage("migrate", "--help", DATABASE_URL="postgres://crm@127.0.0.1:1/crm").returncode == 0
