"""``python -m crm.local run | stop | forget``: what ``make run``, ``make stop`` and ``make clean`` call."""

import os
import shutil
import signal
import sys
import time

from crm.local import run as running
from crm.local.environment import embedded_servers
from crm.local.places import VAR, Instance, LocalError, outside_home
from crm.local.processes import process_lives

INSTANCES: tuple[Instance, ...] = ("run", "test")
STOP_SECONDS = 30


def main(arguments: list[str]) -> int:
    """Carry out one command and return the exit code; what stands in the way is told in one line."""
    commands = {"run": run, "stop": stop, "forget": forget}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: python -m crm.local {'|'.join(commands)}", file=sys.stderr)
        return 2
    try:
        commands[arguments[0]]()
    except (LocalError, running.Ended) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run() -> None:
    """Run the whole system in the foreground on the port that PORT names."""
    text = os.environ.get("PORT") or str(running.DEFAULT_PORT)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise LocalError(f"PORT must be a number from 1 to 65535, not {text!r}")
    running.run(int(text))


def stop() -> None:
    """Stop what runs of this checkout: the whole system, and embedded servers left over."""
    pid = running.running_pid()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while process_lives(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
    if VAR.exists():
        for instance in INSTANCES:
            for server in embedded_servers(instance):
                server.stop_for_all()


def forget() -> None:
    """Stop what runs, and remove what this checkout keeps outside of itself."""
    stop()
    shutil.rmtree(outside_home(), ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
