"""``make run``: the whole system under one command that stops it all again.

Order of start: PostgreSQL and Redis, the database brought up to date, then web, worker and beat. They are stopped
the other way round. When one of them ends by itself, the rest is stopped too and the command fails.
"""

import fcntl
import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from crm.local.environment import server_environment
from crm.local.places import PROJECT, VAR, LocalError, make_folder
from crm.local.ports import LOOPBACK, is_free
from crm.local.processes import Child
from crm.local.servers import EmbeddedServer

DEFAULT_PORT = 8000
QUEUES = "default,clocks,notify,imports,billing"
LOGINS_FILE = VAR / "demo-logins.txt"
LOCK_FILE = VAR / "run.lock"
LOOK_SECONDS = 0.2
READY_SECONDS = 60
# What each may take to finish its work; together with the servers this stays within some ten seconds.
PATIENCE_SECONDS = 6


class Ended(Exception):
    """A part of the system ended by itself; the message names it."""


def run(port: int) -> None:
    """Run the whole system until it is told to stop.

    Raises `LocalError` before anything is started when the port is taken or the system of this checkout runs
    already, and `Ended` when a part of it ends by itself.
    """
    stop = stop_on_signals()
    with only_one_run(address(port)):
        if not is_free(port):
            raise LocalError(
                f"port {port} is taken by another program; choose another one: PORT={port + 1} make run"
            )
        say("Starting PostgreSQL and Redis")
        with server_environment("run") as servers, children() as started:
            prepare(started, stop)
            if not stop.is_set():
                start_parts(started, port)
                if wait_until_ready(started, port, stop):
                    welcome(port)
                watch(started, servers, stop)
            say("Stopping")
    say("Stopped; the data are kept in var/")


def stop_on_signals() -> Event:
    """Return an event that Ctrl-C, SIGTERM or a closed terminal sets."""
    stop = Event()

    def ask(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stop


@contextmanager
def only_one_run(where: str) -> Iterator[None]:
    """Hold the right to run this checkout; the file says who holds it."""
    make_folder(VAR)
    with LOCK_FILE.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            pid, _, there = lock.read().strip().partition(" ")
            raise LocalError(f"the system of this folder is running already: {there} (process {pid})") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()} {where}")
        lock.flush()
        yield


@contextmanager
def children() -> Iterator[list[Child]]:
    """Yield a list for the programs we start; they are stopped at the end, the last one first."""
    started: list[Child] = []
    try:
        yield started
    finally:
        for child in reversed(started):
            child.ask_to_end()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in reversed(started):
            child.wait(max(0.0, deadline - time.monotonic()))


def prepare(started: list[Child], stop: Event) -> None:
    """Bring the database up to date and fill an empty one with demo data."""
    child = Child("The preparation of the database", manage("prepare_run", f"--logins={LOGINS_FILE}"))
    started.append(child)
    while child.exit_code() is None and not stop.wait(LOOK_SECONDS):
        pass
    if child.exit_code():
        raise ended(child)
    if not stop.is_set():
        started.remove(child)


def start_parts(started: list[Child], port: int) -> None:
    """Start the web server, the worker and the one beat."""
    worker = [*celery("worker"), "--concurrency=2", f"--queues={QUEUES}"]
    beat = [*celery("beat"), f"--schedule={VAR / 'celerybeat-schedule'}", "--pidfile="]
    for name, arguments in (("The worker", worker), ("The web server", gunicorn(port)), ("The beat", beat)):
        started.append(Child(name, arguments))


def gunicorn(port: int) -> list[str]:
    """Return the command of the web server."""
    return [
        *(sys.executable, "-m", "gunicorn", "crm.wsgi"),
        *(f"--bind={LOOPBACK}:{port}", "--worker-class=gthread", "--workers=2", "--threads=4"),
        *("--preload", "--graceful-timeout=4", "--log-level=warning", "--no-control-socket"),
    ]


def celery(part: str) -> list[str]:
    """Return the beginning of a Celery command."""
    # Who runs this as root on one machine has decided so; Celery would say so with a stack of lines.
    silence = "ignore:You're running the worker with superuser privileges"
    return [sys.executable, "-W", silence, "-m", "celery", "--app=crm", "--quiet", part, "--loglevel=warning"]


def manage(*arguments: str) -> list[str]:
    """Return a command of ``manage.py``."""
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def wait_until_ready(started: list[Child], port: int, stop: Event) -> bool:
    """Wait for the first page, which warms the web server; say whether it came."""
    deadline = time.monotonic() + READY_SECONDS
    while not stop.wait(LOOK_SECONDS) and time.monotonic() < deadline:
        check_children(started)
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=READY_SECONDS)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            continue
        finally:
            connection.close()
        return True
    return False


def watch(started: list[Child], servers: list[EmbeddedServer], stop: Event) -> None:
    """Wait until we are told to stop; raise `Ended` when a part ends by itself."""
    while not stop.wait(LOOK_SECONDS):
        check_children(started)
        for server in servers:
            if not server.lives():
                raise Ended(f"The embedded server {server.name} ended by itself; all the rest is stopped")


def check_children(started: list[Child]) -> None:
    """Raise `Ended` when one of our programs has ended."""
    for child in started:
        if child.exit_code() is not None:
            raise ended(child)


def ended(child: Child) -> Ended:
    """Return the word that a program of ours ended by itself."""
    return Ended(f"{child.name} ended by itself (exit code {child.exit_code()}); all the rest is stopped")


def welcome(port: int) -> None:
    """Tell where the system is, and who may sign in to try it."""
    say(f"Ready: {address(port)}  (Ctrl-C stops it)")
    if LOGINS_FILE.exists():
        say(LOGINS_FILE.read_text().rstrip())


def address(port: int) -> str:
    """Return the address of the first page."""
    return f"http://{LOOPBACK}:{port}/"


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def running_pid(lock_file: Path = LOCK_FILE) -> int | None:
    """Return the process id of the running system of this checkout, or None."""
    try:
        with lock_file.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                return int(lock.read().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return None
