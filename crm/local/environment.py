"""Put the addresses of PostgreSQL and Redis where the settings look: ``DATABASE_URL`` and ``REDIS_URL``."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import redis

from crm.local.database import prepare_database
from crm.local.places import Instance, LocalError, Places, places
from crm.local.postgres import Postgres
from crm.local.redis_server import RedisServer
from crm.local.servers import EmbeddedServer


def embedded_servers(instance: Instance, where: Places | None = None) -> tuple[EmbeddedServer, EmbeddedServer]:
    """Return the PostgreSQL and the Redis of an instance of this checkout; nothing is started."""
    where = where or places(instance)
    durable = instance == "run"
    return Postgres(where, durable=durable), RedisServer(where, durable=durable)


@contextmanager
def server_environment(instance: Instance) -> Iterator[list[EmbeddedServer]]:
    """Set both variables, starting embedded servers for those that are not set; yield these.

    A database that is missing is made.

    Raises `LocalError` when a server does not start, is out of reach or does not suit us.
    """
    used: list[EmbeddedServer] = []
    with ExitStack() as stack:
        if not all(os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")):
            postgres, redis_server = embedded_servers(instance)
            if not os.environ.get("DATABASE_URL"):
                stack.enter_context(_set("DATABASE_URL", stack.enter_context(postgres.use())))
                used.append(postgres)
            if not os.environ.get("REDIS_URL"):
                stack.enter_context(_set("REDIS_URL", stack.enter_context(redis_server.use())))
                used.append(redis_server)
        prepare_database(os.environ["DATABASE_URL"])
        _check_redis(os.environ["REDIS_URL"])
        yield used


@contextmanager
def _set(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=10) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise LocalError(f"Redis at REDIS_URL does not answer: {error}") from error
