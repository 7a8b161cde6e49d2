"""Share an embedded server among the commands of a checkout.

Whoever uses a server holds a shared file lock. The first user starts it, the last one stops it; a user that is
killed lets go of its lock by dying, and a server left over is taken over by the next user.
"""

import fcntl
import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from crm.local.places import Places
from crm.local.ports import choose_port
from crm.local.processes import process_lives


@dataclass(frozen=True)
class Door:
    """How to reach a server on this machine: remembered from one start to the next."""

    port: int
    password: str


class EmbeddedServer(ABC):
    """A server of one checkout, listening on the loopback interface only."""

    name: ClassVar[str]

    def __init__(self, places: Places, *, durable: bool) -> None:
        """Take the places of the server; ``durable`` says that its data must survive a power cut."""
        self.places = places
        self.durable = durable

    @property
    @abstractmethod
    def pid_file(self) -> Path:
        """The file whose first line the server makes its process id."""

    @abstractmethod
    def is_running(self, door: Door) -> bool:
        """Say whether this very server, and not another one, answers there."""

    def lives(self) -> bool:
        """Say whether the process of the server is there, which costs next to nothing to ask."""
        try:
            return process_lives(int(self.pid_file.read_text().split("\n", 1)[0]))
        except (OSError, ValueError):
            return False

    @abstractmethod
    def start(self, door: Door) -> None:
        """Start the server and wait until it answers; `LocalError` with the end of its log when it does not."""

    @abstractmethod
    def stop(self, door: Door) -> None:
        """Stop the server and wait for its end."""

    @abstractmethod
    def url(self, door: Door) -> str:
        """Return the address that the settings take."""

    @contextmanager
    def use(self) -> Iterator[str]:
        """Start the server unless it runs, yield its address, and stop it if nobody else uses it then."""
        with (self.places.state / f"{self.name}.users").open("a") as users:
            try:
                with self._turn():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    door = self._ensure_running()
                yield self.url(door)
            finally:
                with self._turn():
                    if is_last(users.fileno()):
                        self._stop_if_running()

    def stop_for_all(self) -> bool:
        """Stop the server whoever uses it; say whether it ran."""
        with self._turn():
            return self._stop_if_running()

    def _stop_if_running(self) -> bool:
        door = self._remembered()
        if door is None or not self.is_running(door):
            return False
        self.stop(door)
        return True

    def _ensure_running(self) -> Door:
        known = self._remembered()
        if known and self.is_running(known):
            return known
        door = Door(
            port=choose_port(known.port if known else None),
            password=known.password if known else secrets.token_urlsafe(24),
        )
        self._remember(door)
        self.start(door)
        return door

    @property
    def _memory(self) -> Path:
        return self.places.state / f"{self.name}.json"

    def _remembered(self) -> Door | None:
        try:
            return Door(**json.loads(self._memory.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _remember(self, door: Door) -> None:
        self._memory.touch(mode=0o600)
        self._memory.write_text(json.dumps(asdict(door)))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with (self.places.state / f"{self.name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def is_last(users: int) -> bool:
    """Say whether nobody else holds the shared lock on a file."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
