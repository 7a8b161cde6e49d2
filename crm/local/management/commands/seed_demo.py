"""`manage.py seed_demo --accounts N --seed S`: believable demo data, the same for the same seed."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.local.builders import SeedRequest, registered
from crm.local.seed.organisation import build_organisation


class Command(BaseCommand):
    """Build the demo company, then run every builder that the apps have registered."""

    help = "Fill the database with believable demo data; a second run adds only what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size and the seed."""
        parser.add_argument("--accounts", type=int, default=2000, help="supply accounts in all (default 2000)")
        parser.add_argument("--only", nargs="*", default=None, help="names of the builders to run (default: all)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same data")

    def handle(self, *args: Any, accounts: int, seed: int, only: list[str] | None, **options: Any) -> None:
        """Run the builders in their order, with the time of each."""
        builders = registered()
        unknown = set(only or ()) - {builder.name for builder in builders}
        if unknown:
            raise CommandError(f"--only: there is no builder {', '.join(sorted(unknown))}")
        if not 0 <= accounts <= 2_000_000:
            raise CommandError("--accounts must be between 0 and 2000000")
        now = timezone.now()
        self.stdout.write(str(build_organisation(seed=seed, actor=SYSTEM, now=now)))
        request = SeedRequest(accounts=accounts, seed=seed, now=now, say=self._say)
        for builder in builders:
            if only is not None and builder.name not in only:
                continue
            begun = time.monotonic()
            builder.build(request)
            self._say(f"{builder.name}: done in {time.monotonic() - begun:.1f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
