"""``make run`` as a person meets it: start, a second start, Ctrl-C, start again, a part that dies."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from crm.local.environment import embedded_servers
from crm.local.places import PROJECT, places
from crm.local.ports import LOOPBACK, choose_port

START_SECONDS = 600
STOP_SECONDS = 180


class Running:
    """The command ``python -m crm.local run`` on a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.log = var.with_name("run.log")
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        environment |= {"CRM_VAR": str(var), "PORT": str(port), "DEMO_ACCOUNTS": "0"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crm.local", "run"],
                cwd=PROJECT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while "Ready:" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def wait_for_end(self) -> int:
        return self.process.wait(STOP_SECONDS)

    def said(self) -> str:
        return self.log.read_text()

    def part(self, word: str) -> psutil.Process:
        """Return the program of ours whose command line has a word in it."""
        found = [child for child in psutil.Process(self.process.pid).children() if word in child.cmdline()]
        assert len(found) == 1
        return found[0]

    def everything(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def running(var: Path, port: int) -> Iterator[Running]:
    system = Running(var, port)
    try:
        yield system
    finally:
        if system.process.poll() is None:
            system.process.terminate()
            system.wait_for_end()


def status_of_first_page(port: int) -> int:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=120)
    connection.request("GET", "/")
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.slow
def test_it_starts_stops_on_ctrl_c_and_starts_again_until_a_part_dies(var: Path) -> None:
    port = choose_port(None)
    with running(var, port) as first:
        first.wait_until_ready()
        assert f"http://127.0.0.1:{port}/" in first.said()
        assert status_of_first_page(port) < 500

        with running(var.with_name("var"), choose_port(None)) as second:
            assert second.wait_for_end() == 1
            assert "is running already" in second.said()
            assert len(second.said().splitlines()) == 1

        parts = first.everything()
        assert len(parts) >= 5
        first.process.send_signal(signal.SIGINT)
        assert first.wait_for_end() == 0
        assert not [part for part in parts if part.is_running() and part.status() != psutil.STATUS_ZOMBIE]
        servers = embedded_servers("run", places("run", var))
        assert not any(server.lives() for server in servers)

    door = (var / "postgres.json").read_text()
    with running(var, port) as again:
        again.wait_until_ready()
        assert (var / "postgres.json").read_text() == door
        again.part("beat").kill()
        assert again.wait_for_end() == 1
        assert "The beat ended by itself (exit code -9); all the rest is stopped" in again.said()
        assert not any(server.lives() for server in servers)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["worker", "gunicorn"])
def test_a_part_that_dies_ends_it_all(var: Path, word: str) -> None:
    with running(var, choose_port(None)) as system:
        system.wait_until_ready()
        system.part(word).kill()
        assert system.wait_for_end() == 1
        assert "ended by itself" in system.said()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_a_server_that_dies_ends_it_all(var: Path, name: str) -> None:
    with running(var, choose_port(None)) as system:
        system.wait_until_ready()
        server = next(server for server in embedded_servers("run", places("run", var)) if server.name == name)
        os.kill(int(server.pid_file.read_text().split()[0]), signal.SIGKILL)
        assert system.wait_for_end() == 1
        assert f"The embedded server {name} ended by itself" in system.said()


@pytest.mark.slow
def test_nothing_is_left_when_it_is_killed(var: Path) -> None:
    with running(var, choose_port(None)) as system:
        system.wait_until_ready()
        parts = system.everything()
        system.process.kill()
        system.process.wait()
        _, alive = psutil.wait_procs(parts, timeout=STOP_SECONDS)
        assert not alive


def test_a_taken_port_is_told_before_anything_is_started(var: Path) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with running(var, port) as system:
            assert system.wait_for_end() == 1
            assert system.said().startswith(f"port {port} is taken by another program; choose another one: PORT=")
            assert len(system.said().splitlines()) == 1
    assert not (var / "postgres.json").exists()


def test_a_port_that_is_none_is_told(var: Path) -> None:
    command = [sys.executable, "-m", "crm.local", "run"]
    environment = os.environ | {"CRM_VAR": str(var), "PORT": "http"}
    refused = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert refused.returncode == 1
    assert refused.stderr == "PORT must be a number from 1 to 65535, not 'http'\n"
