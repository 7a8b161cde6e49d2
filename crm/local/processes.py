"""Processes of this machine: whether one lives, and children that end when they are told to."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def process_lives(pid: int) -> bool:
    """Say whether a process runs; one that has ended and waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return True
    return state != "Z"


class Child:
    """A program that runs as long as we do, with a session of its own: the terminal's Ctrl-C does not reach it."""

    def __init__(self, name: str, arguments: list[str]) -> None:
        """Start a program; ``name`` is what a person is told when it ends."""
        self.name = name
        # The child is there before the library is asked for, so that nothing is imported between fork and exec.
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )

    def exit_code(self) -> int | None:
        """Return the exit code, or None while the program runs."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """Ask the program to finish what it has in hand and end."""
        if self.exit_code() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the end of the program; past the time, kill it and the processes it started."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def end_with_parent() -> Callable[[], None] | None:
    """Return what a child calls to be ended when we are killed, on systems that can."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_kernel
