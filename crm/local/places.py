"""Where this checkout keeps its servers' files, and under which account the servers run.

PostgreSQL refuses to run as root. When root starts it, it runs under an unprivileged account, and its files must
lie where that account can go. No folder that was there before is ever loosened for it: a checkout below a closed
home keeps them under ``/var/lib`` instead.
"""

import hashlib
import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

PROJECT = Path(__file__).resolve().parents[2]
# Data, ports, logs of this checkout; another folder makes a second system of the same code.
VAR = Path(os.environ.get("CRM_VAR") or PROJECT / "var").resolve()
UNPRIVILEGED = "nobody"
CREATED_ACCOUNT = "crm-servers"

Instance = Literal["run", "test"]


class LocalError(Exception):
    """Something on this machine stands in the way; the message says in one line what, and what helps."""


@dataclass(frozen=True)
class Account:
    """The account that servers run under when root starts them."""

    uid: int
    gid: int

    def process_options(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.run` that start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Places:
    """The folders of one set of servers.

    ``state`` holds the remembered ports and the locks and belongs to whoever runs the commands; ``home`` holds the
    data and belongs to ``account`` when there is one.
    """

    state: Path
    home: Path
    account: Account | None

    def process_options(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.run` for a server program of this set."""
        # A session of its own: a Ctrl-C in the terminal is for the command that the person started.
        own = {"cwd": "/", "start_new_session": True}
        return own | (self.account.process_options() if self.account else {})

    def own_folder(self, name: str) -> Path:
        """Return the folder ``name`` below ``home``, made and closed to all but the account of the servers."""
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        self.give(folder, 0o700)
        return folder

    def write(self, path: Path, text: str) -> Path:
        """Write a file that only the account of the servers may read."""
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        self.give(path, 0o600)
        return path

    def give(self, path: Path, mode: int) -> None:
        """Hand a file or folder that we made to the account of the servers."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        path.chmod(mode)


def places(instance: Instance, var: Path = VAR) -> Places:
    """Make the folders of a set of servers and return them.

    Raises `LocalError` when no unprivileged account is to be had.
    """
    account = server_account()
    state = var if instance == "run" else var / instance
    for folder in (var, state):
        make_folder(folder)
    if not os.access(state, os.W_OK):
        raise LocalError(f"{state} belongs to another account: run as that account, or remove it")
    home = state
    if account and not is_reachable(state):
        outside = outside_home(var)
        home = outside / instance
        for folder in (outside, home):
            make_folder(folder)
    return Places(state, home, account)


def make_folder(folder: Path) -> None:
    """Make a folder that others may pass through, whatever the umask; one that exists is left as it is."""
    if not folder.exists():
        folder.mkdir()
        folder.chmod(0o755)


def outside_home(var: Path = VAR) -> Path:
    """Return the folder for the servers of a checkout whose own folder is closed to them."""
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return Path("/var/lib") / f"power-marketing-crm-{digest}"


def is_reachable(folder: Path) -> bool:
    """Say whether any account may pass through a folder and all of its parents."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


def server_account() -> Account | None:
    """Return the unprivileged account for the servers, or None when we are not root ourselves.

    Raises `LocalError` when the machine has none and none can be created.
    """
    if os.geteuid() != 0:
        return None
    for name in (UNPRIVILEGED, CREATED_ACCOUNT):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    create = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", CREATED_ACCOUNT]
    try:
        subprocess.run(create, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise LocalError("PostgreSQL does not run as root and this machine has no account 'nobody'") from error
    entry = pwd.getpwnam(CREATED_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)
