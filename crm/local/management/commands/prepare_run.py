"""Bring a database up to date before ``make run`` serves it."""

import os
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from crm.local.demo_logins import demo_logins
from crm.local.places import VAR

DEMO_ACCOUNTS = int(os.environ.get("DEMO_ACCOUNTS", "2000"))
DEMO_SEED = 1
# There while the demo data are being made; what was made is not made twice.
UNFINISHED = VAR / "demo-unfinished"


class Command(BaseCommand):
    """Migrate, collect static files, and fill an empty database with demo data."""

    help = "Migrate, collect static files, and fill an empty database with demo data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file that the demo logins are listed in."""
        parser.add_argument("--logins", type=Path, help="file to write the demo logins to")

    def handle(self, *args: Any, logins: Path | None, **options: Any) -> None:
        """Do it, telling only what is done for the first time."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if DEMO_ACCOUNTS:
            self._fill()
        if logins:
            logins.write_text("".join(f"{login}\n" for login in demo_logins()), encoding="utf-8")

    def _fill(self) -> None:
        """Fill an empty database, or go on with a filling that was interrupted."""
        if get_user_model().objects.exists() and not UNFINISHED.exists():
            return
        self.stdout.write(f"Filling the empty database with demo data: {DEMO_ACCOUNTS} accounts")
        UNFINISHED.touch()
        call_command("seed_demo", accounts=DEMO_ACCOUNTS, seed=DEMO_SEED)
        UNFINISHED.unlink()
