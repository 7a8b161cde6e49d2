"""Servers of a throw-away folder, apart from those that the other tests use."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import make_dsn

from crm.local.environment import embedded_servers
from crm.local.places import Places, outside_home, places
from crm.local.postgres import Postgres
from crm.local.redis_server import RedisServer


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder for a system of its own. As root it lies below a closed one, as pytest's folders do."""
    folder = tmp_path / "var"
    yield folder
    if folder.exists():
        for server in embedded_servers("run", places("run", folder)):
            server.stop_for_all()
    shutil.rmtree(outside_home(folder), ignore_errors=True)


@pytest.fixture
def where(var: Path) -> Places:
    return places("run", var)


@pytest.fixture
def postgres(where: Places) -> Postgres:
    return Postgres(where, durable=False)


@pytest.fixture
def redis_server(where: Places) -> RedisServer:
    return RedisServer(where, durable=True)


def url_of(name: str) -> str:
    settings = connection.settings_dict
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{name}"


def in_maintenance(statement: str) -> None:
    connected = psycopg2.connect(make_dsn(url_of("postgres")))
    connected.autocommit = True
    with connected.cursor() as cursor:
        cursor.execute(statement)
    connected.close()


@pytest.fixture
def missing(worker_id: str) -> Iterator[str]:
    """The name of a database that there is not; one that a test makes of it is dropped."""
    name = f"crm_local_made_by_test_{worker_id}"
    in_maintenance(f"DROP DATABASE IF EXISTS {name}")
    yield name
    in_maintenance(f"DROP DATABASE IF EXISTS {name}")
